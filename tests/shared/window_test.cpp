// When a round asks, and what can honestly be said of when it will be done.
#include <doctest/doctest.h>

#include "shared/survey/forecast.h"

namespace vantrum::survey {
namespace {

using namespace std::chrono;

Day day(int y, unsigned m, unsigned d) { return sys_days(year(y) / month(m) / std::chrono::day(d)); }
WallTime at(Day date, int hour, int minute = 0) { return date + hours(hour) + minutes(minute); }

std::string words(const Progress& progress) { return forecast_words(forecast(progress), progress); }

}  // namespace

TEST_SUITE_BEGIN("rounds");

TEST_CASE("weeks 45 and 46 of a year are these days (S37)") {
  const struct {
    int year;
    unsigned first, last;
  } vectors[] = {{2026, 2, 15}, {2027, 8, 21}, {2028, 6, 19}, {2032, 1, 14}};
  for (const auto& v : vectors) {
    CAPTURE(v.year);
    const auto window = window_of_weeks(v.year, 45, 46);
    REQUIRE(window);
    CHECK(window->first == day(v.year, 11, v.first));
    CHECK(window->last == day(v.year, 11, v.last));
  }
}

TEST_CASE("a week that a year does not have is refused, and the year's weeks are named") {
  CHECK(window_of_weeks(2026, 53, 53));  // 28 December 2026 to 3 January 2027
  CHECK(window_of_weeks(2026, 53, 53)->last == day(2027, 1, 3));
  const auto missing = window_of_weeks(2027, 52, 53);
  REQUIRE_FALSE(missing);
  CHECK(missing.error().message == "there is no week 53 in 2027; expected 1 to 52");
  CHECK_FALSE(window_of_weeks(2026, 0, 1));
  CHECK_FALSE(window_of_weeks(2026, 46, 45));
  CHECK_FALSE(window_of_weeks(1999, 45, 46));
  CHECK(*monday_of({2026, 1}) == day(2025, 12, 29));
}

TEST_CASE("every day of a century is in exactly the week that iso_week_of names") {
  for (Day monday = day(2000, 1, 3); monday < day(2099, 12, 21); monday += days(7)) {
    const auto week = iso_week_of(monday);
    REQUIRE(*monday_of(week) == monday);
    REQUIRE(iso_week_of(monday + days(6)) == week);
  }
}

TEST_CASE("a round that comes again keeps its weeks or its dates (S24, S38)") {
  CHECK(*next_by_weeks(2026, 45, 46, 12) == Window{day(2027, 11, 8), day(2027, 11, 21)});
  CHECK(*next_by_weeks(2026, 45, 46, 24) == Window{day(2028, 11, 6), day(2028, 11, 19)});
  CHECK(*next_by_dates({day(2026, 9, 1), day(2026, 11, 30)}, 24) ==
        Window{day(2028, 9, 1), day(2028, 11, 30)});
  CHECK(*next_by_dates({day(2024, 2, 29), day(2024, 3, 31)}, 12) ==
        Window{day(2025, 2, 28), day(2025, 3, 31)});
  CHECK_FALSE(next_by_weeks(2026, 45, 46, 6));
  CHECK_FALSE(next_by_weeks(2026, 53, 53, 12));  // 2027 has 52
  CHECK_FALSE(next_by_dates({day(2026, 9, 1), day(2026, 11, 30)}, 0));
}

TEST_CASE("a day begins at midnight in Sweden, in winter and in summer") {
  CHECK(swedish_day(at(day(2026, 11, 1), 22, 59)) == day(2026, 11, 1));
  CHECK(swedish_day(at(day(2026, 11, 1), 23)) == day(2026, 11, 2));
  CHECK(swedish_day(at(day(2026, 7, 1), 21, 59)) == day(2026, 7, 1));
  CHECK(swedish_day(at(day(2026, 7, 1), 22)) == day(2026, 7, 2));
  // Clocks turn on 29 March and 25 October 2026 at 01:00 UTC.
  CHECK(swedish_day(at(day(2026, 3, 28), 22, 30)) == day(2026, 3, 28));
  CHECK(swedish_day(at(day(2026, 3, 29), 22, 30)) == day(2026, 3, 30));
  CHECK(swedish_day(at(day(2026, 10, 24), 22, 30)) == day(2026, 10, 25));
  CHECK(swedish_day(at(day(2026, 10, 25), 22, 30)) == day(2026, 10, 25));
}

TEST_CASE("a round asks from midnight to midnight, and a clock that cannot be right does not stop it") {
  const Window weeks{day(2026, 11, 2), day(2026, 11, 15)};
  CHECK_FALSE(asks_now(weeks, at(day(2026, 11, 1), 22, 59) + seconds(59)));
  CHECK(asks_now(weeks, at(day(2026, 11, 1), 23)));
  CHECK(asks_now(weeks, at(day(2026, 11, 15), 22, 59) + seconds(59)));
  CHECK_FALSE(asks_now(weeks, at(day(2026, 11, 15), 23)));
  CHECK(asks_now(std::nullopt, at(day(2026, 1, 1), 0)));
  // Flat battery: 1970. The clock says nothing, so it decides nothing.
  CHECK(asks_now(weeks, WallTime(seconds(0))));
}

TEST_CASE("days are written and read one way only") {
  CHECK(to_text(day(2026, 11, 2)) == "2026-11-02");
  CHECK(*parse_day("2028-02-29") == day(2028, 2, 29));
  for (const auto* text : {"", "2026-11-2", "2026-02-29", "2026-13-01", "2026/11/02", "02-11-2026",
                           "2026-11-0x", "-026-11-02", "1999-01-01", "2026-11-021"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_day(text));
  }
  CHECK(day_in_words(day(2026, 11, 14), day(2026, 11, 2)) == "14 november");
  CHECK(day_in_words(day(2027, 1, 4), day(2026, 11, 2)) == "4 januari 2027");
}

TEST_CASE("working days are Monday to Friday") {
  CHECK(workdays(day(2026, 11, 2), day(2026, 11, 2)) == 1);
  CHECK(workdays(day(2026, 11, 7), day(2026, 11, 8)) == 0);
  CHECK(workdays(day(2026, 11, 2), day(2026, 11, 15)) == 10);
  CHECK(workdays(day(2026, 11, 6), day(2026, 11, 9)) == 2);
  CHECK(workdays(day(2026, 11, 9), day(2026, 11, 6)) == 0);
}

TEST_CASE("the forecast says the day, or by when how many, in one sentence") {
  // Monday 2 November to Friday 13: 37 in ten working days, so thirteen more take four.
  Progress progress{37, 50, day(2026, 11, 2), day(2026, 11, 30), day(2026, 11, 13), true};
  CHECK(forecast(progress) == Forecast{ForecastKind::on_day, day(2026, 11, 19), 0});
  CHECK(words(progress) == "I den här takten 50 den 19 november.");
  // Twenty in ten days, and five days left: about thirty, far from fifty.
  progress = {20, 50, day(2026, 11, 2), day(2026, 11, 20), day(2026, 11, 13), true};
  CHECK(words(progress) == "I den här takten ungefär 30 av 50 när omgången slutar den 20 november.");
  progress.completed = 50;
  CHECK(words(progress) == "Målet är nått.");
  // Ten in five working days are just enough to say something.
  progress = {10, 12, day(2026, 11, 2), day(2026, 11, 30), day(2026, 11, 6), true};
  CHECK(words(progress) == "I den här takten 12 den 9 november.");
  // On the last day, too, it is said how it will end.
  progress = {37, 50, day(2026, 11, 2), day(2026, 11, 13), day(2026, 11, 13), true};
  CHECK(words(progress) == "I den här takten ungefär 37 av 50 när omgången slutar den 13 november.");
}

TEST_CASE("the forecast says nothing while too little is known") {
  const Progress known{37, 50, day(2026, 11, 2), day(2026, 11, 30), day(2026, 11, 13), true};
  CHECK_FALSE(words(known).empty());
  auto silent = [&](auto change) {
    auto progress = known;
    change(progress);
    return words(progress).empty();
  };
  CHECK(silent([](Progress& p) { p.completed = 9; }));
  CHECK(silent([](Progress& p) { p.today = p.first + days(3), p.completed = 12; }));  // four working days
  CHECK(silent([](Progress& p) { p.clock_is_trusted = false; }));
  CHECK(silent([](Progress& p) { p.quota = 0; }));
  CHECK(silent([](Progress& p) { p.today = p.first - days(1); }));
  CHECK(silent([](Progress& p) { p.today = *p.last + days(1); }));
  // A pace of ten in ten days for a hundred: it could as well be a month earlier or later.
  CHECK(silent([](Progress& p) { p.completed = 10, p.quota = 100, p.last.reset(); }));
  // Thirteen days to go, eleven left: in time or not, nobody can say.
  CHECK(silent([](Progress& p) { p.completed = 22, p.last = day(2026, 11, 30); }));
}

TEST_CASE("a clock that jumps back or far ahead makes the forecast silent, never absurd") {
  Progress progress{37, 50, day(2026, 11, 2), day(2026, 11, 30), day(2026, 11, 13), true};
  for (const auto today : {day(1970, 1, 1), day(2026, 11, 1), day(2026, 12, 1), day(2046, 1, 1)}) {
    progress.today = today;
    CHECK(words(progress).empty());
  }
}

TEST_CASE("languages are shown from five up, and those below cannot be computed from the total (P-4, P-20)") {
  using Shown = std::vector<LanguageCount>;
  CHECK(languages_to_show({{"language:sv", 30}, {"language:ar", 5}, {"left:wel", 9}}) ==
        Shown{{"sv", 30}, {"ar", 5}});
  // 4 in Tigrinya: alone it would be the total less the others, so the next smallest goes with it.
  CHECK(languages_to_show({{"language:sv", 30}, {"language:ar", 7}, {"language:ti", 4}}) ==
        Shown{{"sv", 30}});
  // 4 and 1 hide each other, and are five together.
  CHECK(languages_to_show({{"language:sv", 30}, {"language:fi", 1}, {"language:ti", 4}}) ==
        Shown{{"sv", 30}});
  // 1 and 2 are too few: one more goes.
  CHECK(
      languages_to_show({{"language:sv", 30}, {"language:en", 6}, {"language:fi", 1}, {"language:ti", 2}}) ==
      Shown{{"sv", 30}});
  CHECK(languages_to_show({{"language:sv", 30}, {"language:ti", 1}}).empty());
  CHECK(languages_to_show({{"language:sv", 4}}).empty());
  CHECK(languages_to_show({}).empty());
}

TEST_CASE(
    "no shown count is below five, and what is hidden is nobody or at least five of two languages (P-16)") {
  std::uint64_t seed = 12345;
  const auto next = [&](std::uint64_t below) {
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (seed >> 33) % below;
  };
  for (int run = 0; run < 3'000; ++run) {
    std::map<std::string, std::uint64_t> counters;
    std::uint64_t total = 0, languages = 0;
    for (std::uint64_t i = next(8); i > 0; --i) counters["language:l" + std::to_string(i)] = next(14);
    for (const auto& [name, count] : counters) total += count, languages += count > 0;
    std::uint64_t sum = 0;
    const auto shown = languages_to_show(counters);
    for (const auto& language : shown) {
      REQUIRE(language.count >= 5);
      sum += language.count;
    }
    const auto hidden = total - sum;
    if (!shown.empty() && hidden > 0) REQUIRE((hidden >= 5 && languages - shown.size() >= 2));
  }
}

TEST_SUITE_END();

}  // namespace vantrum::survey
