// Finds in a free text what could tell who somebody is and has no place there: Swedish personal identity and
// coordination numbers, phone numbers, e-mail and web addresses (P-10).
//
// It sees through the digits of every script, look-alike dashes and dots, spaces and characters that cannot
// be seen. Every valid identity number is found; a number is valid when its month is 1–12, its day 1–31 or
// 61–91 and its check digit right. Names, street addresses and what only a person understands are not found:
// the warning above the text asks for that.
//
// tests/shared/private_words/*.txt are its memory: a line each that must be found, or must not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace vantrum::survey {

enum class PrivateKind : std::uint8_t {
  identity_number,
  phone_number,   // and other long numbers: bank cards, accounts
  email_address,  // and names by which somebody is found on social media: "@name"
  web_address,
};
inline constexpr PrivateKind private_kinds[] = {PrivateKind::identity_number, PrivateKind::phone_number,
                                                PrivateKind::email_address, PrivateKind::web_address};
std::string_view name_of(PrivateKind kind);  // "identity_number"

struct PrivateWord {
  PrivateKind kind = PrivateKind::identity_number;
  std::size_t begin = 0, end = 0;  // bytes of the text; of whole characters
  bool operator==(const PrivateWord&) const = default;
};

// In the order of the text; they do not overlap.
std::vector<PrivateWord> find_private_words(std::string_view text);

}  // namespace vantrum::survey
