// One quiet drawing per main screen: our own vectors, daylight and wood, nothing cute that a child wants to tap.
#pragma once

#include "kiosk/screens/toolkit.h"

namespace vantrum::kiosk {

// Pictures are 5 wide and 4 high; the drawing keeps that and stands in the middle of `rect`.
inline constexpr float picture_ratio = 1.25f;
void picture(Toolkit& kit, const Element& element, const Rect& rect);

}  // namespace vantrum::kiosk
