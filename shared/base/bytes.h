// Bytes and their printable forms.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace vantrum {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView view_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(ByteView view) { return {view.begin(), view.end()}; }

// Lower-case hexadecimal. parse_hex takes upper case too; anything else is `invalid`.
std::string to_hex(ByteView bytes);
Result<Bytes> parse_hex(std::string_view text);

// Crockford base 32 (no I, L, O, U). `parse` forgives lower case, spaces and hyphens, and reads O as 0, I and
// L as 1, because people type these. Bits are taken most significant first; the last character is padded with
// 0.
std::string to_base32(ByteView bytes);
std::string clean_base32(std::string_view typed);  // upper-case characters only, confusables mapped

}  // namespace vantrum
