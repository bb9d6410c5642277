// Results as the leads take them away: published once, then written in any form (sync/exports).
#pragma once

#include <optional>
#include <string>

#include "sync/collector/collector.h"
#include "sync/exports/exports.h"
#include "sync/results/suppress.h"

namespace vantrum::collector {

struct ResultsOptions {
  std::uint64_t group_min = results::group_min;  // larger, never smaller
  std::optional<RoundId> before;  // to compare with; none: the latest earlier one of the instrument
  bool compares = true;
};

// Opens what still waits, counts what may be shown beside all that was shown before (releasing.h, P-18),
// suppresses, compares with the round before, sets the goals, and the quotes that may be shown (quotes.h).
// `not_found` if there is no such round. The value is a copy: a thread of its own may write it out while the
// store is used.
Result<results::PublishedResults> publish_results(const Collector& collector, RoundId round,
                                                  const ResultsOptions& options = {});

// The goals this program was built with (config/goals/goals.toml).
const std::vector<survey::Goal>& known_goals();

}  // namespace vantrum::collector
