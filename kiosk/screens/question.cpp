#include <cmath>
#include <optional>

#include "kiosk/screens/column.h"
#include "kiosk/screens/grid.h"
#include "kiosk/screens/pictures.h"
#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

// Side by side: the question to the reading start, its answers beside it; one over the other: answers below.
struct Arrangement {
  bool side_by_side = false;
  int columns = 1;
  float question = 0.42f;  // its share of the width, side by side
};

// On a wide screen the answers stand beside the question. Then they have the same place on every question,
// however long it is, and their lines stay short. Many answers go in two columns under it.
std::vector<Arrangement> arrangements(const Metrics& m, std::size_t answers) {
  if (!m.landscape()) return {{false, 1}, {false, 2}};
  if (answers > 5) return {{false, 2}, {true, 2}, {false, 3}};
  return {{true, 1}, {false, 2}, {true, 2, 0.34f}, {true, 2}};
}

std::vector<const Element*> answers_of(const ViewModel& view) {
  std::vector<const Element*> found;
  for (const Element& element : view.elements) {
    const bool is_answer =
        element.role == Role::choice || element.role == Role::toggle || element.role == Role::field;
    if (is_answer) found.push_back(&element);
  }
  return found;
}

Column question_column(const ViewModel& view, Toolkit& kit, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  Column column(kit, width);
  for (const Element& element : view.elements) {
    if (element.role == Role::question || element.role == Role::heading) {
      column.space(m.grid * 0.5f);
      column.words(element, question_style(m, fit), kit.theme().ink);
    } else if (element.role == Role::text || element.role == Role::note) {
      column.space(m.grid * 0.75f * fit.spaces);
      TextStyle style = element.role == Role::text ? body_style(m) : bar_style(m);
      column.words(element, style, kit.theme().quiet_ink);
    }
  }
  return column;
}

// Only where it has room, and never in high contrast, where nothing may distract from the borders.
void draw_plant(const ViewModel& view, Toolkit& kit, const Rect& free) {
  const Element* plant = first_of(view, Role::illustration);
  const float height = kit.metrics().grid * 10;
  if (!plant || view.contrast == Contrast::high || free.h < height) return;
  const float width = height * picture_ratio;
  const float x = free.x + std::max(0.0f, kit.metrics().grid * 3.5f - width / 2);
  picture(kit, *plant, kit.place({x, free.bottom() - height, width, height}), 0);
}

bool draw_arranged(const ViewModel& view, Toolkit& kit, const Rect& room, const Arrangement& arrangement,
                   const Fit& fit) {
  const Metrics& m = kit.metrics();
  const auto answers = answers_of(view);
  if (arrangement.side_by_side) {
    const float between = m.grid * 2.5f * fit.spaces;
    const float question_width = std::round((room.w - between) * arrangement.question);
    const float answers_width = room.w - between - question_width;
    const Column question = question_column(view, kit, question_width, fit);
    CardGrid grid(kit, answers, answers_width, arrangement.columns, fit);
    const float taller = std::max(question.height(), grid.height());
    if (taller > room.h || question.splits_word() || grid.splits_word()) return false;
    grid.grow(room.h - grid.height());
    const float y = room.y + std::max(0.0f, (room.h - std::max(question.height(), grid.height())) * 0.4f);
    question.draw(room.x, y + std::min(m.grid * 0.5f, std::max(0.0f, room.h - question.height())));
    const float free_top = y + question.height() + m.grid * 2;
    draw_plant(view, kit, {room.x, free_top, question_width, room.bottom() - free_top});
    grid.draw(room.x + question_width + between, y);
    return true;
  }
  const float between = m.grid * 1.25f * fit.spaces;
  const Column question = question_column(view, kit, room.w, fit);
  CardGrid grid(kit, answers, room.w, arrangement.columns, fit);
  const float spare = room.h - question.height() - between - grid.height();
  if (spare < 0 || question.splits_word() || grid.splits_word()) return false;
  grid.grow(spare * 0.7f);
  const float free = std::max(0.0f, room.h - question.height() - between - grid.height());
  const float y = room.y + free * 0.25f;
  const float lower = std::min(free * 0.25f, m.grid);
  question.draw(room.x, y);
  grid.draw(room.x, y + question.height() + between + lower);
  return true;
}

}  // namespace

bool draw_question(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  Bar bar(kit, view);
  const Element* steps = first_of(view, Role::progress);
  for (const Fit& fit : fits()) {
    float top = std::round(m.grid * 1.25f * std::max(0.5f, fit.spaces));
    const float width = m.width - 2 * m.margin;
    const Rect steps_at{m.margin, top, width, steps ? progress_height(kit, *steps, width) : 0};
    if (steps) top = steps_at.bottom() + m.grid * fit.spaces;
    const Rect room{m.margin, top, width, bar.top() - std::max(m.gap, m.grid * fit.spaces) - top};
    for (const Arrangement& way : arrangements(m, answers_of(view).size())) {
      if (!draw_arranged(view, kit, room, way, fit)) continue;
      if (steps) progress(kit, *steps, kit.place(steps_at));
      bar.draw();
      return true;
    }
  }
  return false;
}

}  // namespace vantrum::kiosk
