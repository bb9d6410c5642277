// When a round asks: whole Swedish days, given as dates or as ISO weeks of a year (S24, S37). Pure.
//
// A window is in days, not moments: it begins at midnight in Sweden and ends at midnight, and whoever holds a
// clock asks which Swedish day it is now. A clock that cannot be right decides nothing (`asks_now`).
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "shared/base/clock.h"
#include "shared/base/result.h"

namespace vantrum::survey {

using Day = std::chrono::sys_days;

struct Window {
  Day first, last;  // both asked on
  auto operator<=>(const Window&) const = default;

  bool contains(Day day) const { return first <= day && day <= last; }
};

// Monday of an ISO week. `invalid` unless the year is 2000 to 2099 and has that week: some have 53.
Result<Day> monday_of(IsoWeek week);

// Monday of the first to Sunday of the last week. `invalid` if a week does not exist or the last comes before
// the first.
Result<Window> window_of_weeks(int year, int first_week, int last_week);

// A round that comes every `months` months, the next time: weeks stay weeks (45–46 of the next year), dates
// stay dates; the 29th of February becomes the 28th. `months` is 1 to 120; for weeks a multiple of twelve.
Result<Window> next_by_dates(const Window& window, int months);
Result<Window> next_by_weeks(int year, int first_week, int last_week, int months);

// Which day it is in Sweden: UTC+1, in summer time UTC+2 (from the last Sunday of March to the last of
// October, 01:00 UTC).
Day swedish_day(WallTime time);

// Does a round with this window ask now? Where the clock cannot be trusted (clock.h) it does: to ask too long
// costs little, to stay silent for a whole round because a battery was flat costs the round.
bool asks_now(const std::optional<Window>& window, WallTime now);

// "2026-11-14"; parsing refuses days that do not exist.
std::string to_text(Day day);
Result<Day> parse_day(std::string_view text);
// "14 november", and the year when it is not `today`'s.
std::string day_in_words(Day day, Day today);

}  // namespace vantrum::survey
