#include "kiosk/app/corners.h"

namespace vantrum::kiosk {
namespace {

constexpr std::array order{Corner::upper_left, Corner::upper_right, Corner::lower_right, Corner::lower_left};

}  // namespace

Corner corner_at(float x, float y, float width, float height, float px_per_mm) {
  const float side = corner_mm * px_per_mm;
  const bool left = x < side, right = x >= width - side, upper = y < side, lower = y >= height - side;
  if (upper && left) return Corner::upper_left;
  if (upper && right) return Corner::upper_right;
  if (lower && right) return Corner::lower_right;
  if (lower && left) return Corner::lower_left;
  return Corner::none;
}

void Knock::touch(Corner corner, MonotonicTime now) {
  const bool goes_on = corners < order.size() && corner == order[corners] &&
                       (corners == 0 || now - began <= all_max) && !is_down;
  if (!goes_on) *this = Knock{};
  // A wrong touch may be the first of a new knock.
  if (!goes_on && corner != order.front()) return;
  if (corners == 0) began = now;
  ++corners;
  touched = now;
  is_down = true;
}

void Knock::lift(MonotonicTime now) {
  const bool was_short = now - touched <= tap_max;
  is_down = false;
  if (corners == order.size() || !was_short) *this = Knock{};
}

std::optional<MonotonicTime> Knock::due() const {
  if (corners < order.size() || !is_down) return std::nullopt;
  return touched + hold;
}

}  // namespace vantrum::kiosk
