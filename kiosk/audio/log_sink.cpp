#include <algorithm>
#include <cstdlib>

#include "kiosk/audio/sink.h"

namespace vantrum::kiosk {

Result<void> LogSink::play(Samples samples) {
  if (!works_) return Error::unavailable("there is nothing to play on");
  silence();
  const auto now = clock_.monotonic();
  Heard heard{now, now, samples.size(), 0};
  heard.ended += std::chrono::milliseconds(samples.size() * 1000 / samples_a_second);
  for (const auto sample : samples) heard.peak = std::max(heard.peak, std::abs(int{sample}));
  heard_.push_back(heard);
  return {};
}

void LogSink::silence() {
  if (!heard_.empty()) heard_.back().ended = std::min(heard_.back().ended, clock_.monotonic());
}

std::chrono::milliseconds LogSink::left() {
  if (heard_.empty()) return std::chrono::milliseconds(0);
  return std::max(heard_.back().ended - clock_.monotonic(), MonotonicTime(0));
}

}  // namespace vantrum::kiosk
