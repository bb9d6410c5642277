// From something a person types to a key: Argon2id (RFC 9106), 64 MiB, about 0.2 s on a desk computer.
#pragma once

#include "shared/crypto/keys.h"

namespace vantrum::crypto {

// Same code and salt give the same key. The salt need not be secret; it is hashed to the size Argon2id wants.
Result<MacKey> key_from_code(std::string_view code, std::string_view salt);

}  // namespace vantrum::crypto
