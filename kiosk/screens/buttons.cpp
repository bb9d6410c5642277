#include <algorithm>
#include <cmath>

#include "kiosk/screens/icons.h"
#include "kiosk/screens/sound_icons.h"
#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

namespace {

float icon_side(const TextStyle& style) { return std::round(style.size_px * 1.15f); }
float icon_space(const TextStyle& style) { return std::round(style.size_px * 0.45f); }
float icon_room(const Element& element, const TextStyle& style) {
  return element.icon == Icon::none ? 0 : icon_side(style) + icon_space(style);
}

}  // namespace

void draw_icon(Toolkit& kit, Icon icon, float x, float y, float size, Ink ink) {
  Painter& paint = kit.paint();
  const float stroke = kit.metrics().stroke;
  switch (icon) {
    case Icon::back:
      return paint.chevron(x, y, size, stroke, !kit.right_to_left(), ink);
    case Icon::next:
      return paint.chevron(x, y, size, stroke + 1, kit.right_to_left(), ink);
    case Icon::up:
    case Icon::down:
      return paint.chevron_upright(x, y, size, stroke + 1, icon == Icon::up, ink);
    case Icon::globe:
      return paint.globe(x, y, size * 1.15f, stroke - 0.5f, ink);
    case Icon::letters:
      return paint.letters(x, y, size * 1.15f, stroke - 0.5f, ink);
    case Icon::help:
      return paint.question_mark(x, y, size * 1.15f, stroke - 0.5f, ink);
    case Icon::half:
      return paint.half_disc(x, y, size * 1.15f, stroke - 0.5f, ink);
    case Icon::pencil:
      return paint.pencil(x, y, size * 1.15f, stroke - 0.5f, ink);
    case Icon::tick:
      return paint.tick(x, y, size * 1.2f, stroke + 1, ink);
    case Icon::leaf:
      return paint.sprig(x, y, size * 1.2f, ink);
    case Icon::sound:
    case Icon::silence:
      return loudspeaker_icon(paint, x, y, size * 1.2f, stroke, icon == Icon::sound, ink);
    case Icon::repeat:
      return repeat_icon(paint, x, y, size * 1.1f, stroke, ink);
    case Icon::plus:
    case Icon::minus:
      return plus_icon(paint, x, y, size, stroke + 1, icon == Icon::plus, ink);
    case Icon::erase:
      return draw_erase(paint, x, y, size * 1.2f, stroke, ink);
    case Icon::left:
    case Icon::right:
      return paint.chevron(x, y, size, stroke, icon == Icon::left, ink);
    case Icon::face:
    case Icon::disc:
    case Icon::unknown:
    case Icon::none:
      return;
  }
}

namespace {

void primary_ground(Toolkit& kit, const Element& element, const Rect& rect) {
  const Metrics& m = kit.metrics();
  const Theme& theme = kit.theme();
  const bool held = kit.touch(element, rect) || element.pressed;
  kit.paint().shadow(rect, m.radius, m.grid * 0.7f, m.grid * 0.22f, theme.shadow * 1.4f);
  kit.paint().fill(rect, m.radius, ink_of(held ? theme.leaf_held : theme.leaf));
}

// A tick in the corner, besides the words: something of this visit is not as it was at the start (A26).
void mark_selected(Toolkit& kit, const Element& element, const Rect& rect) {
  if (!element.selected) return;
  const Metrics& m = kit.metrics();
  const float size = std::round(m.grid * 0.95f), inset = size * 0.62f;
  const float x = kit.right_to_left() ? rect.x + inset : rect.right() - inset, y = rect.y + inset;
  kit.paint().circle(x, y, size * 0.5f, ink_of(kit.theme().leaf));
  kit.paint().tick(x, y, size * 0.85f, m.stroke - 0.5f, ink_of(kit.theme().on_leaf));
}

// Words beside the icon, the whole centred in the button; the icon after them where it leads on.
void button_content(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style,
                    Rgb colour) {
  const float room = rect.w - kit.metrics().grid - icon_room(element, style);
  const Paragraph& paragraph = kit.measure(element, style, room);
  const float content = paragraph.width_px + icon_room(element, style), icon = icon_side(style);
  const bool icon_last = (element.icon == Icon::next) != kit.right_to_left();
  const float left = std::round(rect.centre_x() - content / 2);
  const Rect words{icon_last ? left : left + icon_room(element, style),
                   std::round(rect.centre_y() - paragraph.height_px / 2), std::ceil(paragraph.width_px) + 1,
                   paragraph.height_px};
  const Rect taken = kit.words(element, style, words, colour);
  draw_icon(kit, element.icon, icon_last ? left + content - icon / 2 : left + icon / 2, rect.centre_y(), icon,
            ink_of(colour));
  kit.record(element, rect, taken);
}

void quiet_ground(Toolkit& kit, const Element& element, const Rect& rect) {
  const Metrics& m = kit.metrics();
  const Theme& theme = kit.theme();
  const bool held = kit.touch(element, rect) || element.pressed;
  kit.paint().fill(rect, m.radius, ink_of(held ? theme.held : theme.card));
  const bool strong = held || element.selected;
  kit.paint().outline(rect, m.radius, strong ? m.stroke + 1 : m.stroke - 1,
                      ink_of(strong ? theme.leaf : theme.edge));
  mark_selected(kit, element, rect);
}

}  // namespace

// Two rings, dark and light, so that one of them shows on whatever lies beneath (A43).
void focus_ring(Toolkit& kit, const Rect& around) {
  const Metrics& m = kit.metrics();
  // Both rings, whole, inside the panel.
  const float edge = m.stroke * 2.5f;
  Rect rect = around;
  rect.x = std::max(around.x, edge);
  rect.y = std::max(around.y, edge);
  rect.w = std::min(around.right(), m.width - edge) - rect.x;
  rect.h = std::min(around.bottom(), m.height - edge) - rect.y;
  kit.paint().outline(rect.inset(-m.stroke * 2), m.radius + m.stroke * 2, m.stroke, ink_of(kit.theme().ink));
  kit.paint().outline(rect.inset(-m.stroke), m.radius + m.stroke, m.stroke, ink_of(kit.theme().sun));
}

TextStyle button_style(const Metrics& m, const Element& element) {
  TextStyle style = bar_style(m);
  if (element.role == Role::primary) style.weight = Weight::bold;
  return style;
}

TextStyle large_button_style(const Metrics& m, const Element& element) {
  TextStyle style = button_style(m, element);
  style.size_px = m.answer_px;
  return style;
}

float button_width(Toolkit& kit, const Element& element, const TextStyle& style) {
  const Metrics& m = kit.metrics();
  const float least = element.role == Role::primary ? std::max(m.primary_min, m.grid * 8) : m.target;
  return std::ceil(std::max(least, kit.width_of(element, style) + icon_room(element, style) + m.grid * 2));
}

float button_words_width(const Element& element, const TextStyle& style, const Metrics& m, float width) {
  return width - m.grid - icon_room(element, style);
}

float button_height(Toolkit& kit, const Element& element, const TextStyle& style, float width) {
  const Metrics& m = kit.metrics();
  const float words = kit.measure(element, style, button_words_width(element, style, m, width)).height_px;
  return std::ceil(std::max(m.target, words + m.grid * 0.5f));
}

void quiet_button(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style) {
  quiet_ground(kit, element, rect);
  button_content(kit, element, rect, style, kit.theme().ink);
}

namespace {

float stacked_icon(const TextStyle& style) { return std::round(style.size_px * 1.25f); }
float stacked_space(const TextStyle& style) { return std::round(style.size_px * 0.12f); }

}  // namespace

float stacked_width(Toolkit& kit, const Element& element, const TextStyle& style) {
  const Metrics& m = kit.metrics();
  return std::ceil(std::max(m.target, kit.width_of(element, style) + m.grid * 1.1f));
}

float stacked_height(Toolkit& kit, const Element& element, const TextStyle& style, float width) {
  const Metrics& m = kit.metrics();
  const float words = kit.measure(element, style, width - m.grid).height_px;
  return std::ceil(std::max(m.target, stacked_icon(style) + stacked_space(style) + words + m.grid * 0.75f));
}

void stacked_button(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style) {
  quiet_ground(kit, element, rect);
  const float icon = stacked_icon(style), width = rect.w - kit.metrics().grid;
  const float words = kit.measure(element, style, width).height_px;
  const float top = std::round(rect.centre_y() - (icon + stacked_space(style) + words) / 2);
  draw_icon(kit, element.icon, rect.centre_x(), top + icon / 2, icon, ink_of(kit.theme().ink));
  const Rect column{rect.centre_x() - width / 2, top + icon + stacked_space(style), width, words};
  kit.record(element, rect, kit.words(element, centred(style), column, kit.theme().ink));
}

void icon_button(Toolkit& kit, const Element& element, const Rect& rect, bool first) {
  if (first) {
    primary_ground(kit, element, rect);
  } else {
    quiet_ground(kit, element, rect);
  }
  draw_icon(kit, element.icon, rect.centre_x(), rect.centre_y(), kit.metrics().target * 0.5f,
            ink_of(first ? kit.theme().on_leaf : kit.theme().ink));
  kit.record(element, rect, {});
}

void primary_button(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style) {
  const Metrics& m = kit.metrics();
  const Theme& theme = kit.theme();
  if (!element.enabled) {
    kit.paint().fill(rect, m.radius, ink_of(theme.off));
    kit.paint().outline(rect, m.radius, m.stroke - 1, ink_of(theme.line));
    return button_content(kit, element, rect, style, theme.quiet_ink);
  }
  primary_ground(kit, element, rect);
  button_content(kit, element, rect, style, theme.on_leaf);
}

}  // namespace vantrum::kiosk
