// Where the characters of a text begin, as people count them, and where each stands on the line. By ICU.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace vantrum::kiosk {

struct Graphemes {
  std::vector<std::size_t> bounds;  // bytes: where each begins, and the end; ascending, from 0
  std::vector<std::size_t> place;   // of each on the line, counted from the left
  std::vector<bool> right_to_left;  // each of them

  std::size_t count() const { return place.size(); }
  // The bound at `byte`, or the next one after it.
  std::size_t bound_at(std::size_t byte) const;
};

// As if the text stood on one line. Malformed bytes are characters of their own.
Graphemes find_graphemes(std::string_view utf8, bool right_to_left);

// Which way a text is written: by its first letter that has a direction; `otherwise` where none has.
bool is_right_to_left(std::string_view utf8, bool otherwise);

// Its first character is a letter, a syllable or a digit, and no mark or sign; nor the line that only makes
// an Arabic letter longer (tatweel).
bool is_letter_or_digit(std::string_view utf8);

}  // namespace vantrum::kiosk
