#include "shared/wire/sealing.h"

namespace vantrum::wire {
namespace {

Bytes item_head(std::uint32_t epoch, const ItemId& item) {
  Bytes head{item_version, static_cast<std::uint8_t>(epoch >> 24), static_cast<std::uint8_t>(epoch >> 16),
             static_cast<std::uint8_t>(epoch >> 8), static_cast<std::uint8_t>(epoch)};
  head.insert(head.end(), item.bytes.begin(), item.bytes.end());
  return head;
}

}  // namespace

Result<Bytes> seal_item(Bytes plain, const ItemId& id, const SealTo& to, std::size_t padded_bytes) {
  if (plain.size() >= padded_bytes) {
    auto size = plain.size();
    crypto::wipe(plain);
    return Error::invalid("the item does not fit the padded size of the round: " + std::to_string(size) +
                          " of " + std::to_string(padded_bytes) + " bytes");
  }
  Bytes padded = crypto::pad(plain, padded_bytes);
  Bytes item = item_head(to.epoch, id);
  Bytes sealed = crypto::seal(to.key, padded);
  item.insert(item.end(), sealed.begin(), sealed.end());
  crypto::wipe(plain);
  crypto::wipe(padded);
  return item;
}

Result<OpenedItem> open_item(ByteView item, const crypto::SealSecretKey& key) {
  auto head = TRY(parse_item_head(item));
  auto padded = TRY(crypto::open(key, item.subspan(item_head_bytes)));
  auto plain = crypto::unpad(padded);
  crypto::wipe(padded);
  if (!plain) return plain.error();
  return OpenedItem{head.item, std::move(*plain)};
}

}  // namespace vantrum::wire
