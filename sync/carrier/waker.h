// Sleeping until there is cause: a new document, the time given, or SIGTERM and SIGINT.
//
// inotify, and the time as a net under it: a document leaves within a second without the processor waking up
// in between, and where a file system does not report changes it leaves at the next poll.
#pragma once

#include <chrono>
#include <string>

#include "shared/base/result.h"

namespace vantrum::carrier {

class Waker {
 public:
  // From here on SIGTERM and SIGINT no longer end the process but make stop_fd readable, and a lost
  // connection raises no SIGPIPE. Call it before any thread is started. `storage` if the folder cannot be
  // watched.
  static Result<Waker> open(const std::string& outbox);
  Waker(Waker&& other) noexcept;
  Waker& operator=(Waker&&) = delete;
  ~Waker();

  int stop_fd() const { return stop_fd_; }

  enum class Cause { time, outbox, stop };
  Cause wait(std::chrono::milliseconds at_most);
  // Deaf to documents. True if asked to stop.
  bool wait_for_stop(std::chrono::milliseconds at_most);

 private:
  Waker() = default;
  int stop_fd_ = -1;
  int watch_fd_ = -1;
};

}  // namespace vantrum::carrier
