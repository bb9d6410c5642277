// Codes that change every 30 seconds (RFC 6238, SHA-1, six digits), as every authenticator app makes them.
// The only includer of liboath.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "shared/base/clock.h"
#include "shared/crypto/keys.h"

namespace vantrum::accounts {

using TotpSecret = crypto::Secret<20, struct TotpTag>;

inline constexpr std::uint64_t step_s = 30;

std::string code_at(const TotpSecret& secret, std::uint64_t step);

// The step whose code was typed: the present one, the one before or the next, since phones' clocks differ.
// Only steps after `after`, so that nobody who looked over a shoulder can use a code again. Spaces are
// forgiven.
std::optional<std::uint64_t> find_step(const TotpSecret& secret, std::string_view typed, WallTime now,
                                       std::uint64_t after);

std::string base32_of(const TotpSecret& secret);  // RFC 4648, in groups of four, as people type it
// What the square on the welcome page says: otpauth://totp/…
std::string address_of(const TotpSecret& secret, const std::string& issuer, const std::string& account);

}  // namespace vantrum::accounts
