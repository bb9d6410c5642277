#include "sync/collector/releasing.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "sync/collector/counting.h"
#include "sync/collector/opener.h"
#include "sync/collector/publish.h"
#include "sync/collector/round_instrument.h"
#include "sync/results/kept_counts.h"
#include "sync/results/release.h"

namespace vantrum::collector {
namespace {

using results::CentreTally;

class Releasing {
 public:
  Releasing(AnswerStore& answers, results::Tally& tally, const results::Policy& policy)
      : answers_(answers), tally_(tally), policy_(policy), counter_(tally.instrument) {}

  // In a transaction.
  Result<void> run(const std::vector<CounterCell>& levels) {
    TRY(read_kept());
    TRY(count_waiting());
    TRY(release_counters(levels));
    grow();
    return keep();
  }

 private:
  struct Place {
    CentreTally released;
    std::optional<CentreTally> received;  // with those that wait, where some of them stay behind
    std::uint64_t block = 0, seen = 0;    // of those that wait: released now, and counted
    std::optional<KeptCounts> kept;
    Bytes counts;  // of all that is released, as they are to be kept
  };
  RoundId round() const { return tally_.round.id; }

  Result<void> read_kept() {
    auto kept = TRY(answers_.kept_counts(round()));
    bool all_are_kept = true;
    for (const auto& facts : tally_.round.centres) {
      Place place;
      results::Shown shown{{}, policy_};
      if (const auto found = kept.find(facts.id); found != kept.end()) {
        place.released = TRY(results::parse_counts(found->second.released, facts, tally_.instrument));
        shown.counts = TRY(results::parse_counts(found->second.shown, facts, tally_.instrument));
        shown.policy = TRY(results::policy_of(found->second.group_min));
        place.kept = std::move(found->second);
      } else {
        place.released = shown.counts = counter_.begin(facts);
      }
      all_are_kept = all_are_kept && place.kept;
      places_[facts.id] = std::move(place);
      shown_.push_back(std::move(shown));
    }
    return all_are_kept ? Result<void>() : count_what_was_shown_before();
  }

  // Released when nothing was kept yet.
  Result<void> count_what_was_shown_before() {
    TRY(answers_.each_block(round(), [&](CentreId centre, const AnswerBlock& block) -> Result<void> {
      const auto place = places_.find(centre);
      if (place == places_.end() || place->second.kept) return {};
      return counter_.add(place->second.released, block);
    }));
    for (auto& shown : shown_) {
      auto& place = places_.at(shown.counts.centre.id);
      if (place.kept) continue;
      counter_.finish(place.released);
      if (place.released.responses > 0) shown = {place.released, {}};
    }
    return {};
  }

  // Counts those that wait, of which the first of each centre are released.
  Result<void> count_waiting() {
    for (const auto& [centre, count] : TRY(answers_.count_waiting(round()))) {
      const auto found = places_.find(centre);
      if (found == places_.end()) continue;  // it does not take part
      auto& place = found->second;
      place.block = results::block_size(place.released.responses, count, tally_.round.is_open, policy_);
      if (place.block < count) place.received = place.released;
    }
    TRY(answers_.each_waiting(round(), [&](const Answer& answer) -> Result<void> {
      const auto found = places_.find(answer.centre);
      if (found == places_.end()) return {};
      auto& place = found->second;
      if (place.seen++ < place.block) TRY(counter_.add(place.released, answer.content, answer.flags));
      return place.received ? counter_.add(*place.received, answer.content, answer.flags) : Result<void>();
    }));
    for (auto& [centre, place] : places_) {
      counter_.finish(place.released);
      if (place.received) counter_.finish(*place.received);
      place.counts =
          place.kept && place.block == 0 ? place.kept->released : results::encode_counts(place.released);
      if (place.block > 0) TRY(answers_.release_answers(round(), centre, place.block));
    }
    return {};
  }

  using Cells = std::vector<CounterCell>;

  // Both here and below: in the order of centre and name.
  Result<void> release_counters(const Cells& levels) {
    auto cells = TRY(answers_.released_counters(round()));
    const auto block = policy_.distribution();
    const bool is_open = tally_.round.is_open;
    const auto steps =
        is_open ? AnswerStore::CounterSteps{block, block} : AnswerStore::CounterSteps{policy_.k, 0};
    auto others = moving(cells, levels, steps);
    std::erase_if(others, [&](const CounterCell& cell) { return chooses_one(cell); });
    const auto whole = is_open ? Cells() : whole_of(cells, levels);
    if (!others.empty()) TRY(answers_.release_counters(round(), steps, others));
    if (!whole.empty()) TRY(answers_.release_counters(round(), {0, 0}, whole));
    if (!others.empty() || !whole.empty()) cells = TRY(answers_.released_counters(round()));
    for (auto& [centre, place] : places_) {
      for (const auto& cell : of_centre(cells, centre))
        place.released.counters.push_back({centre, cell.name, cell.count});
    }
    return {};
  }

  static std::span<const CounterCell> of_centre(const Cells& cells, CentreId centre) {
    const auto found = std::ranges::equal_range(cells, centre, {}, &CounterCell::centre);
    return {found.begin(), found.end()};
  }

  bool chooses_one(const CounterCell& cell) {
    const auto [found, is_new] = chooses_one_.try_emplace(cell.name);
    if (is_new) found->second = results::chooses_one(tally_.instrument, cell.name);
    return found->second;
  }

  // Those that AnswerStore::release_counters would move: of thousands hardly one has since the last output.
  static Cells moving(const Cells& kept, const Cells& levels, const AnswerStore::CounterSteps& steps) {
    Cells moved;
    auto at = kept.begin();
    for (const auto& cell : levels) {
      while (at != kept.end() && std::tie(at->centre, at->name) < std::tie(cell.centre, cell.name)) ++at;
      const bool is_kept = at != kept.end() && at->centre == cell.centre && at->name == cell.name;
      const auto least = steps.kept_back + steps.step_min + (is_kept ? at->count : 0);
      if (cell.count >= least) moved.push_back(cell);
    }
    return moved;
  }

  // Cells that are to be kept anew, of counters of which one option is chosen.
  Cells whole_of(const Cells& kept, const Cells& levels) {
    Cells whole;
    for (auto& [centre, place] : places_) {
      const auto before_cells = of_centre(kept, centre), now_cells = of_centre(levels, centre);
      if (!has_moved(before_cells, now_cells)) continue;
      const auto before = levels_of_one(before_cells), now = levels_of_one(now_cells);
      if (now.empty()) continue;
      auto growth = results::grown_counters(before, now, tally_.instrument, policy_);
      for (auto& [name, count] : growth.cells) {
        const auto cell = before.find(name);
        if (cell == before.end() || cell->second != count) whole.push_back({centre, name, count});
      }
      place.released.held_counters = std::move(growth.held);
    }
    return whole;
  }

  // Of one centre, whether a counter of which one option is chosen says something else than before.
  bool has_moved(std::span<const CounterCell> before, std::span<const CounterCell> now) {
    auto at = before.begin();
    const auto counts = [&](const CounterCell& cell) { return cell.count != 0 && chooses_one(cell); };
    for (const auto& cell : now) {
      for (; at != before.end() && at->name < cell.name; ++at)
        if (counts(*at)) return true;
      if (at == before.end() || at->name != cell.name) {
        if (counts(cell)) return true;
      } else if ((at++)->count != cell.count && chooses_one(cell)) {
        return true;
      }
    }
    return std::any_of(at, before.end(), counts);
  }

  results::CounterLevels levels_of_one(std::span<const CounterCell> cells) {
    results::CounterLevels levels;
    for (const auto& cell : cells)
      if (chooses_one(cell)) levels[cell.name] = cell.count;
    return levels;
  }

  void grow() {
    for (const auto& shown : shown_) {
      auto& place = places_.at(shown.counts.centre.id);
      const auto& received = place.received ? *place.received : place.released;
      const auto waiting = received.responses - place.released.responses;
      auto may_grow = tally_.round.is_open ? results::interim(shown.counts, place.released, received,
                                                              tally_.instrument, policy_)
                                           : std::move(place.released);
      may_grow.waiting = waiting;
      tally_.centres.push_back(results::grown(shown, std::move(may_grow), tally_.instrument, policy_));
    }
    results::hold_region_rows(tally_, shown_, policy_);
  }

  Result<void> keep() {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const auto& next = tally_.centres[i];
      auto& place = places_.at(next.centre.id);
      const KeptCounts now{std::min(policy_.k, shown_[i].policy.k), std::move(place.counts),
                           results::encode_counts(next)};
      if (place.kept != now) TRY(answers_.keep_counts(round(), next.centre.id, now));
    }
    return {};
  }

  AnswerStore& answers_;
  results::Tally& tally_;
  const results::Policy& policy_;
  AnswerCounter counter_;
  std::map<CentreId, Place> places_;
  std::map<std::string, bool> chooses_one_;  // by a cell's name, asked for once
  std::vector<results::Shown> shown_;        // in the order of the round's centres
};

}  // namespace

Result<results::Tally> shown_of(const Collector& collector, RoundId id, const results::Policy& policy) {
  auto& store = collector.store;
  auto* answers = TRY(collector.opened_answers());
  TRY(Opener(collector).run());
  const auto round = TRY(find_known(collector, id));
  const auto instrument = TRY(instrument_of(round));
  results::Tally tally{TRY(facts_of(collector, round)), *instrument, {}};
  const auto levels = TRY(store.counter_levels(id));
  TRY(answers->in_transaction([&] { return Releasing(*answers, tally, policy).run(levels); }));
  return tally;
}

Result<results::RoundFacts> facts_of(const Collector& collector, const RoundRecord& round) {
  results::RoundFacts facts = {
      round.id,        round.name, collector.region.name, round.receiver, round.is_open, round.unreviewed, {},
      round.for_staff, 0};
  for (const auto& centre : TRY(collector.store.centres_of(round.id)))
    facts.centres.push_back({centre.centre, centre.name, centre.quota});
  if (collector.answers)
    for (const auto& [centre, count] : TRY(collector.answers->count_discarded(round.id)))
      facts.discarded += count;
  return facts;
}

}  // namespace vantrum::collector
