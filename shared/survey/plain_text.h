// A text as plain characters, so that whoever looks for something in it need not know every script: digits of
// all scripts are 0 to 9, look-alikes of a dash, dot or space are that, letters are lower case, and what
// cannot be seen is gone. Each character keeps its place in the text it came from.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vantrum::survey {

// What bytes that are no UTF-8 become, one each.
constexpr char32_t not_utf8 = 0xFFFD;

// The first character of a text that is not empty; `bytes` is its length.
char32_t decode_utf8(std::string_view text, std::size_t& bytes);
void append_utf8(std::string& text, char32_t c);

struct PlainChar {
  char32_t c = 0;                  // plain
  bool is_upper = false;           // was a capital, where the script is Latin
  std::size_t begin = 0, end = 0;  // bytes of the text
};

std::vector<PlainChar> plain_text(std::string_view text);

bool is_digit(char32_t plain);
bool is_space(char32_t plain);
// A letter of any script, a digit or "_".
bool is_word(char32_t plain);

}  // namespace vantrum::survey
