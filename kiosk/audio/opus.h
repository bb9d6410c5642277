// Opus becomes samples. Opus, because speech at 20 kbit/s is a tenth of the size of anything older, it starts
// without delay, and Debian's opusfile decodes it from memory with nothing else behind it; SDL2_mixer would
// bring five more codecs and a synthesiser into the kiosk for the same two calls.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum::kiosk {

inline constexpr int samples_a_second = 48'000;  // mono, whatever the file has
inline constexpr int recording_seconds_max = 120;

using Samples = std::vector<std::int16_t>;

// `untrusted` if it is not Opus, is cut short before its first sample, or is longer than
// recording_seconds_max.
Result<Samples> decode_opus(ByteView bytes);

}  // namespace vantrum::kiosk
