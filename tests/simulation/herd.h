// The herd (row 18, docs/simulation.md): many kiosks that were silent for long come back in one moment, to a
// collector that can take only so many requests a second. The carriers' cycle and retry rules are the real
// ones; the collector is its capacity and the reply it gives beyond (503 and a minute, as router.h).
#pragma once

#include <cstdint>

#include "tests/simulation/timeline.h"

namespace vantrum::simulation {

struct HerdPlan {
  std::uint64_t seed = 1;
  std::uint32_t kiosks = 200;
  std::uint32_t batches_each = 1;        // that wait, besides the status
  std::uint32_t requests_a_second = 20;  // that the collector takes
  Span offline = days(90);
  enum class Return {
    power,    // all start in one moment, as after a power cut in the whole region
    network,  // all have tried in vain for 90 days, and the network comes back
  } what = Return::power;
};

struct HerdFindings {
  std::uint64_t requests = 0, refused = 0;
  std::uint64_t peak = 0;               // requests in the worst second
  std::uint64_t peak_after_minute = 0;  // … once the first minute is over
  double busiest_mean = 0;              // requests a second in the busiest five minutes after it
  double chance_peak = 0;               // the worst second of those that chance alone makes of that mean
  std::uint64_t most_of_one = 0;        // requests of the kiosk that needed most of them
  Span drained_after{0};                // the last kiosk
  bool is_drained = false;
};

HerdFindings release_herd(const HerdPlan& plan);

// The expected maximum of so many numbers that are drawn from a Poisson distribution of this mean: what a
// herd in which nobody knows of the others asks in its worst second. More than that would be kiosks in step.
double expected_worst(double mean, std::size_t numbers);

// Prints both returns for so many kiosks; the exit code tells whether all came through.
int tell_herds(std::uint32_t kiosks, std::uint64_t seed);

}  // namespace vantrum::simulation
