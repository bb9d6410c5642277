#include "kiosk/store/slot.h"

#include <algorithm>
#include <map>

#include "shared/crypto/sign.h"

namespace vantrum::kiosk {
namespace {

constexpr std::string_view mark = "\x8eVTslot1";
constexpr std::size_t head_bytes = 8 + 4 + 1 + 2;
constexpr std::size_t proof_bytes = 16;
static_assert(mark.size() == 8);

std::uint32_t big_endian(ByteView bytes) {
  std::uint32_t value = 0;
  for (auto byte : bytes) value = value << 8 | byte;
  return value;
}

bool proves(ByteView proof, ByteView content) {
  auto hash = crypto::hash_of(content);
  return std::equal(proof.begin(), proof.end(), hash.view().begin());
}

}  // namespace

Bytes encode_slot(const SlotItem& item) {
  check(item.sealed.size() <= wire::item_bytes_max);
  Bytes bytes = to_bytes(view_of(mark));
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(item.round.value >> shift));
  }
  bytes.push_back(static_cast<std::uint8_t>(item.kind));
  bytes.push_back(static_cast<std::uint8_t>(item.sealed.size() >> 8));
  bytes.push_back(static_cast<std::uint8_t>(item.sealed.size()));
  bytes.insert(bytes.end(), item.sealed.begin(), item.sealed.end());
  auto hash = crypto::hash_of(bytes);
  bytes.insert(bytes.end(), hash.view().begin(), hash.view().begin() + proof_bytes);
  bytes.resize(std::max(bytes.size(), slot_bytes));
  return bytes;
}

Result<SlotItem> parse_slot(ByteView bytes) {
  if (bytes.size() < head_bytes + proof_bytes || text_of(bytes.first(mark.size())) != mark) {
    return Error::damaged("no item begins here");
  }
  std::size_t length = big_endian(bytes.subspan(13, 2));
  if (length > wire::item_bytes_max || bytes.size() < head_bytes + length + proof_bytes) {
    return Error::damaged("the item is longer than its slot");
  }
  if (!proves(bytes.subspan(head_bytes + length, proof_bytes), bytes.first(head_bytes + length))) {
    return Error::damaged("the item is not as it was written");
  }
  auto sealed = bytes.subspan(head_bytes, length);
  auto head = TRY(wire::parse_item_head(sealed));
  return SlotItem{head.item, RoundId{big_endian(bytes.subspan(8, 4))}, static_cast<wire::ItemKind>(bytes[12]),
                  to_bytes(sealed)};
}

std::vector<SlotItem> find_slots(ByteView file) {
  std::map<ItemId, SlotItem> found;
  auto text = text_of(file);
  for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    auto item = parse_slot(file.subspan(at));
    if (!item) continue;
    // Where a visit was discarded, what it was may still lie somewhere; it does not come back.
    auto& known = found[item->id];
    if (known.sealed.empty() || item->kind == wire::ItemKind::discard) known = std::move(*item);
  }
  std::vector<SlotItem> items;
  for (auto& [id, item] : found) items.push_back(std::move(item));
  return items;
}

}  // namespace vantrum::kiosk
