// What tells where one is and leads on: the bar, the progress and the countdown.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

namespace {

constexpr float words_in_ring = 0.7f;  // the square inside a circle

}  // namespace

// Every place of the bar, whether something stands there on this screen or not. Places are as large as what
// may ever stand there, so nothing moves when a word changes (A48).
Bar::Bar(Toolkit& kit, const ViewModel& view) : kit_(kit) {
  for (const Element& element : view.bar_places) add(element, false);
  for (const Element& element : view.elements) {
    if (element.role != Role::button && element.role != Role::primary) continue;
    const bool is_extra = !view.bar_places.empty() && element.role == Role::button &&
                          std::none_of(view.bar_places.begin(), view.bar_places.end(),
                                       [&](const Element& place) { return place.id == element.id; });
    if (is_extra) {
      extras_.push_back({false, {&element}, &element, {}, 0});
    } else {
      add(element, true);
    }
  }
  if (places_.empty()) {
    top_ = kit.metrics().height - kit.metrics().grid;
    return;
  }
  std::stable_partition(places_.begin(), places_.end(), [](const Place& place) { return !place.is_primary; });
  choose_style();
  place_rows();
  place_extras();
}

void Bar::choose_style() {
  const bool high = kit_.metrics().height > kit_.metrics().width;
  constexpr std::size_t rows_max = 3;
  for (const Style style : {Style::beside, Style::over}) {
    style_ = style;
    if (put_in_rows() && rows_ == 1 && is_low()) return;
  }
  style_ = Style::beside;
  if (high && put_in_rows() && rows_ <= rows_max) return;
  style_ = Style::icons;
  put_in_rows();
}

// A bar that takes the room of an answer is too high: then its icons do.
bool Bar::is_low() const {
  const Metrics& m = kit_.metrics();
  return std::all_of(places_.begin(), places_.end(), [&](const Place& place) {
    return m.height > m.width || height_of(place, style_) <= m.target * 1.45f;
  });
}

void Bar::add(const Element& element, bool is_shown) {
  const bool is_primary = element.role == Role::primary;
  auto place = std::find_if(places_.begin(), places_.end(), [&](const Place& at) {
    return is_primary ? at.is_primary : at.shapes.front()->id == element.id;
  });
  if (place == places_.end()) place = places_.insert(places_.end(), Place{is_primary, {}, nullptr, {}, 0});
  place->shapes.push_back(&element);
  if (is_shown) place->shown = &element;
}

// On one line; the widest of all that may stand there.
float Bar::width_of(const Place& place, Style style) const {
  const Metrics& m = kit_.metrics();
  float width = 0;
  for (const Element* shape : place.shapes) {
    const TextStyle text = button_style(m, *shape);
    const bool icon_only = style == Style::icons && shape->icon != Icon::none;
    if (place.is_primary || style == Style::beside) {
      width = std::max(width, button_width(kit_, *shape, text));
    } else {
      width = std::max(width, icon_only ? m.target : stacked_width(kit_, *shape, text));
    }
  }
  return width;
}

// Beside icons the primary button's words may take a second line, but none of them may be broken.
bool Bar::holds_words(const Place& place, float width) const {
  const Metrics& m = kit_.metrics();
  if (width < m.primary_min) return false;
  return std::all_of(place.shapes.begin(), place.shapes.end(), [&](const Element* shape) {
    const TextStyle style = button_style(m, *shape);
    const Paragraph& words = kit_.measure(*shape, style, button_words_width(*shape, style, m, width));
    return words.lines.size() <= 2 && !words.split_word;
  });
}

// False if something had to be made narrower than its words on one line.
bool Bar::put_in_rows() {
  const Metrics& m = kit_.metrics();
  const float room = m.width - 2 * m.margin;
  bool whole = true;
  rows_ = 1;
  float x = 0;
  for (Place& place : places_) {
    const float wanted = std::min(room, width_of(place, style_));
    const bool breaks_lines = place.is_primary && style_ == Style::icons && holds_words(place, room - x);
    if (x > 0 && x + wanted > room + 0.5f && !breaks_lines) {
      ++rows_;
      x = 0;
    }
    const float width = std::min(wanted, room - x);
    whole = whole && width >= wanted;
    place.rect = {m.margin + (place.is_primary ? room - width : x), 0, width, m.target};
    place.row = rows_ - 1;
    x += width + m.gap;
  }
  return whole;
}

float Bar::height_of(const Place& place, Style style) const {
  const Metrics& m = kit_.metrics();
  float height = m.target;
  for (const Element* shape : place.shapes) {
    const TextStyle text = button_style(m, *shape);
    if (place.is_primary || style == Style::beside) {
      height = std::max(height, button_height(kit_, *shape, text, place.rect.w));
    } else if (style == Style::over) {
      height = std::max(height, stacked_height(kit_, *shape, text, place.rect.w));
    }
  }
  return height;
}

void Bar::place_rows() {
  const Metrics& m = kit_.metrics();
  top_ = m.height - m.grid;
  for (std::size_t row = rows_; row-- > 0;) {
    float height = m.target;
    for (const Place& place : places_) {
      if (place.row == row) height = std::max(height, height_of(place, style_));
    }
    if (row + 1 != rows_) top_ -= m.gap;
    top_ -= height;
    for (Place& place : places_) {
      if (place.row != row) continue;
      place.rect.y = top_;
      place.rect.h = height;
    }
  }
}

void Bar::place_extras() {
  if (extras_.empty()) return;
  const Metrics& m = kit_.metrics();
  const Place* last = nullptr;  // of the quiet buttons
  for (const Place& place : places_) {
    if (!place.is_primary) last = &place;
  }
  Rect after{m.margin, 0, 0, 0};
  if (last) {
    const Place& primary = places_.back();
    const bool is_shared = primary.is_primary && primary.row == last->row;
    const float end = is_shared ? primary.rect.x - m.gap : m.width - m.margin;
    after = {last->rect.right() + m.gap, last->rect.y, end - last->rect.right() - m.gap, last->rect.h};
  }
  for (const Style style : {style_, Style::icons}) {
    extras_style_ = style;
    if (put_extras(after)) return;
  }
  float height = m.target;
  for (const Place& extra : extras_) height = std::max(height, height_of(extra, extras_style_));
  top_ -= m.gap + height;
  put_extras({m.margin, top_, m.width - 2 * m.margin, height});
}

// Side by side from the start of this room; false if they do not fit into it.
bool Bar::put_extras(Rect room) {
  float x = room.x;
  for (Place& extra : extras_) {
    extra.rect = {x, room.y, width_of(extra, extras_style_), room.h};
    if (extra.rect.right() > room.right() + 0.5f || height_of(extra, extras_style_) > room.h) return false;
    x = extra.rect.right() + kit_.metrics().gap;
  }
  return true;
}

Rect Bar::spare() const {
  const Metrics& m = kit_.metrics();
  if (!extras_.empty()) {
    const Rect& last = extras_.back().rect;
    const bool is_free = std::none_of(places_.begin(), places_.end(), [&](const Place& place) {
      return place.rect.y == last.y && place.rect.x > last.x;
    });
    return is_free ? Rect{last.right() + m.gap, last.y, m.width - m.margin - last.right() - m.gap, last.h}
                   : Rect{};
  }
  if (rows_ != 2 || !places_.back().is_primary) return {};
  Rect free{m.margin, 0, m.width - 2 * m.margin, 0};
  for (const Place& place : places_) {
    if (place.row > 0) continue;
    free = {place.rect.right() + m.gap, place.rect.y, m.width - m.margin - place.rect.right() - m.gap,
            place.rect.h};
  }
  return places_.back().row > 0 ? free : Rect{};
}

void Bar::draw(bool second) {
  for (const Place& place : places_) draw_place(place, style_, second);
  for (const Place& extra : extras_) draw_place(extra, extras_style_, second);
}

void Bar::draw_place(const Place& place, Style style, bool second) {
  if (!place.shown) return;
  const Rect rect = kit_.place(place.rect);
  const TextStyle text = button_style(kit_.metrics(), *place.shown);
  if (place.is_primary && !second) {
    primary_button(kit_, *place.shown, rect, text);
  } else if (place.is_primary || style == Style::beside || place.shown->icon == Icon::none) {
    quiet_button(kit_, *place.shown, rect, text);
  } else if (style == Style::over) {
    stacked_button(kit_, *place.shown, rect, text);
  } else {
    icon_button(kit_, *place.shown, rect);
  }
}

float progress_height(Toolkit& kit, const Element& element, float width) {
  return std::ceil(kit.measure(element, bar_style(kit.metrics()), width).height_px);
}

// A dot for each step, and the words after them; only the words where the dots would be too small to tell
// apart.
void progress(Toolkit& kit, const Element& element, const Rect& rect) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  Painter& paint = kit.paint();
  const TextStyle style = bar_style(m);
  const float words_width = std::min(rect.w, kit.width_of(element, style) + 1);
  const float space = m.grid * 0.75f;
  const float room = std::max(0.0f, rect.w - words_width - space);
  const float pitch = std::min(m.grid, room / static_cast<float>(std::max(1, element.steps)));
  const bool has_dots = element.steps > 0 && pitch >= m.grid * 0.4f;
  const float radius = pitch * 0.27f;
  const bool mirrored = kit.right_to_left();
  for (int step = 1; has_dots && step <= element.steps; ++step) {
    const float along = (static_cast<float>(step) - 0.5f) * pitch;
    const float x = mirrored ? rect.right() - along : rect.x + along, y = rect.centre_y();
    if (step < element.step) {
      paint.circle(x, y, radius, ink_of(theme.leaf));
    } else if (step == element.step) {
      paint.circle(x, y, radius * 1.5f, ink_of(theme.on_sun));
      paint.circle(x, y, radius * 1.5f - m.stroke * 0.7f, ink_of(theme.sun));
    } else {
      paint.circle_outline(x, y, radius, m.stroke * 0.7f, ink_of(theme.edge));
    }
  }
  const float dots = has_dots ? pitch * static_cast<float>(element.steps) + space : 0;
  const Rect column{mirrored ? rect.right() - dots - words_width : rect.x + dots, rect.y, words_width,
                    rect.h};
  const Rect taken = kit.words(element, style, column, theme.quiet_ink);
  kit.record(element, rect, taken);
}

// Its words must fit in the ring, on as many lines as they need.
float countdown_size(Toolkit& kit, const Element& element, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const float least = std::round(m.grid * 7 * std::max(0.5f, fit.spaces)), most = std::min(m.width, m.height);
  for (float side = least; side < most; side += m.grid) {
    const Paragraph& words = kit.measure(element, centred(bar_style(m)), side * words_in_ring);
    if (words.height_px <= side * words_in_ring && !words.split_word) return side;
  }
  return most;
}

void countdown(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Theme& theme = kit.theme();
  const Metrics& m = kit.metrics();
  const float radius = std::min(rect.w, rect.h) / 2, thick = m.stroke * 3;
  kit.paint().circle(rect.centre_x(), rect.centre_y(), radius, ink_of(theme.card));
  kit.paint().circle_outline(rect.centre_x(), rect.centre_y(), radius, thick, ink_of(theme.line));
  kit.paint().arc(rect.centre_x(), rect.centre_y(), radius, thick, element.amount.value_or(0),
                  ink_of(theme.leaf));
  const float room = radius * 2 * words_in_ring;
  TextStyle style = centred(title_style(m, fit));
  if (kit.width_of(element, style) > room) style = centred(bar_style(m));
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
