#include "sync/store/answer_block.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "shared/base/entropy.h"
#include "sync/store/answer_content.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

// Question 2 with these options, and question 200 with a number that needs two bytes.
Answer answer_of(const std::vector<std::uint8_t>& options, const std::optional<IsoWeek>& week = {},
                 survey::Flags flags = {}) {
  Bytes content{0xA2, 1, 0x19, 0x01, 0x2C, 2, 0xA2, 2};
  content.push_back(static_cast<std::uint8_t>(0x80 + options.size()));
  for (const auto option : options) content.push_back(option);
  for (const std::uint8_t byte : {0x18, 200, 0x81, 0x18, 0xFF}) content.push_back(byte);
  return {RoundId{1}, CentreId{1}, week, flags, content};
}

std::vector<Bytes> contents_of(const AnswerBlock& block) {
  std::vector<Bytes> contents;
  for (std::size_t row = 0; row < block.size(); ++row) contents.push_back(block.content(row));
  return contents;
}

}  // namespace

TEST_CASE("a block gives the bytes, weeks and flags that were added, also read back") {
  SeededEntropy entropy(1);
  AnswerBlock block;
  std::multiset<std::tuple<Bytes, std::optional<IsoWeek>, survey::Flags>> added, found;
  const auto add = [&](const Answer& answer) {
    added.insert({answer.content, answer.week, answer.flags});
    CHECK(must(block.add(entropy.random_id<AnswerId>(), answer)));
  };
  add({RoundId{1}, CentreId{1}, {}, {}, {0xA2, 1, 7, 2, 0xA0}});  // whoever answered nothing
  add(answer_of({3, 1, 9}, IsoWeek{2026, 45}, {true, false}));
  add(answer_of({1}, IsoWeek{2026, 46}, {false, true}));
  add(answer_of({1}, IsoWeek{2026, 46}, {false, true}));
  add({RoundId{1}, CentreId{1}, IsoWeek{2027, 1}, {true, true}, {0xA2, 1, 1, 2, 0xA1, 1, 0x81, 1}});
  const auto again = must(AnswerBlock::parse(block.encode()));
  CHECK(again.encode() == block.encode());
  for (std::size_t row = 0; row < again.size(); ++row)
    found.insert({again.content(row), again.head(row).week, again.head(row).flags});
  CHECK(found == added);
}

TEST_CASE("P-3: where an answer lies in a block tells nothing of when it came") {
  // Of many blocks of ten, how often the first and the last to come lie at each place.
  constexpr int blocks = 4000, size = 10;
  std::map<std::uint8_t, std::vector<int>> places{{1, std::vector<int>(size)},
                                                  {size, std::vector<int>(size)}};
  SeededEntropy entropy(2);
  for (int i = 0; i < blocks; ++i) {
    AnswerBlock block;
    for (std::uint8_t option = 1; option <= size; ++option)
      must(block.add(entropy.random_id<AnswerId>(), answer_of({option})));
    for (auto& [option, counts] : places) {
      const auto contents = contents_of(block);
      const auto at = std::find(contents.begin(), contents.end(), answer_of({option}).content);
      ++counts[static_cast<std::size_t>(at - contents.begin())];
    }
  }
  for (const auto& [option, counts] : places) {
    CAPTURE(int{option});
    for (const int count : counts) CHECK((count > 320 && count < 480));  // 400; four deviations are 76
  }
}

TEST_CASE("P-3: nor do the weeks and flags of a block tell which of them came first") {
  const std::vector<Answer> answers{answer_of({1}, IsoWeek{2026, 46}),
                                    answer_of({2}, IsoWeek{2026, 45}, {true, false}),
                                    answer_of({3}, IsoWeek{2026, 45}), answer_of({4})};
  std::vector<std::size_t> order{0, 1, 2, 3};
  std::set<Bytes> heads;
  do {
    AnswerBlock block;
    for (const auto i : order) must(block.add(AnswerId(), answers[i]));
    const auto bytes = block.encode();
    const Bytes rows{2, 0x44};  // entry 2, a byte for each of four
    const auto end = std::search(bytes.begin(), bytes.end(), rows.begin(), rows.end());
    REQUIRE(end != bytes.end());
    heads.insert(Bytes(bytes.begin(), end));
    for (std::size_t row = 0; row < block.size(); ++row) {
      const auto& answer = answers[std::size_t(block.columns().front().options[row] - 1)];
      CHECK((block.head(row).week == answer.week && block.head(row).flags == answer.flags));
    }
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(heads.size() == 1);
}

TEST_CASE(
    "a block holds a thousand answers and 256 kinds of week and flags, and says when there is no room") {
  SeededEntropy entropy(3);
  AnswerBlock full, colourful;
  for (std::size_t i = 0; i < AnswerBlock::answers_max; ++i)
    REQUIRE(must(full.add(entropy.random_id<AnswerId>(), answer_of({1}))));
  CHECK_FALSE(must(full.add(entropy.random_id<AnswerId>(), answer_of({1}))));
  CHECK(full.size() == AnswerBlock::answers_max);
  CHECK(must(AnswerBlock::parse(full.encode())).size() == AnswerBlock::answers_max);
  for (int year = 2000; year < 2256; ++year)
    REQUIRE(must(colourful.add(entropy.random_id<AnswerId>(), answer_of({1}, IsoWeek{year, 1}))));
  CHECK_FALSE(must(colourful.add(entropy.random_id<AnswerId>(), answer_of({1}, IsoWeek{2256, 1}))));
  CHECK(must(colourful.add(entropy.random_id<AnswerId>(), answer_of({1}, IsoWeek{2255, 1}))));
  CHECK(must(AnswerBlock::parse(colourful.encode())).size() == 257);
}

TEST_CASE("what is no answer is not added, and what is no block is not read, cut or altered anywhere") {
  SeededEntropy entropy(4);
  AnswerBlock block;
  for (const auto& options : {std::vector<std::uint8_t>{3, 1}, {2}, {}})
    static_cast<void>(block.add(entropy.random_id<AnswerId>(), answer_of(options, IsoWeek{2026, 45})));
  CHECK(block.size() == 2);  // a question without an option is no answer
  const auto good = block.encode();
  const auto cut = answer_of({3, 1});
  for (std::size_t length = 0; length < cut.content.size(); ++length) {
    Answer answer{RoundId{1}, CentreId{1}, {}, {}, to_bytes(ByteView(cut.content).first(length))};
    CHECK(block.add(entropy.random_id<AnswerId>(), answer).error().fault == StorageFault::damaged);
  }
  CHECK(block.encode() == good);
  for (std::size_t length = 0; length < good.size(); ++length)
    CHECK(AnswerBlock::parse(ByteView(good).first(length)).error().fault == StorageFault::damaged);
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      auto altered = good;
      altered[at] = static_cast<std::uint8_t>(value);
      if (const auto read = AnswerBlock::parse(altered)) contents_of(*read);
    }
  }
}

}  // namespace vantrum::collector
