#include "shared/survey/plain_text.h"

#include <algorithm>
#include <array>

namespace vantrum::survey {
namespace {

// The zero of every script that writes decimal digits in a row (Unicode 15, category Nd).
constexpr std::array zeros = {
    0x30,    0x660,   0x6F0,   0x7C0,   0x966,   0x9E6,   0xA66,   0xAE6,   0xB66,   0xBE6,   0xC66,
    0xCE6,   0xD66,   0xDE6,   0xE50,   0xED0,   0xF20,   0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,
    0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,
    0xA9F0,  0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0,
    0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60,
    0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0};

struct Range {
  char32_t first, last;
};

template <std::size_t n>
bool is_in(const std::array<Range, n>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](Range range) { return c >= range.first && c <= range.last; });
}

// Nothing of these is seen: joiners, direction marks, fillers, variation selectors, tags, stacked marks.
bool is_unseen(char32_t c) {
  static constexpr std::array<Range, 14> ranges{{{0xAD, 0xAD},
                                                 {0x300, 0x36F},
                                                 {0x61C, 0x61C},
                                                 {0x640, 0x640},
                                                 {0x64B, 0x65F},
                                                 {0x180B, 0x180F},
                                                 {0x200B, 0x200F},
                                                 {0x202A, 0x202E},
                                                 {0x2060, 0x206F},
                                                 {0x20D0, 0x20F0},
                                                 {0xFE00, 0xFE0F},
                                                 {0xFEFF, 0xFEFF},
                                                 {0x1BCA0, 0x1BCA3},
                                                 {0xE0000, 0xE0FFF}}};
  return is_in(ranges, c);
}

bool is_dash(char32_t c) {
  static constexpr std::array<Range, 12> ranges{{{0x2010, 0x2015},
                                                 {0x2043, 0x2043},
                                                 {0x2212, 0x2212},
                                                 {0x2E3A, 0x2E3B},
                                                 {0xFE58, 0xFE58},
                                                 {0xFE63, 0xFE63},
                                                 {0xFF0D, 0xFF0D},
                                                 {0x2D7, 0x2D7},
                                                 {0x58A, 0x58A},
                                                 {0x5BE, 0x5BE},
                                                 {0x2796, 0x2796},
                                                 {0x30FC, 0x30FC}}};
  return is_in(ranges, c);
}

bool is_wide_space(char32_t c) {
  static constexpr std::array<Range, 10> ranges{{{0x09, 0x0D},
                                                 {0x85, 0x85},
                                                 {0xA0, 0xA0},
                                                 {0x1361, 0x1361},
                                                 {0x1680, 0x1680},
                                                 {0x2000, 0x200A},
                                                 {0x2028, 0x2029},
                                                 {0x202F, 0x202F},
                                                 {0x205F, 0x205F},
                                                 {0x3000, 0x3000}}};
  return is_in(ranges, c);
}

// Signs that stand for another one; pairs of look-alike and plain.
char32_t plain_sign(char32_t c) {
  static constexpr std::array<std::pair<char32_t, char32_t>, 24> signs{
      {{0xFF0B, '+'}, {0xFE62, '+'}, {0x2795, '+'}, {0x207A, '+'}, {0xFF20, '@'}, {0xFE6B, '@'},
       {0x3002, '.'}, {0xFF0E, '.'}, {0xFF61, '.'}, {0x2024, '.'}, {0xB7, '.'},   {0x6D4, '.'},
       {0x2219, '.'}, {0x22C5, '.'}, {0x2044, '/'}, {0x2215, '/'}, {0xFF0F, '/'}, {0xFF1A, ':'},
       {0x2236, ':'}, {0x60C, ','},  {0x66B, ','},  {0xFF0C, ','}, {0xFF08, '('}, {0xFF09, ')'}}};
  const auto found = std::ranges::find(signs, c, &std::pair<char32_t, char32_t>::first);
  return found == signs.end() ? c : found->second;
}

// Digits that are not written in a row of ten: superscripts, circled ones, Ethiopic numbers below ten.
char32_t other_digit(char32_t c) {
  if (c == 0xB9) return '1';
  if (c == 0xB2 || c == 0xB3) return '2' + (c - 0xB2);
  if (c == 0x2070 || (c >= 0x2074 && c <= 0x2079)) return '0' + (c - 0x2070);
  if (c >= 0x2080 && c <= 0x2089) return '0' + (c - 0x2080);
  if (c >= 0x2460 && c <= 0x2468) return '1' + (c - 0x2460);
  if (c == 0x24EA) return '0';
  if (c >= 0x1369 && c <= 0x1371) return '1' + (c - 0x1369);
  return 0;
}

char32_t plain_digit(char32_t c) {
  if (c >= '0' && c <= '9') return c;
  const auto after = std::ranges::upper_bound(zeros, static_cast<int>(c));
  if (after != zeros.begin()) {
    const auto value = c - static_cast<char32_t>(*(after - 1));
    if (value < 10) return '0' + value;
  }
  return other_digit(c);
}

}  // namespace

char32_t decode_utf8(std::string_view text, std::size_t& bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto head = at(0);
  bytes = 1;
  if (head < 0x80) return head;
  const std::size_t length = head >= 0xF0 ? 4 : head >= 0xE0 ? 3 : 2;
  if (head < 0xC2 || head > 0xF4 || text.size() < length) return not_utf8;
  char32_t c = head & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xC0) != 0x80) return not_utf8;
    c = c << 6 | (at(i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (c < least[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return not_utf8;
  bytes = length;
  return c;
}

void append_utf8(std::string& text, char32_t c) {
  const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | c >> 6);
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | c >> 12);
    byte(0x80 | (c >> 6 & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | c >> 18);
    byte(0x80 | (c >> 12 & 0x3F));
    byte(0x80 | (c >> 6 & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

std::vector<PlainChar> plain_text(std::string_view text) {
  std::vector<PlainChar> plain;
  for (std::size_t at = 0, bytes = 0; at < text.size(); at += bytes) {
    auto c = decode_utf8(text.substr(at), bytes);
    if (is_unseen(c)) continue;
    if (c >= 0xFF21 && c <= 0xFF5A) c -= 0xFF21 - 'A';  // full-width Latin
    PlainChar one{c, c >= 'A' && c <= 'Z', at, at + bytes};
    if (const auto digit = plain_digit(c)) {
      one.c = digit;
    } else if (is_dash(c)) {
      one.c = '-';
    } else if (is_wide_space(c)) {
      one.c = ' ';
    } else if (one.is_upper) {
      one.c = c + ('a' - 'A');
    } else {
      one.c = plain_sign(c);
    }
    plain.push_back(one);
  }
  return plain;
}

bool is_digit(char32_t plain) { return plain >= '0' && plain <= '9'; }
bool is_space(char32_t plain) { return plain == ' '; }
bool is_word(char32_t plain) {
  const bool is_sign = (plain >= 0x2000 && plain < 0x2C00) || (plain >= 0x3000 && plain <= 0x3020) ||
                       plain == 0x61B || plain == 0x61F || (plain >= 0x1360 && plain <= 0x1368);
  return is_digit(plain) || (plain >= 'a' && plain <= 'z') || plain == '_' ||
         (plain >= 0xC0 && plain != not_utf8 && !is_sign);
}

}  // namespace vantrum::survey
