#include <cmath>

#include "kiosk/screens/column.h"
#include "kiosk/screens/grid.h"
#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

bool draw_languages(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  auto cards = all_of(view, Role::language);
  for (const Element* toggle : all_of(view, Role::toggle)) cards.push_back(toggle);
  Bar bar(kit, view);
  const float top = m.grid * 1.5f, room = bar.top() - std::max(m.gap, m.grid) - top;
  const int columns_least = cards.size() > 6 && m.landscape() ? 2 : 1;
  for (const Fit& fit : fits()) {
    for (const int columns : {columns_least, 2, 3}) {
      const float inner = m.width - 2 * m.margin;
      const float width = columns == 1 ? std::min(inner, m.grid * 26) : inner;
      const float left = std::round((m.width - width) / 2);
      Column heading(kit, width);
      if (const Element* element = first_of(view, Role::heading)) {
        heading.words(*element, centred(title_style(m, fit)), kit.theme().ink);
      }
      for (const Element* element : all_of(view, Role::text)) {
        heading.space(m.grid * 0.5f);
        heading.words(*element, centred(body_style(m)), kit.theme().quiet_ink);
      }
      CardGrid grid(kit, cards, width, columns, fit);
      const float between = m.grid * 1.75f * fit.spaces;
      const float spare = room - heading.height() - between - grid.height();
      if (spare < 0 || heading.splits_word() || grid.splits_word()) continue;
      grid.grow(spare);
      const float free = std::max(0.0f, room - heading.height() - between - grid.height());
      const float y = top + free * 0.38f;
      heading.draw(left, y);
      grid.draw(left, y + heading.height() + between);
      bar.draw();
      return true;
    }
  }
  return false;
}

}  // namespace vantrum::kiosk
