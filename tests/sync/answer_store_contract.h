// What every AnswerStore must do; called inside a test case with a function that makes an empty one.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <tuple>

#include "shared/base/entropy.h"
#include "sync/store/answer_block.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {

// answer_content.h's bytes of one question's answer.
inline Bytes content_of(std::uint8_t option) { return {0xA2, 1, 1, 2, 0xA1, 1, 0x81, option}; }

template <class MakeStore>
void check_answer_store_contract(const MakeStore& make) {
  auto store = make();
  SeededEntropy entropy(3);
  const RoundId round{4};
  const CentreId oak{1}, pine{2};
  auto add = [&](CentreId centre, int count) {
    for (int i = 0; i < count; ++i)
      must(store->add_answer(entropy.random_id<AnswerId>(),
                             {round, centre, IsoWeek{2026, 45}, {true, false}, content_of(1)}));
  };

  SUBCASE("the answers are of one region") {
    must(store->bind_region("kalmar"));
    must(store->bind_region("kalmar"));
    CHECK(store->bind_region("uppsala").error().kind == ErrorKind::conflict);
  }

  SUBCASE("a mark is set once, and is known by the sealed bytes alone") {
    CHECK(must(store->mark_opened(opened_mark_of(Bytes{1}))));
    CHECK_FALSE(must(store->mark_opened(opened_mark_of(Bytes{1}))));
    CHECK(must(store->mark_opened(opened_mark_of(Bytes{2}))));
  }

  SUBCASE("a transaction that fails leaves nothing, neither an answer nor a mark") {
    auto failed = store->in_transaction([&]() -> Result<void> {
      CHECK(must(store->mark_opened(opened_mark_of(Bytes{1}))));
      add(oak, 1);
      return Error::refused("no");
    });
    CHECK(failed.error().kind == ErrorKind::refused);
    CHECK(must(store->count_answers(round)).empty());
    CHECK(must(store->mark_opened(opened_mark_of(Bytes{1}))));
  }

  using Answers = std::vector<Answer>;
  const auto sorted = [](Answers answers) {
    std::sort(answers.begin(), answers.end(), [](const Answer& a, const Answer& b) {
      return std::tie(a.centre, a.content) < std::tie(b.centre, b.content);
    });
    return answers;
  };
  const auto all = [&] {
    Answers answers;
    must(store->each_answer(round, [&](const Answer& answer) -> Result<void> {
      answers.push_back(answer);
      return {};
    }));
    return sorted(answers);
  };
  const auto waiting = [&] {
    Answers answers;
    must(store->each_waiting(round, [&](const Answer& answer) -> Result<void> {
      answers.push_back(answer);
      return {};
    }));
    return answers;
  };
  const auto released = [&] {
    Answers answers;
    must(store->each_block(round, [&](CentreId centre, const AnswerBlock& block) -> Result<void> {
      for (std::size_t row = 0; row < block.size(); ++row)
        answers.push_back({round, centre, block.head(row).week, block.head(row).flags, block.content(row)});
      return {};
    }));
    return sorted(answers);
  };

  SUBCASE("of a centre as many are released as are asked for, the first ones, and stay so (P-18)") {
    // The content tells them apart.
    for (std::uint8_t i = 1; i <= 9; ++i)
      must(store->add_answer(entropy.random_id<AnswerId>(), {round, oak, {}, {}, content_of(i)}));
    add(pine, 4);
    CHECK(must(store->count_waiting(round)) == std::map<CentreId, std::uint64_t>{{oak, 9}, {pine, 4}});
    const auto first = waiting();
    REQUIRE(first.size() == 13);
    CHECK(released().empty());
    must(store->release_answers(round, oak, 3));
    CHECK(released() == sorted(Answers(first.begin(), first.begin() + 3)));
    CHECK(waiting() == Answers(first.begin() + 3, first.end()));
    CHECK(must(store->count_waiting(round)) == std::map<CentreId, std::uint64_t>{{oak, 6}, {pine, 4}});
    CHECK(must(store->count_answers(round)) == std::map<CentreId, std::uint64_t>{{oak, 9}, {pine, 4}});
    CHECK(all() == sorted(first));
    must(store->release_answers(round, oak, 100));
    CHECK(released() == sorted(Answers(first.begin(), first.begin() + 9)));
    CHECK(all() == sorted(first));
    CHECK(must(store->count_waiting(round)) == std::map<CentreId, std::uint64_t>{{pine, 4}});
    CHECK(must(store->count_waiting(RoundId{5})).empty());
    CHECK(waiting().front() == Answer{round, pine, IsoWeek{2026, 45}, {true, false}, content_of(1)});
  }

  SUBCASE("however many a centre has, all that are released are given again") {
    constexpr std::size_t many = 2 * AnswerBlock::answers_max + 7;
    must(store->in_transaction([&]() -> Result<void> {
      add(oak, many);
      return {};
    }));
    std::vector<std::size_t> sizes;
    for (const std::size_t more : {std::size_t{600}, std::size_t{600}, many}) {
      must(store->release_answers(round, oak, more));
      sizes.push_back(released().size());
    }
    CHECK(sizes == std::vector<std::size_t>{600, 1200, many});
    CHECK(must(store->count_answers(round))[oak] == many);
    CHECK(must(store->last_week(round)) == IsoWeek{2026, 45});
    CHECK(must(store->count_flags(round)) == std::map<CentreId, FlagCounts>{{oak, {many, 0}}});
  }

  SUBCASE("an answer whose bytes are none is not released, and goes on waiting") {
    must(store->add_answer(entropy.random_id<AnswerId>(), {round, oak, {}, {}, {1}}));
    const auto release = [&] { return store->release_answers(round, oak, 1); };
    CHECK(store->in_transaction(release).error().fault == StorageFault::damaged);
    CHECK(must(store->count_waiting(round))[oak] == 1);
  }

  SUBCASE("counters are released in steps, and some of each are kept back if that is asked for (P-18)") {
    auto release = [&](std::uint64_t level, const AnswerStore::CounterSteps& steps) {
      must(store->release_counters(round, steps, {{oak, "services:bvc", level}}));
      const auto cells = must(store->released_counters(round));
      return cells.empty() ? 0 : cells.front().count;
    };
    CHECK(release(4, {5, 0}) == 0);
    CHECK(release(5, {5, 0}) == 5);
    CHECK(release(9, {5, 0}) == 5);
    CHECK(release(10, {5, 0}) == 10);
    CHECK(release(3, {5, 0}) == 10);  // a level that is older than the released one
    CHECK(release(29, {10, 10}) == 10);
    CHECK(release(30, {10, 10}) == 20);
    CHECK(release(30, {5, 0}) == 30);
    CHECK(must(store->released_counters(round)) == std::vector<CounterCell>{{oak, "services:bvc", 30}});
    CHECK(must(store->released_counters(RoundId{5})).empty());
  }

  SUBCASE("what was shown is kept for each centre and round, and the last one holds (P-18)") {
    const KeptCounts first{5, {1, 2}, {1}}, second{6, {3}, {}};
    must(store->keep_counts(round, oak, first));
    must(store->keep_counts(RoundId{5}, oak, second));
    CHECK(must(store->kept_counts(round)) == std::map<CentreId, KeptCounts>{{oak, first}});
    must(store->keep_counts(round, oak, second));
    CHECK(must(store->kept_counts(round)) == std::map<CentreId, KeptCounts>{{oak, second}});
    auto failed = store->in_transaction([&]() -> Result<void> {
      must(store->keep_counts(round, oak, first));
      return Error::refused("no");
    });
    CHECK_FALSE(failed);
    CHECK(must(store->kept_counts(round)).at(oak) == second);
  }

  SUBCASE("texts are counted and listed apart from answers (P-11)") {
    WrittenText text{round, oak, "open", "woman", "Bra fika"};
    must(store->add_text(entropy.random_id<TextId>(), text));
    add(oak, 2);
    CHECK(must(store->count_texts(round)) == std::map<CentreId, std::uint64_t>{{oak, 1}});
    CHECK(must(store->list_texts(round)) == std::vector<WrittenText>{text});
    CHECK(must(store->list_texts(RoundId{5})).empty());
    CHECK(must(store->count_answers(round))[oak] == 2);
  }

  SUBCASE("discarded visits are a number for a round and a centre, and no answers (5b)") {
    for (int i = 0; i < 3; ++i) must(store->add_discarded(round, oak));
    must(store->add_discarded(round, pine));
    add(oak, 2);
    CHECK(must(store->count_discarded(round)) == std::map<CentreId, std::uint64_t>{{oak, 3}, {pine, 1}});
    CHECK(must(store->count_discarded(RoundId{5})).empty());
    CHECK(must(store->count_answers(round))[oak] == 2);
  }

  SUBCASE("P-29: what came on paper and what was implausible is counted, also once it is destroyed") {
    const auto flagged = [&](CentreId centre, survey::Flags flags, const RoundId& of) {
      must(store->add_answer(entropy.random_id<AnswerId>(),
                             {of, centre, IsoWeek{2026, 45}, flags, content_of(1)}));
    };
    CHECK(must(store->count_flags(round)).empty());
    for (int i = 0; i < 3; ++i) flagged(oak, {true, false}, round);
    flagged(oak, {true, true}, round);
    flagged(oak, {false, false}, round);
    flagged(pine, {false, true}, round);
    flagged(pine, {true, true}, RoundId{5});
    CHECK(must(store->count_flags(round)) == std::map<CentreId, FlagCounts>{{oak, {4, 0}}});
    must(store->release_answers(round, oak, 5));
    must(store->release_answers(round, pine, 1));
    CHECK(must(store->count_flags(round)) == std::map<CentreId, FlagCounts>{{oak, {4, 1}}, {pine, {0, 1}}});
    flagged(oak, {true, true}, round);  // waits
    const std::map<CentreId, FlagCounts> counts{{oak, {5, 1}}, {pine, {0, 1}}};
    CHECK(must(store->count_flags(round)) == counts);
    const auto destroy = [&] {
      must(store->in_transaction([&]() -> Result<void> {
        TRY(store->destroy(round, Destroyable::answers, "RS 1"));
        TRY(store->destroy(round, Destroyable::texts, "RS 1"));
        return {};
      }));
    };
    destroy();
    CHECK(must(store->count_answers(round)).empty());
    CHECK(must(store->count_flags(round)) == counts);
    flagged(oak, {true, false}, round);  // too late for the first time
    destroy();
    CHECK(must(store->count_flags(round)) == std::map<CentreId, FlagCounts>{{oak, {6, 1}}, {pine, {0, 1}}});
    CHECK(must(store->count_flags(RoundId{5})) == std::map<CentreId, FlagCounts>{{pine, {1, 0}}});
  }

  SUBCASE("a week that is not known stays unknown") {
    must(store->add_answer(entropy.random_id<AnswerId>(), {round, oak, {}, {false, true}, content_of(9)}));
    const Answers one{{round, oak, {}, {false, true}, content_of(9)}};
    CHECK(all() == one);
    must(store->release_answers(round, oak, 1));
    CHECK(all() == one);
    CHECK_FALSE(must(store->last_week(round)));
  }
}

}  // namespace vantrum::collector
