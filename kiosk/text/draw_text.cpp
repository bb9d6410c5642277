#include "kiosk/text/draw_text.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace vantrum::kiosk {

namespace {

float left_of(const TextLine& line, const Paragraph& paragraph, const TextPlace& place) {
  const float room_px = place.width_px - line.width_px;
  const bool right_to_left = paragraph.direction == TextDirection::right_to_left;
  switch (place.align) {
    case TextAlign::centre:
      return place.x_px + room_px / 2;
    case TextAlign::start:
      return place.x_px + (right_to_left ? room_px : 0);
    case TextAlign::end:
      return place.x_px + (right_to_left ? 0 : room_px);
  }
  return place.x_px;
}

void draw_glyph(ImDrawList& list, const AtlasGlyph& glyph, float pen_x, float pen_y, std::uint32_t colour) {
  const ImVec2 a(pen_x + static_cast<float>(glyph.left), pen_y - static_cast<float>(glyph.top));
  const ImVec2 b(a.x + static_cast<float>(glyph.at.width), a.y + static_cast<float>(glyph.at.height));
  const ImVec2 uv_a(static_cast<float>(glyph.at.x), static_cast<float>(glyph.at.y));
  const ImVec2 uv_b(uv_a.x + static_cast<float>(glyph.at.width),
                    uv_a.y + static_cast<float>(glyph.at.height));
  list.PrimReserve(6, 4);
  list.PrimRectUV(a, b, uv_a, uv_b, colour);
}

}  // namespace

void draw_text(ImDrawList& list, GlyphAtlas& atlas, const Paragraph& paragraph, const TextPlace& place,
               std::uint32_t colour) {
  const std::size_t first = std::min(place.lines.first, paragraph.lines.size());
  const std::size_t last = first + std::min(place.lines.count, paragraph.lines.size() - first);
  const float above_px = first < last ? paragraph.lines[first].top_px : 0;
  for (std::size_t at = first; at < last; ++at) {
    const TextLine& line = paragraph.lines[at];
    const float left = left_of(line, paragraph, place);
    const float baseline = std::round(place.y_px - above_px + line.baseline_px);
    for (std::uint32_t i = 0; i < line.glyph_count; ++i) {
      const PlacedGlyph& glyph = paragraph.glyphs[line.glyph_first + i];
      const float quarters = std::floor((left + glyph.x_px) * 4 + 0.5f);
      const float pen_x = std::floor(quarters / 4);
      const int quarter = static_cast<int>(quarters - pen_x * 4);
      const AtlasGlyph* picture = atlas.find(glyph.font, glyph.glyph, paragraph.size_px, quarter);
      if (!picture || picture->at.empty()) continue;
      draw_glyph(list, *picture, pen_x, std::round(baseline + glyph.y_px), colour);
    }
  }
}

}  // namespace vantrum::kiosk
