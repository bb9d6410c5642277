// "I den här takten 50 den 14 november": when a centre will have reached its quota, told to its staff, or
// nothing. Pure. Counts only; nothing of a visitor goes in (P-20).
//
// The kiosk keeps no history of days (P-2), so the pace is what was collected divided by the working days of
// the round so far. Holidays and busy weeks are not known, and visits come at random: a count of n is
// uncertain by about √n. So nothing is said before `completed_min` visits on `workdays_min` working days, nor
// when the day could as well lie more than `spread_max` working days to either side, nor when it is open
// whether the round's last day comes first.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/survey/window.h"

namespace vantrum::survey {

struct Progress {
  std::uint64_t completed = 0;  // of the centre, as far as known
  std::uint32_t quota = 0;      // 0: none
  Day first;                    // of the round
  std::optional<Day> last;      // of the round; none: it has no last day
  Day today;
  bool clock_is_trusted = true;
};

enum class ForecastKind : std::uint8_t {
  unknown,  // too little is known: say nothing
  reached,  // the quota is there
  on_day,   // it will be, on `day`
  short_of  // not before the round ends: by then there will be about `expected`
};

struct Forecast {
  ForecastKind kind = ForecastKind::unknown;
  Day day;                     // on_day
  std::uint64_t expected = 0;  // short_of
  bool operator==(const Forecast&) const = default;
};

constexpr std::uint64_t completed_min = 10;
constexpr int workdays_min = 5;
constexpr double spread_max = 10;  // working days

Forecast forecast(const Progress& progress);

// Monday to Friday from `from` to `to`, both counted; 0 if `to` comes before.
int workdays(Day from, Day to);

// The sentence, in Swedish; empty where there is nothing to say.
std::string forecast_words(const Forecast& forecast, const Progress& progress);

// Visits by language, as staff may see them (P-4, P-20): languages below five are hidden, and with them the
// next smallest, until what is hidden of `completed` is nothing or at least five people in at least two
// languages, so that it cannot be computed from the total. `counters` are as in a status: "language:en".
// Largest first.
struct LanguageCount {
  std::string language;
  std::uint64_t count = 0;
  bool operator==(const LanguageCount&) const = default;
};
std::vector<LanguageCount> languages_to_show(const std::map<std::string, std::uint64_t>& counters);

}  // namespace vantrum::survey
