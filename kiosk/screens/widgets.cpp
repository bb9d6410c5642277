#include "kiosk/screens/widgets.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vantrum::kiosk {

namespace {

constexpr std::array<Fit, 10> all_fits{{{1, 1, 1},
                                        {0.94f, 0.9f, 1},
                                        {0.88f, 0.8f, 1},
                                        {0.82f, 0.7f, 1},
                                        {0.76f, 0.6f, 1},
                                        {0.88f, 0.4f, 0.75f},
                                        {0.76f, 0.4f, 0.7f},
                                        {0.76f, 0.35f, 0.6f},
                                        {0.6f, 0.3f, 0.55f},
                                        {0.45f, 0.25f, 0.5f}}};

float sized(float px, const Fit& fit) { return std::round(px * fit.words); }

float icon_size(const Metrics& m, const Fit& fit) { return std::round(m.answer_px * fit.words * 1.5f); }
float card_pad(const Metrics& m, const Fit& fit) { return std::round(m.grid * std::max(0.5f, fit.spaces)); }

bool has_leading_icon(const Element& element) { return element.role != Role::language; }

float words_width(const Metrics& m, const Element& element, float width, const Fit& fit) {
  const float pad = card_pad(m, fit), icon = icon_size(m, fit);
  const float leading = has_leading_icon(element) ? icon + pad : 0;
  return width - 2 * pad - leading - icon - pad / 2;  // and the tick's place, whether it is there or not
}

// Two rings, dark and light, so that one of them shows on whatever lies beneath (A43).
void focus_ring(Toolkit& kit, const Rect& rect) {
  const Metrics& m = kit.metrics();
  kit.paint().outline(rect.inset(-m.stroke * 2), m.radius + m.stroke * 2, m.stroke, ink_of(kit.theme().ink));
  kit.paint().outline(rect.inset(-m.stroke), m.radius + m.stroke, m.stroke, ink_of(kit.theme().sun));
}

void card_ground(Toolkit& kit, const Element& element, const Rect& rect, bool held) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  paint.shadow(rect, m.radius, m.grid * 0.6f, m.grid * 0.2f, theme.shadow);
  const Rgb ground = held ? theme.held : element.selected ? theme.leaf_tint : theme.card;
  paint.fill(rect, m.radius, ink_of(ground));
  const bool strong = element.selected || held;
  paint.outline(rect, m.radius, strong ? m.stroke + 2 : m.stroke - 1,
                ink_of(strong ? theme.leaf : theme.edge));
  if (kit.has_focus(element)) focus_ring(kit, rect);
}

void leading_icon(Toolkit& kit, const Element& element, float x, float y, float size) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  const Ink ink = ink_of(element.selected ? theme.leaf : theme.quiet_ink);
  if (element.icon == Icon::disc) {
    const Ink ground = ink_of(element.selected ? theme.leaf_tint : theme.card);
    return paint.scale_disc(x, y, size * 0.92f, m.stroke, element.amount.value_or(0), ink_of(theme.leaf),
                            ground);
  }
  if (element.icon == Icon::unknown) return paint.unknown(x, y, size * 0.92f, m.stroke, ink);
  if (element.role == Role::toggle) {
    const float side = size * 0.8f;
    const Rect square{x - side / 2, y - side / 2, side, side};
    if (element.selected) {
      paint.fill(square, side * 0.22f, ink_of(theme.leaf));
      paint.tick(x, y, side * 1.05f, m.stroke + 1, ink_of(theme.on_leaf));
    } else {
      paint.outline(square, side * 0.22f, m.stroke, ink);
    }
    return;
  }
  paint.circle_outline(x, y, size * 0.4f, m.stroke, ink);
  if (element.selected) paint.circle(x, y, size * 0.2f, ink);
}

void trailing_tick(Toolkit& kit, const Element& element, float x, float y, float size) {
  if (!element.selected || element.role == Role::toggle) return;
  kit.paint().circle(x, y, size * 0.46f, ink_of(kit.theme().leaf));
  kit.paint().tick(x, y, size * 0.92f, kit.metrics().stroke + 1, ink_of(kit.theme().on_leaf));
}

// The start button is at least as high as the primary button is wide: a hand's target, not a fingertip's.
float start_ring(const Metrics& m, const Fit& fit) {
  return std::max(m.primary_min, m.grid * 5) * fit.targets - m.grid;
}

// Words between two icons, the whole centred in the button.
void button_content(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit, Rgb colour,
                    Weight weight) {
  const Metrics& m = kit.metrics();
  TextStyle style = rect.h > m.target * 1.2f ? answer_style(m, fit) : bar_style(m, fit);
  style.weight = weight;
  const float icon = element.icon == Icon::none ? 0 : std::round(style.size_px * 1.15f);
  const float space = icon > 0 ? std::round(style.size_px * 0.45f) : 0;
  const float room = rect.w - m.grid - icon - space;
  const Paragraph& paragraph = kit.measure(element, style, room);
  const float content = paragraph.width_px + icon + space;
  const bool icon_last = (element.icon == Icon::next) != kit.right_to_left();
  const float left = std::round(rect.centre_x() - content / 2);
  const float icon_x = icon_last ? left + content - icon / 2 : left + icon / 2;
  const float words_x = icon_last || icon == 0 ? left : left + icon + space;
  const Rect taken = kit.words(element, style,
                               {words_x, std::round(rect.centre_y() - paragraph.height_px / 2),
                                std::ceil(paragraph.width_px) + 1, paragraph.height_px},
                               colour);
  const Ink ink = ink_of(colour);
  Painter& paint = kit.paint();
  const float y = rect.centre_y();
  switch (element.icon) {
    case Icon::back:
      paint.chevron(icon_x, y, icon, m.stroke, !kit.right_to_left(), ink);
      break;
    case Icon::next:
      paint.chevron(icon_x, y, icon, m.stroke + 1, kit.right_to_left(), ink);
      break;
    case Icon::globe:
      paint.globe(icon_x, y, icon * 1.15f, m.stroke - 0.5f, ink);
      break;
    case Icon::tick:
      paint.tick(icon_x, y, icon * 1.2f, m.stroke + 1, ink);
      break;
    case Icon::leaf:
      paint.sprig(icon_x, y, icon * 1.2f, ink);
      break;
    default:
      break;
  }
  kit.record(element, rect, taken);
}

}  // namespace

std::span<const Fit> fits() { return all_fits; }

TextStyle title_style(const Metrics& m, const Fit& fit) {
  return {sized(m.title_px, fit), Weight::bold, 0.94f, TextAlign::start, true};
}
TextStyle question_style(const Metrics& m, const Fit& fit) {
  return {sized(m.question_px, fit), Weight::bold, 0.96f, TextAlign::start, true};
}
TextStyle body_style(const Metrics& m, const Fit& fit) {
  return {sized(m.answer_px, fit), Weight::regular, 1.08f, TextAlign::start, true};
}
TextStyle answer_style(const Metrics& m, const Fit& fit) {
  return {sized(m.answer_px, fit), Weight::regular, 1, TextAlign::start, true};
}
TextStyle bar_style(const Metrics& m, const Fit& fit) {
  return {sized(m.bar_px, fit), Weight::regular, 1, TextAlign::start, true};
}

void sheet(Toolkit& kit, const Rect& rect) {
  const Metrics& m = kit.metrics();
  kit.paint().shadow(rect, m.radius, m.grid * 0.9f, m.grid * 0.25f, kit.theme().shadow);
  kit.paint().fill(rect, m.radius, ink_of(kit.theme().card));
  kit.paint().outline(rect, m.radius, 1, ink_of(kit.theme().line, 0.6f));
}

float card_height(Toolkit& kit, const Element& element, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const float words =
      kit.measure(element, answer_style(m, fit), words_width(m, element, width, fit)).height_px;
  return std::ceil(std::max(m.target * fit.targets, words + card_pad(m, fit)));
}

void card(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const bool held = kit.touch(element, rect) || element.pressed;
  card_ground(kit, element, rect, held);

  const float pad = card_pad(m, fit), icon = icon_size(m, fit);
  const bool mirrored = kit.right_to_left();
  const float start_x = mirrored ? rect.right() - pad - icon / 2 : rect.x + pad + icon / 2;
  const float end_x = mirrored ? rect.x + pad + icon / 2 : rect.right() - pad - icon / 2;
  if (has_leading_icon(element)) leading_icon(kit, element, start_x, rect.centre_y(), icon);
  trailing_tick(kit, element, end_x, rect.centre_y(), icon);

  const float room = words_width(m, element, rect.w, fit);
  const float leading = has_leading_icon(element) ? icon + pad : 0;
  const float x = mirrored ? rect.right() - pad - leading - room : rect.x + pad + leading;
  TextStyle style = answer_style(m, fit);
  const float height = kit.measure(element, style, room).height_px;
  const Rect taken =
      kit.words(element, style, {x, std::round(rect.centre_y() - height / 2), room, height}, kit.theme().ink);
  kit.record(element, rect, taken);
}

float button_width(Toolkit& kit, const Element& element, const Fit& fit) {
  const Metrics& m = kit.metrics();
  TextStyle style = bar_style(m, fit);
  if (element.role == Role::primary) style.weight = Weight::bold;
  const float icon =
      element.icon == Icon::none ? 0 : std::round(style.size_px * 1.15f) + style.size_px * 0.45f;
  const float least =
      element.role == Role::primary ? std::max(m.primary_min, m.grid * 8 * fit.words) : m.target;
  return std::ceil(std::max(least, kit.width_of(element, style) + icon + m.grid * 2));
}

void quiet_button(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const Theme& theme = kit.theme();
  const bool held = kit.touch(element, rect) || element.pressed;
  kit.paint().fill(rect, m.radius, ink_of(held ? theme.held : theme.card));
  kit.paint().outline(rect, m.radius, held ? m.stroke + 1 : m.stroke - 1,
                      ink_of(held ? theme.leaf : theme.edge));
  if (kit.has_focus(element)) focus_ring(kit, rect);
  button_content(kit, element, rect, fit, theme.ink, Weight::regular);
}

void primary_button(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const Theme& theme = kit.theme();
  const bool held = kit.touch(element, rect) || element.pressed;
  if (!element.enabled) {
    kit.paint().fill(rect, m.radius, ink_of(theme.off));
    kit.paint().outline(rect, m.radius, m.stroke - 1, ink_of(theme.line));
    return button_content(kit, element, rect, fit, theme.quiet_ink, Weight::bold);
  }
  kit.paint().shadow(rect, m.radius, m.grid * 0.7f, m.grid * 0.22f, theme.shadow * 1.4f);
  kit.paint().fill(rect, m.radius, ink_of(held ? theme.leaf_held : theme.leaf));
  if (kit.has_focus(element)) focus_ring(kit, rect);
  button_content(kit, element, rect, fit, theme.on_leaf, Weight::bold);
}

float start_width(Toolkit& kit, const Element& element, float width_max, const Fit& fit) {
  TextStyle style = answer_style(kit.metrics(), fit);
  style.weight = Weight::bold;
  const float around = start_ring(kit.metrics(), fit) + kit.metrics().grid * 2.8f;
  return std::ceil(kit.measure(element, style, width_max - around).width_px) + 1 + around;
}

float start_height(Toolkit& kit, const Element& element, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  TextStyle style = answer_style(m, fit);
  style.weight = Weight::bold;
  const float ring = start_ring(m, fit);
  const float words = kit.measure(element, style, width - ring - m.grid * 2.8f).height_px;
  return std::ceil(std::max(ring + m.grid, words + m.grid * 1.5f));
}

void start_button(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  const bool held = kit.touch(element, rect) || element.pressed;
  const float round = rect.h / 2;
  paint.shadow(rect, round, m.grid * 1.1f, m.grid * 0.3f, theme.shadow * 1.4f);
  paint.fill(rect, round, ink_of(held ? theme.leaf_held : theme.leaf));
  if (kit.has_focus(element)) focus_ring(kit, rect);

  const float ring = start_ring(m, fit);
  const float end = m.grid * 0.5f + ring / 2;
  const float x = kit.right_to_left() ? rect.right() - end : rect.x + end, y = rect.centre_y();
  const float thick = m.stroke * 2.6f;
  paint.circle_outline(x, y, ring / 2, thick, ink_of(theme.on_leaf, 0.28f));
  paint.arc(x, y, ring / 2, thick, element.amount.value_or(0), ink_of(theme.sun));
  paint.sprig(x, y, ring * 0.5f, ink_of(theme.on_leaf));

  TextStyle style = answer_style(m, fit);
  style.weight = Weight::bold;
  const float taken_by_ring = ring + m.grid * 1.4f;
  const float room = rect.w - taken_by_ring - m.grid * 1.3f;
  const float height = kit.measure(element, style, room).height_px;
  const Rect column{kit.right_to_left() ? rect.x + m.grid * 1.3f : rect.x + taken_by_ring,
                    std::round(y - height / 2), room, height};
  const Rect words = kit.words(element, style, column, theme.on_leaf);
  kit.record(element, rect, words);
}

}  // namespace vantrum::kiosk
