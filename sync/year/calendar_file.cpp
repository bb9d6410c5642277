// Reading a calendar; see calendar.h.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>

#include "shared/base/toml.h"
#include "sync/year/calendar.h"

namespace vantrum::year {
namespace {

constexpr std::uint32_t entries_max = 100, remind_days_max = 366, reminders_max = 6;
constexpr unsigned week_max = 53;

bool parse_two(std::string_view text, char between, unsigned& a, unsigned& b) {
  const auto at = text.find(between);
  if (at == std::string_view::npos) return false;
  const auto number = [](std::string_view part, unsigned& value) {
    const auto [rest, problem] = std::from_chars(part.data(), part.data() + part.size(), value);
    return !part.empty() && problem == std::errc() && rest == part.data() + part.size();
  };
  return number(text.substr(0, at), a) && number(text.substr(at + 1), b);
}

Result<MonthDay> take_day(TomlTable& table, const std::string& key) {
  const auto text = TRY(table.take_string_or_empty(key));
  MonthDay day;
  // Any leap year has all the days there are.
  const bool is_day = parse_two(text, '-', day.month, day.day) &&
                      std::chrono::year_month_day(std::chrono::year(2024), std::chrono::month(day.month),
                                                  std::chrono::day(day.day))
                          .ok();
  if (!is_day)
    return table.error_at(key, fmt::format("\"{}\" is no day; expected month and day, like \"02-28\"", text));
  return day;
}

Result<void> take_weeks(TomlTable& table, const std::string& weeks, Entry& entry) {
  const bool are_weeks = parse_two(weeks, '-', entry.first_week, entry.last_week) && entry.first_week >= 1 &&
                         entry.first_week <= week_max && entry.last_week >= 1 && entry.last_week <= week_max;
  if (!are_weeks)
    return table.error_at("weeks",
                          fmt::format("\"{}\" are no weeks; expected first and last, like \"45-46\"", weeks));
  for (const char* key : {"from", "to"}) {
    if (!TRY(table.take_string_or_empty(key)).empty())
      return table.error_at(key, "both weeks and dates; expected \"\" where weeks are given");
  }
  entry.by_weeks = true;
  return {};
}

Result<std::vector<std::uint32_t>> take_reminders(TomlTable& table) {
  const auto expected =
      fmt::format("a list of at most {} whole numbers from 0 to {}", reminders_max, remind_days_max);
  const auto found = table.members().find("remind_days");
  if (!table.has("remind_days"))
    return table.error(table.line(), "\"remind_days\" is missing; expected " + expected);
  if (found->second.kind != TomlValue::Kind::array || found->second.items.size() > reminders_max)
    return table.error_at("remind_days", "no such list; expected " + expected);
  std::vector<std::uint32_t> days;
  for (const auto& item : found->second.items) {
    if (item.kind != TomlValue::Kind::integer || item.number < 0 || item.number > remind_days_max)
      return table.error(item.line, "no such number of days; expected " + expected);
    days.push_back(static_cast<std::uint32_t>(item.number));
  }
  std::ranges::sort(days, std::greater<>());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

Result<Entry> take_entry(TomlTable& table) {
  Entry entry;
  entry.id = TRY(table.take_id("id"));
  entry.words = TRY(table.take_string("words"));
  entry.who = TRY(table.take_string("who"));
  entry.rules = TRY(table.take_string_or_empty("rules"));
  const auto weeks = TRY(table.take_string_or_empty("weeks"));
  if (weeks.empty()) {
    entry.from = TRY(take_day(table, "from"));
    entry.to = TRY(take_day(table, "to"));
  } else {
    TRY(take_weeks(table, weeks, entry));
  }
  entry.every_years = TRY(table.take_number("every_years", 1, 10));
  entry.first_year = TRY(table.take_number("first_year", 2000, 2099));
  entry.remind_days = TRY(take_reminders(table));
  TRY(table.finish());
  return entry;
}

}  // namespace

Result<Calendar> parse_calendar(std::string_view file, std::string_view content) {
  const auto value = TRY(parse_toml(file, content));
  TomlTable root(file, value);
  Calendar calendar;
  calendar.name = TRY(root.take_string("name"));
  auto tables = TRY(root.take_tables("entry", "entry_count", entries_max));
  std::set<std::string> ids;
  for (auto& table : tables) {
    auto entry = TRY(take_entry(table));
    if (!ids.insert(entry.id).second)
      return table.error_at("id", fmt::format("id \"{}\" is there already; expected each id once", entry.id));
    calendar.entries.push_back(std::move(entry));
  }
  TRY(root.finish());
  return calendar;
}

}  // namespace vantrum::year
