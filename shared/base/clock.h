// Time is given, never taken: whoever needs it is handed a Clock (or a `now`).
//
// Two times that must not be mixed: `wall` may jump (no battery, NTP, a person) and is only for display and
// for the ISO week inside a sealed item; `monotonic` never goes back and is for durations, time-outs and
// retries.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace vantrum {

using WallTime = std::chrono::sys_seconds;
using MonotonicTime = std::chrono::duration<std::int64_t, std::milli>;  // since an arbitrary start

class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime wall() const = 0;
  virtual MonotonicTime monotonic() const = 0;
};

class SystemClock final : public Clock {
 public:
  WallTime wall() const override;
  MonotonicTime monotonic() const override;  // CLOCK_BOOTTIME: goes on through suspend
};

// For tests and headless runs: moves only when told to. Any thread may read it.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime start) : start_(start) {}
  WallTime wall() const override;
  MonotonicTime monotonic() const override { return MonotonicTime(elapsed_ms_.load()); }
  void advance(std::chrono::milliseconds by) { elapsed_ms_ += by.count(); }
  void jump_wall(std::chrono::seconds by) { jumped_s_ += by.count(); }

 private:
  WallTime start_;
  std::atomic<std::int64_t> elapsed_ms_{0}, jumped_s_{0};
};

// ISO 8601 week, as stored with an answer (P-2: never finer than a week).
struct IsoWeek {
  int year = 0;
  int week = 0;  // 1…53
  auto operator<=>(const IsoWeek&) const = default;
};
IsoWeek iso_week_of(WallTime time);

// A clock before the software was built is certainly wrong; then the week of an answer is "unknown".
std::optional<IsoWeek> trusted_week(WallTime time);

std::string to_text(WallTime time);  // 2026-11-02T08:15:00Z

}  // namespace vantrum
