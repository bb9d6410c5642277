// The text that is being written, and the keyboard under it. Keys stand as on the keyboards people know and
// are never mirrored. They are 15 mm (A40) wherever the panel has room: in their own rows, or, on an upright
// panel, broken into shorter ones. Only where neither fits, as on 800×480, are they smaller, as large as can
// be: docs/keyboards.md has the sizes.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/screen.h"
#include "kiosk/screens/tiles.h"
#include "kiosk/text/caret.h"

namespace vantrum::kiosk {
namespace {

using Row = std::vector<const Element*>;

bool is_work_row(const Row& row) {
  return std::ranges::any_of(row, [](const Element* key) { return key->id == "key:space"; });
}

std::vector<Row> rows_of(const ViewModel& view) {
  std::vector<Row> rows;
  for (const Element* key : all_of(view, Role::key)) {
    const auto row = static_cast<std::size_t>(key->row);
    if (rows.size() < row) rows.resize(row);
    rows[row - 1].push_back(key);
  }
  return rows;
}

// Sizes of one way to place the keys.
struct Plan {
  std::vector<Row> rows;
  std::size_t columns = 0;
  float key_w = 0, key_h = 0, gap = 0;
  float height() const {
    const auto count = static_cast<float>(rows.size());
    return count * key_h + std::max(0.0f, count - 1) * gap;
  }
};

class Keyboard {
 public:
  // Keys of 15 mm may take all of `room_most`; otherwise `room_h` leaves the text a few lines.
  Keyboard(const ViewModel& view, Toolkit& kit, float room_h, float room_most)
      : kit_(kit), m_(kit.metrics()) {
    width_ = m_.width - 2 * m_.margin;
    const auto rows = rows_of(view);
    for (const auto& row : rows) columns_ = std::max(columns_, is_work_row(row) ? 0 : row.size());
    // A layer with fewer keys has the places of the fullest one, so that nothing jumps.
    if (std::ranges::any_of(rows, is_work_row)) columns_ = std::max<std::size_t>(columns_, 11);
    plan_ = own_rows(rows, m_.target, m_.gap);
    if (plan_.key_w < m_.target || plan_.height() > room_most) plan_ = broken_rows(rows);
    if (plan_.height() > room_most) plan_ = small(rows, room_most);
    // On a large panel they grow a little, so that they are no strip in an empty screen.
    if (plan_.height() < room_h * 0.75f)
      plan_.key_h = std::min(plan_.key_h * 1.15f, plan_.key_h * room_h * 0.75f / plan_.height());
  }

  float height() const { return plan_.height(); }

  void draw(float top) {
    for (const Row& row : plan_.rows) {
      if (is_work_row(row)) {
        draw_work_row(row, top);
      } else {
        draw_row(row, top);
      }
      top += plan_.key_h + plan_.gap;
    }
  }

 private:
  static float span(std::size_t count, float size, float gap) {
    const auto n = static_cast<float>(count);
    return n * size + std::max(0.0f, n - 1) * gap;
  }
  float fitting_width(std::size_t count, float gap) const {
    const auto n = static_cast<float>(count);
    return std::floor((width_ - (n - 1) * gap) / n);
  }

  Plan own_rows(const std::vector<Row>& rows, float height, float gap) const {
    return {rows, columns_, std::min(fitting_width(columns_, gap), m_.target * 1.3f), height, gap};
  }

  Plan broken_rows(const std::vector<Row>& rows) const {
    const auto columns =
        std::max<std::size_t>(4, static_cast<std::size_t>((width_ + m_.gap) / (m_.target + m_.gap)));
    Plan plan{{}, columns, fitting_width(columns, m_.gap), m_.target, m_.gap};
    Row letters;
    for (const Row& row : rows) {
      if (is_work_row(row)) {
        break_into(plan.rows, letters, columns);
        letters.clear();
        break_work_row(plan.rows, row);
      } else {
        letters.insert(letters.end(), row.begin(), row.end());
      }
    }
    break_into(plan.rows, letters, columns);
    return plan;
  }

  static void break_into(std::vector<Row>& rows, const Row& keys, std::size_t columns) {
    for (std::size_t at = 0; at < keys.size(); at += columns) {
      const auto end = std::min(keys.size(), at + columns);
      rows.emplace_back(keys.begin() + static_cast<std::ptrdiff_t>(at),
                        keys.begin() + static_cast<std::ptrdiff_t>(end));
    }
  }

  // What switches keyboards, and what moves the caret, in a row each where one is too short for both.
  void break_work_row(std::vector<Row>& rows, const Row& row) const {
    if (work_width(row, m_.target, m_.gap) <= width_) return rows.push_back(row);
    const auto left = std::ranges::find(row, "key:left", [](const Element* key) { return key->id; });
    rows.emplace_back(row.begin(), left);
    rows.emplace_back(left, row.end());
  }

  Plan small(const std::vector<Row>& rows, float room_h) const {
    const float gap = std::max(4.0f, std::floor(m_.px_per_mm));
    const auto count = static_cast<float>(rows.size());
    const float height = std::floor((room_h - (count - 1) * gap) / count);
    return own_rows(rows, std::min(m_.target, height), gap);
  }

  TextStyle style() const {
    TextStyle style = answer_style(m_);
    style.size_px = std::min(style.size_px * 1.1f, std::floor(plan_.key_h * 0.62f));
    return style;
  }

  // Keys of a row that is short of others stand under them, from the left.
  void draw_row(const Row& row, float top) {
    const bool is_switches =
        std::ranges::any_of(row, [](const Element* key) { return key->id.starts_with("key:layer:"); });
    if (is_switches) return draw_work_row(row, top);
    float x = m_.margin + std::round((width_ - span(plan_.columns, plan_.key_w, plan_.gap)) / 2);
    for (const Element* key : row) {
      tile(kit_, *key, {x, top, plan_.key_w, plan_.key_h}, style());
      x += plan_.key_w + plan_.gap;
    }
  }
  float wanted(const Element& key, float least) const {
    if (key.icon != Icon::none || key.id == "key:space") return least;
    return std::max(least, kit_.width_of(key, style()) + m_.grid * 0.75f);
  }
  float work_width(const Row& row, float least, float gap) const {
    float width = 0;
    for (const Element* key : row) width += wanted(*key, least);
    return width + gap * static_cast<float>(row.size() - 1);
  }

  // The space bar takes what the others leave.
  void draw_work_row(const Row& row, float top) {
    const float least = std::min(plan_.key_w, m_.target);
    const float all = work_width(row, least, plan_.gap);
    const float ratio = all > width_ ? (width_ - plan_.gap * static_cast<float>(row.size() - 1)) /
                                           (all - plan_.gap * static_cast<float>(row.size() - 1))
                                     : 1;
    const bool has_space = is_work_row(row);
    float x = m_.margin;
    for (const Element* key : row) {
      float width = std::floor(wanted(*key, least) * ratio);
      if (key->id == "key:space" && has_space) width += std::max(0.0f, width_ - all);
      tile(kit_, *key, {x, top, width, plan_.key_h}, style());
      x += width + plan_.gap;
    }
  }

  Toolkit& kit_;
  const Metrics& m_;
  float width_ = 0;
  std::size_t columns_ = 0;
  Plan plan_;
};

// Spaces at a line's end have no width, but the caret must stand behind them.
struct Shown {
  Element element;
  std::size_t caret = 0;
};
Shown with_visible_end(const Element& editor) {
  Shown shown{editor, editor.caret.value_or(0)};
  auto& words = shown.element.words;
  const auto end = words.find_last_not_of(' ') + 1;
  const auto spaces = words.size() - end;
  words.resize(end);
  for (std::size_t i = 0; i < spaces; ++i) words += "\u00A0";
  if (shown.caret > end) shown.caret += shown.caret - end;
  return shown;
}

// Of the script that is written, so that no letter is cut.
float line_height(const Element& editor, Toolkit& kit, float width) {
  const Paragraph& words = kit.measure(editor, answer_style(kit.metrics()), width);
  return words.lines.empty() ? kit.metrics().answer_px * 1.45f : std::ceil(height_of(words, {0, 1}));
}

void draw_editor(const Element& editor, Toolkit& kit, const Rect& rect) {
  const Metrics& m = kit.metrics();
  const Theme& theme = kit.theme();
  kit.paint().fill(rect, m.radius, ink_of(theme.card));
  kit.paint().outline(rect, m.radius, m.stroke, ink_of(theme.leaf));
  const Shown shown = with_visible_end(editor);
  const TextStyle style = {m.answer_px, Weight::regular, 1, TextAlign::start, false};
  const float line = line_height(editor, kit, rect.w);
  const float pad = std::max(0.0f, std::floor(std::min(m.grid * 0.6f, (rect.h - line) / 2)));
  Rect column{rect.x + m.grid * 0.6f, rect.y + pad, rect.w - m.grid * 1.2f, rect.h - 2 * pad};
  column.w -= m.stroke;  // the caret's, behind the last letter
  const Paragraph& words = kit.measure(shown.element, style, column.w);
  const CaretPlace caret = find_caret(words, shown.caret, shown.element.words.size());
  const float line_h = words.lines.empty() ? style.size_px * 1.3f : height_of(words, {0, 1});
  const auto visible = std::max<std::size_t>(1, static_cast<std::size_t>(column.h / line_h));
  const std::size_t first = caret.line + 1 > visible ? caret.line + 1 - visible : 0;
  const LineRange lines{first, visible};
  const Rect taken =
      kit.words(shown.element, style, column, editor.apart ? theme.quiet_ink : theme.ink, lines);
  kit.record(editor, rect, taken);

  const bool from_right = words.direction == TextDirection::right_to_left;
  const float left =
      words.lines.empty() || !from_right ? column.x : column.right() - words.lines[caret.line].width_px;
  const float x = std::round(left + caret.x_px);
  const float y = column.y + static_cast<float>(caret.line - first) * line_h;
  kit.paint().fill({x - m.stroke / 2, y + line_h * 0.1f, m.stroke, line_h * 0.8f}, 0, ink_of(theme.leaf));
}

}  // namespace

bool draw_writing(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  const Element* editor = first_of(view, Role::editor);
  const Element* count = first_of(view, Role::note);
  if (!editor) return false;
  Bar bar(kit, view);
  const float width = m.width - 2 * m.margin;
  float top = std::round(m.grid * 0.6f);
  const float low = bar.top() - m.gap;
  const float count_h = count ? kit.measure(*count, bar_style(m), width).height_px : 0;
  const float line_h = line_height(*editor, kit, width), pad = 2 * std::round(m.grid * 0.2f) + 1;
  const float least = count_h + m.grid * 0.3f + line_h + pad, roomy = least + 2 * line_h;
  const float whole = low - top - m.gap;
  Keyboard keyboard(view, kit, whole - (whole * 0.36f > roomy ? roomy : least), whole - least);
  const float keys_top = low - keyboard.height();
  // A number or a code is one line, and stands near its keys.
  const auto rows = rows_of(view);
  const bool is_line = std::ranges::none_of(rows, is_work_row);
  if (is_line) {
    const float free = keys_top - m.gap - top - count_h - std::round(m.grid * 0.3f) - line_h - m.grid;
    top += std::round(std::max(0.0f, free) * 0.5f);
  }
  if (count) {
    const Rect column = kit.place({m.margin, top, width, count_h});
    kit.text(*count, bar_style(m), column, kit.theme().quiet_ink);
    top += count_h + std::round(m.grid * 0.3f);
  }
  const float editor_h = std::min(keys_top - m.gap - top, is_line ? line_h + m.grid : line_h * 5 + pad);
  draw_editor(*editor, kit, {m.margin, top, width, editor_h});
  keyboard.draw(keys_top);
  bar.draw();
  return true;
}

}  // namespace vantrum::kiosk
