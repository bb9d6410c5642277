// The icons of speech, as paths in the stroke of the others. Each fills a square of `size` around (x, y).
#pragma once

#include "kiosk/screens/paint.h"

namespace vantrum::kiosk {

// A loudspeaker with waves, or with a stroke through it.
void loudspeaker_icon(Painter& paint, float x, float y, float size, float stroke, bool sounding, Ink ink);
// Round, back to the beginning.
void repeat_icon(Painter& paint, float x, float y, float size, float stroke, Ink ink);
void plus_icon(Painter& paint, float x, float y, float size, float stroke, bool plus, Ink ink);

}  // namespace vantrum::kiosk
