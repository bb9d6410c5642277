#include "kiosk/audio/opus.h"

#include <opusfile.h>

#include <array>
#include <memory>

namespace vantrum::kiosk {

Result<Samples> decode_opus(ByteView bytes) {
  int problem = 0;
  const std::unique_ptr<OggOpusFile, decltype(&op_free)> file(
      op_open_memory(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), &problem), op_free);
  if (!file) return Error::untrusted("this is no Opus file (" + std::to_string(problem) + ")");

  constexpr std::size_t samples_max = std::size_t{samples_a_second} * recording_seconds_max;
  Samples samples;
  std::array<opus_int16, 2 * 5760> part{};  // the longest packet, 120 ms, in two channels
  for (;;) {
    const int count = op_read_stereo(file.get(), part.data(), static_cast<int>(part.size()));
    if (count == OP_HOLE) continue;
    if (count < 0) return Error::untrusted("broken Opus (" + std::to_string(count) + ")");
    if (count == 0) break;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
      samples.push_back(static_cast<std::int16_t>((part[2 * i] + part[2 * i + 1]) / 2));
    }
    if (samples.size() > samples_max) return Error::untrusted("a recording of more than two minutes");
  }
  if (samples.empty()) return Error::untrusted("a recording without a sample");
  return samples;
}

}  // namespace vantrum::kiosk
