// "Hjälp", "Om tillgänglighet" and the review page: words to read, and cards that set or change something.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/column.h"
#include "kiosk/screens/grid.h"
#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

std::vector<const Element*> cards_of(const ViewModel& view) {
  std::vector<const Element*> cards;
  for (const Element& element : view.elements) {
    if (element.role == Role::toggle || element.role == Role::link) cards.push_back(&element);
  }
  return cards;
}

Column words_column(const ViewModel& view, Toolkit& kit, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  Column column(kit, width);
  for (const Element& element : view.elements) {
    if (element.role == Role::heading) {
      column.words(element, title_style(m, fit), kit.theme().ink);
      column.space(m.grid * fit.spaces);
    } else if (element.role == Role::text) {
      const TextStyle style = body_style(m);
      const bool sprig = has_sprig(view, element);
      const float room = width - (sprig ? sprig_indent(style) : 0);
      column.space(m.grid * 0.6f * fit.spaces);
      if (!sprig) {
        column.words(element, style, kit.theme().ink);
        continue;
      }
      column.piece(kit.measure(element, style, room).height_px, [&kit, &element, style](const Rect& rect) {
        text_with_sprig(kit, element, style, rect, {});
      });
    }
  }
  return column;
}

// Words on a sheet; cards beside it on a wide screen, below it on a high one.
bool draw_at(const ViewModel& view, Toolkit& kit, Bar& bar, bool beside, int columns, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const auto cards = cards_of(view);
  const float inner = m.width - 2 * m.margin, top = m.grid * std::max(0.75f, 1.5f * fit.spaces);
  const float room = bar.top() - std::max(m.gap, m.grid * fit.spaces) - top;
  const float between = m.grid * 1.5f * std::max(0.6f, fit.spaces);
  const float cards_width = beside ? std::round((inner - between) * 0.36f) : inner;
  const float sheet_width = beside && !cards.empty() ? inner - between - cards_width : inner;
  const float pad = std::round(m.grid * 2 * std::max(0.4f, fit.spaces));
  const Column words = words_column(view, kit, sheet_width - 2 * pad, fit);
  CardGrid grid(kit, cards, cards_width, columns, fit);
  const float sheet_height = words.height() + 2 * pad;
  const float below = beside || cards.empty() ? 0 : between + grid.height();
  if (words.splits_word() || grid.splits_word()) return false;
  if (std::max(sheet_height + below, beside ? grid.height() : 0.0f) > room) return false;
  const float y = top + std::round((room - sheet_height - below) * 0.4f);
  sheet(kit, kit.place({m.margin, y, sheet_width, sheet_height}));
  words.draw(m.margin + pad, y + pad);
  if (beside) {
    grid.draw(m.margin + sheet_width + between, y);
  } else {
    grid.draw(m.margin, y + sheet_height + between);
  }
  bar.draw();
  return true;
}

}  // namespace

bool draw_guide(const ViewModel& view, Toolkit& kit) {
  Bar bar(kit, view);
  const bool many = cards_of(view).size() > 4, wide = kit.metrics().landscape();
  for (const Fit& fit : fits()) {
    if (wide && !many && draw_at(view, kit, bar, true, 1, fit)) return true;
    if (draw_at(view, kit, bar, false, wide || cards_of(view).size() == 2 ? 2 : 1, fit)) return true;
  }
  return false;
}

}  // namespace vantrum::kiosk
