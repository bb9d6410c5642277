// The status document in the outbox: counts and alarms, never answers (P-20). It is written again when
// something in it has changed, and the hour is in it: so a kiosk that lives writes a new one every hour,
// whoever answers. That the carrier repeats the last one shows only that the carrier lives.
// The hour begins for each kiosk in a minute of its own: clocks are right and carriers quick, so two thousand
// kiosks would speak at once when the clock strikes.
#pragma once

#include <functional>

#include "kiosk/store/identity.h"
#include "kiosk/store/outbox.h"
#include "shared/base/clock.h"

namespace vantrum::kiosk {

// How much earlier than by the clock a kiosk's hours begin.
std::chrono::seconds phase_of(DeviceId device);

class Heartbeat {
 public:
  // `serial` is that of the status in the outbox, 0 if none lies there.
  explicit Heartbeat(std::uint64_t serial) : serial_(serial) {}

  // `now` is what the database says; where it cannot say anything, its last known numbers go with the alarms.
  // `next_serial` is asked only when there is something new to write, and the database is there to give one.
  Result<void> write(Result<wire::Status> now, const std::map<std::string, std::uint64_t>& alarms,
                     const Identity& identity, Outbox& outbox, WallTime wall,
                     const std::function<Result<std::uint64_t>(std::uint64_t after)>& next_serial);

 private:
  wire::Status last_;
  Bytes last_told_;  // with the kiosk's own hour
  std::uint64_t serial_;
};

}  // namespace vantrum::kiosk
