#include "sync/collector/take_away.h"

#include <algorithm>

#include "shared/survey/instrument_file.h"
#include "sync/collector/opener.h"
#include "sync/collector/readings.h"
#include "sync/results/goals_text.h"
#include "sync/store/answer_content.h"

namespace vantrum::collector {
namespace {

Result<std::vector<results::Visit>> visits_of(const Collector& collector, RoundId round,
                                              const survey::Instrument& instrument) {
  std::vector<results::Visit> visits;
  for (const auto& answer : TRY(collector.store.released_answers(round)))
    visits.push_back({answer.centre, TRY(parse_answers(answer.content, instrument)), answer.flags});
  return visits;
}

Result<std::vector<results::Counter>> counters_of(const Collector& collector, RoundId round) {
  std::vector<results::Counter> counters;
  for (auto& cell : TRY(collector.store.released_counters(round)))
    counters.push_back({cell.centre, std::move(cell.name), cell.count});
  return counters;
}

Result<results::PublishedResults> publish(const Collector& collector, RoundId id,
                                          const results::Policy& policy) {
  auto& store = collector.store;
  auto round = TRY(store.find_round(id));
  if (!round) return Error::not_found("there is no round " + std::to_string(id.value) + "; see: round list");
  // While a round is open its results grow in larger steps, so that nobody can watch single answers arrive.
  const auto step = round->is_open ? results::distribution_min : results::group_min;
  TRY(store.in_transaction([&] { return store.release(id, static_cast<std::uint32_t>(step)); }));
  auto instrument = TRY(survey::parse_instrument(round->instrument_files));
  results::RoundFacts facts{
      id, round->name, collector.region.name, round->receiver, round->is_open, round->unreviewed, {}, false};
  for (const auto& centre : TRY(store.centres_of(id)))
    facts.centres.push_back({centre.centre, centre.name, centre.quota});
  return results::suppress(results::tally(facts, instrument, TRY(visits_of(collector, id, instrument)),
                                          TRY(counters_of(collector, id))),
                           policy);
}

// The latest closed round before this one that asked with the same instrument, of any version: questions are
// compared one by one (D6).
Result<std::optional<RoundId>> round_before(const Collector& collector, RoundId id) {
  const auto instrument_of = [&](RoundId of) -> Result<std::uint32_t> {
    auto round = TRY(collector.store.find_round(of));
    check(round.has_value());
    return TRY(survey::parse_instrument(round->instrument_files)).number;
  };
  std::optional<RoundId> before;
  for (const auto& round : TRY(collector.store.list_rounds())) {
    if (round.id.value >= id.value || round.is_open) continue;
    if (TRY(instrument_of(round.id)) == TRY(instrument_of(id))) before = round.id;
  }
  return before;
}

}  // namespace

Result<results::PublishedResults> publish_results(const Collector& collector, RoundId round,
                                                  const ResultsOptions& options) {
  const auto policy = TRY(results::policy_of(options.group_min));
  TRY(Opener(collector).run());
  auto published = TRY(publish(collector, round, policy));
  auto before = options.before;
  if (options.compares && !before) before = TRY(round_before(collector, round));
  if (options.compares && before) published.compare_with(TRY(publish(collector, *before, policy)));
  published.set_goals(known_goals());
  return published;
}

const std::vector<survey::Goal>& known_goals() {
  static const auto goals = survey::parse_goals("goals.toml", goals_text).value();
  return goals;
}

}  // namespace vantrum::collector
