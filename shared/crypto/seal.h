// Sealing: from here nobody on the device can read it. libsodium's sealed box (X25519, XSalsa20-Poly1305)
// with an ephemeral key per message: the sender cannot open what it sealed, and the receiver learns nothing
// of the sender, which is why batches are signed besides.
#pragma once

#include "shared/crypto/keys.h"

namespace vantrum::crypto {

struct SealKeyPair {
  SealPublicKey public_key;
  SealSecretKey secret_key;
};
SealKeyPair make_seal_key_pair(Entropy& entropy);
SealPublicKey public_key_of(const SealSecretKey& key);

constexpr std::size_t seal_overhead_bytes = 48;

Bytes seal(const SealPublicKey& key, ByteView plain);
// `untrusted` if it was not sealed to this key or was altered.
Result<Bytes> open(const SealSecretKey& key, ByteView sealed);

// ISO/IEC 7816-4 padding to exactly `size` bytes, because ciphertext reveals length. plain.size() < size.
Bytes pad(ByteView plain, std::size_t size);
Result<Bytes> unpad(ByteView padded);

}  // namespace vantrum::crypto
