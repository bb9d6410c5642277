// Random words that let somebody in: sessions, links. The database has only their hashes.
#pragma once

#include <string>

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

inline crypto::Hash hash_of_token(const std::string& token) { return crypto::hash_of(view_of(token)); }

}  // namespace vantrum::accounts
