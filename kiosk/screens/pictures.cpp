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

// Draws in a space of 400 × 320.
class Canvas {
 public:
  Canvas(Painter& paint, const Rect& rect) : paint_(paint) {
    scale_ = std::min(rect.w / 400, rect.h / 320);
    x_ = rect.centre_x() - 200 * scale_;
    y_ = rect.centre_y() - 160 * scale_;
  }
  void box(float x, float y, float w, float h, float radius, Rgb colour, float alpha = 1) {
    paint_.fill({at_x(x), at_y(y), w * scale_, h * scale_}, radius * scale_, ink_of(colour, alpha));
  }
  void disc(float x, float y, float radius, Rgb colour, float alpha = 1) {
    paint_.circle(at_x(x), at_y(y), radius * scale_, ink_of(colour, alpha));
  }
  void stroke(float x0, float y0, float x1, float y1, float width, Rgb colour, float alpha = 1) {
    paint_.line(at_x(x0), at_y(y0), at_x(x1), at_y(y1), width * scale_, ink_of(colour, alpha));
  }
  void leaf(float x0, float y0, float x1, float y1, float width, Rgb colour) {
    paint_.leaf(at_x(x0), at_y(y0), at_x(x1), at_y(y1), width * scale_, ink_of(colour));
  }
  void four(ImVec2 a, ImVec2 b, ImVec2 c, ImVec2 d, Rgb colour, float alpha = 1) {
    paint_.list().AddQuadFilled(at(a), at(b), at(c), at(d), ink_of(colour, alpha));
  }
  void three(ImVec2 a, ImVec2 b, ImVec2 c, Rgb colour, float alpha = 1) {
    paint_.list().AddTriangleFilled(at(a), at(b), at(c), ink_of(colour, alpha));
  }
  void fade(float x, float y, float w, float h, Rgb top, Rgb bottom) {
    const Ink t = ink_of(top), b = ink_of(bottom);
    paint_.list().AddRectFilledMultiColor(at({x, y}), at({x + w, y + h}), t, t, b, b);
  }
  // A hill: a large disc of which only what lies in the window shows.
  void clip(float x, float y, float w, float h) {
    paint_.list().PushClipRect(at({x, y}), at({x + w, y + h}), true);
  }
  void unclip() { paint_.list().PopClipRect(); }

 private:
  float at_x(float x) const { return x_ + x * scale_; }
  float at_y(float y) const { return y_ + y * scale_; }
  ImVec2 at(ImVec2 p) const { return {at_x(p.x), at_y(p.y)}; }
  Painter& paint_;
  float scale_ = 1, x_ = 0, y_ = 0;
};

void window_with_view(Canvas& c, float x, float y, float w, float h) {
  c.box(x - 9, y - 9, w + 18, h + 18, 8, shade, 0.10f);
  c.box(x - 8, y - 10, w + 16, h + 18, 7, frame_white);
  c.fade(x, y, w, h, sky, sky_low);
  c.clip(x, y, w, h);
  c.disc(x + w * 0.70f, y + h * 0.40f, w * 0.20f, sun_disc, 0.25f);
  c.disc(x + w * 0.70f, y + h * 0.40f, w * 0.12f, sun_disc);
  c.disc(x + w * 0.20f, y + h * 1.62f, w * 0.72f, hill_far);
  c.disc(x + w * 0.85f, y + h * 1.78f, w * 0.80f, hill_near);
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

void room(Canvas& c) {
  c.box(0, 0, 400, 320, 18, wall);
  c.clip(0, 250, 400, 70);
  c.box(0, 190, 400, 130, 18, floor_board);
  c.unclip();
  c.box(0, 248, 400, 5, 0, frame_white);
}

void waiting_room(Canvas& c) {
  room(c);
  c.four({92, 264}, {226, 264}, {276, 312}, {112, 312}, sunlight, 0.8f);
  window_with_view(c, 62, 36, 172, 124);
  bench(c, 46, 282, 214);
  c.box(300, 282, 66, 7, 3, shade, 0.16f);
  flower_pot(c, 333, 286, 108);
  leaves(c, 333, 222, 112);
}

void letter(Canvas& c) {
  c.box(58, 262, 284, 16, 8, shade, 0.08f);
  c.box(92, 36, 216, 190, 8, frame_white);
  c.box(92, 36, 216, 190, 8, sunlight, 0.35f);
  for (const float y : {74.0f, 100.0f, 126.0f}) c.box(122, y, y > 120 ? 96 : 156, 8, 4, floor_board);
  c.box(60, 128, 280, 140, 12, wood_light);
  c.three({64, 136}, {200, 214}, {64, 262}, wood, 0.55f);
  c.three({336, 136}, {200, 214}, {336, 262}, wood, 0.55f);
  c.four({66, 264}, {190, 198}, {210, 198}, {334, 264}, {0xE3, 0xBC, 0x8E});
  c.disc(200, 216, 27, green_dark);
  c.leaf(200, 231, 200, 200, 15, frame_white);
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

void closed_door(Canvas& c) {
  room(c);
  c.box(134, 44, 132, 208, 6, frame_white);
  c.box(146, 56, 108, 196, 4, wood);
  c.fade(166, 78, 68, 70, sky, sky_low);
  c.box(198, 78, 4, 70, 0, wood);
  c.box(166, 172, 68, 62, 4, wood_dark, 0.35f);
  c.disc(240, 160, 6, sun_disc);
  c.box(120, 250, 160, 8, 3, wood_dark, 0.5f);
  c.box(318, 282, 56, 6, 3, shade, 0.16f);
  flower_pot(c, 346, 286, 92);
  leaves(c, 346, 232, 84);
}

}  // namespace

void picture(Toolkit& kit, const Element& element, const Rect& rect) {
  Canvas canvas(kit.paint(), rect);
  switch (element.picture) {
    case Picture::waiting_room: waiting_room(canvas); break;
    case Picture::letter: letter(canvas); break;
    case Picture::thanks_plant: thanks_plant(canvas); break;
    case Picture::closed_door: closed_door(canvas); break;
    case Picture::none: break;
  }
  kit.record(element, rect, {});
}

}  // namespace vantrum::kiosk
