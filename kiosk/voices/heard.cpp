#include "kiosk/voices/heard.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "shared/voice/manifest.h"

namespace vantrum::kiosk {
namespace {

constexpr std::size_t window = samples_a_second / 10;
constexpr double quiet_db = -40;
constexpr int full = 32'700;  // as loud as can be written, but for rounding
constexpr double clipped_most = 0.001;

// Of the loudest tenth of a second, against full scale.
double loudest_db(const Samples& samples) {
  double most = 0;
  for (std::size_t first = 0; first + window <= samples.size(); first += window / 2) {
    double sum = 0;
    for (std::size_t i = first; i < first + window; ++i) {
      const double value = samples[i] / 32768.0;
      sum += value * value;
    }
    most = std::max(most, sum / static_cast<double>(window));
  }
  return 10 * std::log10(std::max(most, 1e-12));
}

}  // namespace

Result<void> check_heard(const Samples& samples) {
  if (samples.size() < window) return Error::invalid("it is shorter than a tenth of a second");
  if (const double db = loudest_db(samples); db < quiet_db) {
    return Error::invalid(fmt::format("it is too quiet: {:.0f} dB at its loudest, not {:.0f}", db, quiet_db));
  }
  const auto clipped = std::count_if(samples.begin(), samples.end(),
                                     [](std::int16_t sample) { return std::abs(int{sample}) >= full; });
  const double share = static_cast<double>(clipped) / static_cast<double>(samples.size());
  if (share > clipped_most) {
    return Error::invalid(fmt::format("it is clipped: {:.1f} % of it is as loud as can be", share * 100));
  }
  return {};
}

std::vector<std::string> find_unheard(FileSystem& files, const std::string& folder,
                                      const std::vector<Recording>& recordings) {
  std::vector<std::string> found;
  for (const auto& recording : recordings) {
    const auto file = recording.name + std::string(voice::recording_suffix);
    const auto bytes = files.read(folder + "/" + file, voice::recording_bytes_max);
    if (!bytes) continue;  // what is missing is told by check_voice
    const auto samples = decode_opus(*bytes);
    const auto heard = samples ? check_heard(*samples) : Result<void>(samples.error());
    if (!heard) found.push_back(file + ": " + heard.error().message);
  }
  return found;
}

}  // namespace vantrum::kiosk
