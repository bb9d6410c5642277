// Whether a recording can be heard: long enough, loud enough, and not clipped. A person's microphone can be
// off or too near, and a synthesiser can say nothing to a word that it does not know; neither is seen in a
// list.
#pragma once

#include <string>
#include <vector>

#include "kiosk/app/phrases.h"
#include "kiosk/audio/opus.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

// `invalid`, with the reason in words for whoever records: shorter than 0.1 s; its loudest tenth of a second
// under -40 dB of full scale; or more than one sample in a thousand as loud as can be written.
Result<void> check_heard(const Samples& samples);

// Those of a language's recordings that are there and cannot be heard, as "file: why". Changes nothing.
std::vector<std::string> find_unheard(FileSystem& files, const std::string& folder,
                                      const std::vector<Recording>& recordings);

}  // namespace vantrum::kiosk
