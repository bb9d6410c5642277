// The mark that a visit was thrown away by the staff: an item in the place of its response, under the same
// id, so that the two can never both count. It says that a visit was discarded, where and in which round, and
// nothing of the visit. docs/discarding.md says why; FORMAT.md is normative.
#pragma once

#include "shared/base/ids.h"
#include "shared/wire/item.h"

namespace vantrum::wire {

struct Discard {
  ItemId item;  // of what it stands in for
  RoundId round;
  CentreId centre;
  bool operator==(const Discard&) const = default;
};

// As long as the round's responses (`to.padded_bytes`); `invalid` if that is too short for it.
Result<Bytes> seal_discard(const Discard& discard, const SealTo& to);

// `untrusted` if the seal, the padding or the content is wrong, or the id inside differs from the one
// outside.
Result<Discard> open_discard(ByteView item, const crypto::SealSecretKey& key);

}  // namespace vantrum::wire
