// Words become lines of positioned glyphs. Knows neither ImGui nor a screen; a pure function of its request.
//
// The way: UTF-8 → characters (malformed bytes become U+FFFD) → bidirectional levels (FriBidi) → script and
// font of each character → line-break and grapheme boundaries (ICU) → shaped advances (HarfBuzz) → greedy
// lines, with an emergency break between graphemes where one word is wider than the line → each line shaped
// again, in visual order.
//
// Note for writers of texts: in a right-to-left paragraph the Unicode algorithm turns number groups around
// (08-123 45 67). Wrap numbers, dates and addresses in U+2068 … U+2069.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/text/font_set.h"

namespace vantrum::kiosk {

enum class TextDirection : std::uint8_t { left_to_right, right_to_left };

struct ParagraphRequest {
  std::string_view text;  // UTF-8; "\n" breaks a line
  float width_px = 0;     // lines are at most this wide, except that each line takes at least one grapheme
  float size_px = 16;     // of the em
  Weight weight = Weight::regular;
  std::string_view language;  // BCP 47; chooses letter forms and break rules
  TextDirection direction = TextDirection::left_to_right;
  float leading = 1;  // times the fonts' own line height; above 1, of the first font's, if that is more
  std::size_t lines_max = 0;  // more lines than this are cut off with "…", between graphemes; 0: no bound
  bool balanced = false;      // lines of like length, as many as needed: no single word alone on the last one
};

struct PlacedGlyph {
  FontIndex font = 0;
  std::uint32_t glyph = 0;
  float x_px = 0;          // from the line's left end
  float y_px = 0;          // from the baseline, downwards
  std::uint32_t byte = 0;  // where its cluster starts in the text
};

struct TextLine {
  std::uint32_t glyph_first = 0, glyph_count = 0;  // visual order, left to right
  float width_px = 0;                              // without trailing spaces
  float top_px = 0, baseline_px = 0;               // from the paragraph's top
};

struct Paragraph {
  std::vector<PlacedGlyph> glyphs;
  std::vector<TextLine> lines;
  float size_px = 0;
  float width_px = 0;  // of the widest line
  float height_px = 0;
  TextDirection direction = TextDirection::left_to_right;
  bool split_word = false;  // an emergency break was needed
  bool malformed = false;   // some bytes were no UTF-8 and became U+FFFD
};

struct LineRange {
  std::size_t first = 0, count = static_cast<std::size_t>(-1);
};
float height_of(const Paragraph& paragraph, LineRange lines);

// Never fails: whatever the bytes, there is a paragraph. An empty text has no lines and no height.
Paragraph lay_out(const FontSet& fonts, const ParagraphRequest& request);

}  // namespace vantrum::kiosk
