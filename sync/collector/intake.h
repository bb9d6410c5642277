// How what is taken in is counted, whether it comes from a kiosk or out of the quarantine: one truth for the
// quota, for what came late, and for what a centre's other tablets are told.
#pragma once

#include "sync/collector/collector.h"

namespace vantrum::collector {

// `count` responses of this kiosk are taken in now. Within the transaction that takes them.
Result<void> count_accepted(const Collector& collector, const Device& sender, RoundId round,
                            std::uint64_t count);

}  // namespace vantrum::collector
