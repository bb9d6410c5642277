#include "kiosk/store/response_store.h"

#include "kiosk/store/device_schema.h"

namespace vantrum::kiosk {
namespace {

using store::as_parameter;
using store::Transaction;

std::int64_t number_of(RoundId round) { return round.value; }

}  // namespace

Result<ResponseStore> ResponseStore::open(const std::string& path) {
  auto database = TRY(store::Database::open(path, {.application_id = device_application_id}));
  TRY(store::migrate(database, device_migrations()));
  return ResponseStore(std::move(database));
}

Result<void> ResponseStore::submit(const ItemId& id, RoundId round, ByteView sealed,
                                   const std::vector<std::string>& counters) {
  auto transaction = TRY(Transaction::begin(database_));
  TRY(database_.run(
      "INSERT INTO item (id, round, kind, sealed) VALUES (?, ?, ?, ?)",
      {id.view(), number_of(round), static_cast<std::int64_t>(wire::ItemKind::response), sealed}));
  TRY(database_.run("INSERT INTO completed VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
                    {number_of(round)}));
  for (const auto& name : counters) TRY(add_to_counter(round, name));
  return transaction.commit();
}

Result<bool> ResponseStore::has(const ItemId& id) {
  return TRY(database_.find_integer("SELECT 1 FROM item WHERE id = ?", {id.view()})).has_value();
}

Result<void> ResponseStore::count(RoundId round, const std::string& counter) {
  auto transaction = TRY(Transaction::begin(database_));
  TRY(add_to_counter(round, counter));
  return transaction.commit();
}

Result<void> ResponseStore::add_to_counter(RoundId round, const std::string& name) {
  TRY(
      database_.run("INSERT INTO counter (round, name, count) VALUES (?, ?, 1) "
                    "ON CONFLICT DO UPDATE SET count = count + 1",
                    {number_of(round), name}));
  return {};
}

Result<Counts> ResponseStore::counts(RoundId round) {
  auto completed =
      TRY(database_.find_integer("SELECT count FROM completed WHERE round = ?", {number_of(round)}));
  auto waiting = TRY(database_.find_integer("SELECT count(*) FROM item WHERE round = ?", {number_of(round)}));
  return Counts{static_cast<std::uint64_t>(completed.value_or(0)),
                static_cast<std::uint64_t>(waiting.value_or(0))};
}

Result<std::map<std::string, std::uint64_t>> ResponseStore::published_counters(RoundId round) {
  std::map<std::string, std::uint64_t> counters;
  TRY(database_.each("SELECT name, published FROM counter WHERE round = ? AND published > 0",
                     {number_of(round)}, [&](const store::Row& row) -> Result<void> {
                       counters[row.text(0)] = static_cast<std::uint64_t>(row.integer(1));
                       return {};
                     }));
  return counters;
}

Result<std::map<RoundId, std::uint64_t>> ResponseStore::unpacked() {
  std::map<RoundId, std::uint64_t> rounds;
  TRY(database_.each("SELECT round, count(*) FROM item WHERE batch IS NULL GROUP BY round", {},
                     [&](const store::Row& row) -> Result<void> {
                       rounds[RoundId{static_cast<std::uint32_t>(row.integer(0))}] =
                           static_cast<std::uint64_t>(row.integer(1));
                       return {};
                     }));
  return rounds;
}

// In the order of the random ids, which is no order (P-3).
Result<wire::Batch> ResponseStore::collect(RoundId round, Entropy& entropy) {
  wire::Batch batch{entropy.random_id<BatchId>(), round, {}};
  TRY(database_.each("SELECT kind, sealed FROM item WHERE batch IS NULL AND round = ? ORDER BY id LIMIT 100",
                     {number_of(round)}, [&](const store::Row& row) -> Result<void> {
                       batch.items.push_back({static_cast<wire::ItemKind>(row.integer(0)), row.blob(1)});
                       return {};
                     }));
  return batch;
}

Result<void> ResponseStore::pack(RoundId round, Entropy& entropy, const SignBatch& sign) {
  auto transaction = TRY(Transaction::begin(database_));
  auto batch = TRY(collect(round, entropy));
  if (batch.items.empty()) return {};
  auto serial = TRY(next_serial(wire::DocumentType::batch));
  auto document = sign(batch, serial);
  TRY(database_.run("INSERT INTO batch VALUES (?, ?, ?)",
                    {as_parameter(serial), batch.batch.view(), ByteView(document)}));
  for (const auto& item : batch.items) {
    auto head = TRY(wire::parse_item_head(item.sealed));
    TRY(database_.run("UPDATE item SET batch = ? WHERE id = ?", {as_parameter(serial), head.item.view()}));
  }
  TRY(database_.run("UPDATE counter SET published = count WHERE round = ?", {number_of(round)}));
  return transaction.commit();
}

Result<std::vector<StoredBatch>> ResponseStore::batches() {
  std::vector<StoredBatch> batches;
  TRY(database_.each("SELECT serial, document FROM batch ORDER BY serial", {},
                     [&](const store::Row& row) -> Result<void> {
                       batches.push_back({static_cast<std::uint64_t>(row.integer(0)), row.blob(1)});
                       return {};
                     }));
  return batches;
}

Result<void> ResponseStore::apply_receipt(const wire::Receipt& receipt, ByteView document) {
  auto transaction = TRY(Transaction::begin(database_));
  auto last = TRY(last_receipt());
  if (receipt.number <= last) return {};
  auto hash =
      TRY(database_.find_blob("SELECT hash FROM receipt_chain")).value_or(Bytes(crypto::Hash::size, 0));
  if (receipt.number != last + 1 || hash != to_bytes(receipt.previous.view())) {
    return Error::untrusted("receipt " + std::to_string(receipt.number) +
                            " does not continue the chain after " + std::to_string(last));
  }
  auto serial = TRY(database_.find_integer("SELECT serial FROM batch WHERE id = ?", {receipt.batch.view()}));
  if (!serial) return Error::untrusted("the receipt is for a batch that this kiosk never made");
  for (const auto& item : receipt.items) {
    TRY(database_.run("DELETE FROM item WHERE id = ? AND batch = ?", {item.item.view(), *serial}));
  }
  TRY(database_.run(
      "DELETE FROM batch WHERE serial = ?1 AND NOT EXISTS (SELECT 1 FROM item WHERE batch = ?1)", {*serial}));
  auto chained = crypto::hash_of(document);
  TRY(database_.run("INSERT OR REPLACE INTO receipt_chain VALUES (1, ?, ?)",
                    {as_parameter(receipt.number), chained.view()}));
  return transaction.commit();
}

Result<std::uint64_t> ResponseStore::last_receipt() {
  return static_cast<std::uint64_t>(
      TRY(database_.find_integer("SELECT number FROM receipt_chain")).value_or(0));
}

Result<std::optional<StoredRound>> ResponseStore::round_document() {
  std::optional<StoredRound> stored;
  TRY(database_.each("SELECT serial, document FROM round_document", {},
                     [&](const store::Row& row) -> Result<void> {
                       stored = StoredRound{static_cast<std::uint64_t>(row.integer(0)), row.blob(1)};
                       return {};
                     }));
  return stored;
}

Result<void> ResponseStore::keep_round_document(std::uint64_t serial, ByteView document) {
  auto changed =
      TRY(database_.run("INSERT INTO round_document VALUES (1, ?, ?) ON CONFLICT DO UPDATE "
                        "SET serial = excluded.serial, document = excluded.document "
                        "WHERE excluded.serial > serial",
                        {as_parameter(serial), document}));
  if (changed == 0) return Error::refused("a round document of a higher serial is already in use");
  return {};
}

Result<std::uint64_t> ResponseStore::next_serial(wire::DocumentType type) {
  auto number = static_cast<std::int64_t>(type);
  TRY(database_.run("INSERT INTO serial VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1", {number}));
  return static_cast<std::uint64_t>(
      TRY(database_.find_integer("SELECT last FROM serial WHERE type = ?", {number})).value_or(0));
}

}  // namespace vantrum::kiosk
