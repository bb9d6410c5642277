#include "kiosk/screens/sound_icons.h"

#include <imgui.h>

#include <array>
#include <cmath>

namespace vantrum::kiosk {

namespace {

constexpr float pi = 3.14159265f;

void arc_line(Painter& paint, float x, float y, float radius, float from, float to, float stroke, Ink ink,
              int pieces = 16) {
  paint.list().PathArcTo({x, y}, radius, from, to, pieces);
  paint.list().PathStroke(ink, 0, stroke);
}

}  // namespace

void loudspeaker_icon(Painter& paint, float x, float y, float size, float stroke, bool sounding, Ink ink) {
  const float u = size / 24;
  const float left = x - 10 * u, throat = x - 5 * u, mouth = x + 0.5f * u;
  const std::array<ImVec2, 6> box{ImVec2(left, y - 3.4f * u),   ImVec2(throat, y - 3.4f * u),
                                  ImVec2(mouth, y - 8 * u),     ImVec2(mouth, y + 8 * u),
                                  ImVec2(throat, y + 3.4f * u), ImVec2(left, y + 3.4f * u)};
  paint.list().AddPolyline(box.data(), static_cast<int>(box.size()), ink, ImDrawFlags_Closed, stroke);
  if (sounding) {
    arc_line(paint, x + 1.5f * u, y, 4.2f * u, -pi / 4, pi / 4, stroke, ink);
    arc_line(paint, x + 1.5f * u, y, 8.4f * u, -pi / 4, pi / 4, stroke, ink);
    return;
  }
  paint.line(x + 4 * u, y - 3 * u, x + 10 * u, y + 3 * u, stroke, ink);
  paint.line(x + 10 * u, y - 3 * u, x + 4 * u, y + 3 * u, stroke, ink);
}

// Open at its upper left, where the arrow's head stands across the line and points against the clock.
void repeat_icon(Painter& paint, float x, float y, float size, float stroke, Ink ink) {
  const float radius = size * 0.36f, end = pi * 1.2f, begin = end + pi * 1.72f;
  arc_line(paint, x, y, radius, end, begin, stroke, ink, 32);
  const float tip_x = x + radius * std::cos(end), tip_y = y + radius * std::sin(end);
  const float along = std::atan2(-std::cos(end), std::sin(end));  // of the line where it ends
  const float arm = size * 0.22f;
  for (const float side : {-1.0f, 1.0f}) {
    const float back = along + pi + side * pi * 0.23f;
    paint.line(tip_x, tip_y, tip_x + arm * std::cos(back), tip_y + arm * std::sin(back), stroke, ink);
  }
}

void plus_icon(Painter& paint, float x, float y, float size, float stroke, bool plus, Ink ink) {
  const float arm = size * 0.32f;
  paint.line(x - arm, y, x + arm, y, stroke, ink);
  if (plus) paint.line(x, y - arm, x, y + arm, stroke, ink);
}

}  // namespace vantrum::kiosk
