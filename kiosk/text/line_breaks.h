// Where a text may be broken, by ICU: after which characters a line may end, and where graphemes begin.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace vantrum::kiosk {

struct Boundaries {
  std::vector<bool> line;      // [i]: a line may begin at character i; size is the text's length + 1
  std::vector<bool> grapheme;  // [i]: a grapheme begins at character i
};

Boundaries find_boundaries(std::u32string_view text, std::string_view language);

}  // namespace vantrum::kiosk
