// The pieces that screens are made of. Each draws one element into a rectangle that the screen gives, takes
// its touches and records it; the *_height and *_width functions tell how much room it wants.
#pragma once

#include <span>

#include "kiosk/screens/toolkit.h"

namespace vantrum::kiosk {

// What gives way when a screen has to be tight; 1 is roomy. Only headings and empty space do: words that are
// read and targets that are touched keep their size, and what does not fit then comes on another page.
struct Fit {
  float headings = 1;  // times the size of titles and questions, down to Metrics::heading_px_min
  float spaces = 1;    // times margins and gaps
  float link_px = 0;   // what a link repeats is cut short with "…" to keep this height; 0: never
};
std::span<const Fit> fits();  // from roomy to tight

TextStyle title_style(const Metrics& metrics, const Fit& fit);
TextStyle question_style(const Metrics& metrics, const Fit& fit);
TextStyle body_style(const Metrics& metrics);
TextStyle answer_style(const Metrics& metrics);
TextStyle bar_style(const Metrics& metrics);
TextStyle centred(TextStyle style);

// A white sheet with a soft shadow, for text.
void sheet(Toolkit& kit, const Rect& rect);

// Body text with a leaf before it, where it is one of several paragraphs.
bool has_sprig(const ViewModel& view, const Element& element);
float sprig_indent(const TextStyle& style);
void text_with_sprig(Toolkit& kit, const Element& element, const TextStyle& style, const Rect& rect,
                     LineRange lines);

// Around what is spoken, or where the keypad is.
void focus_ring(Toolkit& kit, const Rect& around);

// Those that point are mirrored with the screen.
void draw_icon(Toolkit& kit, Icon icon, float x, float y, float size, Ink ink);

// What can be chosen stands on it: a border, a shadow, a tint when it is chosen.
void card_ground(Toolkit& kit, const Element& element, const Rect& rect, bool held);

// From a card's border to what stands in it: a little more at its sides than above and below, for a disc that
// touches the border looks like a mistake.
float side_pad(const Metrics& metrics, const Fit& fit);

// Where words begin that stand in the middle of a card. Scripts need different room above and below their
// baselines; these words have theirs where Latin words would, so cards side by side are on one line.
float top_of_words(const Paragraph& words, float size_px, float centre_y);

// An answer, a language, a toggle or a link.
bool is_card(Role role);
float card_height(Toolkit& kit, const Element& element, float width, const Fit& fit);
bool card_splits_word(Toolkit& kit, const Element& element, float width, const Fit& fit);
void card(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);

// A card of the role link; card and card_height know them.
float link_height(Toolkit& kit, const Element& element, float width, const Fit& fit);
bool link_splits_word(Toolkit& kit, const Element& element, float width, const Fit& fit);
void link_card(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);

TextStyle button_style(const Metrics& metrics, const Element& element);
TextStyle large_button_style(const Metrics& metrics, const Element& element);
float button_width(Toolkit& kit, const Element& element, const TextStyle& style);  // on one line
float button_words_width(const Element& element, const TextStyle& style, const Metrics& metrics, float width);
float button_height(Toolkit& kit, const Element& element, const TextStyle& style, float width);
void quiet_button(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style);
// Its words are only spoken. `first`: it is the thing to do here, and looks like a primary button.
void icon_button(Toolkit& kit, const Element& element, const Rect& rect, bool first = false);
void primary_button(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style);

// An icon with its words below it.
float stacked_width(Toolkit& kit, const Element& element, const TextStyle& style);
float stacked_height(Toolkit& kit, const Element& element, const TextStyle& style, float width);
void stacked_button(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style);

// The bar at the bottom, in the same place on every screen (A48): quiet buttons at the start, the primary one
// at the reading end. Words stand beside their icons; where that is too wide, below them; where that is too
// wide, too, they take more rows on a high panel, and on a wide one the icons stand alone.
//
// Buttons that are no part of the bar of every screen (what only a listener has) move nothing: they stand
// after the quiet buttons where there is room, else in a row of their own above the bar.
class Bar {
 public:
  Bar(Toolkit& kit, const ViewModel& view);
  bool is_empty() const { return places_.empty(); }
  float top() const { return top_; }  // above it the screen has its room
  // What is left of the first row where the primary button is in another one; else nothing.
  Rect spare() const;
  // `second`: the primary button leads on, but is not the first thing to do here; it is drawn as a quiet one.
  void draw(bool second = false);

 private:
  enum class Style : std::uint8_t { beside, over, icons };
  struct Place {
    bool is_primary;
    std::vector<const Element*> shapes;  // what may stand here, on this screen or another
    const Element* shown;                // what does; null: nothing
    Rect rect;                           // left to right
    std::size_t row;
  };
  void add(const Element& element, bool is_shown);
  float width_of(const Place& place, Style style) const;
  float height_of(const Place& place, Style style) const;
  void choose_style();
  bool holds_words(const Place& place, float width) const;
  bool is_low() const;
  bool put_in_rows();
  void place_rows();
  void place_extras();
  bool put_extras(Rect room);
  void draw_place(const Place& place, Style style, bool second);

  Toolkit& kit_;
  std::vector<Place> places_, extras_;
  Style style_ = Style::beside, extras_style_ = Style::beside;
  std::size_t rows_ = 1;
  float top_ = 0;
};

float progress_height(Toolkit& kit, const Element& element, float width);
void progress(Toolkit& kit, const Element& element, const Rect& rect);

float start_height(Toolkit& kit, const Element& element, float width);
float start_width(Toolkit& kit, const Element& element, float width_max);
void start_button(Toolkit& kit, const Element& element, const Rect& rect);

float countdown_size(Toolkit& kit, const Element& element, const Fit& fit);
void countdown(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);

// Elements of one role, in reading order.
std::vector<const Element*> all_of(const ViewModel& view, Role role);
const Element* first_of(const ViewModel& view, Role role);

}  // namespace vantrum::kiosk
