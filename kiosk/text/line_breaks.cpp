#include "kiosk/text/line_breaks.h"

#include <unicode/ubrk.h>
#include <unicode/utf16.h>

#include <memory>

#include "shared/base/check.h"

namespace vantrum::kiosk {

namespace {

struct Utf16 {
  std::u16string units;
  std::vector<std::size_t> character_at;  // by unit
};

Utf16 to_utf16(std::u32string_view text) {
  Utf16 out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<UChar32>(text[i]);
    if (U_IS_BMP(c)) {
      out.units.push_back(static_cast<char16_t>(c));
    } else {
      out.units.push_back(static_cast<char16_t>(U16_LEAD(c)));
      out.units.push_back(static_cast<char16_t>(U16_TRAIL(c)));
    }
    out.character_at.resize(out.units.size(), i);
  }
  out.character_at.push_back(text.size());
  return out;
}

std::vector<bool> walk(UBreakIteratorType type, const Utf16& text, const std::string& language) {
  std::vector<bool> found(text.character_at.back() + 1, false);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBreakIterator, void (*)(UBreakIterator*)> iterator(
      ubrk_open(type, language.c_str(), text.units.data(), static_cast<std::int32_t>(text.units.size()),
                &status),
      ubrk_close);
  check(U_SUCCESS(status));  // the rules come with the library; unknown languages fall back to the root rules
  for (auto at = ubrk_first(iterator.get()); at != UBRK_DONE; at = ubrk_next(iterator.get())) {
    found[text.character_at[static_cast<std::size_t>(at)]] = true;
  }
  return found;
}

}  // namespace

Boundaries find_boundaries(std::u32string_view text, std::string_view language) {
  const Utf16 units = to_utf16(text);
  const std::string locale(language);
  return {walk(UBRK_LINE, units, locale), walk(UBRK_CHARACTER, units, locale)};
}

}  // namespace vantrum::kiosk
