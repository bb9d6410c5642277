#include "kiosk/screens/icons.h"

#include <array>

namespace vantrum::kiosk {
namespace {

struct Point {
  float x, y;
};

template <std::size_t n>
void outline(Painter& paint, const std::array<Point, n>& points, float stroke, Ink ink) {
  for (std::size_t i = 0; i < n; ++i) {
    const Point &a = points[i], &b = points[(i + 1) % n];
    paint.line(a.x, a.y, b.x, b.y, stroke, ink);
  }
}

}  // namespace

void draw_face(Painter& paint, float x, float y, float size, float stroke, float amount, Ink ink) {
  const float radius = size * 0.46f;
  paint.circle_outline(x, y, radius, stroke, ink);
  for (const float side : {-1.0f, 1.0f})
    paint.circle(x + side * radius * 0.36f, y - radius * 0.25f, std::max(1.5f, radius * 0.12f), ink);
  // A parabola: its ends go up or down from its middle.
  constexpr int pieces = 8;
  const float bend = (amount - 0.5f) * radius * 0.62f, half = radius * 0.52f, middle = y + radius * 0.38f;
  const auto at = [&](int i) {
    const float t = static_cast<float>(i) / (pieces / 2.0f) - 1;
    return Point{x + t * half, middle + bend * (0.5f - t * t)};
  };
  for (int i = 0; i < pieces; ++i) paint.line(at(i).x, at(i).y, at(i + 1).x, at(i + 1).y, stroke, ink);
}

void draw_erase(Painter& paint, float x, float y, float size, float stroke, Ink ink) {
  const float w = size * 0.46f, h = size * 0.32f, cross = size * 0.12f, middle = x + w * 0.2f;
  outline(paint,
          std::array<Point, 5>{
              {{x - w, y}, {x - w * 0.45f, y - h}, {x + w, y - h}, {x + w, y + h}, {x - w * 0.45f, y + h}}},
          stroke, ink);
  paint.line(middle - cross, y - cross, middle + cross, y + cross, stroke, ink);
  paint.line(middle - cross, y + cross, middle + cross, y - cross, stroke, ink);
}

}  // namespace vantrum::kiosk
