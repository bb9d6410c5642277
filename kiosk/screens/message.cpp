#include <cmath>

#include "kiosk/screens/column.h"
#include "kiosk/screens/pictures.h"
#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

// A room takes 5:4 of the column's middle; the others do so by themselves.
Rect picture_place(const Rect& rect) {
  const float width = std::min(rect.w, rect.h * picture_ratio);
  return {std::round(rect.centre_x() - width / 2), rect.y, std::round(width), rect.h};
}

// Words in the middle of the screen; a picture above them, and a countdown and one button below if there are
// any.
Column message_column(const ViewModel& view, Toolkit& kit, float width, bool with_picture, const Fit& fit) {
  const Metrics& m = kit.metrics();
  Column column(kit, width);
  for (const Element& element : view.elements) {
    switch (element.role) {
      case Role::illustration: {
        if (!with_picture) break;
        const float height = std::min(width / picture_ratio, m.height * 0.42f * std::max(0.4f, fit.spaces));
        column.piece(height, [&kit, &element](const Rect& rect) {
          picture(kit, element, picture_place(rect), kit.metrics().radius);
        });
        break;
      }
      case Role::heading:
        column.space(m.grid * 1.5f * fit.spaces);
        column.words(element, centred(title_style(m, fit)), kit.theme().ink);
        break;
      case Role::text:
      case Role::note:
        column.space(m.grid * 0.75f * fit.spaces);
        column.words(element, centred(body_style(m)), kit.theme().quiet_ink);
        break;
      case Role::countdown: {
        column.space(m.grid * 1.5f * fit.spaces);
        const float side = countdown_size(kit, element, fit);
        column.piece(side, [&kit, &element, side, fit](const Rect& rect) {
          countdown(kit, element, {rect.centre_x() - side / 2, rect.y, side, side}, fit);
        });
        break;
      }
      case Role::primary:
      case Role::button: {
        column.space(m.grid * 1.75f * fit.spaces);
        const TextStyle style = large_button_style(m, element);
        const float wanted = button_width(kit, element, style) + m.grid * 2;
        const float button = std::min(width, std::max(wanted, m.grid * 14));
        const float height = std::max(m.primary_min, button_height(kit, element, style, button));
        column.piece(height, [&kit, &element, button, style](const Rect& rect) {
          const Rect at{std::round(rect.centre_x() - button / 2), rect.y, button, rect.h};
          if (element.role == Role::primary) return primary_button(kit, element, at, style);
          quiet_button(kit, element, at, style);
        });
        break;
      }
      default:
        break;
    }
  }
  return column;
}

// A leaf before each paragraph keeps several of them apart without making them a list of rules.
void add_body_text(Column& column, Toolkit& kit, const ViewModel& view, const Element& element, float width) {
  const TextStyle style = body_style(kit.metrics());
  if (!has_sprig(view, element)) return column.words(element, style, kit.theme().ink);
  const float height = kit.measure(element, style, width - sprig_indent(style)).height_px;
  column.piece(height,
               [&kit, &element, style](const Rect& rect) { text_with_sprig(kit, element, style, rect, {}); });
}

Column info_column(const ViewModel& view, Toolkit& kit, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  Column column(kit, width);
  for (const Element& element : view.elements) {
    if (element.role == Role::heading) {
      column.words(element, title_style(m, fit), kit.theme().ink);
      column.space(m.grid * fit.spaces);
    } else if (element.role == Role::text) {
      column.space(m.grid * 0.6f * fit.spaces);
      add_body_text(column, kit, view, element, width);
    } else if (element.role == Role::note) {
      column.space(m.grid * 0.6f * fit.spaces);
      column.words(element, bar_style(m), kit.theme().quiet_ink);
    }
  }
  return column;
}

}  // namespace

namespace {

bool draw_sheet(const ViewModel& view, Toolkit& kit, Bar& bar, const Element* drawing, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const float top = m.grid * (drawing ? 1.5f : std::max(0.75f, 1.5f * fit.spaces));
  const float inner = m.width - 2 * m.margin;
  const float pad = std::round(m.grid * 2 * std::max(0.4f, fit.spaces));
  const float room = bar.top() - m.grid * std::max(0.75f, fit.spaces) - top;
  const bool beside = drawing && m.landscape();
  const float width = beside ? std::round(inner * 0.62f) : std::min(inner, m.grid * 44);
  const Column words = info_column(view, kit, width - 2 * pad, fit);
  const float sheet_height = words.height() + 2 * pad;
  const float above = drawing && !beside ? std::min(inner / picture_ratio, m.height * 0.26f) + m.grid : 0;
  if (sheet_height + above > room || words.splits_word()) return false;

  const float x = beside ? m.margin : std::round((m.width - width) / 2);
  const float y = top + std::round((room - sheet_height - above) * 0.4f) + above;
  sheet(kit, kit.place({x, y, width, sheet_height}));
  words.draw(x + pad, y + pad);
  if (beside) {
    const Rect rect{x + width + m.grid * 2, top, inner - width - m.grid * 2, room};
    const float height = std::min(room, rect.w / picture_ratio);
    picture(kit, *drawing, kit.place({rect.x, rect.centre_y() - height / 2, rect.w, height}), m.radius);
  } else if (drawing) {
    picture(kit, *drawing, {m.margin, y - above, inner, above - m.grid}, m.radius);
  }
  bar.draw();
  return true;
}

}  // namespace

// A sheet of text; a picture beside it where there is one and room for it.
bool draw_info(const ViewModel& view, Toolkit& kit) {
  Bar bar(kit, view);
  const Element* drawing = first_of(view, Role::illustration);
  for (const Fit& fit : fits()) {
    if (draw_sheet(view, kit, bar, drawing, fit)) return true;
  }
  if (!drawing) return false;
  for (const Fit& fit : fits()) {
    if (draw_sheet(view, kit, bar, nullptr, fit)) return true;
  }
  return false;
}

bool draw_message(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  const float width = std::min(m.width - 2 * m.margin, m.grid * 38);
  for (const bool with_picture : {true, false}) {
    for (const Fit& fit : fits()) {
      if (with_picture && fit.spaces < 0.6f) break;  // too small to be looked at
      const float top = m.grid * std::max(0.75f, 1.5f * fit.spaces), room = m.height - 2 * top;
      const Column column = message_column(view, kit, width, with_picture, fit);
      if (column.height() > room || column.splits_word()) continue;
      column.draw(std::round((m.width - width) / 2), top + (room - column.height()) * 0.45f);
      return true;
    }
  }
  return false;
}

}  // namespace vantrum::kiosk
