// What all sealed items have in common: the head, the padding, the box. Used by item.h and text_item.h only.
#pragma once

#include "shared/wire/item.h"

namespace vantrum::wire {

// `invalid` if it does not fit. `plain` is wiped.
Result<Bytes> seal_item(Bytes plain, const ItemId& id, const SealTo& to, std::size_t padded_bytes);

struct OpenedItem {
  ItemId item;  // of the head; the content must name the same
  Bytes plain;  // to be wiped
};
Result<OpenedItem> open_item(ByteView item, const crypto::SealSecretKey& key);

}  // namespace vantrum::wire
