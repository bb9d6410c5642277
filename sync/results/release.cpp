#include "sync/results/release.h"

#include <algorithm>

#include "shared/base/check.h"

namespace vantrum::results {
namespace {

// Could somebody with both tables learn too much about those who came between?
bool betrays(const survey::Question& question, const QuestionTally& shown, const QuestionTally& all,
             const Policy& policy) {
  if (shown.valid < policy.k) return false;  // nothing was shown to subtract
  const auto came = all.valid - shown.valid;
  const bool was_full = shown.valid >= policy.distribution();
  if (came > 0 && came < (was_full ? policy.distribution() : policy.k)) return true;
  if (!question.background) return false;
  return !std::equal(shown.options.begin(), shown.options.end(), all.options.begin(),
                     [&](auto before, auto now) { return now == before || now - before >= policy.k; });
}

// Of a question that only some were asked: would it now tell how many the others are, whose group was shown
// before?
bool tells_about_others(const survey::Instrument& instrument, std::size_t question, const CentreTally& shown,
                        const QuestionTally& all, const Policy& policy) {
  if (all.skipped == 0 || all.skipped + all.no_answer >= policy.k) return false;
  for (const auto& reference : instrument.questions[question].when.references()) {
    for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
      if (instrument.questions[i].id == reference.question && shown.questions[i].valid >= policy.k)
        return true;
    }
  }
  return false;
}

}  // namespace

std::uint64_t block_size(std::uint64_t released, std::uint64_t waiting, bool is_open, const Policy& policy) {
  const auto block = policy.distribution();
  if (is_open) return waiting >= 2 * block ? waiting - block : 0;
  if (released == 0) return waiting;  // nothing to compare with
  return waiting >= block ? waiting : 0;
}

CentreTally grown(const CentreTally& shown, const CentreTally& all, const survey::Instrument& instrument,
                  const Policy& policy) {
  check(shown.questions.size() == all.questions.size() && shown.responses <= all.responses);
  const auto came = all.responses - shown.responses;
  if (shown.responses >= policy.k && came > 0 && came < policy.distribution()) {
    auto same = shown;
    same.counters = all.counters;  // counters have steps of their own
    for (auto& question : same.questions) question.is_held = true;
    return same;
  }
  auto result = all;
  for (std::size_t i = 0; i < result.questions.size(); ++i) {
    if (!betrays(instrument.questions[i], shown.questions[i], all.questions[i], policy) &&
        !(shown.responses >= policy.k &&
          tells_about_others(instrument, i, shown, all.questions[i], policy))) {
      continue;
    }
    result.questions[i] = shown.questions[i];
    result.questions[i].is_held = true;
  }
  return result;
}

}  // namespace vantrum::results
