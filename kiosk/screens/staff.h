// What only the staff's screens have: a number in a ring that can be read from two metres, and facts.
#pragma once

#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

// As large as `room` allows: the digits of a gauge of `grid` × 12 are 11 mm high on the reference panel,
// which is what two metres ask for.
float gauge_side(const Metrics& metrics, float room);
void gauge(Toolkit& kit, const Element& element, const Rect& rect);

// The name at the start, its value in bold beside it; one below the other where that is too narrow.
float fact_height(Toolkit& kit, const Element& element, float width);
void fact(Toolkit& kit, const Element& element, const Rect& rect);

// A note that asks for something is drawn so that it is seen.
Rgb note_colour(const Element& element, const Theme& theme);

}  // namespace vantrum::kiosk
