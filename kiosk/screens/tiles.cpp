#include "kiosk/screens/tiles.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/icons.h"

namespace vantrum::kiosk {
namespace {

void tile_icon(Toolkit& kit, Icon icon, const Rect& rect, Ink ink) {
  Painter& paint = kit.paint();
  const float size = std::min(rect.w, rect.h) * 0.55f, stroke = kit.metrics().stroke;
  const float x = rect.centre_x(), y = rect.centre_y();
  if (icon == Icon::erase) return draw_erase(paint, x, y, size, stroke, ink);
  // Arrows of the caret point the way it goes, on every screen.
  paint.chevron(x, y, size, stroke, icon == Icon::left || icon == Icon::back, ink);
}

}  // namespace

void tile(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  const bool held = kit.touch(element, rect) || element.pressed;
  const float radius = std::min(m.radius, rect.h * 0.2f);
  const bool strong = element.selected || held;
  paint.fill(rect, radius,
             ink_of(!element.enabled   ? theme.off
                    : held             ? theme.held
                    : element.selected ? theme.leaf_tint
                                       : theme.card));
  paint.outline(rect, radius, strong ? m.stroke + 2 : m.stroke - 1,
                ink_of(strong            ? theme.leaf
                       : element.enabled ? theme.edge
                                         : theme.line));
  if (element.icon != Icon::none) {
    tile_icon(kit, element.icon, rect, ink_of(theme.ink));
    return kit.record(element, rect, {});
  }
  TextStyle fitting = centred(style);
  fitting.balanced = false;
  const float room = rect.w - 2 * m.stroke - 4;
  if (const float width = kit.width_of(element, fitting); width > room)
    fitting.size_px = std::floor(fitting.size_px * room / width);
  const float height = kit.measure(element, fitting, rect.w).height_px;
  if (height > rect.h) fitting.size_px = std::floor(fitting.size_px * rect.h / height);
  const float drawn = kit.measure(element, fitting, rect.w).height_px;
  const Rect taken =
      kit.words(element, fitting, {rect.x, std::round(rect.centre_y() - drawn / 2), rect.w, drawn},
                element.enabled ? theme.ink : theme.quiet_ink);
  kit.record(element, rect, taken);
  if (!element.selected) return;
  const float size = std::min(rect.w, rect.h) * 0.3f, inset = size * 0.75f;
  const float x = kit.right_to_left() ? rect.x + inset : rect.right() - inset;
  paint.circle(x, rect.y + inset, size * 0.5f, ink_of(theme.leaf));
  paint.tick(x, rect.y + inset, size, m.stroke, ink_of(theme.on_leaf));
}

}  // namespace vantrum::kiosk
