// The staff's knock (issue 7, point 3): who knows it comes in, and who pats the glass does not.
#include <doctest/doctest.h>

#include <array>
#include <cstdint>

#include "kiosk/app/corners.h"
#include "shared/base/entropy.h"

namespace vantrum::kiosk {
namespace {

using Ms = MonotonicTime;

constexpr std::array order{Corner::upper_left, Corner::upper_right, Corner::lower_right, Corner::lower_left};

struct Touch {
  Corner corner;
  Ms held{200}, before{400};  // how long, and how long after the last one
};

bool is_answered(const std::vector<Touch>& touches) {
  Knock knock;
  Ms now{1'000};
  for (const auto& touch : touches) {
    now += touch.before;
    knock.touch(touch.corner, now);
    now += touch.held;
    if (knock.is_answered(now)) return true;
    knock.lift(now);
  }
  return false;
}

std::vector<Touch> the_knock() { return {{order[0]}, {order[1]}, {order[2]}, {order[3], Ms{2'000}}}; }

TEST_CASE("the four corners in order, the last one held for two seconds, are the staff's knock") {
  CHECK(is_answered(the_knock()));
  auto twice = the_knock();
  twice.insert(twice.begin(), {order[0]});  // began anew
  CHECK(is_answered(twice));
}

TEST_CASE("another order, a corner too few, anything in between, too short or too slow is none") {
  for (std::size_t missing = 0; missing < 4; ++missing) {
    auto touches = the_knock();
    touches.erase(touches.begin() + static_cast<std::ptrdiff_t>(missing));
    CHECK_FALSE(is_answered(touches));
  }
  for (std::size_t at = 1; at < 4; ++at) {
    auto touches = the_knock();
    touches.insert(touches.begin() + static_cast<std::ptrdiff_t>(at), Touch{Corner::none});
    CHECK_FALSE(is_answered(touches));
    auto slow = the_knock();
    slow[at].before = Ms{11'000};
    CHECK_FALSE(is_answered(slow));
    auto long_tap = the_knock();
    long_tap[at - 1].held = Ms{1'100};
    CHECK_FALSE(is_answered(long_tap));
  }
  auto short_hold = the_knock();
  short_hold[3].held = Ms{1'900};
  CHECK_FALSE(is_answered(short_hold));
  // Mirrored, as a screen in Arabic is: the glass is not.
  CHECK_FALSE(is_answered({{order[1]}, {order[0]}, {order[3]}, {order[2], Ms{2'000}}}));
}

TEST_CASE("a corner is a fingertip's square, on every panel") {
  const float mm = 149 / 25.4f;
  CHECK(corner_at(0, 0, 1280, 800, mm) == Corner::upper_left);
  CHECK(corner_at(87, 87, 1280, 800, mm) == Corner::upper_left);
  CHECK(corner_at(89, 10, 1280, 800, mm) == Corner::none);
  CHECK(corner_at(1'279, 0, 1280, 800, mm) == Corner::upper_right);
  CHECK(corner_at(1'279, 799, 1280, 800, mm) == Corner::lower_right);
  CHECK(corner_at(0, 799, 1280, 800, mm) == Corner::lower_left);
  CHECK(corner_at(640, 400, 1280, 800, mm) == Corner::none);
}

// How often a million touches of a child are the knock. Some are long, as small hands lie on the glass;
// `of_eight` of eight are at the edge of the glass, a corner being as likely as any place there.
int knocks_of_a_million(std::uint64_t seed, std::uint32_t of_eight) {
  SeededEntropy chance(seed);
  Knock knock;
  Ms now{1'000};
  int answered = 0;
  const float width = 1280, height = 800, mm = 149 / 25.4f;
  for (int i = 0; i < 1'000'000; ++i) {
    auto x = static_cast<float>(chance.random_below(1280)), y = static_cast<float>(chance.random_below(800));
    if (chance.random_below(8) < of_eight) {
      const bool along = chance.random_below(2) == 0;
      (along ? y : x) = along ? (chance.random_below(2) == 0 ? 0 : height - 1)
                              : (chance.random_below(2) == 0 ? 0 : width - 1);
    }
    now += Ms{100 + chance.random_below(1'000)};
    knock.touch(corner_at(x, y, width, height, mm), now);
    now += Ms{chance.random_below(20) == 0 ? 500 + chance.random_below(4'000) : chance.random_below(400)};
    if (knock.is_answered(now)) ++answered;
    knock.lift(now);
  }
  return answered;
}

TEST_CASE("row 44, P-29: a million touches of children do not meet the PIN pad once, at the edges neither") {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    CAPTURE(seed);
    CHECK(knocks_of_a_million(seed, 0) == 0);
    CHECK(knocks_of_a_million(seed, 4) == 0);
  }
}

}  // namespace
}  // namespace vantrum::kiosk
