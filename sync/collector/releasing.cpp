#include "sync/collector/releasing.h"

#include "shared/survey/instrument_file.h"
#include "sync/collector/counting.h"
#include "sync/collector/opener.h"
#include "sync/collector/publish.h"
#include "sync/results/kept_counts.h"
#include "sync/results/release.h"

namespace vantrum::collector {
namespace {

using results::CentreTally;
using Which = AnswerStore::Which;

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
    TRY(answers_.each_answer(round(), Which::released, [&](const Answer& answer) -> Result<void> {
      const auto place = places_.find(answer.centre);
      if (place == places_.end() || place->second.kept) return {};
      return counter_.add(place->second.released, answer.content, answer.flags);
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
      found->second.block =
          results::block_size(found->second.released.responses, count, tally_.round.is_open, policy_);
    }
    for (auto& [centre, place] : places_) place.received = place.released;
    TRY(answers_.each_answer(round(), Which::waiting, [&](const Answer& answer) -> Result<void> {
      const auto found = places_.find(answer.centre);
      if (found == places_.end()) return {};
      auto& place = found->second;
      if (place.seen++ < place.block) TRY(counter_.add(place.released, answer.content, answer.flags));
      return counter_.add(place.received, answer.content, answer.flags);
    }));
    for (auto& [centre, place] : places_) {
      counter_.finish(place.released);
      counter_.finish(place.received);
      if (place.block > 0) TRY(answers_.release_answers(round(), centre, place.block));
    }
    return {};
  }

  Result<void> release_counters(const std::vector<CounterCell>& levels) {
    const auto block = policy_.distribution();
    std::map<CentreId, results::CounterLevels> of_one;
    std::vector<CounterCell> others;
    for (const auto& cell : levels) {
      if (results::chooses_one(tally_.instrument, cell.name))
        of_one[cell.centre][cell.name] = cell.count;
      else
        others.push_back(cell);
    }
    if (tally_.round.is_open) {
      TRY(answers_.release_counters(round(), {block, block}, others));
    } else {
      TRY(answers_.release_counters(round(), {policy_.k, 0}, others));
      TRY(release_whole(of_one));
    }
    for (auto& cell : TRY(answers_.released_counters(round()))) {
      const auto found = places_.find(cell.centre);
      if (found != places_.end())
        found->second.released.counters.push_back({cell.centre, std::move(cell.name), cell.count});
    }
    return {};
  }

  Result<void> release_whole(const std::map<CentreId, results::CounterLevels>& levels) {
    std::map<CentreId, results::CounterLevels> kept;
    for (auto& cell : TRY(answers_.released_counters(round()))) kept[cell.centre][cell.name] = cell.count;
    std::vector<CounterCell> whole;
    for (auto& [centre, place] : places_) {
      const auto now = levels.find(centre);
      if (now == levels.end()) continue;
      auto growth = results::grown_counters(kept[centre], now->second, tally_.instrument, policy_);
      for (auto& [name, count] : growth.cells) whole.push_back({centre, name, count});
      place.released.held_counters = std::move(growth.held);
    }
    return answers_.release_counters(round(), {0, 0}, whole);
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
  results::Tally tally{
      TRY(facts_of(collector, round)), TRY(survey::parse_instrument(round.instrument_files)), {}};
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
