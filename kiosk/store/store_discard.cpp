// A visit that staff throw away: its marker takes the response's place, in one transaction.
#include "kiosk/store/response_store.h"

namespace vantrum::kiosk {
namespace {

using store::Transaction;

const Bytes no_id(ItemId::size);

}  // namespace

Result<std::optional<SlotItem>> ResponseStore::loose_item(const ItemId& id) {
  std::optional<SlotItem> found;
  TRY(database_.each("SELECT content FROM slot WHERE id = ? AND batch = zeroblob(8)", {id.view()},
                     [&](const store::Row& row) -> Result<void> {
                       found = TRY(parse_slot(row.blob(0)));
                       return {};
                     }));
  return found;
}

Result<void> ResponseStore::discard(const StoredVisit& visit, ByteView marker) {
  check(!visit.items.empty());
  const auto& id = visit.items.front();
  auto transaction = TRY(Transaction::begin(database_));
  const auto stored = TRY(loose_item(id));
  if (!stored) return Error::refused("the visit is in a batch, or not here");
  if (stored->kind == wire::ItemKind::discard) return {};  // the try before reached the disk
  const auto content = encode_slot({id, stored->round, wire::ItemKind::discard, to_bytes(marker)});
  TRY(database_.run("UPDATE slot SET content = ? WHERE id = ? AND batch = zeroblob(8)",
                    {ByteView(content), id.view()}));
  for (std::size_t i = 1; i < visit.items.size(); ++i) {
    const auto changed = TRY(database_.run(
        "UPDATE slot SET round = zeroblob(4), batch = zeroblob(8), id = ?1, content = zeroblob(?2) "
        "WHERE id = ?3 AND batch = zeroblob(8)",
        {ByteView(no_id), store::as_parameter(slot_bytes), visit.items[i].view()}));
    if (changed != 1) return Error::refused("a part of the visit is in a batch, or not here");
  }
  const std::int64_t round = stored->round.value;
  if (stored->kind == wire::ItemKind::response)
    TRY(database_.run("UPDATE completed SET count = max(count - 1, 0) WHERE round = ?", {round}));
  // What was published is of before this visit: it was held back with it.
  for (const auto& name : visit.counters) {
    TRY(database_.run("UPDATE counter SET count = max(count - 1, published) WHERE round = ? AND name = ?",
                      {round, name}));
  }
  TRY(transaction.commit());
  return find_free_slots();
}

}  // namespace vantrum::kiosk
