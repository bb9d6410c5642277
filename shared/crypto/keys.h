// Key types, and the only way to make random or fixed ones. libsodium is included only in shared/crypto.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

#include "shared/base/bytes.h"

namespace vantrum {
class Entropy;
}

namespace vantrum::crypto {

void wipe(std::span<std::uint8_t> bytes);  // not optimised away

// Fixed-size bytes that are overwritten when they go out of scope.
template <std::size_t N, class Tag>
struct Secret {
  static constexpr std::size_t size = N;
  std::array<std::uint8_t, N> bytes{};

  Secret() = default;
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  ~Secret() { wipe(bytes); }
  ByteView view() const { return bytes; }
  bool operator==(const Secret&) const = default;

  static Result<Secret> from(ByteView view) {
    if (view.size() != N)
      return Error::untrusted("a secret key must be " + std::to_string(N) + " bytes long");
    Secret key;
    std::copy(view.begin(), view.end(), key.bytes.begin());
    return key;
  }
};

template <std::size_t N, class Tag>
struct Public {
  static constexpr std::size_t size = N;
  std::array<std::uint8_t, N> bytes{};

  auto operator<=>(const Public&) const = default;
  ByteView view() const { return bytes; }

  static Result<Public> from(ByteView view) {
    if (view.size() != N)
      return Error::untrusted("expected " + std::to_string(N) + " bytes, got " + std::to_string(view.size()));
    Public value;
    std::copy(view.begin(), view.end(), value.bytes.begin());
    return value;
  }
};

using SigningKey = Secret<32, struct SigningTag>;  // Ed25519 seed
using VerifyKey = Public<32, struct VerifyTag>;    // Ed25519 public key
using Signature = Public<64, struct SignatureTag>;
using SealSecretKey = Secret<32, struct SealSecretTag>;  // X25519
using SealPublicKey = Public<32, struct SealPublicTag>;
using MacKey = Secret<32, struct MacTag>;
using Mac = Public<32, struct MacValueTag>;
using Hash = Public<32, struct HashTag>;  // SHA-256

Hash hash_of(ByteView bytes);

// Eight bytes that name a public key inside a document header.
Bytes key_id_of(const VerifyKey& key);

}  // namespace vantrum::crypto
