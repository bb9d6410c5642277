// Any bytes as words on a screen. With clang and VANTRUM_FUZZ=ON a libFuzzer target; otherwise an ordinary
// test (replay.cpp) that feeds it the corpus and seeded mutations of it.
//
// The first four bytes choose width, size, language and the rest of the request; the others are the text.
#include <array>
#include <cstddef>
#include <cstdint>

#include "kiosk/text/paragraph.h"
#include "shared/base/check.h"

namespace vantrum::kiosk {
namespace {

const FontSet& fonts() {
  static const auto files = real_file_system();
  static const auto set = FontSet::load(*files, "assets/fonts.toml");
  check(bool(set));
  return **set;
}

void check_paragraph(const Paragraph& paragraph, const ParagraphRequest& request) {
  check(paragraph.lines.empty() == request.text.empty());
  if (request.lines_max > 0) check(paragraph.lines.size() <= request.lines_max || request.width_px < 40);
  std::size_t next = 0;
  float top = 0;
  for (const TextLine& line : paragraph.lines) {
    check(line.glyph_first == next);  // no glyph twice, none left out
    next += line.glyph_count;
    check(line.top_px >= top && line.baseline_px > line.top_px && line.baseline_px < paragraph.height_px);
    top = line.top_px;
    check(line.width_px <= paragraph.width_px && line.width_px >= 0);
    constexpr std::uint32_t one_grapheme = 3;  // glyphs: a line holds at least one, however narrow it is
    if (!paragraph.split_word && line.glyph_count > one_grapheme)
      check(line.width_px <= request.width_px + 1);
  }
  check(next == paragraph.glyphs.size());
  if (request.lines_max > 0) return;
  for (const PlacedGlyph& glyph : paragraph.glyphs) {
    check(glyph.font < fonts().size() && glyph.byte < request.text.size());
  }
}

}  // namespace
}  // namespace vantrum::kiosk

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace vantrum::kiosk;
  if (size < 4) return 0;
  constexpr std::array<const char*, 6> languages{"sv", "ar", "ckb", "ti", "th", ""};
  ParagraphRequest request;
  request.width_px = static_cast<float>(data[0]) * 4;
  request.size_px = 8 + static_cast<float>(data[1] % 64);
  request.language = languages[data[2] % languages.size()];
  request.direction = data[3] & 1 ? TextDirection::right_to_left : TextDirection::left_to_right;
  request.weight = data[3] & 2 ? Weight::bold : Weight::regular;
  request.balanced = (data[3] & 4) != 0;
  request.lines_max = data[3] >> 3 & 3;
  request.text = {reinterpret_cast<const char*>(data + 4), size - 4};
  check_paragraph(lay_out(fonts(), request), request);
  return 0;
}
