// Batches, items and statuses of SqliteCollectorStore; the rest is in sqlite_collector_store.cpp.
#include <algorithm>
#include <map>

#include "shared/wire/serial_block.h"
#include "sync/store/sqlite_collector_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

namespace {

// As it was written, which may have been before a status named orders and counts.
Result<wire::Status> stored_status(const Bytes& content) {
  auto status = wire::parse_status(content);
  if (status) return status;
  auto value = TRY(wire::decode(content));
  auto* map = std::get_if<wire::Map>(&value.data);
  if (!map) return status;
  for (int added : {9, 10}) map->emplace_back(added, 0);
  return wire::parse_status(wire::encode(value));
}

}  // namespace

Result<std::optional<Bytes>> SqliteCollectorStore::find_receipt(const crypto::Hash& document_hash) {
  return database_.find_blob("SELECT receipt FROM batch WHERE document_hash = ?", {document_hash.view()});
}

Result<LastReceipt> SqliteCollectorStore::last_receipt(DeviceId device) {
  LastReceipt last;
  TRY(database_.each(
      "SELECT receipt_number, receipt FROM batch WHERE device = ? ORDER BY receipt_number DESC LIMIT 1",
      {device.view()}, [&](const store::Row& row) -> Result<void> {
        last = {rows::count(row, 0), crypto::hash_of(row.blob(1))};
        return {};
      }));
  return last;
}

Result<std::vector<Bytes>> SqliteCollectorStore::receipts_after(DeviceId device, std::uint64_t after,
                                                                std::size_t max) {
  std::vector<Bytes> receipts;
  TRY(database_.each(
      "SELECT receipt FROM batch WHERE device = ? AND receipt_number > ? ORDER BY receipt_number LIMIT ?",
      {device.view(), number(after), number(max)}, [&](const store::Row& row) -> Result<void> {
        receipts.push_back(row.blob(0));
        return {};
      }));
  return receipts;
}

Result<bool> SqliteCollectorStore::has_batch(BatchId batch) {
  return TRY(database_.find_integer("SELECT 1 FROM batch WHERE batch = ?", {batch.view()})).has_value();
}

Result<bool> SqliteCollectorStore::has_batch_serial(DeviceId device, std::uint64_t serial) {
  return TRY(database_.find_integer("SELECT 1 FROM batch WHERE device = ? AND serial = ?",
                                    {device.view(), number(serial)}))
      .has_value();
}

Result<CollectorStore::Gaps> SqliteCollectorStore::missing_batches(DeviceId device) {
  Gaps gaps;
  std::uint64_t next = 1;
  TRY(database_.each("SELECT DISTINCT serial FROM batch WHERE device = ? ORDER BY serial", {device.view()},
                     [&](const store::Row& row) -> Result<void> {
                       auto serial = rows::count(row, 0);
                       next = std::max(next, wire::first_of_block(wire::block_of(serial)));
                       if (serial > next) gaps.emplace_back(next, serial - 1);
                       next = serial + 1;
                       return {};
                     }));
  return gaps;
}

Result<void> SqliteCollectorStore::each_batch(DeviceId device,
                                              const std::function<Result<void>(const BatchRecord&)>& each) {
  return database_.each(
      "SELECT document_hash, batch, serial, receipt_number, receipt, round FROM batch WHERE device = ? "
      "ORDER BY receipt_number",
      {device.view()}, [&](const store::Row& row) -> Result<void> {
        BatchRecord record;
        record.document_hash = TRY(rows::key<crypto::Hash>(row, 0));
        record.batch = TRY(rows::id<BatchId>(row, 1));
        record.device = device;
        record.serial = rows::count(row, 2);
        record.receipt_number = rows::count(row, 3);
        record.receipt = row.blob(4);
        if (!row.is_null(5)) record.round.value = rows::small(row, 5);
        return each(record);
      });
}

Result<void> SqliteCollectorStore::add_batch(const BatchRecord& batch) {
  int added = TRY(database_.run(
      "INSERT INTO batch (document_hash, batch, device, serial, receipt_number, receipt, round) "
      "VALUES (?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING",
      {batch.document_hash.view(), batch.batch.view(), batch.device.view(), number(batch.serial),
       number(batch.receipt_number), ByteView(batch.receipt), number(batch.round)}));
  if (added == 0) return Error::conflict("this batch, or this receipt number, is in the ledger already");
  return {};
}

Result<Recorded> SqliteCollectorStore::record_item(ItemId item, const crypto::Hash& content_hash,
                                                   RoundId round, wire::ItemKind kind) {
  int added = TRY(database_.run(
      "INSERT INTO item (id, content_hash, round, kind) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      {item.view(), content_hash.view(), number(round), static_cast<std::int64_t>(kind)}));
  if (added == 1) return Recorded::added;
  auto known = TRY(database_.find_blob("SELECT content_hash FROM item WHERE round = ? AND id = ?",
                                       {number(round), item.view()}));
  if (!known) return Error::storage("an item is neither new nor known");
  return *known == to_bytes(content_hash.view()) ? Recorded::same : Recorded::other;
}

Result<std::optional<wire::ItemKind>> SqliteCollectorStore::kind_of(RoundId round, ItemId item) {
  const auto as_kind = [](std::optional<std::int64_t> kind) {
    return kind ? std::optional(static_cast<wire::ItemKind>(*kind)) : std::nullopt;
  };
  if (round.value != 0)
    return as_kind(TRY(database_.find_integer("SELECT kind FROM item WHERE round = ? AND id = ?",
                                              {number(round), item.view()})));
  // Each round is asked; of rounds there are few.
  return as_kind(TRY(database_.find_integer(
      "WITH RECURSIVE known(round) AS (SELECT min(round) FROM item UNION ALL "
      "SELECT (SELECT min(round) FROM item WHERE round > known.round) FROM known WHERE round IS NOT NULL) "
      "SELECT kind FROM known JOIN item ON item.round = known.round AND item.id = ?",
      {item.view()})));
}

Result<void> SqliteCollectorStore::add_to_outbox(const SealedItem& item) {
  int added = TRY(database_.run(
      "INSERT INTO outbox (item, round, kind, sealed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      {item.id.view(), number(item.round), static_cast<std::int64_t>(item.kind), ByteView(item.sealed)}));
  if (added == 0) return Error::conflict("another item of this id waits to be opened");
  return {};
}

Result<std::vector<SealedItem>> SqliteCollectorStore::outbox_block(std::size_t items_max) {
  std::vector<SealedItem> items;
  TRY(database_.each("SELECT item, round, kind, sealed FROM outbox ORDER BY item LIMIT ?",
                     {number(items_max)}, [&](const store::Row& row) -> Result<void> {
                       items.push_back({TRY(rows::id<ItemId>(row, 0)), RoundId{rows::small(row, 1)},
                                        static_cast<wire::ItemKind>(row.integer(2)), row.blob(3)});
                       return {};
                     }));
  return items;
}

Result<std::optional<SealedItem>> SqliteCollectorStore::find_in_outbox(ItemId item) {
  std::optional<SealedItem> found;
  TRY(database_.each("SELECT round, kind, sealed FROM outbox WHERE item = ?", {item.view()},
                     [&](const store::Row& row) -> Result<void> {
                       found = SealedItem{item, RoundId{rows::small(row, 0)},
                                          static_cast<wire::ItemKind>(row.integer(1)), row.blob(2)};
                       return {};
                     }));
  return found;
}

Result<void> SqliteCollectorStore::remove_from_outbox(ItemId item) {
  TRY(database_.run("DELETE FROM outbox WHERE item = ?", {item.view()}));
  return {};
}

Result<std::uint64_t> SqliteCollectorStore::outbox_size() {
  return static_cast<std::uint64_t>(TRY(database_.find_integer("SELECT count(*) FROM outbox")).value_or(0));
}

Result<void> SqliteCollectorStore::quarantine(const QuarantinedItem& item) {
  auto hash = crypto::hash_of(item.sealed);
  store::Parameter device = nullptr, day = nullptr;
  if (item.device) device = item.device->view();
  if (item.day) day = *item.day;
  TRY(database_.run(
      "INSERT INTO quarantine (content_hash, item, round, cause, sealed, kind, device, since_day) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      {hash.view(), item.id.view(), number(item.round), item.cause, ByteView(item.sealed),
       static_cast<std::int64_t>(item.kind), device, day}));
  return {};
}

Result<std::map<std::string, std::uint64_t>> SqliteCollectorStore::quarantine_causes() {
  return counts_by_name("SELECT cause, count(*) FROM quarantine GROUP BY cause");
}

Result<std::vector<QuarantinedItem>> SqliteCollectorStore::list_quarantine() {
  std::vector<QuarantinedItem> items;
  TRY(
      database_.each("SELECT item, round, sealed, cause, kind, device, since_day FROM quarantine ORDER BY "
                     "cause, content_hash",
                     {}, [&](const store::Row& row) -> Result<void> {
                       QuarantinedItem item{TRY(rows::id<ItemId>(row, 0)),
                                            RoundId{rows::small(row, 1)},
                                            row.blob(2),
                                            row.text(3),
                                            static_cast<wire::ItemKind>(row.integer(4)),
                                            {},
                                            {}};
                       if (!row.is_null(5)) item.device = TRY(rows::id<DeviceId>(row, 5));
                       if (!row.is_null(6)) item.day = row.integer(6);
                       items.push_back(std::move(item));
                       return {};
                     }));
  return items;
}

Result<bool> SqliteCollectorStore::requeue(const QuarantinedItem& item) {
  auto added = add_to_outbox({item.id, item.round, item.kind, item.sealed});
  if (!added && added.error().kind == ErrorKind::conflict) return false;
  TRY(added);
  TRY(database_.run("DELETE FROM quarantine WHERE round = ? AND content_hash = ?",
                    {number(item.round), crypto::hash_of(item.sealed).view()}));
  return true;
}

Result<Books> SqliteCollectorStore::books(RoundId round) {
  auto count = [&](const char* sql) -> Result<std::uint64_t> {
    return static_cast<std::uint64_t>(TRY(database_.find_integer(sql, {number(round)})).value_or(0));
  };
  Books books;
  books.items = TRY(count("SELECT count(*) FROM item WHERE round = ? AND kind = 1"));
  books.waiting = TRY(count("SELECT count(*) FROM outbox WHERE round = ? AND kind = 1"));
  // A conflict is an item of the ledger only if its bytes are those of the item that was recorded.
  books.set_aside = TRY(
      count("SELECT count(*) FROM quarantine AS aside WHERE round = ? AND kind = 1 AND (cause <> 'conflict' "
            "OR EXISTS (SELECT 1 FROM item WHERE item.round = aside.round AND item.id = aside.item "
            "AND item.content_hash = aside.content_hash))"));
  return books;
}

Result<void> SqliteCollectorStore::add_intake(RoundId round, CentreId centre, const std::string& name,
                                              std::uint64_t count) {
  if (count == 0) return {};
  TRY(
      database_.run("INSERT INTO intake (round, centre, name, count) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (round, centre, name) DO UPDATE SET count = count + excluded.count",
                    {number(round), number(centre), name, number(count)}));
  return {};
}

Result<Intake> SqliteCollectorStore::intake_of(RoundId round, CentreId centre) {
  Intake intake;
  TRY(database_.each("SELECT name, count FROM intake WHERE round = ? AND centre = ?",
                     {number(round), number(centre)}, [&](const store::Row& row) -> Result<void> {
                       intake[row.text(0)] = rows::count(row, 1);
                       return {};
                     }));
  return intake;
}

Result<void> SqliteCollectorStore::add_accepted(DeviceId device, RoundId round, std::uint64_t count) {
  TRY(
      database_.run("INSERT INTO device_intake (device, round, accepted) VALUES (?, ?, ?) "
                    "ON CONFLICT (device, round) DO UPDATE SET accepted = accepted + excluded.accepted",
                    {device.view(), number(round), number(count)}));
  return {};
}

Result<void> SqliteCollectorStore::add_instrument(std::uint32_t instrument, std::uint32_t version,
                                                  const std::map<std::string, std::string>& files) {
  auto known = TRY(find_instrument(instrument, version));
  if (known == files) return {};
  if (!known.empty()) {
    return Error::conflict("version " + std::to_string(version) + " of instrument " +
                           std::to_string(instrument) + " is here already with other texts or questions");
  }
  for (const auto& [name, content] : files) {
    TRY(database_.run("INSERT INTO instrument_file (number, version, name, content) VALUES (?, ?, ?, ?)",
                      {instrument, version, name, content}));
  }
  return {};
}

Result<std::map<std::string, std::string>> SqliteCollectorStore::find_instrument(std::uint32_t instrument,
                                                                                 std::uint32_t version) {
  std::map<std::string, std::string> files;
  TRY(database_.each("SELECT name, content FROM instrument_file WHERE number = ? AND version = ?",
                     {instrument, version}, [&](const store::Row& row) -> Result<void> {
                       files[row.text(0)] = row.text(1);
                       return {};
                     }));
  return files;
}

Result<bool> SqliteCollectorStore::keep_status(const StatusRecord& record) {
  auto of_round = record.status;
  of_round.earlier.clear();  // they have rows of their own
  auto content = wire::encode(of_round);
  int kept = TRY(database_.run(
      "INSERT INTO device_status (device, round, serial, content) SELECT ?1, ?2, ?3, ?4 "
      "WHERE NOT EXISTS (SELECT 1 FROM device_status WHERE device = ?1 AND serial >= ?3) "
      "ON CONFLICT (device, round) DO UPDATE SET serial = excluded.serial, content = excluded.content",
      {record.device.view(), number(record.status.round), number(record.serial), ByteView(content)}));
  if (kept == 0) return false;
  TRY(keep_counters(record.device, of_round.round, of_round.counters));
  for (const auto& earlier : record.status.earlier) TRY(keep_earlier_round(record, earlier));
  return true;
}

// Its row keeps the serial that it had: what a kiosk said last is the row of the round in use, always.
Result<void> SqliteCollectorStore::keep_earlier_round(const StatusRecord& record,
                                                      const wire::EarlierRound& earlier) {
  auto status = record.status;
  status.round = earlier.round;
  status.completed = earlier.completed;
  status.waiting = earlier.waiting;
  status.counters = earlier.counters;
  status.earlier.clear();
  auto content = wire::encode(status);
  TRY(
      database_.run("INSERT INTO device_status (device, round, serial, content) VALUES (?, ?, 0, ?) "
                    "ON CONFLICT (device, round) DO UPDATE SET content = excluded.content",
                    {record.device.view(), number(earlier.round), ByteView(content)}));
  return keep_counters(record.device, earlier.round, earlier.counters);
}

Result<void> SqliteCollectorStore::keep_counters(DeviceId device, RoundId round,
                                                 const std::map<std::string, std::uint64_t>& counters) {
  for (const auto& [name, count] : counters) {
    if (name.starts_with(wire::alarm_prefix)) continue;  // of the kiosk, not of its visitors
    TRY(
        database_.run("INSERT INTO device_counter (device, round, name, count) VALUES (?, ?, ?, ?) "
                      "ON CONFLICT (device, round, name) DO UPDATE SET count = excluded.count",
                      {device.view(), number(round), name, number(count)}));
  }
  return {};
}

Result<std::vector<StatusRecord>> SqliteCollectorStore::statuses(RoundId round) {
  return read_statuses("SELECT device, serial, content FROM device_status WHERE round = ? ORDER BY device",
                       number(round));
}

Result<std::vector<StatusRecord>> SqliteCollectorStore::statuses_of(DeviceId device) {
  return read_statuses("SELECT device, serial, content FROM device_status WHERE device = ? ORDER BY serial",
                       device.view());
}

// Device by device, so that what they told in other rounds is not read.
Result<std::vector<CounterCell>> SqliteCollectorStore::counter_levels(RoundId round) {
  std::map<CentreId, std::vector<CounterCell>> centres;
  TRY(
      database_.each("SELECT device.centre, name, count FROM device CROSS JOIN device_counter "
                     "ON device_counter.device = device.id AND device_counter.round = ?",
                     {number(round)}, [&](const store::Row& row) -> Result<void> {
                       const CentreId centre{rows::small(row, 0)};
                       centres[centre].push_back({centre, row.text(1), rows::count(row, 2)});
                       return {};
                     }));
  std::vector<CounterCell> cells;
  for (auto& [centre, told] : centres) {
    std::ranges::stable_sort(told, {}, &CounterCell::name);
    for (auto& cell : told) {
      if (!cells.empty() && cells.back().centre == centre && cells.back().name == cell.name)
        cells.back().count += cell.count;
      else
        cells.push_back(std::move(cell));
    }
  }
  return cells;
}

Result<std::uint64_t> SqliteCollectorStore::completed_elsewhere(RoundId round, const Device& device) {
  auto sum = static_cast<std::uint64_t>(
      TRY(database_.find_integer(
              "SELECT coalesce(sum(accepted), 0) FROM device_intake JOIN device ON device.id = device "
              "WHERE round = ? AND centre = ? AND device <> ? AND state = 'revoked'",
              {number(round), number(device.centre), device.id.view()}))
          .value_or(0));
  TRY(database_.each(
      "SELECT content FROM device_status JOIN device ON device.id = device WHERE round = ? AND centre = ? "
      "AND device <> ? AND state <> 'revoked'",
      {number(round), number(device.centre), device.id.view()}, [&](const store::Row& row) -> Result<void> {
        sum += TRY(stored_status(row.blob(0))).completed;
        return {};
      }));
  return sum;
}

Result<std::vector<StatusRecord>> SqliteCollectorStore::read_statuses(const std::string& sql,
                                                                      const store::Parameter& of) {
  std::vector<StatusRecord> records;
  TRY(database_.each(sql, {of}, [&](const store::Row& row) -> Result<void> {
    records.push_back(
        {TRY(rows::id<DeviceId>(row, 0)), rows::count(row, 1), TRY(stored_status(row.blob(2)))});
    return {};
  }));
  return records;
}

}  // namespace vantrum::collector
