#include "sync/collector/paper_key.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/bytes.h"
#include "shared/crypto/shares.h"

namespace vantrum::collector {
namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::uint8_t sheet_version = 1;
constexpr std::size_t set_bytes = 4, fingerprint_bytes = 8, check_bytes = 4;
constexpr std::size_t head_bytes = 1 + 4 + 1 + 1 + set_bytes + fingerprint_bytes;
constexpr std::size_t sheet_bytes = head_bytes + crypto::SealSecretKey::size + check_bytes;
constexpr std::size_t group = 5, groups_a_line = 6;
constexpr std::size_t sheet_digits = (sheet_bytes * 8 + 4) / 5;

// Forgives case, spaces and the letters that look like digits.
Bytes from_base32(const std::string& text) {
  Bytes bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    auto value = digits.find(c);
    if (value == std::string_view::npos) continue;
    bits = bits << 5 | static_cast<std::uint32_t>(value);
    if ((count += 5) < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> count));
  }
  return bytes;
}

std::string clean(const std::string& line) {
  std::string text;
  for (char c : line) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    if (digits.find(c) != std::string_view::npos) text += c;
  }
  return text;
}

Bytes checksum_of(ByteView bytes) {
  auto hash = crypto::hash_of(bytes);
  return {hash.bytes.begin(), hash.bytes.begin() + check_bytes};
}

Bytes fingerprint_of(const crypto::SealSecretKey& key) {
  auto hash = crypto::hash_of(crypto::public_key_of(key).view());
  return {hash.bytes.begin(), hash.bytes.begin() + fingerprint_bytes};
}

std::string printed(const std::string& head, ByteView bytes) {
  auto text = to_base32(bytes);
  auto page = head;
  for (std::size_t i = 0; i < text.size(); i += group) {
    page += i % (group * groups_a_line) == 0 ? "\n" : " ";
    page += text.substr(i, group);
  }
  return page + "\n";
}

struct Sheet {
  std::uint32_t epoch = 0;
  std::size_t need = 0;
  Bytes set, fingerprint;
  crypto::Share share;
};

// The lines of a sheet that are its digits: whatever stands between "any … open" and the next blank line.
Result<Sheet> read_sheet(const std::string& text, std::size_t which) {
  auto start = text.find("open\n");
  auto body = start == std::string::npos ? text : text.substr(start + 5);
  auto bytes = from_base32(clean(body).substr(0, sheet_digits));
  auto wrong =
      Error::invalid(fmt::format("sheet {} does not read right; look for a mistyped letter or digit", which));
  if (bytes.size() != sheet_bytes || bytes[0] != sheet_version) return wrong;
  ByteView all = bytes;
  auto sum = all.last(check_bytes);
  if (to_bytes(sum) != checksum_of(all.first(sheet_bytes - check_bytes))) return wrong;
  Sheet sheet;
  for (int i = 1; i <= 4; ++i) sheet.epoch = sheet.epoch << 8 | bytes[static_cast<std::size_t>(i)];
  sheet.need = bytes[5];
  sheet.share.x = bytes[6];
  sheet.set = to_bytes(all.subspan(7, set_bytes));
  sheet.fingerprint = to_bytes(all.subspan(7 + set_bytes, fingerprint_bytes));
  sheet.share.y = to_bytes(all.subspan(head_bytes, crypto::SealSecretKey::size));
  crypto::wipe(bytes);
  return sheet;
}

}  // namespace

Result<std::vector<std::string>> paper_key(const std::string& region, std::uint32_t epoch,
                                           const crypto::SealSecretKey& key, std::size_t need,
                                           std::size_t count, Entropy& entropy) {
  if (need < 2 || need > count || count > 9)
    return Error::invalid("2 to 9 sheets, of which at least 2 must be needed");
  Bytes set(set_bytes);
  entropy.fill(set);
  std::vector<std::string> pages;
  for (auto& share : crypto::split_secret(key.view(), need, count, entropy)) {
    Bytes bytes{sheet_version,
                static_cast<std::uint8_t>(epoch >> 24),
                static_cast<std::uint8_t>(epoch >> 16),
                static_cast<std::uint8_t>(epoch >> 8),
                static_cast<std::uint8_t>(epoch),
                static_cast<std::uint8_t>(need),
                share.x};
    for (const auto& part : {set, fingerprint_of(key), share.y})
      bytes.insert(bytes.end(), part.begin(), part.end());
    auto sum = checksum_of(bytes);
    bytes.insert(bytes.end(), sum.begin(), sum.end());
    pages.push_back(printed(fmt::format("vantrum-key 1\nregion {}, key {}, sheet {} of {}; any {} open",
                                        region, epoch, share.x, count, need),
                            bytes));
    crypto::wipe(bytes);
    crypto::wipe(share.y);
  }
  return pages;
}

Result<JoinedKey> join_paper_key(const std::vector<std::string>& texts) {
  std::vector<Sheet> sheets;
  for (const auto& text : texts) sheets.push_back(TRY(read_sheet(text, sheets.size() + 1)));
  if (sheets.empty()) return Error::invalid("no sheet was given");
  std::vector<crypto::Share> shares;
  for (auto& sheet : sheets) {
    const auto& first = sheets.front();
    bool is_of_set =
        sheet.epoch == first.epoch && sheet.set == first.set && sheet.fingerprint == first.fingerprint;
    if (!is_of_set)
      return Error::invalid("these sheets do not belong together: they are of different keys or printings");
    shares.push_back(sheet.share);
  }
  if (shares.size() < sheets.front().need) {
    return Error::invalid(
        fmt::format("{} sheets are needed, {} were given", sheets.front().need, shares.size()));
  }
  auto secret = TRY(crypto::join_secret(shares));
  auto key = crypto::SealSecretKey::from(secret);
  crypto::wipe(secret);
  for (auto& share : shares) crypto::wipe(share.y);
  if (!key) return key.error();
  if (fingerprint_of(*key) != sheets.front().fingerprint)
    return Error::invalid("the sheets do not give the key whose fingerprint stands on them");
  return JoinedKey{sheets.front().epoch, *key};
}

}  // namespace vantrum::collector
