// Time is given, never taken: whoever needs it is handed a Clock (or a `now`).
//
// Two times that must not be mixed: `wall` may jump (no battery, NTP, a person) and is only for display and for the
// ISO week inside a sealed item; `monotonic` never goes back and is for durations, time-outs and retries.
#pragma once

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

// For tests and headless runs: moves only when told to.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime start) : wall_(start) {}
  WallTime wall() const override { return wall_; }
  MonotonicTime monotonic() const override { return monotonic_; }
  void advance(std::chrono::milliseconds by);
  void jump_wall(std::chrono::seconds by) { wall_ += by; }

 private:
  WallTime wall_;
  MonotonicTime monotonic_{0};
  std::chrono::milliseconds rest_{0};
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
