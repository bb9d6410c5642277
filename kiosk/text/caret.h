// Where the caret stands in a laid-out text. A pure function of the paragraph.
#pragma once

#include <string_view>

#include "kiosk/text/paragraph.h"

namespace vantrum::kiosk {

struct CaretPlace {
  std::size_t line = 0;
  float x_px = 0;  // from the line's left end
};

// Before the character that begins at `byte`: at its left where it is written from the left, at its right
// where it is written from the right. At the end of the text: where the paragraph goes on.
CaretPlace find_caret(const Paragraph& paragraph, std::size_t byte, std::size_t text_bytes);

}  // namespace vantrum::kiosk
