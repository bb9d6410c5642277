#include "kiosk/screens/column.h"
#include "kiosk/screens/pictures.h"
#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

// The languages in their own names, one after the other with a dot between; wraps like words do.
class LanguageNames {
 public:
  LanguageNames(Toolkit& kit, std::vector<const Element*> names, float width, const Fit& fit)
      : kit_(kit), style_(bar_style(kit.metrics(), fit)) {
    const float between = kit.metrics().grid * 1.5f;
    float x = 0;
    for (const Element* name : names) {
      const Paragraph& words = kit.measure(*name, style_, width);
      const float name_width = std::ceil(words.width_px) + 1;
      line_height_ = std::max(line_height_, words.height_px + kit.metrics().grid * 0.25f);
      if (x > 0 && x + between + name_width > width) {
        ++lines_;
        x = 0;
      }
      if (x > 0) x += between;
      places_.push_back({name, x, lines_, name_width, x > 0});
      x += name_width;
    }
  }
  float height() const { return places_.empty() ? 0 : line_height_ * static_cast<float>(lines_ + 1); }

  void draw(float left, float top) {
    const Metrics& m = kit_.metrics();
    for (const Place& at : places_) {
      const Rect rect{left + at.x, top + line_height_ * static_cast<float>(at.line), at.width, line_height_};
      kit_.text(*at.name, style_, kit_.place(rect), kit_.theme().quiet_ink);
      if (!at.dot) continue;
      const Rect dot = kit_.place({rect.x - m.grid * 0.75f - 2, rect.y, 4, line_height_});
      kit_.paint().circle(dot.centre_x(), rect.y + (line_height_ - m.grid * 0.25f) / 2, m.grid * 0.11f,
                          ink_of(kit_.theme().sun));
    }
  }

 private:
  struct Place {
    const Element* name;
    float x;
    int line;
    float width;
    bool dot;
  };
  Toolkit& kit_;
  TextStyle style_;
  float line_height_ = 0;
  int lines_ = 0;
  std::vector<Place> places_;
};

void add_greeting(Column& column, Toolkit& kit, const ViewModel& view, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  for (const Element& element : view.elements) {
    switch (element.role) {
      case Role::heading: column.words(element, title_style(m, fit), kit.theme().ink); break;
      case Role::text:
        column.space(m.grid * 0.75f * fit.spaces);
        column.words(element, body_style(m, fit), kit.theme().quiet_ink);
        break;
      case Role::start: {
        column.space(m.grid * 2 * fit.spaces);
        const float button = std::min(width, start_width(kit, element, fit));
        column.piece(start_height(kit, element, button, fit), [&kit, &element, button, fit](const Rect& rect) {
          const float x = kit.right_to_left() ? rect.right() - button : rect.x;
          start_button(kit, element, {x, rect.y, button, rect.h}, fit);
        });
        break;
      }
      default: break;
    }
  }
}

}  // namespace

// Landscape: the picture at the end side, the greeting at the start; portrait: the picture on top.
void draw_attract(const ViewModel& view, Toolkit& kit) {
  const Metrics& m = kit.metrics();
  const Element* drawing = first_of(view, Role::illustration);
  const float inner = m.width - 2 * m.margin;
  for (const Fit& fit : fits()) {
    const bool last = &fit == &fits().back();
    LanguageNames names(kit, all_of(view, Role::note), inner, fit);
    const float names_top = m.height - m.grid * 1.5f - names.height();
    const float top = m.grid * 1.5f, room = names_top - m.grid - top;
    if (m.landscape()) {
      const float between = m.grid * 2.5f * fit.spaces;
      const float width = drawing ? std::round(inner * 0.50f - between / 2) : inner;
      Column greeting(kit, width);
      add_greeting(greeting, kit, view, width, fit);
      if (greeting.height() > room && !last) continue;
      greeting.draw(m.margin, top + std::max(0.0f, (room - greeting.height()) / 2));
      if (drawing) {
        const float picture_width = std::min(inner - width - between, room * picture_ratio);
        const float picture_height = picture_width / picture_ratio;
        const Rect rect{m.width - m.margin - picture_width, top + (room - picture_height) / 2, picture_width,
                        picture_height};
        picture(kit, *drawing, kit.place(rect));
      }
    } else {
      Column greeting(kit, inner);
      add_greeting(greeting, kit, view, inner, fit);
      const float between = m.grid * 2 * fit.spaces;
      const float picture_height =
          drawing ? std::min(inner / picture_ratio, room - greeting.height() - between) : 0;
      if (drawing && picture_height < m.height * 0.18f && !last) continue;
      const float all = picture_height + between + greeting.height();
      const float y = top + std::max(0.0f, (room - all) / 2);
      if (drawing) picture(kit, *drawing, {m.margin, y, inner, picture_height});
      greeting.draw(m.margin, y + picture_height + between);
    }
    names.draw(m.margin, names_top);
    return;
  }
}

}  // namespace vantrum::kiosk
