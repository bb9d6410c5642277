#include "kiosk/program/watchdog.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>

#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

constexpr int beats_of_an_interval = 4;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

Watchdog Watchdog::from_environment() {
  Watchdog watchdog;
  watchdog.socket_ = variable("NOTIFY_SOCKET");
  std::int64_t microseconds = 0;
  auto text = variable("WATCHDOG_USEC");
  std::from_chars(text.data(), text.data() + text.size(), microseconds);
  watchdog.every_ = MonotonicTime(microseconds / 1'000 / beats_of_an_interval);
  return watchdog;
}

void Watchdog::beat(MonotonicTime now, std::uint64_t worker_turns) {
  looked_ = now;
  if (worker_turns != worker_turns_) {
    worker_turns_ = worker_turns;
    worked_ = now;
  }
  if (every_.count() == 0 || now - sent_ < every_ || now - worked_ > worker_patience) return;
  sent_ = now;
  send("WATCHDOG=1");
}

void Watchdog::send(const char* message) {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = 0;  // an abstract name
  int handle = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  auto sent = ::sendto(handle, message, std::strlen(message), MSG_NOSIGNAL | MSG_DONTWAIT,
                       reinterpret_cast<const sockaddr*>(&address), length);
  if (sent < 0) log_warning("the service manager does not listen at {}", socket_);
  ::close(handle);
}

}  // namespace vantrum::kiosk
