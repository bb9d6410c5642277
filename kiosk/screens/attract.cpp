#include "kiosk/screens/column.h"
#include "kiosk/screens/pictures.h"
#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

// The languages in their own names, one after the other with a dot between; wraps like words do.
class LanguageNames {
 public:
  LanguageNames(Toolkit& kit, const std::vector<const Element*>& names, float width)
      : kit_(kit), style_(bar_style(kit.metrics())) {
    put(names, width, width);
    // As narrow as these lines can be, so that the last one has not a single name.
    const int lines = lines_;
    for (float narrower = width - kit.metrics().grid; lines > 0 && narrower > width / 2;
         narrower -= kit.metrics().grid) {
      const auto wider = places_;
      put(names, width, narrower);
      if (lines_ == lines) continue;
      places_ = wider;
      lines_ = lines;
      return;
    }
  }
  float height() const { return places_.empty() ? 0 : line_height_ * static_cast<float>(lines_ + 1); }

  void draw(float left, float top) {
    const Metrics& m = kit_.metrics();
    for (const Place& at : places_) {
      const float line_top = top + line_height_ * static_cast<float>(at.line);
      const Paragraph& words = kit_.measure(*at.name, style_, at.width);
      const float own = words.lines.empty() ? baseline_ : words.lines.front().baseline_px;  // scripts differ
      const Rect rect{left + at.x, std::round(line_top + baseline_ - own), at.width, words.height_px};
      kit_.text(*at.name, style_, kit_.place(rect), kit_.theme().quiet_ink);
      if (!at.dot) continue;
      const Rect dot = kit_.place({rect.x - m.grid * 0.75f - 2, line_top, 4, 4});
      kit_.paint().circle(dot.centre_x(), line_top + baseline_ - style_.size_px * 0.3f, m.grid * 0.11f,
                          ink_of(kit_.theme().sun));
    }
  }

 private:
  // In lines of `room`; each name has up to `width`.
  void put(const std::vector<const Element*>& names, float width, float room) {
    const float between = kit_.metrics().grid * 1.5f;
    float x = 0;
    places_.clear();
    lines_ = 0;
    for (const Element* name : names) {
      const Paragraph& words = kit_.measure(*name, style_, width);
      const float name_width = std::ceil(words.width_px) + 1;
      line_height_ = std::max(line_height_, words.height_px + kit_.metrics().grid * 0.25f);
      if (!words.lines.empty()) baseline_ = std::max(baseline_, words.lines.front().baseline_px);
      if (x > 0 && x + between + name_width > room) {
        ++lines_;
        x = 0;
      }
      if (x > 0) x += between;
      places_.push_back({name, x, lines_, name_width, x > 0});
      x += name_width;
    }
  }

  struct Place {
    const Element* name;
    float x;
    int line;
    float width;
    bool dot;
  };
  Toolkit& kit_;
  TextStyle style_;
  float line_height_ = 0, baseline_ = 0;
  int lines_ = 0;
  std::vector<Place> places_;
};

void add_greeting(Column& column, Toolkit& kit, const ViewModel& view, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  for (const Element& element : view.elements) {
    switch (element.role) {
      case Role::heading:
        column.words(element, title_style(m, fit), kit.theme().ink);
        break;
      case Role::text:
        column.space(m.grid * 0.75f * fit.spaces);
        column.words(element, body_style(m), kit.theme().quiet_ink);
        break;
      case Role::start: {
        column.space(m.grid * 2 * fit.spaces);
        const float button = std::min(width, start_width(kit, element, width));
        column.piece(start_height(kit, element, button), [&kit, &element, button](const Rect& rect) {
          const float x = kit.right_to_left() ? rect.right() - button : rect.x;
          start_button(kit, element, {x, rect.y, button, rect.h});
        });
        break;
      }
      default:
        break;
    }
  }
}

}  // namespace

// The room fills the end half of a wide screen, or the upper part of a high one; the greeting has the rest,
// and on a small panel a little more than that.
bool draw_attract(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  for (const float share : {0.46f, 0.3f, 0.0f}) {  // of the picture
    const Element* drawing = share > 0 ? first_of(view, Role::illustration) : nullptr;
    for (const Fit& fit : fits()) {
      const bool beside = drawing && m.landscape();
      const float side = std::round(m.width * (1 - share));
      const Rect room = beside ? Rect{side, 0, m.width - side, m.height}
                               : Rect{0, 0, m.width, std::round(m.height * (share - 0.02f))};
      const float width = (beside ? room.x - m.grid * 1.5f : m.width - m.margin) - m.margin;
      Column greeting(kit, width);
      add_greeting(greeting, kit, view, width, fit);
      LanguageNames names(kit, all_of(view, Role::note), width);
      const float edge = m.grid * std::max(0.75f, 1.5f * fit.spaces);
      const float names_top = m.height - edge - names.height();
      const float top = drawing && !beside ? room.bottom() + m.grid : edge;
      const float free = names_top - m.grid - top - greeting.height();
      if (free < 0 || greeting.splits_word()) continue;
      if (drawing) picture(kit, *drawing, kit.place(room), 0);
      greeting.draw(m.margin, top + free * 0.45f);
      names.draw(m.margin, names_top);
      return true;
    }
  }
  return false;
}

}  // namespace vantrum::kiosk
