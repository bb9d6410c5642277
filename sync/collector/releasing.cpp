#include "sync/collector/releasing.h"

#include <algorithm>
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
    CentreTally released, received;     // the latter with those that wait
    std::uint64_t block = 0, seen = 0;  // of those that wait: released now, and counted
    bool takes_all = false;             // none of them stays behind
    std::optional<KeptCounts> kept;
  };
  RoundId round() const { return tally_.round.id; }

  Result<void> read_kept() {
    auto kept = TRY(answers_.kept_counts(round()));
    bool all_are_kept = true;
    for (const auto& facts : tally_.round.centres) {
      Place place;
      results::Shown shown{counter_.begin(facts), policy_};
      place.released = shown.counts;
      if (const auto found = kept.find(facts.id); found != kept.end()) {
        place.released = TRY(results::parse_counts(found->second.released, facts, tally_.instrument));
        shown.counts = TRY(results::parse_counts(found->second.shown, facts, tally_.instrument));
        shown.policy = TRY(results::policy_of(found->second.group_min));
        place.kept = std::move(found->second);
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
      place.takes_all = place.block == count;
    }
    for (auto& [centre, place] : places_) place.received = place.released;
    TRY(answers_.each_waiting(round(), [&](const Answer& answer) -> Result<void> {
      const auto found = places_.find(answer.centre);
      if (found == places_.end()) return {};
      auto& place = found->second;
      if (place.seen++ < place.block) TRY(counter_.add(place.released, answer.content, answer.flags));
      if (place.takes_all) return {};
      return counter_.add(place.received, answer.content, answer.flags);
    }));
    for (auto& [centre, place] : places_) {
      if (place.takes_all) place.received = place.released;
      counter_.finish(place.released);
      counter_.finish(place.received);
      if (place.block > 0) TRY(answers_.release_answers(round(), centre, place.block));
    }
    return {};
  }

  using Cells = std::vector<CounterCell>;
  using LevelsOfCentres = std::map<CentreId, results::CounterLevels>;

  // Only what has changed is written: of thousands of cells hardly one has since the last output.
  Result<void> release_counters(const Cells& levels) {
    std::map<std::string, bool> known;  // of each name, asked for once
    const auto chooses_one = [&](const CounterCell& cell) {
      const auto [found, is_new] = known.try_emplace(cell.name);
      if (is_new) found->second = results::chooses_one(tally_.instrument, cell.name);
      return found->second;
    };
    auto cells = TRY(answers_.released_counters(round()));
    LevelsOfCentres kept_of_one, of_one;
    for (const auto& cell : cells) {
      if (chooses_one(cell)) kept_of_one[cell.centre][cell.name] = cell.count;
    }
    for (const auto& cell : levels) {
      if (chooses_one(cell)) of_one[cell.centre][cell.name] = cell.count;
    }
    auto others = changed_of(cells, levels);
    std::erase_if(others, chooses_one);
    const auto block = policy_.distribution();
    const bool is_open = tally_.round.is_open;
    const auto steps =
        is_open ? AnswerStore::CounterSteps{block, block} : AnswerStore::CounterSteps{policy_.k, 0};
    const auto whole = is_open ? Cells() : whole_of(kept_of_one, of_one);
    if (!others.empty()) TRY(answers_.release_counters(round(), steps, others));
    if (!whole.empty()) TRY(answers_.release_counters(round(), {0, 0}, whole));
    if (!others.empty() || !whole.empty()) cells = TRY(answers_.released_counters(round()));
    for (auto& cell : cells) {
      const auto found = places_.find(cell.centre);
      if (found != places_.end())
        found->second.released.counters.push_back({cell.centre, std::move(cell.name), cell.count});
    }
    return {};
  }

  // Both are in the order of centre and name.
  static Cells changed_of(const Cells& kept, const Cells& levels) {
    Cells changed;
    auto at = kept.begin();
    for (const auto& cell : levels) {
      while (at != kept.end() && std::tie(at->centre, at->name) < std::tie(cell.centre, cell.name)) ++at;
      if (at == kept.end() || *at != cell) changed.push_back(cell);
    }
    return changed;
  }

  // Cells that are to be kept anew, of counters of which one option is chosen.
  Cells whole_of(LevelsOfCentres& kept, const LevelsOfCentres& levels) {
    Cells whole;
    for (auto& [centre, place] : places_) {
      const auto now = levels.find(centre);
      if (now == levels.end()) continue;
      const auto& before = kept[centre];
      auto growth = results::grown_counters(before, now->second, tally_.instrument, policy_);
      for (auto& [name, count] : growth.cells) {
        const auto cell = before.find(name);
        if (cell == before.end() || cell->second != count) whole.push_back({centre, name, count});
      }
      place.released.held_counters = std::move(growth.held);
    }
    return whole;
  }

  void grow() {
    for (const auto& shown : shown_) {
      auto& place = places_.at(shown.counts.centre.id);
      auto may_grow = place.released;
      if (tally_.round.is_open)
        may_grow = results::interim(shown.counts, place.released, place.received, tally_.instrument, policy_);
      may_grow.waiting = place.received.responses - place.released.responses;
      tally_.centres.push_back(results::grown(shown, may_grow, tally_.instrument, policy_));
    }
    results::hold_region_rows(tally_, shown_, policy_);
  }

  Result<void> keep() {
    for (std::size_t i = 0; i < shown_.size(); ++i) {
      const auto& next = tally_.centres[i];
      const auto& place = places_.at(next.centre.id);
      const KeptCounts now{std::min(policy_.k, shown_[i].policy.k), results::encode_counts(place.released),
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
  std::vector<results::Shown> shown_;  // in the order of the round's centres
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
