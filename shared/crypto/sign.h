// Ed25519 signatures (RFC 8032) and HMAC-SHA-256 (RFC 2104), over exactly the bytes given.
#pragma once

#include "shared/crypto/keys.h"

namespace vantrum::crypto {

SigningKey make_signing_key(Entropy& entropy);
VerifyKey verify_key_of(const SigningKey& key);

Signature sign(const SigningKey& key, ByteView message);
bool verify(const VerifyKey& key, ByteView message, const Signature& signature);

Mac authenticate(const MacKey& key, ByteView message);
bool check_mac(const MacKey& key, ByteView message, const Mac& mac);  // constant time

}  // namespace vantrum::crypto
