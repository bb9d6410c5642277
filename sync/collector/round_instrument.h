// What a round asks, as a value. Nine languages take milliseconds to take apart, results ask for it at every
// look, and it never changes: so the last few are kept, found by the very bytes of their files.
#pragma once

#include <memory>

#include "shared/survey/instrument.h"
#include "sync/store/collector_store.h"

namespace vantrum::collector {

// `round` with its files (CollectorStore::find_round). Each thread keeps its own.
Result<std::shared_ptr<const survey::Instrument>> instrument_of(const RoundRecord& round);

}  // namespace vantrum::collector
