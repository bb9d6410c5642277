// What becomes of items once a receipt names them: kept until the collector's backup holds them, then pruned.
#include <limits>

#include "kiosk/store/response_store.h"

namespace vantrum::kiosk {
namespace {

using store::as_parameter;
using store::Transaction;

const Bytes no_id(ItemId::size), no_hash(crypto::Hash::size);

constexpr const char* free_one =
    "UPDATE slot SET round = zeroblob(4), batch = zeroblob(8), id = ?1, content = zeroblob(?2) WHERE ";

}  // namespace

Result<void> ResponseStore::apply_receipt(const wire::Receipt& receipt, std::uint64_t serial_of_document,
                                          ByteView document, std::int64_t day) {
  auto transaction = TRY(Transaction::begin(database_));
  auto last = TRY(last_receipt());
  auto floor = TRY(
      database_.find_integer("SELECT serial FROM chain_floor WHERE number < ? ORDER BY serial DESC LIMIT 1",
                             {as_parameter(receipt.number)}));
  if (floor && serial_of_document <= static_cast<std::uint64_t>(*floor)) {
    return Error::refused("receipt " + std::to_string(receipt.number) + " is of before the collector's loss");
  }
  if (receipt.number <= last) {
    // A chain begun anew (forget_receipt_chain) may have passed it while its batch waits. No number of before
    // says that a backup holds it; one that holds the last receipt does.
    auto waiting = TRY(database_.find_integer(
        "SELECT serial FROM batch WHERE id = ? AND serial NOT IN (SELECT serial FROM kept)",
        {receipt.batch.view()}));
    if (!waiting) return {};
    TRY(keep_or_free(receipt, *waiting, last, day));
    TRY(transaction.commit());
    return find_free_slots();
  }
  auto hash = TRY(database_.find_blob("SELECT hash FROM receipt_chain"));
  bool is_forgotten = hash && *hash == no_hash;
  bool continues = receipt.number == last + 1 && hash.value_or(no_hash) == to_bytes(receipt.previous.view());
  if (!is_forgotten && !continues) {
    return Error::untrusted("receipt " + std::to_string(receipt.number) +
                            " does not continue the chain after " + std::to_string(last));
  }
  auto serial = TRY(database_.find_integer("SELECT serial FROM batch WHERE id = ?", {receipt.batch.view()}));
  if (serial) {
    TRY(keep_or_free(receipt, *serial, receipt.number, day));
  } else if (!TRY(database_.find_integer("SELECT 1 FROM chain_floor"))) {
    return Error::untrusted("the receipt is for a batch that this kiosk never made");
  }  // else it was given up here, or pruned: a later backup than the one that was read back held it
  auto chained = crypto::hash_of(document);
  TRY(database_.run("INSERT OR REPLACE INTO receipt_chain VALUES (1, ?, ?)",
                    {as_parameter(receipt.number), chained.view()}));
  TRY(transaction.commit());
  return find_free_slots();
}

// What the receipt names is kept until a backup holds it, remembered by `number`. Where it does not name all
// of the batch, what is named goes and the rest stays to be sent.
Result<void> ResponseStore::keep_or_free(const wire::Receipt& receipt, std::int64_t serial,
                                         std::uint64_t number, std::int64_t day) {
  auto key = fixed<8>(static_cast<std::uint64_t>(serial));
  std::map<ItemId, std::int64_t> left;
  TRY(database_.each("SELECT id, number FROM slot WHERE batch = ?", {ByteView(key)},
                     [&](const store::Row& row) -> Result<void> {
                       if (auto id = ItemId::from(row.blob(0))) left[*id] = row.integer(1);
                       return {};
                     }));
  std::vector<std::int64_t> named;
  for (const auto& item : receipt.items) {
    auto found = left.find(item.item);
    if (found == left.end()) continue;
    named.push_back(found->second);
    left.erase(found);
  }
  if (left.empty()) {
    TRY(database_.run("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)",
                      {serial, ByteView(key), as_parameter(number), day}));
  } else {
    for (auto slot : named) {
      TRY(database_.run(std::string(free_one) + "number = ?3",
                        {ByteView(no_id), as_parameter(slot_bytes), slot}));
    }
  }
  return {};
}

Result<void> ResponseStore::note_given_up() {
  TRY(database_.run("INSERT OR IGNORE INTO chain_floor VALUES (?, 0)",
                    {std::numeric_limits<std::int64_t>::max()}));
  return {};
}

Result<std::uint64_t> ResponseStore::last_receipt() {
  return static_cast<std::uint64_t>(
      TRY(database_.find_integer("SELECT number FROM receipt_chain")).value_or(0));
}

Result<std::int64_t> ResponseStore::count_day(std::int64_t today) {
  TRY(
      database_.run("INSERT INTO day_count VALUES (1, ?1, 0) ON CONFLICT DO UPDATE SET today = ?1, "
                    "lived = lived + (?1 > today AND ?1 - today < ?2) WHERE today <> ?1",
                    {today, kept_days_max}));
  return TRY(database_.find_integer("SELECT lived FROM day_count")).value_or(0);
}

Result<std::uint64_t> ResponseStore::kept() {
  return static_cast<std::uint64_t>(TRY(database_.find_integer("SELECT count(*) FROM kept")).value_or(0));
}

Result<bool> ResponseStore::prune(std::uint64_t backed_up, const std::optional<std::int64_t>& day) {
  struct Kept {
    std::int64_t serial;
    Bytes key;
    bool is_due;
    std::size_t items;
  };
  std::vector<Kept> batches;  // the oldest first
  TRY(database_.each(
      "SELECT serial, batch, receipt, day, (SELECT count(*) FROM slot WHERE slot.batch = kept.batch) FROM "
      "kept "
      "ORDER BY receipt",
      {}, [&](const store::Row& row) -> Result<void> {
        bool is_old = day && *day - row.integer(3) >= kept_days_max;
        bool is_safe = static_cast<std::uint64_t>(row.integer(2)) <= backed_up;
        batches.push_back(
            {row.integer(0), row.blob(1), is_safe || is_old, static_cast<std::size_t>(row.integer(4))});
        return {};
      }));
  auto free = free_.size();
  std::vector<const Kept*> going;
  for (const auto& batch : batches) {
    if (!batch.is_due && free * 5 >= slots_) continue;
    going.push_back(&batch);
    free += batch.items;
  }
  if (going.empty()) return false;
  auto transaction = TRY(Transaction::begin(database_));
  for (const auto* batch : going) {
    TRY(database_.run(std::string(free_one) + "batch = ?3",
                      {ByteView(no_id), as_parameter(slot_bytes), ByteView(batch->key)}));
    TRY(database_.run("DELETE FROM batch WHERE serial = ?", {batch->serial}));
    TRY(database_.run("DELETE FROM kept WHERE serial = ?", {batch->serial}));
  }
  TRY(transaction.commit());
  TRY(find_free_slots());
  return true;
}

Result<void> ResponseStore::go_back_to_receipt(std::uint64_t number, const crypto::Hash& hash,
                                               std::uint64_t serial) {
  auto transaction = TRY(Transaction::begin(database_));
  // An earlier loss stands as long as it says something about numbers up to this one.
  TRY(database_.run("DELETE FROM chain_floor WHERE number >= ?", {as_parameter(number)}));
  TRY(database_.run("INSERT INTO chain_floor VALUES (?, ?)", {as_parameter(number), as_parameter(serial)}));
  if (number >= TRY(last_receipt())) return transaction.commit();
  TRY(database_.run("DELETE FROM kept WHERE receipt > ?", {as_parameter(number)}));
  if (number == 0) {
    TRY(database_.run("DELETE FROM receipt_chain"));
  } else {
    TRY(database_.run("INSERT OR REPLACE INTO receipt_chain VALUES (1, ?, ?)",
                      {as_parameter(number), hash.view()}));
  }
  return transaction.commit();
}

}  // namespace vantrum::kiosk
