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

  // When beat() is wanted next, always after its last call; nothing without a watchdog.
  std::optional<MonotonicTime> deadline() const {
    if (every_.count() == 0) return std::nullopt;
    return (sent_ + every_ > looked_ ? sent_ : looked_) + every_;
  }

  // Longer than the slowest card that still writes.
  static constexpr std::chrono::seconds worker_patience{10};

 private:
  void send(const char* message);

  std::string socket_;
  MonotonicTime every_{0};  // 0: no watchdog
  MonotonicTime sent_{0}, worked_{0}, looked_{0};
  std::uint64_t worker_turns_ = UINT64_MAX;
};

}  // namespace vantrum::kiosk
