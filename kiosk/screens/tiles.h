// Small square targets with one word on them: keys, and the steps of a rating.
#pragma once

#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

// Words or icon in the middle; words that are wider than the tile are drawn smaller.
void tile(Toolkit& kit, const Element& element, const Rect& rect, const TextStyle& style);

}  // namespace vantrum::kiosk
