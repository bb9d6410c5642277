// Tells the service manager that the kiosk lives, so that one that hangs is ended and started again:
// systemd's protocol of sd_notify(3), a datagram to a local socket that it names. It is the only socket the
// kiosk uses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/clock.h"

namespace vantrum::kiosk {

class Watchdog {
 public:
  // From NOTIFY_SOCKET and WATCHDOG_USEC; without them nothing is ever sent.
  static Watchdog from_environment();

  void ready() { send("READY=1"); }

  // Call it at every turn of the drawing thread. `worker_turns` grows as long as the worker works; when it
  // has not for `worker_patience`, the kiosk is said to be dead although it draws.
  void beat(MonotonicTime now, std::uint64_t worker_turns);

  // When beat() is wanted next; nothing without a watchdog.
  std::optional<MonotonicTime> deadline() const {
    return every_.count() == 0 ? std::nullopt : std::optional(sent_ + every_);
  }

  // Longer than the slowest card that still writes.
  static constexpr std::chrono::seconds worker_patience{10};

 private:
  void send(const char* message);

  std::string socket_;
  MonotonicTime every_{0};  // 0: no watchdog
  MonotonicTime sent_{0}, worked_{0};
  std::uint64_t worker_turns_ = UINT64_MAX;
};

}  // namespace vantrum::kiosk
