// From something a person types to a key: Argon2id (RFC 9106). What it costs is part of what it makes: the
// same code with another cost is another key.
#pragma once

#include "shared/crypto/keys.h"

namespace vantrum::crypto {

struct PassphraseCost {
  std::uint32_t passes = 0;
  std::uint32_t memory_mib = 0;
};

// Codes that travel between machines (FORMAT.md, 5), and keys on paper: about 0.2 s on a desk computer.
constexpr PassphraseCost cost_of_codes{2, 64};
// A kiosk's own PIN, checked on a Raspberry Pi while somebody waits, beside a program that draws: less
// memory, one pass more. RFC 9106 asks for at least 1 pass of 46 MiB or 2 of 19 MiB.
constexpr PassphraseCost cost_of_pins{3, 32};

// Same code, salt and cost give the same key. The salt need not be secret; it is hashed to the size Argon2id
// wants. `unavailable` if there is not so much memory.
Result<MacKey> key_from_code(std::string_view code, std::string_view salt,
                             PassphraseCost cost = cost_of_codes);

}  // namespace vantrum::crypto
