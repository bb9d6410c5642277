// The wheel of the year: windows, ends of years, week 53, and reminders that come once.
#include <chrono>

#include "tests/year/year_support.h"

namespace vantrum::year {
namespace {

using std::chrono::days;

Day on(const char* text) { return must(survey::parse_day(text)); }

std::string entry(const std::string& id, const std::string& when, const std::string& remind,
                  const std::string& years = "every_years = 1\nfirst_year = 2020\n") {
  return "\n[[entry]]\nid = \"" + id + "\"\nwords = \"" + id + "\"\nwho = \"Samordnare\"\nrules = \"\"\n" +
         when + years + "remind_days = " + remind + "\n";
}
std::string dates(const char* from, const char* to) {
  return std::string("from = \"") + from + "\"\nto = \"" + to + "\"\nweeks = \"\"\n";
}
std::string weeks(const char* text) {
  return std::string("from = \"\"\nto = \"\"\nweeks = \"") + text + "\"\n";
}

Calendar calendar_of(const std::string& entries, int count = 1) {
  return must(
      parse_calendar("c.toml", "name = \"Prov\"\nentry_count = " + std::to_string(count) + "\n" + entries));
}

std::string all(const std::vector<Occurrence>& found) {
  std::string text;
  for (const auto& one : found)
    text +=
        one.entry->id + " " + survey::to_text(one.days.first) + " " + survey::to_text(one.days.last) + "\n";
  return text;
}
std::string all(const std::vector<Reminder>& due) {
  std::string text;
  for (const auto& one : due)
    text += survey::to_text(one.on) + " " + one.what.entry->id + " " + std::to_string(one.days_left) + "\n";
  return text;
}

}  // namespace

TEST_CASE("S49: a window over the end of a year is one window, and of the year it begins in") {
  const auto calendar = calendar_of(entry("mirror", dates("12-01", "01-31"), "[30]"));
  for (const char* day : {"2026-12-01", "2026-12-31", "2027-01-01", "2027-01-31"}) {
    const auto found = occurrences(calendar, on(day), on(day));
    REQUIRE(found.size() == 1);
    CHECK(found[0].year == 2026);
    CHECK(all(found) == "mirror 2026-12-01 2027-01-31\n");
  }
  CHECK(occurrences(calendar, on("2027-02-01"), on("2027-11-30")).empty());
  CHECK(window_words(occurrences(calendar, on("2026-12-01"), on("2026-12-01"))[0].days) ==
        "1 december 2026–31 januari 2027");
}

TEST_CASE("S37: weeks 45 to 46, and week 53 is the last week where there is no such week") {
  const auto survey = calendar_of(entry("survey", weeks("45-46"), "[]"));
  CHECK(all(occurrences(survey, on("2026-01-01"), on("2028-12-31"))) ==
        "survey 2026-11-02 2026-11-15\nsurvey 2027-11-08 2027-11-21\nsurvey 2028-11-06 2028-11-19\n");
  const auto last = calendar_of(entry("last", weeks("53-53"), "[7]"));
  // 2026 has 53 weeks, 2025 and 2027 have 52.
  CHECK(all(occurrences(last, on("2025-02-01"), on("2027-12-31"))) ==
        "last 2025-12-22 2025-12-28\nlast 2026-12-28 2027-01-03\nlast 2027-12-27 2028-01-02\n");
  CHECK(all(reminders(last, on("2026-12-20"), on("2026-12-21"))) == "2026-12-21 last 7\n");
  const auto over = calendar_of(entry("over", weeks("52-2"), "[]"));
  CHECK(all(occurrences(over, on("2027-01-01"), on("2027-01-01"))) == "over 2026-12-21 2027-01-17\n");
  CHECK(all(occurrences(over, on("2027-01-17"), on("2027-01-17"))) == "over 2026-12-21 2027-01-17\n");
}

TEST_CASE("S61: every reminder is said once, however one asks, also over the end of a year") {
  const auto calendar = calendar_of(entry("report", dates("01-31", "01-31"), "[30, 14, 3, 0]") +
                                        entry("leap", dates("02-29", "02-29"), "[0]"),
                                    2);
  std::string daily, weekly;
  for (auto day = on("2026-11-01"); day <= on("2027-03-07"); day += days(1))
    daily += all(reminders(calendar, day - days(1), day));
  for (auto day = on("2026-11-07"); day <= on("2027-03-13"); day += days(7))
    weekly += all(reminders(calendar, day - days(7), day));
  CHECK(daily == weekly);
  CHECK(daily ==
        "2027-01-01 report 30\n2027-01-17 report 14\n2027-01-28 report 3\n2027-01-31 report 0\n"
        "2027-02-28 leap 0\n");
  CHECK(all(reminders(calendar, on("2028-02-28"), on("2028-02-29"))) == "2028-02-29 leap 0\n");
  // Thirty days before a day of January lie in the year before.
  const auto early = calendar_of(entry("early", dates("01-10", "01-10"), "[30]"));
  CHECK(all(reminders(early, on("2026-12-10"), on("2026-12-11"))) == "2026-12-11 early 30\n");
  CHECK(reminder_text({}, on("2026-12-11")).empty());
  const auto due = reminders(early, on("2026-12-10"), on("2026-12-11"));
  const auto says = [&](const char* today, const std::string& when) {
    return reminder_text(due, on(today)) == "early: " + when + " (10 januari 2027). Ansvarig: Samordnare\n";
  };
  CHECK(says("2026-12-11", "om 30 dagar"));
  CHECK(says("2027-01-09", "i morgon"));
  CHECK(says("2027-01-10", "i dag"));
  CHECK(says("2027-01-11", "är över"));
}

TEST_CASE("S24, S52: every second year is counted from the year that the file says") {
  const auto calendar =
      calendar_of(entry("survey", dates("09-01", "11-30"), "[]", "every_years = 2\nfirst_year = 2026\n"));
  CHECK(all(occurrences(calendar, on("2024-01-01"), on("2029-12-31"))) ==
        "survey 2026-09-01 2026-11-30\nsurvey 2028-09-01 2028-11-30\n");
}

TEST_CASE("S49, S58, S59, S61: the regions' own calendars have the dates of their sources") {
  const auto jonkoping = calendar_named("jonkoping");
  const auto year = all(occurrences(jonkoping, on("2026-12-01"), on("2027-11-30")));
  for (const char* line : {"reflection 2026-12-01 2027-01-31", "report 2027-02-28 2027-02-28",
                           "compile 2027-03-01 2027-03-31", "survey 2027-11-08 2027-11-21"})
    CHECK_MESSAGE(year.find(line) != std::string::npos, line);
  const auto kalmar = all(occurrences(calendar_named("kalmar"), on("2026-09-01"), on("2027-08-31")));
  for (const char* line : {"survey 2026-09-01 2026-11-30", "report 2027-01-31 2027-01-31",
                           "county 2027-02-01 2027-03-31", "lead 2027-05-01 2027-05-31"})
    CHECK_MESSAGE(kalmar.find(line) != std::string::npos, line);
  CHECK(calendar_named("orebro").entries.size() == 2);
}

TEST_CASE("a calendar with a fault is refused with its line") {
  const auto good = "name = \"Prov\"\nentry_count = 1\n" + entry("a", dates("02-28", "02-28"), "[30]");
  const auto problem = [&](const std::string& from, const std::string& to) {
    const auto parsed = parse_calendar("c.toml", with(good, from, to));
    REQUIRE_FALSE(parsed);
    return parsed.error().message;
  };
  CHECK(problem("from = \"02-28\"", "from = \"02-30\"").starts_with("c.toml:9: \"02-30\" is no day"));
  CHECK(problem("weeks = \"\"", "weeks = \"54-54\"").starts_with("c.toml:11: \"54-54\" are no weeks"));
  CHECK(problem("weeks = \"\"", "weeks = \"9-10\"").starts_with("c.toml:9: both weeks and dates"));
  CHECK(problem("[30]", "[30, 400]").starts_with("c.toml:14: no such number of days"));
  CHECK(problem("remind_days = [30]\n", "").find("\"remind_days\" is missing") != std::string::npos);
  CHECK(problem("who = ", "whom = ").find("\"who\" is missing") != std::string::npos);
  CHECK(problem("entry_count = 1", "entry_count = 2").find("expected both to be the same") !=
        std::string::npos);
}

TEST_CASE("a year from a day on ends the day before that day comes again") {
  const auto calendar = calendar_of(entry("report", dates("02-28", "02-28"), "[]"));
  const auto whole = calendar_text(calendar, on("2026-02-28"));
  CHECK(whole.find("28 februari 2026") != std::string::npos);
  CHECK(whole.find("28 februari 2027") == std::string::npos);
  const auto file = calendar_ics(calendar, on("2026-02-28"), WallTime(on("2026-02-28")));
  CHECK(file.find("UID:report-2026@") != std::string::npos);
  CHECK(file.find("UID:report-2027@") == std::string::npos);
  CHECK(calendar_text(calendar, on("2026-03-01")).find("28 februari 2027") != std::string::npos);
  // Also from and over a leap day.
  CHECK(calendar_text(calendar, on("2028-02-29")).find("28 februari 2029") == std::string::npos);
  const auto eve = calendar_of(entry("eve", dates("12-31", "12-31"), "[]"));
  CHECK(calendar_text(eve, on("2028-01-01")).find("31 december 2028") != std::string::npos);
}

TEST_CASE("a calendar program gets whole days, the day after the last, and alarms; no line is too long") {
  const auto calendar = calendar_of(with(
      entry("mirror", dates("12-01", "01-31"), "[30, 7]"), "words = \"mirror\"",
      "words = \"Självreflektion; för hela arbetslaget, med påståenden om samverkan, språk och föräldrar\""));
  const auto text = calendar_ics(calendar, on("2026-11-22"), WallTime(on("2026-11-22")));
  CHECK(text.find("UID:mirror-2026@vantrum\r\n") != std::string::npos);
  CHECK(text.find("DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20270201\r\n") != std::string::npos);
  CHECK(text.find("TRIGGER:-P30D\r\n") != std::string::npos);
  CHECK(text.find("Självreflektion\\; för hela arbetslaget\\, med") != std::string::npos);
  std::size_t width = 0;
  for (char c : text) {
    width = c == '\n' ? 0 : width + 1;
    CHECK(width <= 76);
  }
}

}  // namespace vantrum::year
