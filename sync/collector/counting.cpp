#include "sync/collector/counting.h"

#include <algorithm>
#include <set>

#include "sync/store/answer_content.h"
#include "sync/store/answer_walk.h"

namespace vantrum::collector {
namespace {

constexpr std::uint8_t none = 255;

// How often each number stands in the column. In four lanes, since one count after the other of the same
// number would wait for each other.
std::array<std::uint32_t, 256> levels_of(const Bytes& column) {
  std::array<std::array<std::uint32_t, 256>, 4> lanes{};
  std::size_t at = 0;
  for (; at + 4 <= column.size(); at += 4)
    for (std::size_t lane = 0; lane < 4; ++lane) ++lanes[lane][column[at + lane]];
  for (; at < column.size(); ++at) ++lanes[0][column[at]];
  for (std::size_t number = 0; number < 256; ++number)
    lanes[0][number] += lanes[1][number] + lanes[2][number] + lanes[3][number];
  return lanes[0];
}
Error not_answers() { return Error::untrusted("stored answer: not answers to this instrument"); }

}  // namespace

AnswerCounter::AnswerCounter(const survey::Instrument& instrument) : instrument_(instrument) {
  question_of_.fill(none);
  for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
    const auto& question = instrument.questions[i];
    if (question.linkage != survey::Linkage::linked) continue;
    Counted counted;
    counted.index = i;
    counted.option_of.fill(none);
    for (std::size_t o = 0; o < question.options.size(); ++o) {
      counted.option_of[question.options[o].number] = static_cast<std::uint8_t>(o);
      counted.is_dont_know[question.options[o].number] = question.options[o].dont_know;
    }
    question_of_[question.number] = static_cast<std::uint8_t>(counted_.size());
    counted_.push_back(counted);
    has_rules_ = has_rules_ || !question.when.is_empty();
  }
}

results::CentreTally AnswerCounter::begin(const results::CentreFacts& centre) const {
  results::CentreTally tally;
  tally.centre = centre;
  for (const auto& question : instrument_.questions) {
    tally.questions.emplace_back();
    tally.questions.back().options.resize(question.options.size());
  }
  return tally;
}

Result<void> AnswerCounter::add(results::CentreTally& tally, ByteView content,
                                const survey::Flags& flags) const {
  AnswerWalk walk(content);
  while (walk.next()) {
    const auto place = question_of_[walk.question()];
    if (place == none) return not_answers();
    const auto& counted = counted_[place];
    auto& counts = tally.questions[counted.index];
    bool took_a_stand = false;
    for (const auto number : walk.options()) {
      if (counted.option_of[number] == none) return not_answers();
      ++counts.options[counted.option_of[number]];
      took_a_stand = took_a_stand || !counted.is_dont_know[number];
    }
    ++(took_a_stand ? counts.valid : counts.dont_know);
  }
  if (!walk.is_whole()) return not_answers();
  ++tally.responses;
  tally.suspect += flags.suspect;
  tally.paper += flags.paper;
  return has_rules_ ? count_skipped(tally, content) : Result<void>();
}

Result<void> AnswerCounter::add(results::CentreTally& tally, const AnswerBlock& block) const {
  const auto& columns = block.columns();
  for (std::size_t at = 0; at < columns.size();) {
    const auto place = question_of_[columns[at].question];
    if (place == none) return not_answers();
    const auto& counted = counted_[place];
    auto& counts = tally.questions[counted.index];
    const auto first = at;
    std::uint64_t answered = 0, dont_know = 0;
    for (; at < columns.size() && columns[at].question == columns[first].question; ++at) {
      const auto levels = levels_of(columns[at].options);
      for (std::size_t number = 1; number < levels.size(); ++number) {
        if (levels[number] == 0) continue;
        if (counted.option_of[number] == none) return not_answers();
        counts.options[counted.option_of[number]] += levels[number];
        if (at > first) continue;
        answered += levels[number];
        if (counted.is_dont_know[number]) dont_know += levels[number];
      }
    }
    // Who chose "vet inte" and something else took a stand.
    if (at - first > 1 && dont_know > 0)
      dont_know = count_dont_know(counted, {columns.data() + first, at - first});
    counts.valid += answered - dont_know;
    counts.dont_know += dont_know;
  }
  tally.responses += block.size();
  for (std::size_t row = 0; row < block.size(); ++row) {
    tally.suspect += block.head(row).flags.suspect;
    tally.paper += block.head(row).flags.paper;
    if (has_rules_) TRY(count_skipped(tally, block.content(row)));
  }
  return {};
}

std::uint64_t AnswerCounter::count_dont_know(const Counted& counted,
                                             std::span<const AnswerBlock::Column> columns) {
  std::uint64_t count = 0;
  for (std::size_t row = 0; row < columns.front().options.size(); ++row) {
    bool answered = false, took_a_stand = false;
    for (const auto& column : columns) {
      const auto number = column.options[row];
      answered = answered || number != 0;
      took_a_stand = took_a_stand || (number != 0 && !counted.is_dont_know[number]);
    }
    count += answered && !took_a_stand;
  }
  return count;
}

Result<void> AnswerCounter::count_skipped(results::CentreTally& tally, ByteView content) const {
  const auto answers = TRY(parse_answers(content, instrument_));
  std::set<std::string> asked;
  for (const auto* question : survey::questions_asked(instrument_, answers, false))
    asked.insert(question->id);
  for (const auto& counted : counted_) {
    const auto& id = instrument_.questions[counted.index].id;
    if (!asked.contains(id) && !answers.contains(id)) ++tally.questions[counted.index].skipped;
  }
  return {};
}

void AnswerCounter::finish(results::CentreTally& tally) const {
  for (const auto& counted : counted_) {
    auto& counts = tally.questions[counted.index];
    counts.no_answer = tally.responses - counts.valid - counts.dont_know - counts.skipped;
  }
}

}  // namespace vantrum::collector
