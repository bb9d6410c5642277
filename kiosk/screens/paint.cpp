#include "kiosk/screens/paint.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace vantrum::kiosk {

namespace {

constexpr float pi = std::numbers::pi_v<float>;
constexpr float top_angle = -pi / 2;

// Corners of a rounded rectangle as points, clockwise from the top left corner's left end. With a larger
// `reach` the same corners are drawn further out: the same number of points, each beyond its fellow.
std::vector<ImVec2> rounded_path(const Rect& rect, float radius, float reach) {
  const int steps = std::max(6, static_cast<int>(radius / 3));
  const std::array<ImVec2, 4> centres{
      ImVec2(rect.x + radius, rect.y + radius), ImVec2(rect.right() - radius, rect.y + radius),
      ImVec2(rect.right() - radius, rect.bottom() - radius), ImVec2(rect.x + radius, rect.bottom() - radius)};
  std::vector<ImVec2> points;
  for (std::size_t corner = 0; corner < 4; ++corner) {
    for (int step = 0; step <= steps; ++step) {
      const float angle =
          pi + pi / 2 * (static_cast<float>(corner) + static_cast<float>(step) / static_cast<float>(steps));
      points.emplace_back(centres[corner].x + std::cos(angle) * reach,
                          centres[corner].y + std::sin(angle) * reach);
    }
  }
  return points;
}

}  // namespace

Ink ink_of(Rgb colour, float alpha) {
  const auto a = static_cast<Ink>(std::lround(std::clamp(alpha, 0.0f, 1.0f) * 255));
  return Ink{colour.r} | Ink{colour.g} << 8 | Ink{colour.b} << 16 | a << 24;
}

void Painter::fill(const Rect& rect, float radius, Ink ink) {
  list_.AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, ink, radius);
}

void Painter::outline(const Rect& rect, float radius, float stroke, Ink ink) {
  const Rect middle = rect.inset(stroke / 2);
  list_.AddRect({middle.x, middle.y}, {middle.right(), middle.bottom()}, ink,
                std::max(0.0f, radius - stroke / 2), 0, stroke);
}

// Rings around the shape, each fainter than the one inside: one soft layer, few triangles.
void Painter::shadow(const Rect& rect, float radius, float blur, float drop, float alpha) {
  if (alpha <= 0) return;
  constexpr int rings = 5;
  const Rect low{rect.x, rect.y + drop, rect.w, rect.h};
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  const auto fading = [&](int ring) {
    const float left = 1 - static_cast<float>(ring) / rings;
    return ink_of({0x3A, 0x2E, 0x1A}, alpha * left * left);
  };
  // The ground under the shape has the same corner points as the first ring and no smooth edge of its own.
  const ImDrawListFlags flags = list_.Flags;
  list_.Flags &= ~ImDrawListFlags_AntiAliasedFill;
  std::vector<ImVec2> inner = rounded_path(low, radius, radius);
  list_.AddConvexPolyFilled(inner.data(), static_cast<int>(inner.size()), fading(0));
  list_.Flags = flags;
  for (int ring = 1; ring <= rings; ++ring) {
    const float out = blur * static_cast<float>(ring) / rings;
    const std::vector<ImVec2> outer = rounded_path(low, radius, radius + out);
    for (std::size_t i = 0; i < inner.size(); ++i) {
      const std::size_t next = (i + 1) % inner.size();
      list_.PrimReserve(6, 4);
      const auto first = static_cast<ImDrawIdx>(list_._VtxCurrentIdx);
      for (const int offset : {0, 1, 2, 0, 2, 3}) list_.PrimWriteIdx(static_cast<ImDrawIdx>(first + offset));
      list_.PrimWriteVtx(inner[i], white, fading(ring - 1));
      list_.PrimWriteVtx(inner[next], white, fading(ring - 1));
      list_.PrimWriteVtx(outer[next], white, fading(ring));
      list_.PrimWriteVtx(outer[i], white, fading(ring));
    }
    inner = outer;
  }
}

void Painter::line(float x0, float y0, float x1, float y1, float stroke, Ink ink) {
  list_.AddLine({x0, y0}, {x1, y1}, ink, stroke);
  circle(x0, y0, stroke / 2, ink);
  circle(x1, y1, stroke / 2, ink);
}

void Painter::circle(float x, float y, float radius, Ink ink) { list_.AddCircleFilled({x, y}, radius, ink); }

void Painter::circle_outline(float x, float y, float radius, float stroke, Ink ink) {
  list_.AddCircle({x, y}, radius - stroke / 2, ink, 0, stroke);
}

void Painter::arc(float x, float y, float radius, float stroke, float amount, Ink ink) {
  const float part = std::clamp(amount, 0.0f, 1.0f);
  if (part <= 0) return;
  if (part >= 1) return circle_outline(x, y, radius, stroke, ink);
  const float middle = radius - stroke / 2, end = top_angle + 2 * pi * part;
  list_.PathArcTo({x, y}, middle, top_angle, end, std::max(6, static_cast<int>(96 * part)));
  list_.PathStroke(ink, 0, stroke);
  circle(x, y - middle, stroke / 2, ink);
  circle(x + std::cos(end) * middle, y + std::sin(end) * middle, stroke / 2, ink);
}

// More than half is not convex: then the whole is drawn and the rest taken away again.
void Painter::pie(float x, float y, float radius, float amount, Ink ink, Ink ground) {
  const float part = std::clamp(amount, 0.0f, 1.0f);
  const bool most = part > 0.5f;
  if (most) circle(x, y, radius, ink);
  if (part <= 0 || part >= 1) return;
  const float from = top_angle + (most ? 2 * pi * part : 0), to = top_angle + (most ? 2 * pi : 2 * pi * part);
  if (to - from < pi * 0.99f) list_.PathLineTo({x, y});
  list_.PathArcTo({x, y}, radius + (most ? 0.5f : 0), from, to, 40);
  list_.PathFillConvex(most ? ground : ink);
}

void Painter::leaf(float x0, float y0, float x1, float y1, float width, Ink ink) {
  const float dx = x1 - x0, dy = y1 - y0, length = std::sqrt(dx * dx + dy * dy);
  if (length <= 0) return;
  const float across_x = -dy / length * width * 0.66f, across_y = dx / length * width * 0.66f;
  const auto along = [&](float t, float side) {
    return ImVec2(x0 + dx * t + across_x * side, y0 + dy * t + across_y * side);
  };
  list_.PathLineTo({x0, y0});
  list_.PathBezierCubicCurveTo(along(0.3f, -1), along(0.75f, -0.9f), {x1, y1}, 20);
  list_.PathBezierCubicCurveTo(along(0.75f, 0.9f), along(0.3f, 1), {x0, y0}, 20);
  list_.PathFillConvex(ink);
}

void Painter::chevron(float x, float y, float size, float stroke, bool to_left, Ink ink) {
  const float half = size * 0.34f, way = to_left ? -1.0f : 1.0f;
  const std::array<ImVec2, 3> points{ImVec2(x - way * half / 2, y - half), ImVec2(x + way * half / 2, y),
                                     ImVec2(x - way * half / 2, y + half)};
  list_.AddPolyline(points.data(), 3, ink, 0, stroke);
  circle(points[0].x, points[0].y, stroke / 2, ink);
  circle(points[2].x, points[2].y, stroke / 2, ink);
}

void Painter::chevron_upright(float x, float y, float size, float stroke, bool up, Ink ink) {
  const float half = size * 0.34f, way = up ? -1.0f : 1.0f;
  const std::array<ImVec2, 3> points{ImVec2(x - half, y - way * half / 2), ImVec2(x, y + way * half / 2),
                                     ImVec2(x + half, y - way * half / 2)};
  list_.AddPolyline(points.data(), 3, ink, 0, stroke);
  circle(points[0].x, points[0].y, stroke / 2, ink);
  circle(points[2].x, points[2].y, stroke / 2, ink);
}

void Painter::tick(float x, float y, float size, float stroke, Ink ink) {
  const std::array<ImVec2, 3> points{ImVec2(x - size * 0.28f, y + size * 0.02f),
                                     ImVec2(x - size * 0.08f, y + size * 0.22f),
                                     ImVec2(x + size * 0.30f, y - size * 0.20f)};
  list_.AddPolyline(points.data(), 3, ink, 0, stroke);
  circle(points[0].x, points[0].y, stroke / 2, ink);
  circle(points[2].x, points[2].y, stroke / 2, ink);
}

void Painter::globe(float x, float y, float size, float stroke, Ink ink) {
  const float radius = size * 0.42f, middle = radius - stroke / 2;
  circle_outline(x, y, radius, stroke, ink);
  list_.AddLine({x - middle, y}, {x + middle, y}, ink, stroke * 0.8f);
  for (const float side : {-1.0f, 1.0f}) {
    list_.AddBezierCubic({x, y - middle}, {x + side * middle * 0.62f, y - middle * 0.5f},
                         {x + side * middle * 0.62f, y + middle * 0.5f}, {x, y + middle}, ink, stroke * 0.8f,
                         20);
  }
}

void Painter::letters(float x, float y, float size, float stroke, Ink ink) {
  const auto letter = [&](float middle, float base, float height) {
    const float half = height * 0.36f, bar = base - height * 0.34f, bar_half = half * 0.66f;
    const std::array<ImVec2, 3> legs{ImVec2(middle - half, base), ImVec2(middle, base - height),
                                     ImVec2(middle + half, base)};
    list_.AddPolyline(legs.data(), 3, ink, 0, stroke);
    list_.AddLine({middle - bar_half, bar}, {middle + bar_half, bar}, ink, stroke);
    circle(legs[0].x, legs[0].y, stroke / 2, ink);
    circle(legs[2].x, legs[2].y, stroke / 2, ink);
  };
  const float base = y + size * 0.36f;
  letter(x - size * 0.31f, base, size * 0.42f);
  letter(x + size * 0.18f, base, size * 0.74f);
}

void Painter::question_mark(float x, float y, float size, float stroke, Ink ink) {
  circle_outline(x, y, size * 0.44f, stroke, ink);
  const float u = size * 0.13f;
  list_.PathArcTo({x, y - u * 0.75f}, u, pi * 0.95f, pi * 2.25f, 16);
  list_.PathBezierCubicCurveTo({x + u * 0.35f, y + u * 0.35f}, {x, y + u * 0.3f}, {x, y + u * 0.95f}, 10);
  list_.PathStroke(ink, 0, stroke);
  circle(x - u * 0.99f, y - u * 0.6f, stroke / 2, ink);
  circle(x, y + u * 1.95f, stroke * 0.68f, ink);
}

void Painter::half_disc(float x, float y, float size, float stroke, Ink ink) {
  const float radius = size * 0.42f;
  circle_outline(x, y, radius, stroke, ink);
  list_.PathArcTo({x, y}, radius - stroke / 2, top_angle, top_angle + pi, 32);
  list_.PathFillConvex(ink);
}

void Painter::pencil(float x, float y, float size, float stroke, Ink ink) {
  const float u = size * 0.1f;
  // From the tip at the lower start to the blunt end, and back along the other side.
  const std::array<ImVec2, 5> outline{ImVec2(x - 3.6f * u, y + 3.6f * u), ImVec2(x - 3.1f * u, y + 1.3f * u),
                                      ImVec2(x + 1.9f * u, y - 3.7f * u), ImVec2(x + 3.7f * u, y - 1.9f * u),
                                      ImVec2(x - 1.3f * u, y + 3.1f * u)};
  list_.AddPolyline(outline.data(), 5, ink, ImDrawFlags_Closed, stroke);
  list_.AddLine({x + 0.5f * u, y - 2.3f * u}, {x + 2.3f * u, y - 0.5f * u}, ink, stroke);
}

void Painter::unknown(float x, float y, float size, float stroke, Ink ink) {
  constexpr int dashes = 8;
  const float radius = size / 2 - stroke / 2;
  for (int i = 0; i < dashes; ++i) {
    const float from = 2 * pi * (static_cast<float>(i) + 0.2f) / dashes;
    list_.PathArcTo({x, y}, radius, from, from + 2 * pi * 0.6f / dashes, 8);
    list_.PathStroke(ink, 0, stroke);
  }
  for (const float side : {-1.0f, 0.0f, 1.0f}) circle(x + side * size * 0.2f, y, stroke * 0.8f, ink);
}

void Painter::sprig(float x, float y, float size, Ink ink) {
  const float u = size / 24;
  line(x, y + 10 * u, x, y - 2 * u, 1.6f * u, ink);
  leaf(x, y + 5 * u, x - 9 * u, y - 1 * u, 6 * u, ink);
  leaf(x, y + 2 * u, x + 9 * u, y - 4 * u, 6 * u, ink);
  leaf(x, y - 1 * u, x, y - 11 * u, 6 * u, ink);
}

void Painter::scale_disc(float x, float y, float size, float stroke, float amount, Ink ink, Ink ground) {
  circle(x, y, size / 2, ground);
  if (amount >= 1) {
    circle(x, y, size / 2, ink);
    return;
  }
  pie(x, y, size / 2 - stroke * 0.5f, amount, ink, ground);
  circle_outline(x, y, size / 2, stroke, ink);
}

}  // namespace vantrum::kiosk
