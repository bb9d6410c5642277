#include "kiosk/typing/graphemes.h"

#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <string>

#include "shared/base/check.h"

namespace vantrum::kiosk {
namespace {

struct Utf16 {
  std::u16string units;
  std::vector<std::size_t> byte;  // of each unit, and the text's length

  std::int32_t length() const { return static_cast<std::int32_t>(units.size()); }
};

Utf16 to_utf16(std::string_view utf8) {
  Utf16 out;
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < size;) {
    const auto begin = static_cast<std::size_t>(at);
    UChar32 c = 0;
    U8_NEXT(utf8.data(), at, size, c);
    if (c < 0) c = 0xFFFD;
    if (U_IS_BMP(c)) {
      out.units.push_back(static_cast<char16_t>(c));
    } else {
      out.units.push_back(static_cast<char16_t>(U16_LEAD(c)));
      out.units.push_back(static_cast<char16_t>(U16_TRAIL(c)));
    }
    out.byte.resize(out.units.size(), begin);
  }
  out.byte.push_back(utf8.size());
  return out;
}

std::vector<std::int32_t> bounds_of(const Utf16& text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBreakIterator, void (*)(UBreakIterator*)> iterator(
      ubrk_open(UBRK_CHARACTER, "", text.units.data(), text.length(), &status), ubrk_close);
  check(U_SUCCESS(status));  // the rules come with the library
  std::vector<std::int32_t> bounds;
  for (auto at = ubrk_first(iterator.get()); at != UBRK_DONE; at = ubrk_next(iterator.get()))
    bounds.push_back(at);
  return bounds;
}

}  // namespace

std::size_t Graphemes::bound_at(std::size_t byte) const {
  const auto found = std::ranges::lower_bound(bounds, byte);
  return static_cast<std::size_t>((found == bounds.end() ? found - 1 : found) - bounds.begin());
}

Graphemes find_graphemes(std::string_view utf8, bool right_to_left) {
  if (utf8.empty()) return {{0}, {}, {}};
  const auto text = to_utf16(utf8);
  const auto bounds = bounds_of(text);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBiDi, void (*)(UBiDi*)> bidi(ubidi_open(), ubidi_close);
  ubidi_setPara(bidi.get(), text.units.data(), text.length(), right_to_left ? 1 : 0, nullptr, &status);
  check(U_SUCCESS(status));

  Graphemes found;
  std::vector<std::int32_t> on_line;
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    found.bounds.push_back(text.byte[static_cast<std::size_t>(bounds[i])]);
    if (i + 1 == bounds.size()) break;
    found.right_to_left.push_back(ubidi_getLevelAt(bidi.get(), bounds[i]) % 2 == 1);
    on_line.push_back(ubidi_getVisualIndex(bidi.get(), bounds[i], &status));
  }
  check(U_SUCCESS(status));
  std::vector<std::size_t> order(on_line.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return on_line[i]; });
  found.place.resize(order.size());
  for (std::size_t place = 0; place < order.size(); ++place) found.place[order[place]] = place;
  return found;
}

bool is_right_to_left(std::string_view utf8, bool otherwise) {
  const auto text = to_utf16(utf8);
  switch (ubidi_getBaseDirection(text.units.data(), text.length())) {
    case UBIDI_RTL:
      return true;
    case UBIDI_LTR:
      return false;
    default:
      return otherwise;
  }
}

bool is_letter_or_digit(std::string_view utf8) {
  const auto text = to_utf16(utf8);
  constexpr UChar32 tatweel = 0x0640;  // a letter to Unicode, but nobody says it
  const auto first = text.length() > 0 ? static_cast<UChar32>(text.units[0]) : tatweel;
  return first != tatweel && u_isalnum(first) != 0;
}

}  // namespace vantrum::kiosk
