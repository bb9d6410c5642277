// Rectangles in pixels of the screen.
#pragma once

namespace vantrum::kiosk {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  float centre_x() const { return x + w / 2; }
  float centre_y() const { return y + h / 2; }
  bool contains(float px, float py) const { return px >= x && py >= y && px < right() && py < bottom(); }
  bool overlaps(const Rect& o) const {
    return x < o.right() && o.x < right() && y < o.bottom() && o.y < bottom();
  }
  bool holds(const Rect& o) const {
    return o.x >= x - 0.5f && o.y >= y - 0.5f && o.right() <= right() + 0.5f && o.bottom() <= bottom() + 0.5f;
  }
  Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
  bool operator==(const Rect&) const = default;
};

}  // namespace vantrum::kiosk
