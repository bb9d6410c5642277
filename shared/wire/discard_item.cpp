#include "shared/wire/discard_item.h"

#include "shared/wire/codec.h"
#include "shared/wire/sealing.h"

namespace vantrum::wire {
namespace {

// Keys inside the seal. On the wire; never renumber.
enum Key { key_item = 1, key_round, key_centre };

Result<Discard> parse_discard(ByteView plain) {
  auto r = TRY(Reader::parse(plain, "discard"));
  Discard discard;
  discard.item = TRY(r.take_id<ItemId>(key_item, "item id"));
  discard.round.value = static_cast<std::uint32_t>(TRY(r.take_uint(key_round, "round", UINT32_MAX)));
  discard.centre.value = static_cast<std::uint32_t>(TRY(r.take_uint(key_centre, "centre", UINT32_MAX)));
  TRY(r.finish());
  return discard;
}

}  // namespace

Result<Bytes> seal_discard(const Discard& discard, const SealTo& to) {
  Bytes plain = encode(Map{
      {key_item, discard.item.view()}, {key_round, discard.round.value}, {key_centre, discard.centre.value}});
  return seal_item(std::move(plain), discard.item, to, to.padded_bytes);
}

Result<Discard> open_discard(ByteView item, const crypto::SealSecretKey& key) {
  auto opened = TRY(open_item(item, key));
  auto discard = TRY(parse_discard(opened.plain));
  if (discard.item != opened.item)
    return Error::untrusted("the id inside the seal differs from the one outside");
  return discard;
}

}  // namespace vantrum::wire
