// The pieces that screens are made of. Each draws one element into a rectangle that the screen gives, takes
// its touches and records it; the *_height and *_width functions tell how much room it wants.
#pragma once

#include <span>

#include "kiosk/screens/toolkit.h"

namespace vantrum::kiosk {

// How large things are when a screen has to be tight; 1 is normal.
struct Fit {
  float words = 1;    // times every text size
  float spaces = 1;   // times margins and gaps
  float targets = 1;  // times the least height of a target: below 1 only on panels too small for the rule
};
std::span<const Fit> fits();  // from roomy to tight

TextStyle title_style(const Metrics& metrics, const Fit& fit);
TextStyle question_style(const Metrics& metrics, const Fit& fit);
TextStyle body_style(const Metrics& metrics, const Fit& fit);
TextStyle answer_style(const Metrics& metrics, const Fit& fit);
TextStyle bar_style(const Metrics& metrics, const Fit& fit);

// A white sheet with a soft shadow, for text.
void sheet(Toolkit& kit, const Rect& rect);

// An answer, a language or a toggle.
float card_height(Toolkit& kit, const Element& element, float width, const Fit& fit);
void card(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);

float button_width(Toolkit& kit, const Element& element, const Fit& fit);
void quiet_button(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);
void primary_button(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);

// The bar at the bottom, in the same place on every screen (A48): quiet buttons at the start, the primary one
// at the reading end. Returns the y above which the screen has its room.
float bar_top(const Metrics& metrics);
void bar(Toolkit& kit, const ViewModel& view);

float progress_height(Toolkit& kit, const Element& element, const Fit& fit);
void progress(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);

float start_height(Toolkit& kit, const Element& element, float width, const Fit& fit);
float start_width(Toolkit& kit, const Element& element, float width_max, const Fit& fit);
void start_button(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);

float countdown_size(const Metrics& metrics, const Fit& fit);
void countdown(Toolkit& kit, const Element& element, const Rect& rect, const Fit& fit);

// Elements of one role, in reading order.
std::vector<const Element*> all_of(const ViewModel& view, Role role);
const Element* first_of(const ViewModel& view, Role role);

}  // namespace vantrum::kiosk
