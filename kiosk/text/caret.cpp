#include "kiosk/text/caret.h"

namespace vantrum::kiosk {
namespace {

// Neighbours on the line tell which way a glyph's run is written: their bytes climb or fall.
bool is_from_right(const Paragraph& paragraph, const TextLine& line, std::uint32_t at) {
  const auto byte = [&](std::uint32_t i) { return paragraph.glyphs[line.glyph_first + i].byte; };
  for (std::uint32_t i = at + 1; i < line.glyph_count; ++i) {
    if (byte(i) != byte(at)) return byte(i) < byte(at);
  }
  for (std::uint32_t i = at; i-- > 0;) {
    if (byte(i) != byte(at)) return byte(i) > byte(at);
  }
  return paragraph.direction == TextDirection::right_to_left;
}

// Left and right edge of the cluster that the glyph belongs to.
std::pair<float, float> edges(const Paragraph& paragraph, const TextLine& line, std::uint32_t at) {
  const auto& glyphs = paragraph.glyphs;
  const auto byte = glyphs[line.glyph_first + at].byte;
  auto first = at, end = at + 1;
  while (first > 0 && glyphs[line.glyph_first + first - 1].byte == byte) --first;
  while (end < line.glyph_count && glyphs[line.glyph_first + end].byte == byte) ++end;
  const float right = end < line.glyph_count ? glyphs[line.glyph_first + end].x_px : line.width_px;
  return {glyphs[line.glyph_first + first].x_px, right};
}

}  // namespace

CaretPlace find_caret(const Paragraph& paragraph, std::size_t byte, std::size_t text_bytes) {
  if (paragraph.lines.empty()) return {};
  const auto last = paragraph.lines.size() - 1;
  if (byte >= text_bytes) {
    const bool from_right = paragraph.direction == TextDirection::right_to_left;
    return {last, from_right ? 0 : paragraph.lines[last].width_px};
  }
  // The glyph of this byte; else the nearest before it, whose far side it then is: a space that a line's end
  // has swallowed, or a part of a ligature.
  CaretPlace place;
  bool found = false;
  std::uint32_t best = 0;
  for (std::size_t at = 0; at <= last; ++at) {
    const auto& line = paragraph.lines[at];
    for (std::uint32_t i = 0; i < line.glyph_count; ++i) {
      const auto begins = paragraph.glyphs[line.glyph_first + i].byte;
      if (begins > byte || (found && begins < best)) continue;
      found = true;
      best = begins;
      const auto [left, right] = edges(paragraph, line, i);
      const bool is_before = begins == byte;
      place = {at, is_from_right(paragraph, line, i) == is_before ? right : left};
    }
  }
  return place;
}

}  // namespace vantrum::kiosk
