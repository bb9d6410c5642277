#include "shared/base/ids.h"

#include <algorithm>

namespace vantrum {
namespace {

bool is_lower_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_id(std::string_view text) {
  constexpr std::size_t bytes_max = 16;
  return !text.empty() && text.size() <= bytes_max && is_lower_letter(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_lower_letter(c) || is_digit(c) || c == '_'; });
}

}  // namespace vantrum
