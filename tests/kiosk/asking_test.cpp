// The quota's logic and the window's, as a table: no database, no clock, no documents.
#include "kiosk/app/asking.h"

#include <doctest/doctest.h>

namespace vantrum::kiosk {
namespace {

using namespace std::chrono;

survey::Day day(unsigned month, unsigned of_month) {
  return sys_days(year(2026) / std::chrono::month(month) / std::chrono::day(of_month));
}

AskingFacts facts(std::uint32_t quota, std::uint64_t here, std::uint64_t elsewhere, bool stops) {
  AskingFacts asked;
  asked.is_open = true;
  asked.window = survey::Window{day(11, 2), day(11, 15)};
  asked.now = day(11, 4) + hours(9);
  asked.stops_at_quota = stops;
  asked.quota = quota;
  asked.here = here;
  asked.elsewhere = elsewhere;
  return asked;
}

}  // namespace

TEST_SUITE_BEGIN("quota");

TEST_CASE("forty-nine of fifty is not reached, fifty is; the same at a hundred (S26)") {
  for (const std::uint32_t quota : {50U, 100U, 1U}) {
    CAPTURE(quota);
    for (const bool stops : {false, true}) {
      const auto before = facts(quota, quota - 1, 0, stops), at = facts(quota, quota, 0, stops),
                 over = facts(quota, quota + 1, 0, stops);
      CHECK_FALSE(is_quota_reached(before));
      CHECK(is_quota_reached(at));
      CHECK(is_quota_reached(over));
      CHECK(asking(before) == Asking::yes);
      CHECK(asking(at) == (stops ? Asking::quota_reached : Asking::yes));
      CHECK(asking(over) == (stops ? Asking::quota_reached : Asking::yes));
    }
  }
}

TEST_CASE("what the centre's other kiosks have counts as much as what is here (S26)") {
  CHECK(asking(facts(50, 20, 29, true)) == Asking::yes);
  CHECK(asking(facts(50, 20, 30, true)) == Asking::quota_reached);
  CHECK(asking(facts(50, 0, 50, true)) == Asking::quota_reached);
  CHECK(completed_of(facts(50, 20, 30, true)) == 50);
  // Two kiosks that do not know of each other ask on beyond the quota together, and stop when they hear.
  CHECK(asking(facts(50, 30, 0, true)) == Asking::yes);
  CHECK(asking(facts(50, 30, 30, true)) == Asking::quota_reached);
  // A kiosk was revoked: what it said counts no more, and asking goes on.
  CHECK(asking(facts(50, 30, 10, true)) == Asking::yes);
}

TEST_CASE("counting that fails, and a centre without a quota, never stop the asking") {
  auto unknown = facts(50, 60, 0, true);
  unknown.here.reset();
  CHECK(asking(unknown) == Asking::yes);
  CHECK(asking(facts(0, 60, 0, true)) == Asking::yes);
}

TEST_CASE("a round begins and ends at midnight in Sweden, and changes at that midnight (S37)") {
  auto asked = facts(50, 3, 0, false);
  asked.now = day(11, 1) + hours(22) + minutes(59) + seconds(59);
  CHECK(asking(asked) == Asking::outside_window);
  asked.now += seconds(1);
  CHECK(asking(asked) == Asking::yes);
  asked.now = day(11, 15) + hours(22) + minutes(59) + seconds(59);
  CHECK(asking(asked) == Asking::yes);
  asked.now += seconds(1);
  CHECK(asking(asked) == Asking::outside_window);
  asked.staff_override = true;
  CHECK(asking(asked) == Asking::yes);
  asked.staff_override = false;
  // The next round begins where this one ends: no second belongs to both or to none.
  auto next = asked;
  next.window = survey::Window{day(11, 16), day(11, 29)};
  for (int second = -3; second < 3; ++second) {
    const auto now = day(11, 15) + hours(23) + seconds(second);
    asked.now = next.now = now;
    CHECK((asking(asked) == Asking::yes) != (asking(next) == Asking::yes));
  }
}

TEST_CASE("a clock that jumps asks when it cannot be right, and obeys the window when it can") {
  auto asked = facts(50, 3, 0, false);
  asked.now = WallTime(seconds(0));  // a flat battery
  CHECK(asking(asked) == Asking::yes);
  asked.now = day(12, 24) + hours(9);
  CHECK(asking(asked) == Asking::outside_window);
  asked.now = day(11, 4) + hours(9);
  CHECK(asking(asked) == Asking::yes);
  // The quota does not ask the clock.
  auto full = facts(50, 50, 0, true);
  full.now = WallTime(seconds(0));
  CHECK(asking(full) == Asking::quota_reached);
}

TEST_CASE("closed, paused and full come before everything else") {
  auto asked = facts(50, 60, 0, true);
  asked.is_open = false;
  CHECK(asking(asked) == Asking::no_round);
  asked = facts(50, 60, 0, true);
  asked.is_ordered_to_pause = true;
  CHECK(asking(asked) == Asking::ordered_pause);
  asked = facts(50, 3, 0, false);
  asked.has_room = false;
  CHECK(asking(asked) == Asking::no_room);
  asked = facts(50, 3, 0, false);
  asked.window.reset();
  asked.now = day(1, 1) + hours(9);
  CHECK(asking(asked) == Asking::yes);
}

TEST_SUITE_END();

}  // namespace vantrum::kiosk
