// Icons of writing and feeling. Each fills a square of `size` around (x, y), in one stroke width.
#pragma once

#include "kiosk/screens/paint.h"

namespace vantrum::kiosk {

// From sad (0) to glad (1). Only for questions that ask for a feeling.
void draw_face(Painter& paint, float x, float y, float size, float stroke, float amount, Ink ink);
void draw_erase(Painter& paint, float x, float y, float size, float stroke, Ink ink);

}  // namespace vantrum::kiosk
