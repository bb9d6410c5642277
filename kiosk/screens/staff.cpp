#include "kiosk/screens/staff.h"

#include <algorithm>
#include <cmath>

#include "kiosk/screens/column.h"
#include "kiosk/screens/grid.h"
#include "kiosk/screens/screen.h"
#include "kiosk/screens/tiles.h"

namespace vantrum::kiosk {
namespace {

Element part_of(const Element& element, std::string words) {
  Element part = element;
  part.words = std::move(words);
  return part;
}

// What stands before the mark, and after it.
std::pair<Element, Element> cut(const Element& element, char mark) {
  const auto at = element.words.find(mark);
  if (at == std::string::npos) return {element, part_of(element, "")};
  return {part_of(element, element.words.substr(0, at)), part_of(element, element.words.substr(at + 1))};
}

TextStyle value_style(const Metrics& m) {
  TextStyle style = bar_style(m);
  style.weight = Weight::bold;
  return style;
}

struct FactPlan {
  float name_w = 0, value_w = 0, height = 0;
  bool stacked = false;
};

FactPlan plan_fact(Toolkit& kit, const Element& name, const Element& value, float width) {
  const Metrics& m = kit.metrics();
  const float between = m.grid * 0.75f;
  const float name_w = std::ceil(std::min(kit.width_of(name, bar_style(m)) + 1, width * 0.6f));
  const float value_w = width - name_w - between;
  const Paragraph& names = kit.measure(name, bar_style(m), name_w);
  const Paragraph& values = kit.measure(value, value_style(m), value_w);
  if (!names.split_word && !values.split_word && values.lines.size() <= 2)
    return {name_w, value_w, std::max(names.height_px, values.height_px), false};
  return {
      width, width,
      kit.measure(name, bar_style(m), width).height_px + kit.measure(value, value_style(m), width).height_px,
      true};
}

}  // namespace

Rgb note_colour(const Element& element, const Theme& theme) {
  return element.apart ? theme.alarm : theme.quiet_ink;
}

float gauge_side(const Metrics& m, float room) { return std::round(std::min(room, m.grid * 15)); }

void gauge(Toolkit& kit, const Element& element, const Rect& rect) {
  const Metrics& m = kit.metrics();
  const Theme& theme = kit.theme();
  const float side = std::min(rect.w, rect.h), thick = std::round(side * 0.07f);
  if (element.amount) {
    kit.paint().circle_outline(rect.centre_x(), rect.centre_y(), side / 2 - thick / 2, thick,
                               ink_of(theme.line));
    kit.paint().arc(rect.centre_x(), rect.centre_y(), side / 2 - thick / 2, thick, *element.amount,
                    ink_of(theme.leaf));
  }
  const auto [number, rest] = cut(element, ' ');
  const float room = side * 0.64f;
  TextStyle large{std::round(side * 0.42f), Weight::bold, 0.9f, TextAlign::centre, false};
  if (const float width = kit.width_of(number, large); width > room)
    large.size_px = std::floor(large.size_px * room / width);
  TextStyle small{std::max(m.bar_px, std::round(side * 0.17f)), Weight::bold, 0.9f, TextAlign::centre, false};
  const float number_h = kit.measure(number, large, side).height_px;
  const float rest_h = rest.words.empty() ? 0 : kit.measure(rest, small, side).height_px;
  // Lines of digits have room for descenders that they do not have.
  const float overlap = rest_h > 0 ? number_h * 0.16f : 0;
  const float top = rect.centre_y() - (number_h + rest_h - overlap) / 2;
  const Rect column{rect.centre_x() - side / 2, top, side, number_h};
  Rect taken = kit.words(number, large, column, theme.ink);
  if (rest_h > 0) {
    const Rect below = kit.words(rest, small, {column.x, top + number_h - overlap, side, rest_h}, theme.ink);
    const float x = std::min(taken.x, below.x), right = std::max(taken.right(), below.right());
    taken = {x, taken.y, right - x, below.bottom() - taken.y};
  }
  kit.record(element, rect, taken);
}

float fact_height(Toolkit& kit, const Element& element, float width) {
  const auto [name, value] = cut(element, '\n');
  return std::ceil(plan_fact(kit, name, value, width).height);
}

void fact(Toolkit& kit, const Element& element, const Rect& rect) {
  const Metrics& m = kit.metrics();
  const auto [name, value] = cut(element, '\n');
  const FactPlan plan = plan_fact(kit, name, value, rect.w);
  const Rect names =
      kit.words(name, bar_style(m), {rect.x, rect.y, plan.name_w, rect.h}, kit.theme().quiet_ink);
  const Rect at = plan.stacked ? Rect{rect.x, names.bottom(), plan.value_w, rect.bottom() - names.bottom()}
                               : Rect{rect.right() - plan.value_w, rect.y, plan.value_w, rect.h};
  const Rect values = kit.words(value, value_style(m), at, kit.theme().ink);
  const float x = std::min(names.x, values.x);
  kit.record(element, rect,
             {x, rect.y, std::max(names.right(), values.right()) - x,
              std::max(names.bottom(), values.bottom()) - rect.y});
}

namespace {

struct Parts {
  const Element *heading = nullptr, *gauge = nullptr;
  std::vector<const Element*> words, facts, cards;
};

Parts parts_of(const ViewModel& view) {
  Parts parts;
  for (const Element& element : view.elements) {
    if (element.role == Role::heading) parts.heading = &element;
    if (element.role == Role::gauge) parts.gauge = &element;
    if (element.role == Role::text || element.role == Role::note) parts.words.push_back(&element);
    if (element.role == Role::fact) parts.facts.push_back(&element);
    if (element.role == Role::link) parts.cards.push_back(&element);
  }
  return parts;
}

// The number, and what is to be said of it.
Column count_column(const Parts& parts, Toolkit& kit, float width, float ring, const Fit& fit) {
  const Metrics& m = kit.metrics();
  Column column(kit, width);
  if (parts.gauge) {
    const float side = gauge_side(m, std::min(width, ring));
    column.piece(side, [&kit, &parts, side](const Rect& rect) {
      gauge(kit, *parts.gauge, {rect.centre_x() - side / 2, rect.y, side, side});
    });
  }
  for (const Element* element : parts.words) {
    const bool is_text = element->role == Role::text;
    column.space(m.grid * (is_text ? 0.9f : 0.5f) * fit.spaces);
    TextStyle style = is_text ? body_style(m) : bar_style(m);
    if (is_text && parts.gauge) style.weight = Weight::bold;
    if (element->apart) style.weight = Weight::bold;
    if (parts.gauge) style = centred(style);
    column.words(*element, style, is_text ? kit.theme().ink : note_colour(*element, kit.theme()));
  }
  return column;
}

Column facts_column(const Parts& parts, Toolkit& kit, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  Column column(kit, width);
  for (const Element* element : parts.facts) {
    column.space(m.grid * 0.65f * fit.spaces);
    column.piece(fact_height(kit, *element, width),
                 [&kit, element](const Rect& rect) { fact(kit, *element, rect); });
  }
  return column;
}

// Side by side: the number, the facts on a sheet, what can be done.
bool draw_wide(const Parts& parts, Toolkit& kit, const Rect& room, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const float between = std::round(m.grid * 1.5f * std::max(0.5f, fit.spaces));
  const float pad = std::round(m.grid * std::max(0.5f, fit.spaces));
  const float cards_w = parts.cards.empty() ? 0 : std::round(room.w * 0.29f);
  float left = room.w - (cards_w > 0 ? cards_w + between : 0);
  const float facts_w = parts.facts.empty() ? 0 : std::round(left * (cards_w > 0 ? 0.53f : 0.5f));
  left -= facts_w > 0 ? facts_w + between : 0;
  const float ring = room.h * (parts.words.size() > 2 ? 0.5f : 0.65f);
  const Column count = count_column(parts, kit, left, ring, fit);
  const Column facts = facts_column(parts, kit, std::max(1.0f, facts_w - 2 * pad), fit);
  CardGrid grid(kit, parts.cards, std::max(1.0f, cards_w), 1, fit);
  const float sheet_h = facts_w > 0 ? facts.height() + 2 * pad : 0;
  if (std::max({count.height(), sheet_h, cards_w > 0 ? grid.height() : 0}) > room.h) return false;
  if (count.splits_word() || grid.splits_word()) return false;
  count.draw(room.x, room.y + std::max(0.0f, (room.h - count.height()) * 0.3f));
  float x = room.x + left + between;
  if (facts_w > 0) {
    sheet(kit, kit.place({x, room.y, facts_w, sheet_h}));
    facts.draw(x + pad, room.y + pad);
    x += facts_w + between;
  }
  if (cards_w > 0) {
    grid.grow(std::min(room.h - grid.height(), m.grid * 3));
    grid.draw(x, room.y);
  }
  return true;
}

// One below the other; the cards in two columns.
bool draw_high(const Parts& parts, Toolkit& kit, const Rect& room, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const float between = std::round(m.grid * 1.25f * std::max(0.4f, fit.spaces));
  const float pad = std::round(m.grid * std::max(0.5f, fit.spaces));
  const Column count = count_column(parts, kit, room.w, room.h * 0.28f, fit);
  const Column facts = facts_column(parts, kit, room.w - 2 * pad, fit);
  CardGrid grid(kit, parts.cards, room.w, 2, fit);
  const float sheet_h = parts.facts.empty() ? 0 : facts.height() + 2 * pad + between;
  const float grid_h = parts.cards.empty() ? 0 : grid.height() + between;
  if (count.height() + sheet_h + grid_h > room.h || count.splits_word() || grid.splits_word()) return false;
  count.draw(room.x, room.y);
  float y = room.y + count.height() + between;
  if (!parts.facts.empty()) {
    sheet(kit, kit.place({room.x, y, room.w, facts.height() + 2 * pad}));
    facts.draw(room.x + pad, y + pad);
    y += sheet_h;
  }
  if (!parts.cards.empty()) grid.draw(room.x, y);
  return true;
}

}  // namespace

bool draw_staff_page(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  Bar bar(kit, view);
  const Parts parts = parts_of(view);
  const float width = m.width - 2 * m.margin;
  for (const Fit& fit : fits()) {
    float top = std::round(m.grid * std::max(0.5f, 1.2f * fit.spaces));
    Column title(kit, width);
    if (parts.heading) title.words(*parts.heading, question_style(m, fit), kit.theme().ink);
    if (title.splits_word()) continue;
    const float title_y = top;
    top += title.height() + std::round(m.grid * std::max(0.5f, fit.spaces));
    const Rect room{m.margin, top, width, bar.top() - std::max(m.gap, m.grid * fit.spaces) - top};
    const bool fits_in = m.landscape() ? draw_wide(parts, kit, room, fit) : draw_high(parts, kit, room, fit);
    if (!fits_in) continue;
    title.draw(m.margin, title_y);
    bar.draw();
    return true;
  }
  return false;
}

namespace {

// Three keys wide, as a telephone has them; never mirrored.
void draw_pad(const std::vector<const Element*>& keys, Toolkit& kit, float x, float y, float key_w,
              float key_h, float gap) {
  TextStyle style = answer_style(kit.metrics());
  style.weight = Weight::bold;
  style.size_px = std::floor(std::min(style.size_px * 1.3f, key_h * 0.6f));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto column = static_cast<float>(i % 3), row = static_cast<float>(i / 3);
    tile(kit, *keys[i], {x + column * (key_w + gap), y + row * (key_h + gap), key_w, key_h}, style);
  }
}

void draw_dots(const Element& pin, Toolkit& kit, const Rect& rect) {
  const Metrics& m = kit.metrics();
  kit.paint().fill(rect, m.radius, ink_of(kit.theme().card));
  kit.paint().outline(rect, m.radius, m.stroke - 1, ink_of(kit.theme().edge));
  const std::string_view filled = "●";
  const auto count = pin.words.size() / filled.size();
  const float step = std::min(rect.h * 0.75f, rect.w / (static_cast<float>(count) + 1)),
              radius = step * 0.26f;
  float x = rect.centre_x() - step * static_cast<float>(count - 1) / 2;
  for (std::size_t i = 0; i < count; ++i, x += step) {
    if (pin.words.compare(i * filled.size(), filled.size(), filled) == 0) {
      kit.paint().circle(x, rect.centre_y(), radius, ink_of(kit.theme().leaf));
    } else {
      kit.paint().circle_outline(x, rect.centre_y(), radius, m.stroke, ink_of(kit.theme().edge));
    }
  }
  const float half = step * static_cast<float>(count) / 2;
  kit.record(pin, rect, {rect.centre_x() - half, rect.y, 2 * half, rect.h});
}

}  // namespace

// The pad at the reading end of a wide panel, below the words on a high one.
bool draw_staff_pin(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  Bar bar(kit, view);
  const Element* pin = first_of(view, Role::editor);
  const auto keys = all_of(view, Role::key);
  if (!pin || keys.empty()) return false;
  const float inner = m.width - 2 * m.margin, rows = std::ceil(static_cast<float>(keys.size()) / 3);
  const float gap = m.height < 600 ? std::max(4.0f, std::floor(m.px_per_mm * 0.9f)) : m.gap;
  for (const Fit& fit : fits()) {
    const float top = std::round(m.grid * std::max(0.5f, 1.2f * fit.spaces));
    const float low = bar.top() - std::max(m.gap, m.grid * fit.spaces);
    const bool wide = m.landscape();
    const float words_w = wide ? std::round(inner * 0.5f) : inner;
    Column words(kit, words_w);
    for (const Element& element : view.elements) {
      if (element.role == Role::heading) words.words(element, question_style(m, fit), kit.theme().ink);
      if (element.role != Role::text) continue;
      words.space(m.grid * fit.spaces);
      words.words(element, body_style(m), kit.theme().ink);
    }
    const float dots_h = std::round(m.target * 0.8f), dots_w = std::min(words_w, m.grid * 16);
    const float above = words.height() + m.grid * fit.spaces + dots_h;
    const float pad_top = wide ? top : top + above + m.grid * std::max(0.5f, fit.spaces);
    const float room = low - pad_top;
    const float key_h = std::min(m.target * 1.15f, std::floor((room - (rows - 1) * gap) / rows));
    const float least = m.height < 500 ? 6 * m.px_per_mm : m.target;
    if (words.splits_word() || key_h < least || top + above > low) continue;
    const float key_w =
        std::max(m.target, std::min(m.target * 1.5f, (inner * (wide ? 0.42f : 1) - 2 * gap) / 3));
    const float pad_w = 3 * key_w + 2 * gap;
    words.draw(m.margin, top);
    draw_dots(*pin, kit, kit.place({m.margin, top + words.height() + m.grid * fit.spaces, dots_w, dots_h}));
    draw_pad(keys, kit, wide ? m.width - m.margin - pad_w : std::round((m.width - pad_w) / 2), pad_top, key_w,
             key_h, gap);
    bar.draw();
    return true;
  }
  return false;
}

}  // namespace vantrum::kiosk
