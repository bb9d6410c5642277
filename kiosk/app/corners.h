// The staff's knock: the four corners of the glass, one after the other, and the finger stays on the last one
// for two seconds. Clockwise from the upper left, on every screen and in every language: the glass is never
// mirrored.
//
// It must be easy to show and to do with one finger (A28: nothing at the same time), and so unlikely by
// chance that children who pat the screen for a year do not meet it: four touches in corners, in order, short
// ones, in ten seconds, nothing in between, and then a finger that rests. Pure.
#pragma once

#include <array>
#include <optional>

#include "shared/base/clock.h"

namespace vantrum::kiosk {

// Of the panel, as it is looked at.
enum class Corner : std::uint8_t { none, upper_left, upper_right, lower_right, lower_left };

// Side of the square that counts as a corner: a fingertip's target (A40).
inline constexpr float corner_mm = 15;

// Which corner of a panel of this size a point lies in. All in pixels.
Corner corner_at(float x, float y, float width, float height, float px_per_mm);

struct Knock {
  static constexpr MonotonicTime hold{2'000}, tap_max{1'000}, all_max{10'000};

  std::size_t corners = 0;  // touched so far, in order; 4: the last one is held
  MonotonicTime began{0}, touched{0};
  bool is_down = false;

  void touch(Corner corner, MonotonicTime now);
  void lift(MonotonicTime now);
  bool is_answered(MonotonicTime now) const { return due() && now >= *due(); }
  // When it will be, if the finger stays.
  std::optional<MonotonicTime> due() const;
};

}  // namespace vantrum::kiosk
