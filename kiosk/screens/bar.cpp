// What tells where one is and leads on: the bar, the progress and the countdown.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

namespace {

constexpr float words_in_ring = 0.7f;  // the square inside a circle

}  // namespace

Bar::Bar(Toolkit& kit, const ViewModel& view) : kit_(kit) {
  const Metrics& m = kit.metrics();
  const float room = m.width - 2 * m.margin;
  std::vector<const Element*> elements = all_of(view, Role::button);
  float sum = 0;
  for (const Element* button : elements) sum += button_width(kit, *button, button_style(m, *button)) + m.gap;
  // The primary button's words change when something is chosen; nothing else may move because of that.
  const float primary_room = std::min(room, m.bar_px * 10);
  if (const Element* primary = first_of(view, Role::primary)) {
    sum += std::max(primary_room, button_width(kit, *primary, button_style(m, *primary)));
    elements.push_back(primary);
  }
  constexpr std::size_t rows_max = 3;
  put_in_rows(elements, primary_room, false);
  const bool room_for_rows = m.height > m.width && rows_.size() <= rows_max;
  if (sum > room && !room_for_rows) put_in_rows(elements, primary_room, true);
  place_rows();
}

void Bar::put_in_rows(const std::vector<const Element*>& elements, float primary_room, bool icons) {
  const Metrics& m = kit_.metrics();
  const float room = m.width - 2 * m.margin;
  rows_.assign(1, {});
  float x = 0;
  for (const Element* element : elements) {
    const bool is_primary = element->role == Role::primary;
    const bool icon_only = icons && !is_primary && element->icon != Icon::none;
    const float wanted =
        icon_only ? m.target : std::min(room, button_width(kit_, *element, button_style(m, *element)));
    // An icon is cheap; beside icons the primary button's words may take a second line.
    const float least = !is_primary ? wanted : icons ? primary_room : std::max(wanted, primary_room);
    if (x > 0 && x + least > room) {
      rows_.emplace_back();
      x = 0;
    }
    const float width = std::min(wanted, room - x);
    const float left = is_primary ? room - width : x;
    rows_.back().push_back({element, {m.margin + left, 0, width, m.target}, icon_only});
    x += width + m.gap;
  }
}

void Bar::place_rows() {
  const Metrics& m = kit_.metrics();
  top_ = m.height - m.grid;
  for (auto row = rows_.rbegin(); row != rows_.rend(); ++row) {
    if (row->empty()) continue;
    float height = m.target;
    for (const Place& place : *row) {
      if (place.icon_only) continue;
      const TextStyle style = button_style(m, *place.element);
      height = std::max(height, button_height(kit_, *place.element, style, place.rect.w));
    }
    if (row != rows_.rbegin()) top_ -= m.gap;
    top_ -= height;
    for (Place& place : *row) {
      place.rect.y = top_;
      place.rect.h = height;
    }
  }
}

void Bar::draw() {
  for (const auto& row : rows_) {
    for (const Place& place : row) {
      const Rect rect = kit_.place(place.rect);
      const TextStyle style = button_style(kit_.metrics(), *place.element);
      if (place.icon_only) {
        icon_button(kit_, *place.element, rect);
      } else if (place.element->role == Role::primary) {
        primary_button(kit_, *place.element, rect, style);
      } else {
        quiet_button(kit_, *place.element, rect, style);
      }
    }
  }
}

float progress_height(Toolkit& kit, const Element& element, float width) {
  return std::ceil(kit.measure(element, bar_style(kit.metrics()), width).height_px);
}

// A dot for each step, and the words after them; only the words where the dots would be too small to tell
// apart.
void progress(Toolkit& kit, const Element& element, const Rect& rect) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  const TextStyle style = bar_style(m);
  const float words_width = std::min(rect.w, kit.width_of(element, style) + 1);
  const float space = m.grid * 0.75f;
  const float room = std::max(0.0f, rect.w - words_width - space);
  const float pitch = std::min(m.grid, room / static_cast<float>(std::max(1, element.steps)));
  const bool has_dots = element.steps > 0 && pitch >= m.grid * 0.4f;
  const float radius = pitch * 0.27f;
  const bool mirrored = kit.right_to_left();
  for (int step = 1; has_dots && step <= element.steps; ++step) {
    const float along = (static_cast<float>(step) - 0.5f) * pitch;
    const float x = mirrored ? rect.right() - along : rect.x + along, y = rect.centre_y();
    if (step < element.step) {
      paint.circle(x, y, radius, ink_of(theme.leaf));
    } else if (step == element.step) {
      paint.circle(x, y, radius * 1.5f, ink_of(theme.on_sun));
      paint.circle(x, y, radius * 1.5f - m.stroke * 0.7f, ink_of(theme.sun));
    } else {
      paint.circle_outline(x, y, radius, m.stroke * 0.7f, ink_of(theme.edge));
    }
  }
  const float dots = has_dots ? pitch * static_cast<float>(element.steps) + space : 0;
  const Rect column{mirrored ? rect.right() - dots - words_width : rect.x + dots, rect.y, words_width,
                    rect.h};
  const Rect taken = kit.words(element, style, column, theme.quiet_ink);
  kit.record(element, rect, taken);
}

// Its words must fit in the ring, on as many lines as they need.
float countdown_size(Toolkit& kit, const Element& element, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const float least = std::round(m.grid * 7 * std::max(0.5f, fit.spaces)), most = std::min(m.width, m.height);
  for (float side = least; side < most; side += m.grid) {
    const Paragraph& words = kit.measure(element, centred(bar_style(m)), side * words_in_ring);
    if (words.height_px <= side * words_in_ring && !words.split_word) return side;
  }
  return most;
}

void countdown(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  const float radius = std::min(rect.w, rect.h) / 2, thick = m.stroke * 3;
  kit.paint().circle(rect.centre_x(), rect.centre_y(), radius, ink_of(theme.card));
  kit.paint().circle_outline(rect.centre_x(), rect.centre_y(), radius, thick, ink_of(theme.line));
  kit.paint().arc(rect.centre_x(), rect.centre_y(), radius, thick, element.amount.value_or(0),
                  ink_of(theme.leaf));
  const float room = radius * 2 * words_in_ring;
  TextStyle style = centred(title_style(m, fit));
  if (kit.width_of(element, style) > room) style = centred(bar_style(m));
  const float height = kit.measure(element, style, room).height_px;
  const Rect taken = kit.words(
      element, style, {rect.centre_x() - room / 2, std::round(rect.centre_y() - height / 2), room, height},
      theme.ink);
  kit.record(element, rect, taken);
}

std::vector<const Element*> all_of(const ViewModel& view, Role role) {
  std::vector<const Element*> found;
  for (const Element& element : view.elements) {
    if (element.role == role) found.push_back(&element);
  }
  return found;
}

const Element* first_of(const ViewModel& view, Role role) {
  for (const Element& element : view.elements) {
    if (element.role == role) return &element;
  }
  return nullptr;
}

}  // namespace vantrum::kiosk
