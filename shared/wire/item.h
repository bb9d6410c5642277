// A sealed item: one response that left the visitor's hands. The device that made it cannot read it any more.
//
//   version(1) ‖ key epoch(4, big-endian) ‖ item id(16) ‖ crypto_box_seal(pad(CBOR))
//
// All items of a round have one size, so that size tells nothing. FORMAT.md is normative.
#pragma once

#include "shared/crypto/seal.h"
#include "shared/survey/response.h"

namespace vantrum::wire {

constexpr std::uint8_t item_version = 1;
constexpr std::size_t item_head_bytes = 1 + 4 + ItemId::size;
constexpr std::size_t item_bytes_max = 4096;

struct SealTo {
  std::uint32_t epoch = 0;  // number, not date; kiosks accept only higher ones
  crypto::SealPublicKey key;
  std::size_t padded_bytes = 0;
  bool operator==(const SealTo&) const = default;
};

// The padded size a round needs so that every possible response of the instrument fits: a multiple of 32.
std::size_t padded_bytes_for(const survey::Instrument& instrument);

// Validated first; `invalid` if the response does not fit the instrument.
Result<Bytes> seal_response(const survey::Response& response, const survey::Instrument& instrument,
                            const SealTo& to);

struct ItemHead {
  std::uint32_t epoch = 0;
  ItemId item;
};
Result<ItemHead> parse_item_head(ByteView item);

// Which instrument it was answered with, and whether the seal opens at all (`untrusted` if not).
struct InstrumentVersion {
  std::uint32_t number = 0, version = 0;
  bool operator==(const InstrumentVersion&) const = default;
};
Result<InstrumentVersion> instrument_of(ByteView item, const crypto::SealSecretKey& key);

// `untrusted` if the seal, the padding or the content is wrong, or the id inside differs from the one
// outside. `instrument` gives the ids and codes for the numbers; the result is validated against it.
Result<survey::Response> open_response(ByteView item, const crypto::SealSecretKey& key,
                                       const survey::Instrument& instrument);

}  // namespace vantrum::wire
