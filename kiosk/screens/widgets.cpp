#include "kiosk/screens/widgets.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kiosk/screens/icons.h"

namespace vantrum::kiosk {

namespace {

constexpr std::array<Fit, 7> all_fits{{{1, 1, 0},
                                       {0.94f, 0.9f, 0},
                                       {0.88f, 0.8f, 0},
                                       {0.82f, 0.7f, 0},
                                       {0.76f, 0.6f, 0},
                                       {0.76f, 0.4f, 0},
                                       {0.7f, 0.3f, 0}}};

float heading_px(const Metrics& m, float px, const Fit& fit) {
  return std::max(m.heading_px_min, std::round(px * fit.headings));
}

float icon_size(const Metrics& m) { return std::round(std::min(m.answer_px * 1.5f, m.target * 0.6f)); }
float card_pad(const Metrics& m, const Fit& fit) { return std::round(m.grid * std::max(0.5f, fit.spaces)); }

bool has_leading_icon(const Element& element) { return element.role != Role::language; }

float words_width(const Metrics& m, const Element& element, float width, const Fit& fit) {
  const float pad = side_pad(m, fit), icon = icon_size(m);
  const float leading = has_leading_icon(element) ? icon + pad : 0;
  // And the tick's place, whether it is there or not; a toggle has its tick in front.
  const float trailing = element.role == Role::toggle ? 0 : icon + pad / 2;
  return width - 2 * pad - leading - trailing;
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
  if (element.icon == Icon::face)
    return draw_face(paint, x, y, size, m.stroke, element.amount.value_or(0), ink);
  if (element.icon == Icon::pencil) return paint.pencil(x, y, size, m.stroke, ink);
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
  if (!element.selected || element.role == Role::toggle || element.role == Role::field) return;
  kit.paint().circle(x, y, size * 0.46f, ink_of(kit.theme().leaf));
  kit.paint().tick(x, y, size * 0.92f, kit.metrics().stroke + 1, ink_of(kit.theme().on_leaf));
}

// The start button is at least as high as the primary button is wide: a hand's target, not a fingertip's.
float start_ring(const Metrics& m) { return std::max(m.primary_min, m.grid * 5) - m.grid; }

}  // namespace

std::span<const Fit> fits() { return all_fits; }

TextStyle title_style(const Metrics& m, const Fit& fit) {
  return {heading_px(m, m.title_px, fit), Weight::bold, 0.94f, TextAlign::start, true};
}
TextStyle question_style(const Metrics& m, const Fit& fit) {
  return {heading_px(m, m.question_px, fit), Weight::bold, 0.96f, TextAlign::start, true};
}
TextStyle body_style(const Metrics& m) {
  return {m.answer_px, Weight::regular, 1.08f, TextAlign::start, true};
}
TextStyle answer_style(const Metrics& m) { return {m.answer_px, Weight::regular, 1, TextAlign::start, true}; }
TextStyle bar_style(const Metrics& m) { return {m.bar_px, Weight::regular, 1, TextAlign::start, true}; }

TextStyle centred(TextStyle style) {
  style.align = TextAlign::centre;
  return style;
}

void sheet(Toolkit& kit, const Rect& rect) {
  const Metrics& m = kit.metrics();
  kit.paint().shadow(rect, m.radius, m.grid * 0.9f, m.grid * 0.25f, kit.theme().shadow);
  kit.paint().fill(rect, m.radius, ink_of(kit.theme().card));
  kit.paint().outline(rect, m.radius, 1, ink_of(kit.theme().line, 0.6f));
}

bool has_sprig(const ViewModel& view, const Element& element) {
  return element.role == Role::text && (element.icon != Icon::none || all_of(view, Role::text).size() > 1);
}

float sprig_indent(const TextStyle& style) { return std::round(style.size_px * 1.7f); }

void text_with_sprig(Toolkit& kit, const Element& element, const TextStyle& style, const Rect& rect,
                     LineRange lines) {
  const bool mirrored = kit.right_to_left();
  const float indent = sprig_indent(style);
  const float x = mirrored ? rect.right() - indent * 0.3f : rect.x + indent * 0.3f;
  const Rect column{mirrored ? rect.x : rect.x + indent, rect.y, rect.w - indent, rect.h};
  if (lines.first == 0) {
    const Paragraph& words = kit.measure(element, style, column.w);
    const float middle = words.lines.empty() ? 0 : words.lines.front().baseline_px - style.size_px * 0.33f;
    kit.paint().sprig(x, rect.y + middle, style.size_px, ink_of(kit.theme().leaf));
  }
  kit.text(element, style, column, kit.theme().ink, lines);
}

float side_pad(const Metrics& m, const Fit& fit) {
  return std::round(m.grid * std::max(m.unit < 0.8f ? 0.5f : 0.75f, fit.spaces));
}

float top_of_words(const Paragraph& words, float size_px, float centre_y) {
  if (words.lines.empty()) return std::round(centre_y);
  constexpr float latin_baseline = (1.069f - 0.293f) / 2;  // below the middle of a line of Noto Sans, in em
  const float middle = (words.lines.front().baseline_px + words.lines.back().baseline_px) / 2;
  return std::round(centre_y + size_px * latin_baseline - middle);
}

void card_ground(Toolkit& kit, const Element& element, const Rect& rect, bool held) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  if (!element.enabled) {  // flat, and without the border that says "touch me"
    paint.fill(rect, m.radius, ink_of(theme.off));
    return paint.outline(rect, m.radius, m.stroke - 1, ink_of(theme.line));
  }
  paint.shadow(rect, m.radius, m.grid * 0.6f, m.grid * 0.2f, theme.shadow);
  const Rgb ground = held ? theme.held : element.selected ? theme.leaf_tint : theme.card;
  paint.fill(rect, m.radius, ink_of(ground));
  const bool strong = element.selected || held;
  paint.outline(rect, m.radius, strong ? m.stroke + 2 : m.stroke - 1,
                ink_of(strong ? theme.leaf : theme.edge));
}

bool is_card(Role role) {
  return role == Role::choice || role == Role::toggle || role == Role::language || role == Role::link ||
         role == Role::field;
}

float card_height(Toolkit& kit, const Element& element, float width, const Fit& fit) {
  if (element.role == Role::link) return link_height(kit, element, width, fit);
  const Metrics& m = kit.metrics();
  const float words = kit.measure(element, answer_style(m), words_width(m, element, width, fit)).height_px;
  return std::ceil(std::max(m.target, words + card_pad(m, fit)));
}

bool card_splits_word(Toolkit& kit, const Element& element, float width, const Fit& fit) {
  if (element.role == Role::link) return link_splits_word(kit, element, width, fit);
  const Metrics& m = kit.metrics();
  return kit.measure(element, answer_style(m), words_width(m, element, width, fit)).split_word;
}

void card(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  if (element.role == Role::link) return link_card(kit, element, rect, fit);
  const Metrics& m = kit.metrics();
  const bool held = kit.touch(element, rect) || element.pressed;
  card_ground(kit, element, rect, held);

  const float pad = side_pad(m, fit), icon = icon_size(m);
  const bool mirrored = kit.right_to_left();
  const float start_x = mirrored ? rect.right() - pad - icon / 2 : rect.x + pad + icon / 2;
  const float end_x = mirrored ? rect.x + pad + icon / 2 : rect.right() - pad - icon / 2;
  if (has_leading_icon(element)) leading_icon(kit, element, start_x, rect.centre_y(), icon);
  trailing_tick(kit, element, end_x, rect.centre_y(), icon);

  const float room = words_width(m, element, rect.w, fit);
  const float leading = has_leading_icon(element) ? icon + pad : 0;
  const float x = mirrored ? rect.right() - pad - leading - room : rect.x + pad + leading;
  TextStyle style = answer_style(m);
  const Paragraph& words = kit.measure(element, style, room);
  const float top = std::clamp(top_of_words(words, style.size_px, rect.centre_y()), rect.y,
                               std::max(rect.y, rect.bottom() - words.height_px));
  const Rect taken = kit.words(element, style, {x, top, room, words.height_px}, kit.theme().ink);
  kit.record(element, rect, taken);
}

float start_width(Toolkit& kit, const Element& element, float width_max) {
  TextStyle style = answer_style(kit.metrics());
  style.weight = Weight::bold;
  const float around = start_ring(kit.metrics()) + kit.metrics().grid * 2.8f;
  return std::ceil(kit.measure(element, style, width_max - around).width_px) + 1 + around;
}

float start_height(Toolkit& kit, const Element& element, float width) {
  const Metrics& m = kit.metrics();
  TextStyle style = answer_style(m);
  style.weight = Weight::bold;
  const float ring = start_ring(m);
  const float words = kit.measure(element, style, width - ring - m.grid * 2.8f).height_px;
  return std::ceil(std::max(ring + m.grid, words + m.grid * 1.5f));
}

void start_button(Toolkit& kit, const Element& element, const Rect& rect) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  const bool held = kit.touch(element, rect) || element.pressed;
  const float round = rect.h / 2;
  paint.shadow(rect, round, m.grid * 1.1f, m.grid * 0.3f, theme.shadow * 1.4f);
  paint.fill(rect, round, ink_of(held ? theme.leaf_held : theme.leaf));

  const float ring = start_ring(m);
  const float end = m.grid * 0.5f + ring / 2;
  const float x = kit.right_to_left() ? rect.right() - end : rect.x + end, y = rect.centre_y();
  const float thick = m.stroke * 2.6f;
  paint.circle_outline(x, y, ring / 2, thick, ink_of(theme.on_leaf, 0.28f));
  paint.arc(x, y, ring / 2, thick, element.amount.value_or(0), ink_of(theme.sun));
  paint.sprig(x, y, ring * 0.5f, ink_of(theme.on_leaf));

  TextStyle style = answer_style(m);
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
