#include <sodium.h>

#include "shared/base/entropy.h"
#include "shared/crypto/passphrase.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/sign.h"

namespace vantrum::crypto {
namespace {

static_assert(SigningKey::size == crypto_sign_SEEDBYTES && VerifyKey::size == crypto_sign_PUBLICKEYBYTES);
static_assert(Signature::size == crypto_sign_BYTES && Hash::size == crypto_hash_sha256_BYTES);
static_assert(SealSecretKey::size == crypto_box_SECRETKEYBYTES &&
              SealPublicKey::size == crypto_box_PUBLICKEYBYTES);
static_assert(Mac::size == crypto_auth_hmacsha256_BYTES && MacKey::size == crypto_auth_hmacsha256_KEYBYTES);
static_assert(seal_overhead_bytes == crypto_box_SEALBYTES);

void ready() { check(sodium_init() >= 0); }

// libsodium keeps seed and public key together; this is rebuilt from the seed each time and wiped.
struct ExpandedKey {
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
  VerifyKey verify;
  explicit ExpandedKey(const SigningKey& seed) {
    ready();
    check(crypto_sign_seed_keypair(verify.bytes.data(), secret.data(), seed.bytes.data()) == 0);
  }
  ~ExpandedKey() { wipe(secret); }
};

}  // namespace

void wipe(std::span<std::uint8_t> bytes) { sodium_memzero(bytes.data(), bytes.size()); }

Hash hash_of(ByteView bytes) {
  ready();
  Hash hash;
  crypto_hash_sha256(hash.bytes.data(), bytes.data(), bytes.size());
  return hash;
}

Bytes key_id_of(const VerifyKey& key) {
  auto hash = hash_of(key.view());
  return {hash.bytes.begin(), hash.bytes.begin() + 8};
}

SigningKey make_signing_key(Entropy& entropy) {
  SigningKey key;
  entropy.fill(key.bytes);
  return key;
}

VerifyKey verify_key_of(const SigningKey& key) { return ExpandedKey(key).verify; }

Signature sign(const SigningKey& key, ByteView message) {
  ExpandedKey expanded(key);
  Signature signature;
  check(crypto_sign_detached(signature.bytes.data(), nullptr, message.data(), message.size(),
                             expanded.secret.data()) == 0);
  return signature;
}

bool verify(const VerifyKey& key, ByteView message, const Signature& signature) {
  ready();
  return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                     key.bytes.data()) == 0;
}

Mac authenticate(const MacKey& key, ByteView message) {
  ready();
  Mac mac;
  check(crypto_auth_hmacsha256(mac.bytes.data(), message.data(), message.size(), key.bytes.data()) == 0);
  return mac;
}

bool check_mac(const MacKey& key, ByteView message, const Mac& mac) {
  ready();
  return crypto_auth_hmacsha256_verify(mac.bytes.data(), message.data(), message.size(), key.bytes.data()) ==
         0;
}

SealKeyPair make_seal_key_pair(Entropy& entropy) {
  SealKeyPair pair;
  entropy.fill(pair.secret_key.bytes);
  pair.public_key = public_key_of(pair.secret_key);
  return pair;
}

SealPublicKey public_key_of(const SealSecretKey& key) {
  ready();
  SealPublicKey public_key;
  check(crypto_scalarmult_base(public_key.bytes.data(), key.bytes.data()) == 0);
  return public_key;
}

Bytes seal(const SealPublicKey& key, ByteView plain) {
  ready();
  Bytes sealed(plain.size() + seal_overhead_bytes);
  check(crypto_box_seal(sealed.data(), plain.data(), plain.size(), key.bytes.data()) == 0);
  return sealed;
}

namespace {

// The public half goes into every opening, and making it takes as long as the rest. Kept for the key used
// last, which is known by its hash, so that no secret lingers.
const SealPublicKey& public_half(const SealSecretKey& key) {
  thread_local Hash known;
  thread_local SealPublicKey half;
  if (auto hash = hash_of(key.view()); hash != known) {
    half = public_key_of(key);
    known = hash;
  }
  return half;
}

}  // namespace

Result<Bytes> open(const SealSecretKey& key, ByteView sealed) {
  if (sealed.size() < seal_overhead_bytes) return Error::untrusted("the sealed bytes are too short");
  const auto& public_key = public_half(key);
  Bytes plain(sealed.size() - seal_overhead_bytes);
  if (crypto_box_seal_open(plain.data(), sealed.data(), sealed.size(), public_key.bytes.data(),
                           key.bytes.data()) != 0) {
    return Error::untrusted("the seal does not open with this key");
  }
  return plain;
}

Bytes pad(ByteView plain, std::size_t size) {
  check(plain.size() < size);
  Bytes padded(plain.begin(), plain.end());
  padded.push_back(0x80);
  padded.resize(size, 0);
  return padded;
}

Result<Bytes> unpad(ByteView padded) {
  std::size_t end = padded.size();
  while (end > 0 && padded[end - 1] == 0) --end;
  if (end == 0 || padded[end - 1] != 0x80) return Error::untrusted("the padding is not ISO/IEC 7816-4");
  return to_bytes(padded.first(end - 1));
}

static_assert(cost_of_codes.passes == crypto_pwhash_OPSLIMIT_INTERACTIVE);
static_assert(std::size_t{cost_of_codes.memory_mib} << 20 == crypto_pwhash_MEMLIMIT_INTERACTIVE);

Result<MacKey> key_from_code(std::string_view code, std::string_view salt, PassphraseCost cost) {
  auto salt_hash = hash_of(view_of(salt));
  static_assert(crypto_pwhash_SALTBYTES <= Hash::size);
  MacKey key;
  if (crypto_pwhash(key.bytes.data(), key.bytes.size(), code.data(), code.size(), salt_hash.bytes.data(),
                    cost.passes, std::size_t{cost.memory_mib} << 20, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Error::unavailable("not enough memory to derive a key (" + std::to_string(cost.memory_mib) +
                              " MiB are needed)");
  }
  return key;
}

}  // namespace vantrum::crypto
