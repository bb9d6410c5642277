// The only place where words become triangles.
#pragma once

#include <cstdint>

#include "kiosk/text/glyph_atlas.h"
#include "kiosk/text/paragraph.h"

struct ImDrawList;

namespace vantrum::kiosk {

enum class TextAlign { start, centre, end };  // start is the right edge in a right-to-left paragraph

struct TextPlace {
  float x_px = 0, y_px = 0;  // top left of the column
  float width_px = 0;        // of the column; lines are aligned in it
  TextAlign align = TextAlign::start;
  LineRange lines = {};  // the first of them at y_px
};

// `colour` is ImGui's packed form. The draw list's current texture must be the atlas; glyphs are put on whole
// pixels vertically and quarter pixels horizontally.
void draw_text(ImDrawList& list, GlyphAtlas& atlas, const Paragraph& paragraph, const TextPlace& place,
               std::uint32_t colour);

}  // namespace vantrum::kiosk
