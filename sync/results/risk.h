// How recognisable visitors would be, row by row: the share of the records that lie in a group of fewer than
// k with the same linked background at the same centre (P-31). Told to the leads when a round closes, before
// anybody thinks of handing out rows; the reports themselves are protected by suppress.h.
#pragma once

#include <string>
#include <vector>

#include "sync/results/tally.h"

namespace vantrum::results {

struct CentreRisk {
  CentreFacts centre;
  std::uint64_t records = 0;
  std::uint64_t in_small_cells = 0;  // of these: fewer than k share their background
  std::uint64_t alone = 0;           // of these: nobody does
};

struct Risk {
  std::vector<std::string>
      variables;  // ids of the linked background questions; unanswered counts as an answer
  std::vector<CentreRisk> centres;
  std::uint64_t records = 0, in_small_cells = 0, alone = 0;  // sums of those with group_min records at least
};

Risk risk_of(const RoundFacts& round, const survey::Instrument& instrument, const std::vector<Visit>& visits);

// A table in Swedish with what it means. Centres with fewer than k records have no numbers of their own.
std::string risk_text(const Risk& risk);

}  // namespace vantrum::results
