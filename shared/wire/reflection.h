// A group's self-reflection on its way from a kiosk to the collector. It is too long for an item, and it is
// one group's word, not one person's: so it travels alone, as a signed document that holds it sealed to the
// region's key, and it is answered by a document that names it. FORMAT.md is normative.
//
// Nothing of what single members of the group thought has a place here (S46).
#pragma once

#include "shared/survey/reflection.h"
#include "shared/wire/item.h"

namespace vantrum::wire {

constexpr std::size_t sealed_reflection_bytes_max = 64 * 1024;

// kiosk → collector, type `reflection`
struct SealedReflection {
  survey::ReflectionId reflection;
  std::uint32_t epoch = 0;  // of the key it is sealed to
  Bytes sealed;             // the box of the padded CBOR
  bool operator==(const SealedReflection&) const = default;
};

// collector → kiosk, type `reflection_receipt`: durable here, the kiosk may let go of it.
struct ReflectionReceipt {
  DeviceId device;
  survey::ReflectionId reflection;
  crypto::Hash document;  // SHA-256 of the document that came
  bool operator==(const ReflectionReceipt&) const = default;
};

Bytes encode(const SealedReflection& value);
Bytes encode(const ReflectionReceipt& value);
Result<SealedReflection> parse_sealed_reflection(ByteView payload);
Result<ReflectionReceipt> parse_reflection_receipt(ByteView payload);

// Validated first. Padded to whole kilobytes. `to.padded_bytes` is of responses and not used.
Result<SealedReflection> seal_reflection(const survey::Reflection& reflection,
                                         const survey::ReflectionInstrument& instrument, const SealTo& to);

// The result is validated against `instrument`; `untrusted` if the seal, the padding or the content is wrong,
// or the id inside differs from the one outside.
Result<survey::Reflection> open_reflection(const SealedReflection& sealed, const crypto::SealSecretKey& key,
                                           const survey::ReflectionInstrument& instrument);

// Which version of the statements it was made with, to find them.
Result<InstrumentVersion> instrument_of_reflection(const SealedReflection& sealed,
                                                   const crypto::SealSecretKey& key);

}  // namespace vantrum::wire
