// Rounds: opening and closing them, and the signed documents that tell each centre's kiosks.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "shared/survey/instrument_file.h"
#include "sync/collector/collector.h"

namespace vantrum::collector {

struct RoundPlan {
  std::string name;
  std::string receiver;                      // authority of record (S77)
  survey::InstrumentFiles files;             // all of the instrument's folder
  std::vector<std::string> languages;        // to be offered; "sv" must be among them
  std::vector<CentreId> centres;             // empty: every centre
  std::map<CentreId, std::uint32_t> quotas;  // where it differs from the centre's own
  bool stop_at_quota = false;
  bool review = false;  // visitors see their answers once more before they send them
  bool allow_unreviewed = false;
};

// Refused unless the instrument is sound and every language is reviewed (R12); with allow_unreviewed the
// languages that are not are remembered, and the results say so. Only the files of the offered languages go
// out. Round and documents are kept in one transaction.
Result<RoundId> open_round(const Collector& collector, const RoundPlan& plan);

// Kiosks stop asking and deliver what is left; what arrives later is still accepted.
Result<void> close_round(const Collector& collector, RoundId round);

}  // namespace vantrum::collector
