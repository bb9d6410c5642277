#include "kiosk/store/response_store.h"

#include <algorithm>

#include "kiosk/store/device_schema.h"
#include "shared/wire/serial_block.h"

namespace vantrum::kiosk {
namespace {

using store::as_parameter;
using store::Transaction;

// Small pages: a submission writes few of them, and all of each.
constexpr int page_bytes = 2048;
constexpr std::size_t batch_bytes_of_a_slot = 512;

std::int64_t number_of(RoundId round) { return round.value; }

Bytes round_key(RoundId round) { return fixed<4>(round.value); }
Bytes batch_key(std::int64_t serial) { return fixed<8>(static_cast<std::uint64_t>(serial)); }

}  // namespace

Result<ResponseStore> ResponseStore::open(const std::string& path, Entropy& entropy,
                                          const StoreOptions& options) {
  auto database = TRY(store::Database::open(path, {.application_id = device_application_id,
                                                   .page_bytes = page_bytes,
                                                   .vfs = options.vfs,
                                                   .sync = options.sync}));
  TRY(database.check_integrity());
  // What can be read in the log need not be on the disk: a commit whose sync failed is seen by the next
  // opening. Moved into the file and synced there it is, before anybody is told that it was found.
  TRY(database.checkpoint());
  TRY(store::migrate(database, device_migrations()));
  ResponseStore store(std::move(database));
  TRY(store.make_slots(options.slots));
  TRY(store.check_slots());
  TRY(store.find_free_slots());
  TRY(store.move_items_of_schema_1(entropy));
  return store;
}

Result<void> ResponseStore::make_slots(std::size_t wanted) {
  slots_ = static_cast<std::size_t>(TRY(database_.find_integer("SELECT count(*) FROM slot")).value_or(0));
  if (slots_ >= wanted) return {};
  auto transaction = TRY(Transaction::begin(database_));
  TRY(
      database_.run("WITH RECURSIVE n (i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2) "
                    "INSERT INTO slot SELECT i, zeroblob(4), zeroblob(8), zeroblob(16), zeroblob(?3) FROM n",
                    {as_parameter(slots_ + 1), as_parameter(wanted), as_parameter(slot_bytes)}));
  // Pages for the batches of all these slots: on a full disk the log could not be moved if the file had to
  // grow.
  TRY(database_.run("INSERT INTO batch VALUES (0, zeroblob(16), zeroblob(?))",
                    {as_parameter((wanted - slots_) * batch_bytes_of_a_slot)}));
  TRY(database_.run("DELETE FROM batch WHERE serial = 0"));
  TRY(transaction.commit());
  TRY(database_.checkpoint());
  slots_ = wanted;
  return {};
}

// SQLite looks after its tables, not after what lies in them.
Result<void> ResponseStore::check_slots() {
  return database_.each(
      "SELECT round, id, content FROM slot WHERE content <> zeroblob(length(content)) OR round <> "
      "zeroblob(4)",
      {}, [](const store::Row& row) -> Result<void> {
        auto item = TRY(parse_slot(row.blob(2)));
        if (row.blob(0) != round_key(item.round) || row.blob(1) != to_bytes(item.id.view())) {
          return Error::damaged("a slot does not hold the item that it should");
        }
        return {};
      });
}

Result<void> ResponseStore::find_free_slots() {
  free_.clear();
  return database_.each("SELECT number FROM slot WHERE round = zeroblob(4)", {},
                        [&](const store::Row& row) -> Result<void> {
                          free_.push_back(row.integer(0));
                          return {};
                        });
}

std::size_t ResponseStore::draw_slot(Entropy& entropy) const {
  return entropy.random_below(static_cast<std::uint32_t>(free_.size()));
}

Result<void> ResponseStore::fill_slot(std::int64_t number, const SlotItem& item, std::int64_t batch) {
  auto content = encode_slot(item);
  auto changed =
      TRY(database_.run("UPDATE slot SET round = ?, batch = ?, id = ?, content = ? "
                        "WHERE number = ? AND round = zeroblob(4)",
                        {ByteView(round_key(item.round)), ByteView(batch_key(batch)), item.id.view(),
                         ByteView(content), number}));
  check(changed == 1);  // a slot in use is never overwritten
  return {};
}

Result<void> ResponseStore::submit(const std::vector<NewItem>& items, RoundId round,
                                   const std::vector<std::string>& counters, Entropy& entropy) {
  if (free_.size() < items.size())
    return Error::refused("no room: all " + std::to_string(slots_) + " slots wait for a receipt");
  auto free = free_;
  auto transaction = TRY(Transaction::begin(database_));
  for (const auto& item : items) {
    auto drawn = entropy.random_below(static_cast<std::uint32_t>(free.size()));
    TRY(fill_slot(free[drawn], {item.id, round, item.kind, item.sealed}, 0));
    free.erase(free.begin() + static_cast<std::ptrdiff_t>(drawn));
    if (item.kind != wire::ItemKind::response) continue;
    TRY(database_.run("INSERT INTO completed VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
                      {number_of(round)}));
  }
  for (const auto& name : counters) TRY(add_to_counter(round, name));
  TRY(transaction.commit());
  free_ = std::move(free);
  return {};
}

Result<bool> ResponseStore::has(const ItemId& id) {
  return TRY(database_.find_integer("SELECT 1 FROM slot WHERE id = ?", {id.view()})).has_value();
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
  auto waiting = TRY(
      database_.find_integer("SELECT count(*) FROM slot WHERE round = ? AND substr(content, 13, 1) = x'01' "
                             "AND batch NOT IN (SELECT batch FROM kept)",
                             {ByteView(round_key(round))}));
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

Result<std::map<RoundId, Unpacked>> ResponseStore::unpacked() {
  std::map<RoundId, Unpacked> rounds;
  TRY(database_.each("SELECT content FROM slot WHERE batch = zeroblob(8) AND round <> zeroblob(4)", {},
                     [&](const store::Row& row) -> Result<void> {
                       auto item = TRY(parse_slot(row.blob(0)));
                       auto& count = rounds[item.round];
                       ++count.items;
                       count.responses += item.kind == wire::ItemKind::response;
                       return {};
                     }));
  return rounds;
}

// In the order of the random ids, which is no order (P-3).
Result<void> ResponseStore::pack(RoundId round, Entropy& entropy, const SignBatch& sign,
                                 const StoredVisit* held) {
  auto transaction = TRY(Transaction::begin(database_));
  wire::Batch batch{entropy.random_id<BatchId>(), round, {}};
  std::vector<std::int64_t> numbers;
  const auto limit = wire::batch_items_max + (held ? held->items.size() : 0);
  TRY(database_.each(
      "SELECT number, content FROM slot WHERE batch = zeroblob(8) AND round = ? "
      "ORDER BY id LIMIT ?",
      {ByteView(round_key(round)), as_parameter(limit)}, [&](const store::Row& row) -> Result<void> {
        if (batch.items.size() == wire::batch_items_max) return {};
        auto item = TRY(parse_slot(row.blob(1)));
        if (held && std::ranges::find(held->items, item.id) != held->items.end()) return {};
        numbers.push_back(row.integer(0));
        batch.items.push_back({item.kind, std::move(item.sealed)});
        return {};
      }));
  if (batch.items.empty()) return {};
  auto serial = TRY(next_serial(wire::DocumentType::batch));
  auto document = sign(batch, serial);
  TRY(database_.run("INSERT INTO batch VALUES (?, ?, ?)",
                    {as_parameter(serial), batch.batch.view(), ByteView(document)}));
  auto key = fixed<8>(serial);
  for (auto number : numbers) {
    TRY(database_.run("UPDATE slot SET batch = ? WHERE number = ?", {ByteView(key), number}));
  }
  TRY(database_.run("UPDATE counter SET published = count WHERE round = ?", {number_of(round)}));
  if (held && held->round == round) {
    for (const auto& name : held->counters) {
      TRY(database_.run("UPDATE counter SET published = max(published - 1, 0) WHERE round = ? AND name = ?",
                        {number_of(round), name}));
    }
  }
  return transaction.commit();
}

Result<void> ResponseStore::unpack() {
  auto transaction = TRY(Transaction::begin(database_));
  TRY(
      database_.run("UPDATE slot SET batch = zeroblob(8) WHERE round <> zeroblob(4) "
                    "AND batch NOT IN (SELECT batch FROM kept)"));
  TRY(database_.run("DELETE FROM batch WHERE serial NOT IN (SELECT serial FROM kept)"));
  TRY(note_given_up());
  return transaction.commit();
}

Result<std::vector<StoredBatch>> ResponseStore::batches() {
  std::vector<StoredBatch> batches;
  TRY(database_.each(
      "SELECT serial, document FROM batch WHERE serial NOT IN (SELECT serial FROM kept) ORDER BY serial", {},
      [&](const store::Row& row) -> Result<void> {
        batches.push_back({static_cast<std::uint64_t>(row.integer(0)), row.blob(1)});
        return {};
      }));
  return batches;
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
                        "WHERE excluded.serial >= serial",
                        {as_parameter(serial), document}));
  if (changed == 0) return Error::refused("a round document of a higher serial is already in use");
  return {};
}

Result<std::optional<std::uint64_t>> ResponseStore::serial_block() {
  auto last = TRY(database_.find_integer("SELECT last FROM serial ORDER BY last DESC LIMIT 1"));
  if (!last) return std::optional<std::uint64_t>();
  return std::optional(wire::block_of(static_cast<std::uint64_t>(*last)));
}

Result<void> ResponseStore::begin_serial_block(std::uint64_t block) {
  auto transaction = TRY(Transaction::begin(database_));
  for (auto type : {wire::DocumentType::batch, wire::DocumentType::status, wire::DocumentType::reflection}) {
    TRY(database_.run("INSERT INTO serial VALUES (?1, ?2) ON CONFLICT DO UPDATE SET last = max(last, ?2)",
                      {static_cast<std::int64_t>(type), as_parameter(wire::first_of_block(block) - 1)}));
  }
  return transaction.commit();
}

Result<std::uint64_t> ResponseStore::next_serial(wire::DocumentType type, std::uint64_t above) {
  auto number = static_cast<std::int64_t>(type);
  TRY(
      database_.run("INSERT INTO serial VALUES (?1, ?2 + 1) "
                    "ON CONFLICT DO UPDATE SET last = max(last, ?2) + 1",
                    {number, as_parameter(above)}));
  return static_cast<std::uint64_t>(
      TRY(database_.find_integer("SELECT last FROM serial WHERE type = ?", {number})).value_or(0));
}

}  // namespace vantrum::kiosk
