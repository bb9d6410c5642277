// `round voices`: recordings for Lyssna reach the kiosks in the waiting rooms with the round, without a new
// image. Each language becomes one file (shared/voice/pack.h), which the round document names. Words for
// people are Swedish.
#pragma once

#include <string>

#include "shared/base/file_system.h"
#include "sync/collector/collector.h"

namespace vantrum::collector {

// Of every language of the round that has a folder with recordings in `folder`, in place of what was sent
// before. All or nothing. `not_found` if there is none; `invalid` if a list is faulty, or if a file is
// missing, is another one than its list knows, or is too long; `refused` if the round is closed.
Result<std::string> send_voices(const Collector& collector, FileSystem& files, RoundId round,
                                const std::string& folder);

Result<std::string> take_voices_back(const Collector& collector, RoundId round);

// What was sent, and which kiosks still lack recordings, as each last said. A kiosk that serves a round of
// visitors and one of the staff tells one number for both: here it lacks nothing if it lacks nothing at all.
Result<std::string> voices_text(const Collector& collector, RoundId round);

}  // namespace vantrum::collector
