// What tells where one is and leads on: the bar, the progress and the countdown.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

float bar_top(const Metrics& m) { return m.height - m.grid - m.target; }

void bar(Toolkit& kit, const ViewModel& view) {
  const Metrics& m = kit.metrics();
  const auto buttons = all_of(view, Role::button);
  const Element* primary = first_of(view, Role::primary);
  const float room = m.width - 2 * m.margin;

  Fit chosen = fits().back();
  for (const Fit& fit : fits()) {
    float sum = primary ? button_width(kit, *primary, fit) : 0;
    for (const Element* button : buttons) sum += button_width(kit, *button, fit) + m.gap;
    if (sum <= room) {
      chosen = fit;
      break;
    }
  }
  float x = m.margin;
  for (const Element* button : buttons) {
    const float width = button_width(kit, *button, chosen);
    quiet_button(kit, *button, kit.place({x, bar_top(m), width, m.target}), chosen);
    x += width + m.gap;
  }
  if (primary) {
    const float width = button_width(kit, *primary, chosen);
    primary_button(kit, *primary, kit.place({m.width - m.margin - width, bar_top(m), width, m.target}),
                   chosen);
  }
}

float progress_height(Toolkit& kit, const Element& element, const Fit& fit) {
  return std::ceil(kit.measure(element, bar_style(kit.metrics(), fit), kit.metrics().width).height_px);
}

void progress(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  const TextStyle style = bar_style(m, fit);
  const float words_width = kit.width_of(element, style) + 1;
  const float space = m.grid * 0.75f;
  const float pitch =
      std::min(m.grid, (rect.w - words_width - space) / static_cast<float>(std::max(1, element.steps)));
  const float radius = pitch * 0.27f;
  const bool mirrored = kit.right_to_left();
  const auto dot_x = [&](int step) {
    const float along = (static_cast<float>(step) - 0.5f) * pitch;
    return mirrored ? rect.right() - along : rect.x + along;
  };
  for (int step = 1; step <= element.steps; ++step) {
    const float x = dot_x(step), y = rect.centre_y();
    if (step < element.step) {
      paint.circle(x, y, radius, ink_of(theme.leaf));
    } else if (step == element.step) {
      paint.circle(x, y, radius * 1.5f, ink_of(theme.on_sun));
      paint.circle(x, y, radius * 1.5f - m.stroke * 0.7f, ink_of(theme.sun));
    } else {
      paint.circle_outline(x, y, radius, m.stroke * 0.7f, ink_of(theme.edge));
    }
  }
  const float dots = pitch * static_cast<float>(element.steps) + (element.steps > 0 ? space : 0);
  const Rect column{mirrored ? rect.right() - dots - words_width : rect.x + dots, rect.y, words_width,
                    rect.h};
  const Rect taken = kit.words(element, style, column, theme.quiet_ink);
  kit.record(element, rect, taken);
}

float countdown_size(const Metrics& m, const Fit& fit) {
  return std::round(m.grid * 7 * std::max(0.5f, fit.spaces));
}

void countdown(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  const float radius = std::min(rect.w, rect.h) / 2, thick = m.stroke * 3;
  kit.paint().circle(rect.centre_x(), rect.centre_y(), radius, ink_of(theme.card));
  kit.paint().circle_outline(rect.centre_x(), rect.centre_y(), radius, thick, ink_of(theme.line));
  kit.paint().arc(rect.centre_x(), rect.centre_y(), radius, thick, element.amount.value_or(0),
                  ink_of(theme.leaf));
  const float room = radius * 1.4f;
  TextStyle style = title_style(m, fit);
  style.align = TextAlign::centre;
  if (kit.width_of(element, style) > room) {
    style = bar_style(m, fit);
    style.align = TextAlign::centre;
  }
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
