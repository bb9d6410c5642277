// One quiet drawing per main screen: our own vectors, daylight and wood, nothing cute that a child wants to
// tap.
#pragma once

#include "kiosk/screens/toolkit.h"

namespace vantrum::kiosk {

// Rooms fill `rect` whatever its form, with rounded corners; the others are 5 wide and 4 high and stand in
// its middle.
inline constexpr float picture_ratio = 1.25f;
void picture(Toolkit& kit, const Element& element, const Rect& rect, float radius);

}  // namespace vantrum::kiosk
