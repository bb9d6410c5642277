// A sealed free text: an item beside the responses, with an id of its own and nothing in common with any of
// them (P-11). The same envelope as item.h, another content and another size. FORMAT.md is normative.
#pragma once

#include "shared/survey/free_text.h"
#include "shared/wire/item.h"

namespace vantrum::wire {

// Every text of every round has this padded size: room for the longest text there may be, in any script.
constexpr std::size_t text_padded_bytes = 672;

// Validated first. `to.padded_bytes` is of responses and not used.
Result<Bytes> seal_text(const survey::FreeText& text, const survey::Instrument& instrument, const SealTo& to);

// `untrusted` if the seal, the padding or the content is wrong, or the id inside differs from the one
// outside.
Result<survey::FreeText> open_text(ByteView item, const crypto::SealSecretKey& key,
                                   const survey::Instrument& instrument);

}  // namespace vantrum::wire
