// What every AnswerStore must do; called inside a test case with a function that makes an empty one.
#pragma once

#include <doctest/doctest.h>

#include <memory>

#include "shared/base/entropy.h"
#include "sync/store/answer_store.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {

template <class MakeStore>
void check_answer_store_contract(const MakeStore& make) {
  auto store = make();
  SeededEntropy entropy(3);
  const RoundId round{4};
  const CentreId oak{1}, pine{2};
  auto add = [&](CentreId centre, int count) {
    for (int i = 0; i < count; ++i)
      must(store->add_answer(entropy.random_id<AnswerId>(),
                             {round, centre, IsoWeek{2026, 45}, {true, false}, {1}}));
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

  SUBCASE("answers are released in steps, counters too (P-18)") {
    auto release = [&](std::uint64_t level) {
      must(store->release(round, 5, {{oak, "services:bvc", level}}));
    };
    add(oak, 4);
    release(4);
    CHECK(must(store->released_answers(round)).empty());
    CHECK(must(store->released_counters(round)).empty());
    add(oak, 1);
    add(pine, 4);
    release(5);
    CHECK(must(store->released_answers(round)).size() == 5);
    CHECK(must(store->released_answers(round)).front() ==
          Answer{round, oak, IsoWeek{2026, 45}, {true, false}, {1}});
    add(oak, 4);
    release(9);
    CHECK(must(store->released_answers(round)).size() == 5);
    CHECK(must(store->released_counters(round)) == std::vector<CounterCell>{{oak, "services:bvc", 5}});
    release(10);
    CHECK(must(store->released_counters(round)).front().count == 10);
    release(3);  // a level that is older than the released one
    CHECK(must(store->released_counters(round)).front().count == 10);
    CHECK(must(store->count_answers(round)) == std::map<CentreId, std::uint64_t>{{oak, 9}, {pine, 4}});
    CHECK(must(store->count_answers(RoundId{5})).empty());
  }

  SUBCASE("texts are counted and listed apart from answers (P-11)") {
    WrittenText text{round, oak, "open", "woman", "Bra fika"};
    must(store->add_text(entropy.random_id<AnswerId>(), text));
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

  SUBCASE("a week that is not known stays unknown") {
    must(store->add_answer(entropy.random_id<AnswerId>(), {round, oak, {}, {false, true}, {9}}));
    must(store->release(round, 1, {}));
    CHECK(must(store->released_answers(round)).front() == Answer{round, oak, {}, {false, true}, {9}});
  }
}

}  // namespace vantrum::collector
