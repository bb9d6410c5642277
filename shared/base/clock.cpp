#include "shared/base/clock.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <time.h>

namespace vantrum {
namespace {

using namespace std::chrono;

// The month this code was released; moved forward with each release.
constexpr sys_days released = 2026y / November / 1d;

}  // namespace

WallTime SystemClock::wall() const { return floor<seconds>(system_clock::now()); }

MonotonicTime SystemClock::monotonic() const {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return MonotonicTime(static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000);
}

WallTime ManualClock::wall() const {
  return start_ + floor<seconds>(monotonic()) + seconds(jumped_s_.load());
}

IsoWeek iso_week_of(WallTime time) {
  auto day = floor<days>(time);
  // The week belongs to the year of its Thursday.
  auto thursday = day - (weekday(day) - Monday) + days(3);
  auto year_of_week = year_month_day(thursday).year();
  auto first = sys_days(year_of_week / January / 1);
  return {static_cast<int>(year_of_week), static_cast<int>((thursday - first).count() / 7) + 1};
}

std::optional<IsoWeek> trusted_week(WallTime time) {
  if (time < released || time > released + years(20)) return std::nullopt;
  return iso_week_of(time);
}

std::string to_text(WallTime time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(system_clock::to_time_t(time)));
}

}  // namespace vantrum
