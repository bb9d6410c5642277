#include "shared/survey/window.h"

#include <fmt/format.h>

#include <charconv>

namespace vantrum::survey {
namespace {

using namespace std::chrono;

constexpr int year_min = 2000, year_max = 2099;
constexpr int months_max = 120;

constexpr const char* month_names[] = {"januari", "februari", "mars",      "april",   "maj",      "juni",
                                       "juli",    "augusti",  "september", "oktober", "november", "december"};

sys_days last_sunday(year y, month m) { return sys_days(y / m / Sunday[last]); }

Day months_later(Day day, int count) {
  const year_month_day date(day);
  const auto moved = date + months(count);
  return moved.ok() ? sys_days(moved) : sys_days(moved.year() / moved.month() / last);
}

}  // namespace

Result<Day> monday_of(IsoWeek week) {
  if (week.year < year_min || week.year > year_max) {
    return Error::invalid(fmt::format("year {}; expected {} to {}", week.year, year_min, year_max));
  }
  // The 4th of January always lies in week 1.
  const Day fourth = sys_days(year(week.year) / January / 4);
  const Day monday = fourth - (weekday(fourth) - Monday) + days(7 * (week.week - 1));
  if (week.week < 1 || iso_week_of(monday) != week) {
    return Error::invalid(fmt::format("there is no week {} in {}; expected 1 to {}", week.week, week.year,
                                      iso_week_of(sys_days(year(week.year) / December / 28)).week));
  }
  return monday;
}

Result<Window> window_of_weeks(int year, int first_week, int last_week) {
  if (last_week < first_week) {
    return Error::invalid(fmt::format(
        "the last week ({}) comes before the first ({}); expected both in the same year, in order", last_week,
        first_week));
  }
  const Day first = TRY(monday_of({year, first_week}));
  return Window{first, TRY(monday_of({year, last_week})) + days(6)};
}

Result<Window> next_by_dates(const Window& window, int months) {
  if (months < 1 || months > months_max)
    return Error::invalid(fmt::format("every {} months; expected 1 to {}", months, months_max));
  return Window{months_later(window.first, months), months_later(window.last, months)};
}

Result<Window> next_by_weeks(int year, int first_week, int last_week, int months) {
  if (months < 1 || months > months_max || months % 12 != 0) {
    return Error::invalid(
        fmt::format("every {} months; expected whole years (12, 24, …) for a round given in weeks", months));
  }
  return window_of_weeks(year + months / 12, first_week, last_week);
}

Day swedish_day(WallTime time) {
  const year_month_day utc(floor<days>(time));
  const auto turns = hours(1);
  const bool is_summer =
      time >= last_sunday(utc.year(), March) + turns && time < last_sunday(utc.year(), October) + turns;
  return floor<days>(time + hours(is_summer ? 2 : 1));
}

bool asks_now(const std::optional<Window>& window, WallTime now) {
  return !window || !trusted_week(now) || window->contains(swedish_day(now));
}

std::string to_text(Day day) {
  const year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

Result<Day> parse_day(std::string_view text) {
  const auto wrong = [&] {
    return Error::invalid(fmt::format("\"{}\" is no day; expected one like 2026-11-02", text));
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return wrong();
  const auto number = [&](std::size_t from, std::size_t size, int& value) {
    const char* end = text.data() + from + size;
    const auto [rest, problem] = std::from_chars(text.data() + from, end, value);
    return problem == std::errc() && rest == end && value >= 0;
  };
  int y = 0, m = 0, d = 0;
  if (!number(0, 4, y) || !number(5, 2, m) || !number(8, 2, d)) return wrong();
  const year_month_day date(year(y), month(static_cast<unsigned>(m)),
                            std::chrono::day(static_cast<unsigned>(d)));
  if (!date.ok() || y < year_min || y > year_max) return wrong();
  return sys_days(date);
}

std::string day_in_words(Day day, Day today) {
  const year_month_day date(day);
  auto words = fmt::format("{} {}", static_cast<unsigned>(date.day()),
                           month_names[static_cast<unsigned>(date.month()) - 1]);
  if (date.year() != year_month_day(today).year()) words += fmt::format(" {}", static_cast<int>(date.year()));
  return words;
}

}  // namespace vantrum::survey
