// Shapes on a draw list: one stroke width, rounded ends, no pictures from files. Each keeps inside its
// rectangle.
#pragma once

#include <cstdint>

#include "kiosk/app/view.h"
#include "kiosk/screens/geometry.h"
#include "kiosk/screens/theme.h"

struct ImDrawList;

namespace vantrum::kiosk {

using Ink = std::uint32_t;  // ImGui's packed colour
Ink ink_of(Rgb colour, float alpha = 1);

class Painter {
 public:
  explicit Painter(ImDrawList& list) : list_(list) {}
  ImDrawList& list() { return list_; }

  void fill(const Rect& rect, float radius, Ink ink);
  void outline(const Rect& rect, float radius, float stroke, Ink ink);  // drawn inside the rectangle
  void shadow(const Rect& rect, float radius, float blur, float drop, float alpha);
  void line(float x0, float y0, float x1, float y1, float stroke, Ink ink);  // with round ends
  void circle(float x, float y, float radius, Ink ink);
  void circle_outline(float x, float y, float radius, float stroke, Ink ink);
  // Part of a circle from twelve o'clock, clockwise; amount 0…1.
  void arc(float x, float y, float radius, float stroke, float amount, Ink ink);
  void pie(float x, float y, float radius, float amount, Ink ink, Ink ground);
  // A lens from base to tip, `width` across: a leaf.
  void leaf(float x0, float y0, float x1, float y1, float width, Ink ink);

  // Icons fill a square of `size` around (x, y). `mirrored` turns those that point.
  void chevron(float x, float y, float size, float stroke, bool to_left, Ink ink);
  void chevron_upright(float x, float y, float size, float stroke, bool up, Ink ink);
  void tick(float x, float y, float size, float stroke, Ink ink);
  void globe(float x, float y, float size, float stroke, Ink ink);
  void letters(float x, float y, float size, float stroke, Ink ink);        // a small and a large A
  void question_mark(float x, float y, float size, float stroke, Ink ink);  // in a ring
  void half_disc(float x, float y, float size, float stroke, Ink ink);      // a ring, half of it filled
  void pencil(float x, float y, float size, float stroke, Ink ink);
  void unknown(float x, float y, float size, float stroke,
               Ink ink);  // a dashed ring with a dot: "don't know"
  void sprig(float x, float y, float size, Ink ink);
  // The disc of a scale, filled clockwise by `amount`: reads without colour or words.
  void scale_disc(float x, float y, float size, float stroke, float amount, Ink ink, Ink ground);

 private:
  ImDrawList& list_;
};

}  // namespace vantrum::kiosk
