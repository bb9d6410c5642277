#include "sync/year/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace vantrum::year {
namespace {

using namespace std::chrono;

constexpr int year_first = 2000, year_last = 2099;
constexpr const char* month_names[] = {"januari", "februari", "mars",      "april",   "maj",      "juni",
                                       "juli",    "augusti",  "september", "oktober", "november", "december"};

Day day_in(int of_year, const MonthDay& given) {
  const year_month_day date(std::chrono::year(of_year), month(given.month), day(given.day));
  return date.ok() ? sys_days(date) : sys_days(date.year() / date.month() / last);
}

unsigned weeks_in(int of_year) {
  // The 28th of December always lies in the last week.
  return static_cast<unsigned>(iso_week_of(sys_days(std::chrono::year(of_year) / December / 28)).week);
}

Day monday_in(int of_year, unsigned week) {
  return survey::monday_of({of_year, static_cast<int>(std::min(week, weeks_in(of_year)))}).value();
}

survey::Window window_in(const Entry& entry, int of_year) {
  if (!entry.by_weeks) {
    const bool goes_over = entry.to < entry.from;
    return {day_in(of_year, entry.from), day_in(goes_over ? of_year + 1 : of_year, entry.to)};
  }
  const bool goes_over = entry.last_week < entry.first_week;
  return {monday_in(of_year, entry.first_week),
          monday_in(goes_over ? of_year + 1 : of_year, entry.last_week) + days(6)};
}

int year_of(Day day) { return static_cast<int>(year_month_day(day).year()); }

std::string date_words(const year_month_day& date, bool with_year) {
  auto words = fmt::format("{} {}", static_cast<unsigned>(date.day()),
                           month_names[static_cast<unsigned>(date.month()) - 1]);
  if (with_year) words += fmt::format(" {}", static_cast<int>(date.year()));
  return words;
}

std::string compact(Day day) {
  auto text = survey::to_text(day);
  std::erase(text, '-');
  return text;
}

// Of RFC 5545: commas, semicolons and backslashes are escaped, lines are at most 75 bytes.
std::string ics_line(const std::string& name, const std::string& value) {
  std::string line = name + ":", out;
  for (char c : value) {
    if (c == '\\' || c == ';' || c == ',') line += '\\';
    line += c;
  }
  std::size_t width = 0;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t size = 1;
    while (at + size < line.size() && (static_cast<unsigned char>(line[at + size]) & 0xC0) == 0x80) ++size;
    if (width + size > 74) {
      out += "\r\n ";
      width = 1;
    }
    out += line.substr(at, size);
    width += size;
    at += size;
  }
  return out + "\r\n";
}

}  // namespace

std::vector<Occurrence> occurrences(const Calendar& calendar, Day first, Day last) {
  std::vector<Occurrence> found;
  // A window is shorter than two years; a week's year is not always that of its days.
  const int from = std::max(year_of(first) - 2, year_first), to = std::min(year_of(last) + 1, year_last - 1);
  for (const auto& entry : calendar.entries) {
    for (int of_year = from; of_year <= to; ++of_year) {
      const auto number = static_cast<std::uint32_t>(of_year);
      if (number < entry.first_year || (number - entry.first_year) % entry.every_years != 0) continue;
      const auto window = window_in(entry, of_year);
      if (window.last >= first && window.first <= last) found.push_back({&entry, number, window});
    }
  }
  std::ranges::stable_sort(found, {}, [](const Occurrence& one) { return one.days.first; });
  return found;
}

std::vector<Reminder> reminders(const Calendar& calendar, Day after, Day until) {
  std::uint32_t most = 0;
  for (const auto& entry : calendar.entries) {
    for (const auto ahead : entry.remind_days) most = std::max(most, ahead);
  }
  std::vector<Reminder> due;
  for (const auto& one : occurrences(calendar, after, until + days(most))) {
    for (const auto ahead : one.entry->remind_days) {
      const auto on = one.days.first - days(ahead);
      if (on > after && on <= until) due.push_back({one, on, ahead});
    }
  }
  std::ranges::stable_sort(due, {}, &Reminder::on);
  return due;
}

std::string window_words(const survey::Window& window) {
  const year_month_day first(window.first), last(window.last);
  if (window.first == window.last) return date_words(last, true);
  if (first.year() == last.year() && first.month() == last.month())
    return fmt::format("{}–{}", static_cast<unsigned>(first.day()), date_words(last, true));
  const bool same_year = first.year() == last.year();
  return fmt::format("{}–{}", date_words(first, !same_year), date_words(last, true));
}

std::string reminder_text(const std::vector<Reminder>& due, Day today) {
  std::string text;
  for (const auto& reminder : due) {
    const auto& window = reminder.what.days;
    const auto left = (window.first - today).count();
    const auto when = left > 1               ? fmt::format("om {} dagar", left)
                      : left == 1            ? std::string("i morgon")
                      : left == 0            ? std::string("i dag")
                      : window.last >= today ? std::string("pågår")
                                             : std::string("är över");
    text += fmt::format("{}: {} ({}). Ansvarig: {}\n", reminder.what.entry->words, when, window_words(window),
                        reminder.what.entry->who);
  }
  return text;
}

namespace {

// Of the twelve months that begin with that day.
Day last_of_year(Day first) {
  auto next = year_month_day(first) + years(1);
  if (!next.ok()) next = next.year() / next.month() / last;  // 29 February
  return Day(next) - days(1);
}

}  // namespace

std::string calendar_text(const Calendar& calendar, Day first) {
  std::string text = calendar.name + "\n";
  for (const auto& one : occurrences(calendar, first, last_of_year(first)))
    text += fmt::format("{}: {} · {}\n", window_words(one.days), one.entry->words, one.entry->who);
  return text;
}

std::string calendar_ics(const Calendar& calendar, Day first, WallTime now) {
  auto stamp = vantrum::to_text(now);
  std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
  std::string text = ics_line("BEGIN", "VCALENDAR") + ics_line("VERSION", "2.0") +
                     ics_line("PRODID", "-//Väntrum//Årshjul//SV") + ics_line("X-WR-CALNAME", calendar.name);
  for (const auto& one : occurrences(calendar, first, last_of_year(first))) {
    text += ics_line("BEGIN", "VEVENT") +
            ics_line("UID", fmt::format("{}-{}@vantrum", one.entry->id, one.year)) +
            ics_line("DTSTAMP", stamp) + ics_line("DTSTART;VALUE=DATE", compact(one.days.first)) +
            ics_line("DTEND;VALUE=DATE", compact(one.days.last + days(1))) +
            ics_line("SUMMARY", one.entry->words) + ics_line("DESCRIPTION", "Ansvarig: " + one.entry->who) +
            ics_line("TRANSP", "TRANSPARENT");
    for (const auto ahead : one.entry->remind_days) {
      text += ics_line("BEGIN", "VALARM") + ics_line("ACTION", "DISPLAY") +
              ics_line("DESCRIPTION", one.entry->words) + ics_line("TRIGGER", fmt::format("-P{}D", ahead)) +
              ics_line("END", "VALARM");
    }
    text += ics_line("END", "VEVENT");
  }
  return text + ics_line("END", "VCALENDAR");
}

}  // namespace vantrum::year
