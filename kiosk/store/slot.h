// What lies in a slot of the database: a sealed item that can be found and trusted without the tables around
// it. On disk; never change without a new mark.
//
//   mark(8) ‖ round(4) ‖ kind(1) ‖ length(2) ‖ sealed item ‖ first 16 bytes of SHA-256 of all before ‖ zeros
//
// Numbers are big-endian. Free slots are zeros and as long as full ones, so a full slot is written where the
// free one was, and neither the file's size nor a row's place in it tells when.
#pragma once

#include <vector>

#include "shared/wire/documents.h"

namespace vantrum::kiosk {

// Longer items are kept as well, in a longer slot.
constexpr std::size_t slot_bytes = 960;

struct SlotItem {
  ItemId id;  // as in the item's head
  RoundId round;
  wire::ItemKind kind = wire::ItemKind::response;
  Bytes sealed;
};

// Numbers in the columns of a slot have one length, so that a row never changes its own.
template <std::size_t size>
Bytes fixed(std::uint64_t value) {
  Bytes bytes(size);
  for (std::size_t i = size; i > 0; --i, value >>= 8) bytes[i - 1] = static_cast<std::uint8_t>(value);
  return bytes;
}

Bytes encode_slot(const SlotItem& item);

// The item that begins here; `damaged` if there is none or a bit of it is wrong.
Result<SlotItem> parse_slot(ByteView bytes);

// Every intact item in a file that may be damaged anywhere, each once, in the order of their ids; of one that
// was discarded only the marker.
std::vector<SlotItem> find_slots(ByteView file);

}  // namespace vantrum::kiosk
