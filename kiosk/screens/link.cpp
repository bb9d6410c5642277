// Cards that lead to another screen: "Om tillgänglighet", and on the review page each question with its
// answer.
#include <algorithm>
#include <cmath>

#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

namespace {

// What stands before the line feed is quiet, what stands after it is the main part; without one, all of it
// is.
struct Parts {
  Element quiet, main;
};

Parts parts_of(const Element& element) {
  Parts parts{element, element};
  const auto feed = element.words.find('\n');
  parts.quiet.words = feed == std::string::npos ? "" : element.words.substr(0, feed);
  if (feed != std::string::npos) parts.main.words = element.words.substr(feed + 1);
  return parts;
}

float icon_of(const Metrics& m) { return std::round(m.answer_px * 1.1f); }
// Above and below, both together. Large words bring room of their own between their lines.
float pad_of(const Metrics& m, const Fit& fit) {
  const bool is_large = m.answer_px > m.grid * 1.5f;
  return is_large ? std::round(m.grid * std::max(0.5f, fit.spaces)) : side_pad(m, fit);
}
float words_width(const Metrics& m, float width, const Fit& fit) {
  return width - side_pad(m, fit) * 2.5f - icon_of(m);
}
float between(const Metrics& m) { return std::round(m.grid * 0.15f); }

struct Styles {
  TextStyle quiet, main;
};

float height_in(Toolkit& kit, const Parts& parts, const Styles& styles, float width) {
  const float main = kit.measure(parts.main, styles.main, width).height_px;
  if (parts.quiet.words.empty()) return main;
  return kit.measure(parts.quiet, styles.quiet, width).height_px + between(kit.metrics()) + main;
}

// The question that a review row repeats gives way first, the answers after it: both stand whole where they
// came from, and are spoken whole.
Styles styles_of(Toolkit& kit, const Parts& parts, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  Styles styles{bar_style(m), answer_style(m)};
  if (parts.quiet.words.empty()) return styles;
  styles.main.weight = Weight::bold;
  if (fit.link_px <= 0) return styles;
  for (TextStyle* style : {&styles.quiet, &styles.main}) {
    const Element& words = style == &styles.quiet ? parts.quiet : parts.main;
    std::size_t lines = kit.measure(words, *style, width).lines.size();
    while (lines > 1 && height_in(kit, parts, styles, width) + pad_of(m, fit) > fit.link_px) {
      style->lines_max = --lines;
    }
  }
  return styles;
}

}  // namespace

float link_height(Toolkit& kit, const Element& element, float width, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const Parts parts = parts_of(element);
  const float room = words_width(m, width, fit);
  const float words = height_in(kit, parts, styles_of(kit, parts, room, fit), room);
  return std::ceil(std::max(m.target, words + pad_of(m, fit)));
}

bool link_splits_word(Toolkit& kit, const Element& element, float width, const Fit& fit) {
  const Parts parts = parts_of(element);
  const float room = words_width(kit.metrics(), width, fit);
  const Styles styles = styles_of(kit, parts, room, fit);
  return kit.measure(parts.main, styles.main, room).split_word ||
         kit.measure(parts.quiet, styles.quiet, room).split_word;
}

void link_card(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit) {
  const Metrics& m = kit.metrics();
  const Theme& theme = kit.theme();
  card_ground(kit, element, rect, kit.touch(element, rect) || element.pressed);

  const Parts parts = parts_of(element);
  const float pad = side_pad(m, fit), icon = icon_of(m), room = words_width(m, rect.w, fit);
  const bool mirrored = kit.right_to_left();
  const float icon_x = mirrored ? rect.x + pad + icon / 2 : rect.right() - pad - icon / 2;
  draw_icon(kit, element.icon, icon_x, rect.centre_y(), icon,
            ink_of(element.enabled ? theme.leaf : theme.quiet_ink));

  const Styles styles = styles_of(kit, parts, room, fit);
  const float height = height_in(kit, parts, styles, room);
  const float x = mirrored ? rect.right() - pad - room : rect.x + pad;
  Rect column{x, std::round(rect.centre_y() - height / 2), room, height};
  if (!parts.quiet.words.empty()) {
    column.y += kit.words(parts.quiet, styles.quiet, column, theme.quiet_ink).h + between(m);
  }
  kit.words(parts.main, styles.main, column, element.enabled ? theme.ink : theme.quiet_ink);
  kit.record(element, rect, {x, std::round(rect.centre_y() - height / 2), room, height});
}

}  // namespace vantrum::kiosk
