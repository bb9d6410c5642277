#include "shared/crypto/shares.h"

#include <set>

#include "shared/base/entropy.h"
#include "shared/crypto/keys.h"

namespace vantrum::crypto {

std::uint8_t field_multiply(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0, shifted = a;
  for (unsigned bit = 0; bit < 8; ++bit) {
    product ^= shifted & (0U - (static_cast<unsigned>(b) >> bit & 1U));  // no branch on a secret
    shifted = (shifted << 1) ^ (0x11bU & (0U - (shifted >> 7 & 1U)));
  }
  return static_cast<std::uint8_t>(product);
}

namespace {

// a^254, which is 1/a; 0 for 0.
std::uint8_t inverse(std::uint8_t a) {
  std::uint8_t result = 1;
  for (int i = 0; i < 254; ++i) result = field_multiply(result, a);
  return result;
}

}  // namespace

std::vector<Share> split_secret(ByteView secret, std::size_t need, std::size_t count, Entropy& entropy) {
  check(need >= 2 && need <= count && count <= 255 && !secret.empty());
  std::vector<Share> shares;
  for (std::size_t x = 1; x <= count; ++x)
    shares.push_back({static_cast<std::uint8_t>(x), Bytes(secret.size())});
  Bytes coefficients(need);
  for (std::size_t i = 0; i < secret.size(); ++i) {
    entropy.fill(coefficients);
    coefficients[0] = secret[i];
    for (auto& share : shares) {
      std::uint8_t value = 0;
      for (std::size_t power = need; power > 0; --power) {  // Horner
        value = field_multiply(value, share.x) ^ coefficients[power - 1];
      }
      share.y[i] = value;
    }
  }
  wipe(coefficients);
  return shares;
}

Result<Bytes> join_secret(const std::vector<Share>& shares) {
  std::set<std::uint8_t> seen;
  for (const auto& share : shares) {
    bool is_sound = share.x != 0 && share.y.size() == shares.front().y.size() && seen.insert(share.x).second;
    if (!is_sound) return Error::invalid("a share is there twice, or is of another length");
  }
  if (shares.empty()) return Error::invalid("no share was given");
  Bytes secret(shares.front().y.size());
  for (const auto& share : shares) {
    std::uint8_t weight = 1;  // Lagrange, at 0
    for (const auto& other : shares) {
      if (other.x == share.x) continue;
      weight = field_multiply(weight, field_multiply(other.x, inverse(other.x ^ share.x)));
    }
    for (std::size_t i = 0; i < secret.size(); ++i) secret[i] ^= field_multiply(weight, share.y[i]);
  }
  return secret;
}

}  // namespace vantrum::crypto
