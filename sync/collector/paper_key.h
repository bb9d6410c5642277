// The secret key that opens answers, on paper: n sheets, of which any k give it back and fewer say nothing.
//
// A sheet is lines of letters and digits that survive a printer, a drawer and being typed in again:
//
//   vantrum-key 1
//   region kalmar, key 1, sheet 2 of 3; any 2 open
//   FA4C0 …                      (Crockford base 32: version, epoch, need, sheet, set, public key's
//   fingerprint, share, …                             and a checksum over all of it)
//
// Losing every sheet and every copy of keys/ loses the answers that are not opened yet; one sheet alone opens
// nothing.
#pragma once

#include <string>
#include <vector>

#include "sync/collector/collector.h"

namespace vantrum::collector {

// `count` sheets; 2 ≤ need ≤ count ≤ 9.
Result<std::vector<std::string>> paper_key(const std::string& region, std::uint32_t epoch,
                                           const crypto::SealSecretKey& key, std::size_t need,
                                           std::size_t count, Entropy& entropy);

struct JoinedKey {
  std::uint32_t epoch = 0;
  crypto::SealSecretKey key;
};
// From the texts of sheets, in any order, with whatever else stands around them. `invalid` says which sheet
// was mistyped, or that they do not belong together, or how many more are needed. The key is the right one:
// its fingerprint is on every sheet.
Result<JoinedKey> join_paper_key(const std::vector<std::string>& sheets);

}  // namespace vantrum::collector
