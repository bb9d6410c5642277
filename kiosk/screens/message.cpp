#include <cmath>

#include "kiosk/screens/column.h"
#include "kiosk/screens/pictures.h"
#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

TextStyle centred(TextStyle style) {
  style.align = TextAlign::centre;
  return style;
}

// A room takes 5:4 of the column's middle; the others do so by themselves.
Rect picture_place(const Rect& rect) {
  const float width = std::min(rect.w, rect.h * picture_ratio);
  return {std::round(rect.centre_x() - width / 2), rect.y, std::round(width), rect.h};
}

// Words in the middle of the screen; a picture above them, and a countdown and one button below if there are
// any.
Column message_column(const ViewModel& view, Toolkit& kit, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  Column column(kit, width);
  for (const Element& element : view.elements) {
    switch (element.role) {
      case Role::illustration: {
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
        column.words(element, centred(body_style(m, fit)), kit.theme().quiet_ink);
        break;
      case Role::countdown: {
        column.space(m.grid * 1.5f * fit.spaces);
        const float side = countdown_size(m, fit);
        column.piece(side, [&kit, &element, side, fit](const Rect& rect) {
          countdown(kit, element, {rect.centre_x() - side / 2, rect.y, side, side}, fit);
        });
        break;
      }
      case Role::primary:
      case Role::button: {
        column.space(m.grid * 1.75f * fit.spaces);
        const float wanted = button_width(kit, element, fit) + m.grid * 2;
        const float button = std::min(width, std::max(wanted, m.grid * 14));
        column.piece(m.primary_min * fit.targets, [&kit, &element, button, fit](const Rect& rect) {
          const Rect at{std::round(rect.centre_x() - button / 2), rect.y, button, rect.h};
          if (element.role == Role::primary) return primary_button(kit, element, at, fit);
          quiet_button(kit, element, at, fit);
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
void add_body_text(Column& column, Toolkit& kit, const ViewModel& view, const Element& element, float width,
                   const Fit& fit) {
  const Metrics& m = kit.metrics();
  const TextStyle style = body_style(m, fit);
  if (element.icon == Icon::none && all_of(view, Role::text).size() < 2)
    return column.words(element, style, kit.theme().ink);
  const float indent = std::round(style.size_px * 1.7f);
  const float height = kit.measure(element, style, width - indent).height_px;
  column.piece(height, [&kit, &element, style, indent](const Rect& rect) {
    const bool mirrored = kit.right_to_left();
    const float x = mirrored ? rect.right() - indent * 0.3f : rect.x + indent * 0.3f;
    kit.paint().sprig(x, rect.y + style.size_px * 0.75f, style.size_px, ink_of(kit.theme().leaf));
    kit.text(element, style, {mirrored ? rect.x : rect.x + indent, rect.y, rect.w - indent, rect.h},
             kit.theme().ink);
  });
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
      add_body_text(column, kit, view, element, width, fit);
    } else if (element.role == Role::note) {
      column.space(m.grid * 0.6f * fit.spaces);
      column.words(element, bar_style(m, fit), kit.theme().quiet_ink);
    }
  }
  return column;
}

}  // namespace

// A sheet of text; a picture beside it where there is one and room for it.
void draw_info(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  const Element* drawing = first_of(view, Role::illustration);
  const float top = m.grid * 1.5f, inner = m.width - 2 * m.margin;
  for (const Fit& fit : fits()) {
    const bool last = &fit == &fits().back();
    const float pad = std::round(m.grid * 2 * std::max(0.4f, fit.spaces));
    const float room = bar_top(m) - m.grid * std::max(0.75f, fit.spaces) - top;
    const bool beside = drawing && m.landscape();
    const float width = beside ? std::round(inner * 0.62f) : std::min(inner, m.grid * 44);
    const Column words = info_column(view, kit, width - 2 * pad, fit);
    const float sheet_height = words.height() + 2 * pad;
    const float above = drawing && !beside ? std::min(inner / picture_ratio, m.height * 0.26f) + m.grid : 0;
    if (sheet_height + above > room && !last) continue;

    const float x = beside ? m.margin : std::round((m.width - width) / 2);
    const float y = top + std::round(std::max(0.0f, (room - sheet_height - above) * 0.4f)) + above;
    sheet(kit, kit.place({x, y, width, sheet_height}));
    words.draw(x + pad, y + pad);
    if (beside) {
      const Rect rect{x + width + m.grid * 2, top, inner - width - m.grid * 2, room};
      const float height = std::min(room, rect.w / picture_ratio);
      picture(kit, *drawing, kit.place({rect.x, rect.centre_y() - height / 2, rect.w, height}), m.radius);
    } else if (drawing) {
      picture(kit, *drawing, {m.margin, y - above, inner, above - m.grid}, m.radius);
    }
    return bar(kit, view);
  }
}

void draw_message(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  const float width = std::min(m.width - 2 * m.margin, m.grid * 38);
  const float top = m.grid * 1.5f, room = m.height - 2 * top;
  for (const Fit& fit : fits()) {
    const Column column = message_column(view, kit, width, fit);
    if (column.height() > room && &fit != &fits().back()) continue;
    column.draw(std::round((m.width - width) / 2), top + std::max(0.0f, (room - column.height()) * 0.45f));
    return;
  }
}

}  // namespace vantrum::kiosk
