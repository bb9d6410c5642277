#include "kiosk/screens/pictures.h"

#include <imgui.h>

#include <algorithm>

namespace vantrum::kiosk {

namespace {

constexpr Rgb wall{0xF3, 0xEA, 0xDB};
constexpr Rgb floor_board{0xE6, 0xD8, 0xC1};
constexpr Rgb sunlight{0xFD, 0xF1, 0xCF};
constexpr Rgb frame_white{0xFF, 0xFD, 0xF8};
constexpr Rgb sky{0xDD, 0xEC, 0xEE};
constexpr Rgb sky_low{0xF7, 0xF0, 0xDC};
constexpr Rgb hill_far{0xB9, 0xD0, 0xC0};
constexpr Rgb hill_near{0x93, 0xB7, 0xA2};
constexpr Rgb wood{0xC6, 0x94, 0x5E};
constexpr Rgb wood_dark{0xA3, 0x75, 0x45};
constexpr Rgb wood_light{0xD8, 0xAB, 0x78};
constexpr Rgb pot{0xC9, 0x7B, 0x57};
constexpr Rgb pot_dark{0xAE, 0x64, 0x43};
constexpr Rgb green{0x2E, 0x7D, 0x63};
constexpr Rgb green_dark{0x0B, 0x5A, 0x4B};
constexpr Rgb green_light{0x5F, 0xA3, 0x83};
constexpr Rgb sun_disc{0xF6, 0xCF, 0x73};
constexpr Rgb shade{0x6B, 0x52, 0x34};

// Draws in a space 400 wide and at least 320 high. Rooms fill their rectangle, so that more may be visible at
// both sides or above; other drawings stand in its middle.
class Canvas {
 public:
  static Canvas filling(Toolkit& kit, const Rect& rect) {
    const float scale = std::min(rect.w / 400, rect.h / 330);
    return Canvas(kit, rect.centre_x() - 200 * scale, rect.y, scale, rect.w / scale, rect.h / scale);
  }
  static Canvas standing(Toolkit& kit, const Rect& rect) {
    const float scale = std::min(rect.w / 400, rect.h / 320);
    return Canvas(kit, rect.centre_x() - 200 * scale, rect.centre_y() - 160 * scale, scale, 400, 320);
  }
  float left() const { return 200 - width_ / 2; }
  float width() const { return width_; }
  float height() const { return height_; }
  void box(float x, float y, float w, float h, float radius, Rgb colour, float alpha = 1) {
    paint_.fill({at_x(x), at_y(y), w * scale_, h * scale_}, radius * scale_, ink(colour, alpha));
  }
  void disc(float x, float y, float radius, Rgb colour, float alpha = 1) {
    paint_.circle(at_x(x), at_y(y), radius * scale_, ink(colour, alpha));
  }
  void stroke(float x0, float y0, float x1, float y1, float width, Rgb colour, float alpha = 1) {
    paint_.line(at_x(x0), at_y(y0), at_x(x1), at_y(y1), width * scale_, ink(colour, alpha));
  }
  void leaf(float x0, float y0, float x1, float y1, float width, Rgb colour) {
    paint_.leaf(at_x(x0), at_y(y0), at_x(x1), at_y(y1), width * scale_, ink(colour));
  }
  void four(ImVec2 a, ImVec2 b, ImVec2 c, ImVec2 d, Rgb colour, float alpha = 1) {
    paint_.list().AddQuadFilled(at(a), at(b), at(c), at(d), ink(colour, alpha));
  }
  void three(ImVec2 a, ImVec2 b, ImVec2 c, Rgb colour, float alpha = 1) {
    paint_.list().AddTriangleFilled(at(a), at(b), at(c), ink(colour, alpha));
  }
  void fade(float x, float y, float w, float h, Rgb top, Rgb bottom) {
    const Ink t = ink(top), b = ink(bottom);
    paint_.list().AddRectFilledMultiColor(at({x, y}), at({x + w, y + h}), t, t, b, b);
  }
  void clip(float x, float y, float w, float h) {
    paint_.list().PushClipRect(at({x, y}), at({x + w, y + h}), true);
  }
  void unclip() { paint_.list().PopClipRect(); }

 private:
  Canvas(Toolkit& kit, float x, float y, float scale, float width, float height)
      : paint_(kit.paint()),
        theme_(kit.theme()),
        scale_(scale),
        x_(x),
        y_(y),
        width_(width),
        height_(height) {}
  // On a dark screen it is evening: light and dark change places, the hues stay, and all of it keeps back, so
  // that the borders of what can be touched are the brightest lines there are.
  Ink ink(Rgb colour, float alpha = 1) const {
    if (theme_.shadow > 0) return ink_of(colour, alpha);
    const int turn =
        255 - std::max({colour.r, colour.g, colour.b}) - std::min({colour.r, colour.g, colour.b});
    const auto turned = [&](std::uint8_t part) { return static_cast<std::uint8_t>(part + turn); };
    const Rgb evening{turned(colour.r), turned(colour.g), turned(colour.b)};
    return ink_of(blend(evening, theme_.room, 0.3f), alpha);
  }
  float at_x(float x) const { return x_ + x * scale_; }
  float at_y(float y) const { return y_ + y * scale_; }
  ImVec2 at(ImVec2 p) const { return {at_x(p.x), at_y(p.y)}; }
  Painter& paint_;
  Theme theme_;
  float scale_, x_, y_, width_, height_;
};

void window_with_view(Canvas& c, float x, float y, float w, float h) {
  c.box(x - 9, y - 9, w + 18, h + 18, 8, shade, 0.10f);
  c.box(x - 8, y - 10, w + 16, h + 18, 7, frame_white);
  c.fade(x, y, w, h, sky, sky_low);
  c.clip(x, y, w, h);
  const float sun = std::min(w, h) * 0.12f;
  c.disc(x + w * 0.72f, y + h * 0.32f, sun * 1.7f, sun_disc, 0.25f);
  c.disc(x + w * 0.72f, y + h * 0.32f, sun, sun_disc);
  c.disc(x + w * 0.20f, y + h * 0.70f + w * 0.72f, w * 0.72f, hill_far);
  c.disc(x + w * 0.85f, y + h * 0.78f + w * 0.80f, w * 0.80f, hill_near);
  c.unclip();
  c.box(x + w / 2 - 3, y, 6, h, 0, frame_white);
  c.box(x, y + h * 0.44f, w, 5, 0, frame_white);
  c.box(x - 16, y + h + 6, w + 32, 9, 3, wood_light);
  c.box(x - 16, y + h + 12, w + 32, 3, 1, wood_dark, 0.5f);
}

void flower_pot(Canvas& c, float x, float y, float size) {  // (x, y): middle of its foot
  const float u = size / 100;
  c.four({x - 24 * u, y - 52 * u}, {x + 24 * u, y - 52 * u}, {x + 17 * u, y}, {x - 17 * u, y}, pot);
  c.four({x + 8 * u, y - 52 * u}, {x + 24 * u, y - 52 * u}, {x + 17 * u, y}, {x + 6 * u, y}, pot_dark, 0.35f);
  c.box(x - 28 * u, y - 62 * u, 56 * u, 13 * u, 4 * u, pot);
  c.box(x - 28 * u, y - 51 * u, 56 * u, 3 * u, 0, pot_dark, 0.45f);
}

void leaves(Canvas& c, float x, float y, float size) {  // (x, y): where they come out of the pot
  const float u = size / 100;
  c.stroke(x, y, x - 2 * u, y - 70 * u, 3 * u, green_dark);
  c.stroke(x, y, x - 26 * u, y - 46 * u, 3 * u, green_dark);
  c.stroke(x, y, x + 26 * u, y - 50 * u, 3 * u, green_dark);
  c.leaf(x - 6 * u, y - 14 * u, x - 62 * u, y - 30 * u, 30 * u, green_light);
  c.leaf(x + 6 * u, y - 16 * u, x + 62 * u, y - 36 * u, 30 * u, green_light);
  c.leaf(x - 14 * u, y - 34 * u, x - 54 * u, y - 84 * u, 34 * u, green);
  c.leaf(x + 14 * u, y - 36 * u, x + 56 * u, y - 88 * u, 34 * u, green);
  c.leaf(x - 2 * u, y - 46 * u, x - 4 * u, y - 122 * u, 38 * u, green_dark);
}

void bench(Canvas& c, float x, float y, float w) {  // (x, y): left end of its feet
  c.box(x - 4, y - 2, w + 8, 8, 4, shade, 0.14f);
  for (const float leg : {14.0f, w - 24}) {
    c.box(x + leg, y - 46, 10, 48, 2, wood_dark);
    c.box(x + leg + 1, y - 102, 8, 60, 2, wood_dark);
  }
  c.box(x, y - 100, w, 15, 5, wood);
  c.box(x, y - 79, w, 13, 5, wood);
  c.box(x - 5, y - 52, w + 10, 15, 5, wood_light);
  c.box(x - 5, y - 41, w + 10, 5, 2, wood_dark, 0.55f);
}

float floor_of(const Canvas& c) { return c.height() - std::min(96.0f, c.height() * 0.22f); }

void room(Canvas& c, float radius) {
  const float floor = floor_of(c);
  c.box(c.left(), 0, c.width(), c.height(), radius, wall);
  c.clip(c.left(), floor, c.width(), c.height() - floor);
  c.box(c.left(), 0, c.width(), c.height(), radius, floor_board);
  c.unclip();
  c.box(c.left(), floor - 3, c.width(), 5, 0, frame_white);
}

// Daylight, a bench of wood, one plant. In a high room the window hangs higher, in a low one it is smaller.
void waiting_room(Canvas& c, float radius) {
  room(c, radius);
  const float floor = floor_of(c), feet = floor + (c.height() - floor) * 0.42f;
  const float sill = feet - 136, top = std::max(22.0f, std::min(c.height() * 0.13f, sill - 100));
  const float tall = std::clamp(sill - 26 - top, 60.0f, 190.0f);
  const float low = feet + 12, end = c.height() - 8;
  c.four({86, low}, {222, low}, {222 + (end - low) * 1.1f, end}, {86 + (end - low) * 0.6f, end}, sunlight,
         0.75f);
  window_with_view(c, 60, top + (sill - 26 - top - tall) * 0.4f, 190, tall);
  bench(c, 44, feet, 216);
  c.box(288, feet - 3, 78, 8, 4, shade, 0.14f);
  flower_pot(c, 326, feet + 3, 112);
  leaves(c, 326, feet - 63, 106);
}

void letter(Canvas& c) {
  c.disc(200, 150, 150, sunlight, 0.75f);
  c.box(70, 262, 260, 14, 7, shade, 0.10f);
  c.box(97, 42, 206, 180, 8, shade, 0.10f);
  c.box(95, 38, 210, 180, 8, frame_white);
  for (const float y : {70.0f, 94.0f, 118.0f}) c.box(122, y, y > 110 ? 90 : 156, 9, 4, floor_board);
  c.box(60, 136, 280, 132, 10, wood_light);
  c.three({62, 144}, {196, 206}, {62, 262}, wood, 0.45f);
  c.three({338, 262}, {204, 206}, {338, 144}, wood, 0.45f);
  c.stroke(66, 141, 200, 212, 3, wood_dark, 0.45f);
  c.stroke(334, 141, 200, 212, 3, wood_dark, 0.45f);
  c.disc(200, 214, 29, green_dark);
  c.leaf(200, 231, 200, 196, 18, frame_white);
}

void thanks_plant(Canvas& c) {
  c.disc(200, 150, 142, sunlight, 0.9f);
  c.disc(200, 150, 108, sun_disc, 0.28f);
  c.box(96, 292, 208, 10, 5, shade, 0.10f);
  c.box(112, 286, 176, 10, 4, wood_light);
  c.box(112, 292, 176, 4, 2, wood_dark, 0.5f);
  flower_pot(c, 200, 287, 150);
  leaves(c, 200, 198, 146);
}

void closed_door(Canvas& c, float radius) {
  room(c, radius);
  const float floor = floor_of(c), top = floor - 206;
  c.box(134, top, 132, 204, 6, frame_white);
  c.box(146, top + 12, 108, 192, 4, wood);
  c.fade(166, top + 34, 68, 66, sky, sky_low);
  c.box(197, top + 34, 6, 66, 0, wood);
  c.box(166, top + 124, 68, 62, 4, wood_dark, 0.3f);
  c.disc(240, top + 116, 6, sun_disc);
  c.box(122, floor - 3, 156, 9, 3, wood_dark, 0.6f);
  const float feet = floor + (c.height() - floor) * 0.45f;
  c.box(310, feet - 4, 70, 7, 3, shade, 0.14f);
  flower_pot(c, 345, feet, 92);
  leaves(c, 345, feet - 54, 84);
}

// A plant that grows with every question: the progress once more, without words.
void young_plant(Canvas& c, float grown) {
  constexpr float x = 200, foot = 306, rim = 226;
  flower_pot(c, x, foot, 120);
  const float stem = 34 + 140 * grown;
  c.stroke(x, rim, x, rim - stem, 4, green_dark);
  const float top = rim - stem;
  int side = 1;
  for (float up = 22; up < stem - 14; up += 27, side = -side) {
    const float left = static_cast<float>(side), size = std::min(1.0f, 0.55f + (stem - up) / 150);
    c.leaf(x, rim - up, x - left * 62 * size, rim - up - 34 * size, 26 * size,
           side > 0 ? green : green_light);
  }
  c.leaf(x, top + 4, x + 2, top - 44, 24, green_dark);
}

}  // namespace

void picture(Toolkit& kit, const Element& element, const Rect& rect, float radius) {
  Canvas room_canvas = Canvas::filling(kit, rect), canvas = Canvas::standing(kit, rect);
  const float corner = radius / std::max(0.1f, std::min(rect.w / 400, rect.h / 330));
  switch (element.picture) {
    case Picture::waiting_room:
      waiting_room(room_canvas, corner);
      break;
    case Picture::closed_door:
      closed_door(room_canvas, corner);
      break;
    case Picture::letter:
      letter(canvas);
      break;
    case Picture::thanks_plant:
      thanks_plant(canvas);
      break;
    case Picture::growing_plant:
      young_plant(canvas, std::clamp(element.amount.value_or(0), 0.0f, 1.0f));
      break;
    case Picture::none:
      break;
  }
  kit.record(element, rect, {});
}

}  // namespace vantrum::kiosk
