// 0 to 10: one row of tiles, or two, with the words of both ends beside them. Where that does not fit, the
// steps are ordinary cards on as many pages as they need.
#include <cmath>

#include "kiosk/screens/column.h"
#include "kiosk/screens/grid.h"
#include "kiosk/screens/screen.h"
#include "kiosk/screens/tiles.h"

namespace vantrum::kiosk {
namespace {

struct Parts {
  std::vector<const Element*> words, steps, others;
  const Element *progress = nullptr, *low = nullptr, *high = nullptr;
};

Parts parts_of(const ViewModel& view) {
  Parts parts;
  for (const Element& element : view.elements) {
    if (element.role == Role::progress) parts.progress = &element;
    if (element.id == "low") {
      parts.low = &element;
    } else if (element.id == "high") {
      parts.high = &element;
    } else if (element.role == Role::question || element.role == Role::note) {
      parts.words.push_back(&element);
    }
    if (element.role == Role::choice) (element.row > 0 ? parts.steps : parts.others).push_back(&element);
  }
  return parts;
}

bool draw_fitting(const Parts& parts, Toolkit& kit, Bar& bar, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const float width = m.width - 2 * m.margin;
  float top = std::round(m.grid * 1.25f * std::max(0.5f, fit.spaces));
  const float progress_h = parts.progress ? progress_height(kit, *parts.progress, width) : 0;
  const Rect progress_at{m.margin, top, width, progress_h};
  top += progress_h + m.grid * fit.spaces;

  Column words(kit, width);
  for (const Element* element : parts.words) {
    words.space(m.grid * 0.5f);
    const bool is_question = element->role == Role::question;
    words.words(*element, is_question ? question_style(m, fit) : bar_style(m),
                is_question ? kit.theme().ink : kit.theme().quiet_ink);
  }
  const auto count = static_cast<float>(parts.steps.size());
  const bool in_one = count * (m.target + m.gap) - m.gap <= width;
  const std::size_t columns = in_one ? parts.steps.size() : (parts.steps.size() + 1) / 2;
  const auto n = static_cast<float>(columns);
  const float side = std::floor((width - (n - 1) * m.gap) / n);
  if (side < m.target) return false;
  const float tile_w = std::min(side, m.target * 1.4f),
              tile_h = std::max(m.target, std::min(tile_w, m.target * 1.2f));
  const float tiles_w = n * tile_w + (n - 1) * m.gap;
  const float half = std::floor((tiles_w - m.gap) / 2);
  const float low_h = parts.low ? kit.measure(*parts.low, bar_style(m), half).height_px : 0;
  const float high_h = parts.high ? kit.measure(*parts.high, bar_style(m), half).height_px : 0;
  const float ends_h = std::max(low_h, high_h) + m.grid * 0.4f;
  const float rows = in_one ? 1 : 2;
  const float tiles_h = rows * tile_h + (rows - 1) * m.gap;
  CardGrid others(kit, parts.others, std::min(width, m.grid * 24), 1, fit);
  const float between = m.grid * 1.25f * fit.spaces;
  const float others_h = parts.others.empty() ? 0 : others.height() + std::max(m.gap, between);
  const float room = bar.top() - std::max(m.gap, m.grid * fit.spaces) - top;
  const float spare = room - words.height() - between - tiles_h - ends_h - others_h;
  if (spare < 0 || words.splits_word() || others.splits_word()) return false;

  if (parts.progress) progress(kit, *parts.progress, kit.place(progress_at));
  const float y = top + spare * 0.25f;
  words.draw(m.margin, y);
  float tiles_y = std::round(y + words.height() + between + spare * 0.15f);
  TextStyle style = answer_style(m);
  style.weight = Weight::bold;
  for (std::size_t i = 0; i < parts.steps.size(); ++i) {
    const float x = m.margin + static_cast<float>(i % columns) * (tile_w + m.gap);
    const float row = static_cast<float>(i / columns);
    tile(kit, *parts.steps[i], kit.place({x, tiles_y + row * (tile_h + m.gap), tile_w, tile_h}), style);
  }
  const float ends_y = tiles_y + tiles_h + std::round(m.grid * 0.4f);
  if (parts.low)
    kit.text(*parts.low, bar_style(m), kit.place({m.margin, ends_y, half, low_h}), kit.theme().ink);
  if (parts.high) {
    TextStyle end = bar_style(m);
    end.align = TextAlign::end;
    kit.text(*parts.high, end, kit.place({m.margin + tiles_w - half, ends_y, half, high_h}), kit.theme().ink);
  }
  if (!parts.others.empty())
    others.draw(m.margin, ends_y + ends_h - m.grid * 0.4f + std::max(m.gap, between));
  bar.draw();
  return true;
}

}  // namespace

bool draw_rating(const ViewModel& view, Toolkit& kit) {
  Bar bar(kit, view);
  const Parts parts = parts_of(view);
  for (const Fit& fit : fits()) {
    if (draw_fitting(parts, kit, bar, fit)) return true;
  }
  return false;
}

}  // namespace vantrum::kiosk
