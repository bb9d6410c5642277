#include "shared/survey/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace vantrum::survey {
namespace {

using namespace std::chrono;

constexpr std::uint64_t group_min = 5;   // k (P-4)
constexpr int workdays_ahead_max = 520;  // two years; beyond that nobody plans
constexpr std::string_view language_prefix = "language:";

bool is_workday(Day day) {
  const weekday of_week(day);
  return of_week != Saturday && of_week != Sunday;
}

Day after_workdays(Day day, int count) {
  while (count > 0) {
    day += days(1);
    count -= is_workday(day);
  }
  return day;
}

}  // namespace

int workdays(Day from, Day to) {
  if (to < from) return 0;
  const auto whole_weeks = ((to - from).count() + 1) / 7;
  int count = static_cast<int>(whole_weeks) * 5;
  for (Day day = from + days(7 * whole_weeks); day <= to; day += days(1)) count += is_workday(day);
  return count;
}

Forecast forecast(const Progress& progress) {
  if (progress.quota > 0 && progress.completed >= progress.quota) return {ForecastKind::reached, {}, 0};
  const int passed = workdays(progress.first, progress.today);
  if (progress.quota == 0 || !progress.clock_is_trusted || progress.today < progress.first ||
      (progress.last && progress.today > *progress.last) || progress.completed < completed_min ||
      passed < workdays_min) {
    return {};
  }
  const auto collected = static_cast<double>(progress.completed);
  const double a_day = collected / passed;
  const double needed = static_cast<double>(progress.quota) - collected;
  const double to_go = needed / a_day;
  // One standard deviation of the pace, as a share of it.
  const double doubt = 1 / std::sqrt(collected);
  if (progress.last) {
    const int left = workdays(progress.today + days(1), *progress.last);
    // Between "not even at a brisker pace" and "in time" nothing is said.
    if (to_go > left * (1 + doubt))
      return {ForecastKind::short_of, {}, static_cast<std::uint64_t>(std::floor(collected + a_day * left))};
    if (to_go > left) return {};
  }
  const double spread = to_go * doubt;
  if (spread > spread_max || to_go > workdays_ahead_max) return {};
  return {ForecastKind::on_day, after_workdays(progress.today, static_cast<int>(std::ceil(to_go))), 0};
}

std::string forecast_words(const Forecast& forecast, const Progress& progress) {
  switch (forecast.kind) {
    case ForecastKind::unknown:
      return {};
    case ForecastKind::reached:
      return "Målet är nått.";
    case ForecastKind::on_day:
      return fmt::format("I den här takten {} den {}.", progress.quota,
                         day_in_words(forecast.day, progress.today));
    case ForecastKind::short_of:
      return fmt::format("I den här takten ungefär {} av {} när omgången slutar den {}.", forecast.expected,
                         progress.quota, day_in_words(*progress.last, progress.today));
  }
  return {};
}

std::vector<LanguageCount> languages_to_show(const std::map<std::string, std::uint64_t>& counters) {
  std::vector<LanguageCount> shown;
  std::uint64_t hidden_people = 0;
  std::size_t hidden = 0;
  for (const auto& [name, count] : counters) {
    if (!name.starts_with(language_prefix) || count == 0) continue;
    if (count >= group_min) {
      shown.push_back({name.substr(language_prefix.size()), count});
    } else {
      hidden_people += count;
      ++hidden;
    }
  }
  std::ranges::sort(shown, [](const LanguageCount& a, const LanguageCount& b) {
    return std::pair(b.count, a.language) < std::pair(a.count, b.language);
  });
  while (hidden > 0 && (hidden < 2 || hidden_people < group_min) && !shown.empty()) {
    hidden_people += shown.back().count;
    ++hidden;
    shown.pop_back();
  }
  return shown;
}

}  // namespace vantrum::survey
