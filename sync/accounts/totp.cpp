#include "sync/accounts/totp.h"

#include <fmt/format.h>
#include <liboath/oath.h>

#include <algorithm>
#include <array>

#include "shared/base/check.h"
#include "sync/accounts/token.h"

namespace vantrum::accounts {
namespace {

constexpr unsigned digits = 6;

std::string base32_without_groups(const TotpSecret& secret) {
  // 20 bytes are 32 characters exactly, so there is no padding.
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (auto byte : secret.bytes) {
    held = held << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[held >> (bits - 5) & 31u];
  }
  return text;
}

std::string percent_encoded(const std::string& text) {
  std::string encoded;
  for (char c : text) {
    bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                    c == '.' || c == '_';
    if (is_plain) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

}  // namespace

std::string code_at(const TotpSecret& secret, std::uint64_t step) {
  std::array<char, digits + 1> code{};
  auto bytes = secret.view();
  auto done = oath_hotp_generate(reinterpret_cast<const char*>(bytes.data()), bytes.size(), step, digits,
                                 false, OATH_HOTP_DYNAMIC_TRUNCATION, code.data());
  check(done == OATH_OK);
  return {code.data(), digits};
}

std::optional<std::uint64_t> find_step(const TotpSecret& secret, std::string_view typed, WallTime now,
                                       std::uint64_t after) {
  std::string code(typed);
  std::erase(code, ' ');
  auto present =
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, now.time_since_epoch().count())) / step_s;
  std::optional<std::uint64_t> found;
  for (auto step : {present, present == 0 ? present : present - 1, present + 1}) {
    if (is_same_secret(code_at(secret, step), code) && step > after && !found) found = step;
  }
  return found;
}

std::string base32_of(const TotpSecret& secret) {
  auto text = base32_without_groups(secret);
  for (std::size_t at = 4; at < text.size(); at += 5) text.insert(at, 1, ' ');
  return text;
}

std::string address_of(const TotpSecret& secret, const std::string& issuer, const std::string& account) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&digits=6&period=30",
                     percent_encoded(issuer), percent_encoded(account), base32_without_groups(secret));
}

}  // namespace vantrum::accounts
