// A scenario: how large the region is, and what goes wrong in it. Drawn from the seed alone.
#pragma once

#include <string>

#include "tests/simulation/timeline.h"

namespace vantrum::simulation {

enum class Size {
  small,  // a few kiosks, a few days
  mixed,  // mostly small, now and then a whole region
  large,  // 200 kiosks, 90 days
};

struct Plan {
  std::uint64_t seed = 1;
  int days = 5, centres = 1, kiosks = 1;
  int visitors_a_day = 10;  // to each kiosk, on a working day
  int rounds = 1;           // one after the other, the last one closed when the faults end
  std::uint32_t quota = 50;
  bool stop_at_quota = false;
  std::uint64_t batch_items_min = 5;
  std::size_t slots = 400;
  Span tend_every = minutes(30);  // a real kiosk looks every two seconds; here also whenever something came
  Span resend = minutes(60);
  int backup_days = 2;

  // Faults: how many a kiosk meets in ten days, or the collector where it says so.
  int power_cuts = 0, restarts = 0, carrier_restarts = 0, full_disks = 0, disk_errors = 0, clock_jumps = 0;
  int weather_changes = 0;  // of the network, for each kiosk
  int collector_cuts = 0, collector_full_disks = 0, collector_errors = 0, collector_losses = 0;
  int sticks = 0;  // journeys in the region
  int pauses = 0;
  int recordings = 0;           // in the region: how often a round names other recordings
  bool has_late_kiosk = false;  // one more is enrolled over the network as it is
  bool has_loan = false;        // one kiosk is retired and enrolled anew at another centre
  bool has_clog = false;        // all links are taken away one by one, and come back in another order

  static Plan draw(std::uint64_t seed, Size size);
  std::string words() const;

  // Every kiosk must have the recordings so long after the faults have ended; then the round is closed.
  Span fetch_max() const { return 2 * resend + 4 * tend_every + hours(4); }

  // Everything must be delivered so long after the faults have ended.
  Span drain_max() const { return 4 * resend + 6 * tend_every + hours(8); }
};

}  // namespace vantrum::simulation
