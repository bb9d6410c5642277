// The wheel of the year: when what is due, who does it, and when people are reminded (S49, S61). Data, a file
// a region (config/year/); pure.
//
// Days are Swedish days. A window may go over the end of the year: it belongs to the year it begins in. Weeks
// are ISO weeks; week 53 means the last week in a year that has only 52.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"
#include "shared/survey/window.h"

namespace vantrum::year {

using survey::Day;

struct MonthDay {
  unsigned month = 1, day = 1;  // the 29th of February is the 28th in other years
  auto operator<=>(const MonthDay&) const = default;
};

struct Entry {
  std::string id, words;
  std::string who;    // "Samordnare"
  std::string rules;  // "S37"
  bool by_weeks = false;
  MonthDay from, to;                       // by dates; `to` before `from` is in the next year
  unsigned first_week = 0, last_week = 0;  // by weeks; likewise
  std::uint32_t every_years = 1;           // 2: every second year
  std::uint32_t first_year = 0;            // from which on
  std::vector<std::uint32_t> remind_days;  // so many days before the first day, most first
};

struct Calendar {
  std::string name;
  std::vector<Entry> entries;
};

// `invalid` with file, line, what is wrong and what was expected. No key may be left out.
Result<Calendar> parse_calendar(std::string_view file, std::string_view content);

struct Occurrence {
  const Entry* entry = nullptr;
  std::uint32_t year = 0;  // in which it begins
  survey::Window days;
};

// All that have a day from `first` to `last`, by first day; entries of one day in the order of the file.
// `calendar` outlives them.
std::vector<Occurrence> occurrences(const Calendar& calendar, Day first, Day last);

struct Reminder {
  Occurrence what;
  Day on;                       // the day of the reminder
  std::uint32_t days_left = 0;  // from then to the first day
};

// The reminders of the days after `after` up to and with `until`, so that asking every day, or once a week,
// misses none and says none twice.
std::vector<Reminder> reminders(const Calendar& calendar, Day after, Day until);

// "2–15 november 2026", "1 december 2026–31 januari 2027".
std::string window_words(const survey::Window& days);

// One line a reminder, in Swedish, as it stands on `today`; empty if there is none.
std::string reminder_text(const std::vector<Reminder>& due, Day today);

// A year from `first` on, one line each.
std::string calendar_text(const Calendar& calendar, Day first);

// The same for a calendar program: iCalendar (RFC 5545) with alarms. `now` is when it was made.
std::string calendar_ics(const Calendar& calendar, Day first, WallTime now);

}  // namespace vantrum::year
