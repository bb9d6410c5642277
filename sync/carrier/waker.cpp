#include "sync/carrier/waker.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace vantrum::carrier {
namespace {

constexpr std::chrono::milliseconds longest{3'600'000};

Error system_error(const std::string& doing) {
  return {ErrorKind::storage, doing + ": " + std::strerror(errno)};
}

}  // namespace

Result<Waker> Waker::open(const std::string& outbox) {
  Waker waker;
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  std::signal(SIGPIPE, SIG_IGN);
  if (sigprocmask(SIG_BLOCK, &stops, nullptr) != 0) return system_error("blocking signals");
  waker.stop_fd_ = signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK);
  if (waker.stop_fd_ < 0) return system_error("listening for signals");
  waker.watch_fd_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (waker.watch_fd_ < 0) return system_error("watching folders");
  // Documents are written beside their name and renamed, so a move into place is the moment they exist.
  if (inotify_add_watch(waker.watch_fd_, outbox.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR) < 0) {
    return system_error("watching " + outbox);
  }
  return waker;
}

Waker::Waker(Waker&& other) noexcept
    : stop_fd_(std::exchange(other.stop_fd_, -1)), watch_fd_(std::exchange(other.watch_fd_, -1)) {}

Waker::~Waker() {
  if (stop_fd_ >= 0) ::close(stop_fd_);
  if (watch_fd_ >= 0) ::close(watch_fd_);
}

Waker::Cause Waker::wait(std::chrono::milliseconds at_most) {
  const auto wait_ms = std::clamp(at_most, std::chrono::milliseconds(0), longest).count();
  std::array<pollfd, 2> ears{pollfd{stop_fd_, POLLIN, 0}, pollfd{watch_fd_, POLLIN, 0}};
  ::poll(ears.data(), ears.size(), static_cast<int>(wait_ms));
  if (ears[0].revents != 0) return Cause::stop;
  if (ears[1].revents == 0) return Cause::time;
  alignas(inotify_event) std::array<char, 4096> told;
  while (::read(watch_fd_, told.data(), told.size()) > 0) {
    // Which document it was does not matter: the pass looks at all of them.
  }
  return Cause::outbox;
}

bool Waker::wait_for_stop(std::chrono::milliseconds at_most) {
  pollfd ear{stop_fd_, POLLIN, 0};
  ::poll(&ear, 1, static_cast<int>(std::clamp(at_most, std::chrono::milliseconds(0), longest).count()));
  return ear.revents != 0;
}

}  // namespace vantrum::carrier
