#include "sync/results/release.h"

#include <algorithm>
#include <optional>

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
  // What nobody has answered by now, nobody had answered then: a distribution would tell that of the few whose
  // merged share was shown.
  if (!question.background) return came > 0 && !was_full;
  return !std::equal(shown.options.begin(), shown.options.end(), all.options.begin(),
                     [&](auto before, auto now) { return now == before || now - before >= policy.k; });
}

std::optional<std::size_t> place_of(const survey::Instrument& instrument, const std::string& id) {
  for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
    if (instrument.questions[i].id == id) return i;
  }
  return std::nullopt;
}

bool hides_groups(const QuestionTally& shown, const Policy& policy) {
  return shown.valid < policy.distribution() ||
         std::any_of(shown.options.begin(), shown.options.end(),
                     [&](auto count) { return count > 0 && count < policy.k; });
}

// Of a question that only some were asked: would it now tell how many the others are, whose group was shown
// before? Or how many they were then, though their group was hidden: of those who did not answer it, all that
// have not passed over it by now.
bool tells_about_others(const survey::Instrument& instrument, std::size_t question, const CentreTally& shown,
                        const QuestionTally& all, const Policy& policy) {
  const auto& before = shown.questions[question];
  const bool tells_now = all.skipped > 0 && all.skipped + all.no_answer < policy.k;
  const bool tells_then = before.valid >= policy.k && before.skipped > 0 &&
                          all.no_answer - before.no_answer < policy.k;
  for (const auto& reference : instrument.questions[question].when.references()) {
    const auto group = place_of(instrument, reference.question);
    if (!group) continue;
    if (tells_now && shown.questions[*group].valid >= policy.k) return true;
    if (tells_then && hides_groups(shown.questions[*group], policy)) return true;
  }
  return false;
}

// A question that only some were asked and those its rule is about tell about each other, so all of them are
// of one time.
void hold_together(const survey::Instrument& instrument, std::vector<bool>& held) {
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = 0; i < instrument.questions.size(); ++i) {
      for (const auto& reference : instrument.questions[i].when.references()) {
        const auto group = place_of(instrument, reference.question);
        if (!group || held[i] == held[*group]) continue;
        held[i] = held[*group] = true;
        moved = true;
      }
    }
  }
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
  std::vector<bool> held(all.questions.size());
  for (std::size_t i = 0; i < held.size(); ++i) {
    held[i] = betrays(instrument.questions[i], shown.questions[i], all.questions[i], policy) ||
              (shown.responses >= policy.k &&
               tells_about_others(instrument, i, shown, all.questions[i], policy));
  }
  hold_together(instrument, held);
  auto result = all;
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (!held[i]) continue;
    result.questions[i] = shown.questions[i];
    result.questions[i].is_held = true;
  }
  return result;
}

}  // namespace vantrum::results
