// A secret in n shares of which any k give it back and fewer say nothing (Shamir, over GF(256) with AES's
// polynomial 0x11b, each byte for itself). Written here, in constant time and without tables: the packaged
// library (libgfshare) draws its randomness from a generator that is not fit for keys unless told otherwise,
// and has a field of its own; sixty lines with vectors are easier to trust than that. FORMAT of a share on
// paper: sync/collector/paper_key.h.
#pragma once

#include <cstdint>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum {
class Entropy;
}

namespace vantrum::crypto {

struct Share {
  std::uint8_t x = 0;  // 1…255; which share it is
  Bytes y;             // as long as the secret
  bool operator==(const Share&) const = default;
};

// 2 ≤ need ≤ count ≤ 255.
std::vector<Share> split_secret(ByteView secret, std::size_t need, std::size_t count, Entropy& entropy);

// The secret, if at least as many shares as were needed are given and all are of one split; otherwise
// something else: whoever calls must know how to tell. `invalid` for no share, one twice, or lengths that
// differ.
Result<Bytes> join_secret(const std::vector<Share>& shares);

// The field, for its tests.
std::uint8_t field_multiply(std::uint8_t a, std::uint8_t b);

}  // namespace vantrum::crypto
