// Random words that let somebody in: sessions, links. The database has only their hashes. And how words that
// only one person has are compared.
#pragma once

#include <string>
#include <string_view>

#include "shared/base/entropy.h"
#include "shared/crypto/keys.h"

namespace vantrum::accounts {

inline constexpr std::size_t token_bytes = 32;

inline std::string new_token(Entropy& entropy) {
  std::array<std::uint8_t, token_bytes> bytes{};
  entropy.fill(bytes);
  auto token = to_base32(bytes);
  crypto::wipe(bytes);
  return token;
}

// Takes the same time wherever the two differ; an empty one is never right.
inline bool is_same_secret(std::string_view expected, std::string_view given) {
  if (expected.empty() || expected.size() != given.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < expected.size(); ++i)
    difference |= static_cast<unsigned char>(expected[i] ^ given[i]);
  return difference == 0;
}

inline crypto::Hash hash_of_token(const std::string& token) { return crypto::hash_of(view_of(token)); }

}  // namespace vantrum::accounts
