#include "sync/collector/take_away.h"

#include <algorithm>

#include "sync/collector/quotes.h"
#include "sync/collector/releasing.h"
#include "sync/collector/round_instrument.h"
#include "sync/results/goals_text.h"

namespace vantrum::collector {
namespace {

Result<results::PublishedResults> publish(const Collector& collector, RoundId id,
                                          const results::Policy& policy) {
  return results::suppress(TRY(shown_of(collector, id, policy)), policy);
}

// The latest closed round before this one that asked with the same instrument, of any version: questions are
// compared one by one (D6).
Result<std::optional<RoundId>> round_before(const Collector& collector, RoundId id) {
  const auto number_of = [&](RoundId of) -> Result<std::uint32_t> {
    auto round = TRY(collector.store.find_round(of));
    check(round.has_value());
    return TRY(instrument_of(*round))->number;
  };
  const auto own = TRY(number_of(id));
  auto rounds = TRY(collector.store.list_rounds());
  std::reverse(rounds.begin(), rounds.end());
  for (const auto& round : rounds) {
    if (round.id.value >= id.value || round.is_open) continue;
    if (TRY(number_of(round.id)) == own) return std::optional(round.id);
  }
  return std::optional<RoundId>();
}

}  // namespace

Result<results::PublishedResults> publish_results(const Collector& collector, RoundId round,
                                                  const ResultsOptions& options) {
  const auto policy = TRY(results::policy_of(options.group_min));
  auto published = TRY(publish(collector, round, policy));
  auto before = options.before;
  if (options.compares && !before) before = TRY(round_before(collector, round));
  if (options.compares && before) published.compare_with(TRY(publish(collector, *before, policy)));
  published.set_goals(known_goals());
  published.set_quotes(TRY(approved_quotes(collector, round)));
  return published;
}

const std::vector<survey::Goal>& known_goals() {
  static const auto goals = survey::parse_goals("goals.toml", goals_text).value();
  return goals;
}

}  // namespace vantrum::collector
