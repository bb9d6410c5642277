#include "sync/results/release.h"

#include <algorithm>
#include <optional>

#include "shared/base/check.h"
#include "sync/results/suppress.h"

namespace vantrum::results {
namespace {

// Could somebody with both tables learn too much about those who came between?
bool betrays(const survey::Question& question, const QuestionTally& shown, const Policy& shown_with,
             const QuestionTally& all, const Policy& policy) {
  if (shown.valid < shown_with.k) return false;  // nothing was shown to subtract
  const auto came = all.valid - shown.valid;
  const bool was_full = shown.valid >= shown_with.distribution();
  if (came > 0 && came < (was_full ? policy.distribution() : policy.k)) return true;
  // What nobody has answered by now, nobody had answered then: a distribution would tell that of the few
  // whose merged share was shown.
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

bool hides_groups(const QuestionTally& shown, const Policy& shown_with) {
  return shown.valid < shown_with.distribution() ||
         std::any_of(shown.options.begin(), shown.options.end(),
                     [&](auto count) { return count > 0 && count < shown_with.k; });
}

// Of a question that only some were asked: would it now tell how many the others are, whose group was shown
// before? Or how many they were then, though their group was hidden: of those who did not answer it, all that
// have not passed over it by now. Of a few whose answers were hidden, what comes later tells how many they
// were.
bool tells_about_others(const survey::Instrument& instrument, std::size_t question, const Shown& shown,
                        const QuestionTally& all, const Policy& policy) {
  const auto& counts = shown.counts.questions;
  const auto& before = counts[question];
  const bool tells_now = all.skipped > 0 && all.skipped + all.no_answer < policy.k;
  const bool tells_then =
      before.valid >= shown.policy.k && before.skipped > 0 && all.no_answer - before.no_answer < policy.k;
  const auto& references = instrument.questions[question].when.references();
  if (!references.empty() && before.valid > 0 && before.valid < shown.policy.k) return true;
  for (const auto& reference : references) {
    const auto group = place_of(instrument, reference.question);
    if (!group) continue;
    if (tells_now && counts[*group].valid >= shown.policy.k) return true;
    if (tells_then && hides_groups(counts[*group], shown.policy)) return true;
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

// Which questions tell who somebody is, or are tied to others by a rule.
std::vector<bool> for_the_close(const survey::Instrument& instrument) {
  std::vector<bool> waits(instrument.questions.size());
  for (std::size_t i = 0; i < waits.size(); ++i) {
    const auto& question = instrument.questions[i];
    if (question.background || !question.when.is_empty()) waits[i] = true;
    for (const auto& reference : question.when.references()) {
      if (const auto group = place_of(instrument, reference.question)) waits[*group] = true;
    }
  }
  return waits;
}

bool is_less(const QuestionTally& now, const QuestionTally& before) {
  return now.valid < before.valid || now.dont_know < before.dont_know || now.no_answer < before.no_answer ||
         now.skipped < before.skipped ||
         !std::equal(before.options.begin(), before.options.end(), now.options.begin(),
                     [](auto then, auto count) { return count >= then; });
}

// Answers were taken away, or the store is older than what was shown.
bool has_shrunk(const CentreTally& shown, const CentreTally& all) {
  if (all.responses < shown.responses) return true;
  for (std::size_t i = 0; i < shown.questions.size(); ++i) {
    if (is_less(all.questions[i], shown.questions[i])) return true;
  }
  return false;
}

void hold(QuestionTally& question, const QuestionTally& shown) {
  question = shown;
  question.is_held = true;
}

}  // namespace

std::uint64_t block_size(std::uint64_t released, std::uint64_t waiting, bool is_open, const Policy& policy) {
  const auto block = policy.distribution();
  // Two stay behind, so that ten of each question are among them, whatever some pass over.
  if (is_open) return waiting >= 3 * block ? waiting - 2 * block : 0;
  if (released < group_min) return waiting;  // nothing was shown to compare with
  return waiting >= block ? waiting : 0;
}

CentreTally interim(const CentreTally& shown, const CentreTally& all, const CentreTally& received,
                    const survey::Instrument& instrument, const Policy& policy) {
  const auto waits = for_the_close(instrument);
  auto result = all;
  for (std::size_t i = 0; i < waits.size(); ++i) {
    const auto now = all.questions[i].valid;
    const bool leaves_a_block = received.questions[i].valid - now >= policy.distribution();
    if (!waits[i] && now >= policy.distribution() && leaves_a_block) continue;
    hold(result.questions[i], shown.questions[i]);
  }
  return result;
}

CentreTally grown(const Shown& shown, CentreTally all, const survey::Instrument& instrument,
                  const Policy& policy) {
  const auto& before = shown.counts;
  check(before.questions.size() == all.questions.size());
  const bool was_shown = before.responses >= shown.policy.k;
  const auto came = all.responses - before.responses;
  if (has_shrunk(before, all) || (was_shown && came > 0 && came < policy.distribution())) {
    auto same = before;
    same.counters = all.counters;  // counters have steps of their own
    same.held_counters = all.held_counters;
    same.waiting = all.waiting;
    for (auto& question : same.questions) question.is_held = true;
    return same;
  }
  std::vector<bool> held(all.questions.size());
  for (std::size_t i = 0; i < held.size(); ++i) {
    held[i] = betrays(instrument.questions[i], before.questions[i], shown.policy, all.questions[i], policy) ||
              (was_shown && tells_about_others(instrument, i, shown, all.questions[i], policy));
  }
  hold_together(instrument, held);
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (held[i]) hold(all.questions[i], before.questions[i]);
  }
  return all;
}

namespace {

constexpr const char* language = "language";

// Its cells; empty: it is none of which one option is chosen.
std::vector<std::string> cells_of(const survey::Instrument& instrument, const std::string& counter) {
  std::vector<std::string> cells;
  if (counter == language) {
    for (const auto& [code, texts] : instrument.texts) cells.push_back(counter + ":" + code);
    return cells;
  }
  const auto* question = instrument.find(counter);
  if (!question || question->linkage != survey::Linkage::counter ||
      question->type == survey::QuestionType::select_many)
    return cells;
  for (const auto& option : question->options) cells.push_back(counter + ":" + option.code);
  return cells;
}

std::uint64_t level_in(const CounterLevels& levels, const std::string& cell) {
  const auto found = levels.find(cell);
  return found == levels.end() ? 0 : found->second;
}

enum class Move { none, free, held };

Move move_of(const std::vector<std::string>& cells, const CounterLevels& kept, const CounterLevels& levels,
             const Policy& policy) {
  bool is_whole = true, has_few = false, is_less = false;
  std::uint64_t shown = 0, came = 0;
  for (const auto& cell : cells) {
    const auto before = level_in(kept, cell), level = level_in(levels, cell);
    is_whole = is_whole && kept.contains(cell);
    is_less = is_less || level < before;
    has_few = has_few || (level != before && level - before < policy.k);
    came += level - before;
    shown += before;
  }
  if (is_less) return Move::held;  // a device reports less than before
  if (came == 0) return Move::none;
  // Also where every option was hidden the number of visits may have been told.
  if (!is_whole || shown < group_min) return Move::free;
  return has_few || came < policy.distribution() ? Move::held : Move::free;
}

}  // namespace

bool chooses_one(const survey::Instrument& instrument, const std::string& cell) {
  return !cells_of(instrument, cell.substr(0, cell.find(':'))).empty();
}

CounterGrowth grown_counters(const CounterLevels& kept, const CounterLevels& levels,
                             const survey::Instrument& instrument, const Policy& policy) {
  std::vector<std::string> counters = {language};
  for (const auto& question : instrument.questions) counters.push_back(question.id);
  CounterGrowth growth;
  for (const auto& counter : counters) {
    const auto cells = cells_of(instrument, counter);
    const auto move = move_of(cells, kept, levels, policy);
    if (move == Move::held) growth.held.push_back(counter);
    if (move != Move::free) continue;
    for (const auto& cell : cells) growth.cells[cell] = level_in(levels, cell);
  }
  return growth;
}

namespace {

struct Pool {
  QuestionTally sum;
  std::size_t centres = 0;  // whose answers may be in it
};

// A centre below k is in no row, and its count is kept as nothing, so that later it comes in whole.
void add(Pool& pool, QuestionTally& question, std::uint64_t responses, const Policy& policy) {
  if (pool.sum.options.empty()) pool.sum.options.resize(question.options.size());
  if (responses < policy.k) {
    const bool was_held = question.is_held;
    question = {};
    question.options.resize(pool.sum.options.size());
    question.is_held = was_held;
    return;
  }
  pool.sum = pool.sum + question;
  ++pool.centres;
}

}  // namespace

void hold_region_rows(Tally& next, const std::vector<Shown>& shown, const Policy& policy) {
  check(next.centres.size() == shown.size());
  for (std::size_t q = 0; q < next.instrument.questions.size(); ++q) {
    const auto& question = next.instrument.questions[q];
    if (!is_for_region_only(next.round, next.instrument, question)) continue;
    Pool before, now;
    std::size_t moved = 0;
    Policy shown_with = policy;
    std::vector<QuestionTally> then;
    for (std::size_t c = 0; c < shown.size(); ++c) {
      then.push_back(shown[c].counts.questions[q]);
      shown_with.k = std::min(shown_with.k, shown[c].policy.k);
      add(before, then.back(), shown[c].counts.responses, shown[c].policy);
      auto& counted = next.centres[c].questions[q];
      add(now, counted, next.centres[c].responses, policy);
      if (counted.options != then.back().options) ++moved;
    }
    if (before.centres < census_centres_min || moved == 0) continue;
    if (moved >= census_centres_min && !betrays(question, before.sum, shown_with, now.sum, policy)) continue;
    for (std::size_t c = 0; c < shown.size(); ++c) hold(next.centres[c].questions[q], then[c]);
  }
}

}  // namespace vantrum::results
