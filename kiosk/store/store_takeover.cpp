// What a store takes over from an older schema or from a damaged file.
#include "kiosk/store/response_store.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

using store::Transaction;

// Not the serials: those of a damaged file may be older than what was sent, so a new block begins.
// Every value of these tables is an integer, a text or a blob, as `columns` says.
struct Copy {
  const char* table;
  const char* columns;  // i, t or b for each
  const char* read;
  const char* write;
};
constexpr Copy copies[] = {
    {"completed", "ii", "SELECT round, count FROM completed",
     "INSERT INTO completed VALUES (?, ?) ON CONFLICT DO UPDATE SET count = excluded.count"},
    {"counter", "itii", "SELECT round, name, count, published FROM counter",
     "INSERT OR REPLACE INTO counter VALUES (?, ?, ?, ?)"},
    {"round_document", "iib", "SELECT only, serial, document FROM round_document",
     "INSERT OR REPLACE INTO round_document VALUES (?, ?, ?)"},
    {"asked_round", "i", "SELECT round FROM asked_round", "INSERT OR REPLACE INTO asked_round VALUES (?)"},
    {"receipt_chain", "iib", "SELECT only, number, hash FROM receipt_chain",
     "INSERT OR REPLACE INTO receipt_chain VALUES (?, ?, ?)"},
    {"chain_floor", "ii", "SELECT number, serial FROM chain_floor",
     "INSERT OR REPLACE INTO chain_floor VALUES (?, ?)"},
    {"day_count", "iii", "SELECT only, today, lived FROM day_count",
     "INSERT OR REPLACE INTO day_count VALUES (?, ?, ?)"},
};

}  // namespace

Result<void> ResponseStore::take_over(const std::vector<SlotItem>& items, Entropy& entropy) {
  auto transaction = TRY(Transaction::begin(database_));
  for (const auto& item : items) {
    auto drawn = draw_slot(entropy);
    TRY(fill_slot(free_[drawn], item, 0));
    free_.erase(free_.begin() + static_cast<std::ptrdiff_t>(drawn));
  }
  return transaction.commit();
}

Result<void> ResponseStore::take_over_tables(store::Database& damaged) {
  for (const auto& copy : copies) {
    std::vector<std::vector<store::Parameter>> rows;
    std::vector<std::unique_ptr<Bytes>> blobs;  // parameters only look at them
    auto read = damaged.each(copy.read, {}, [&](const store::Row& row) -> Result<void> {
      auto& values = rows.emplace_back();
      int column = 0;
      for (char kind : std::string_view(copy.columns)) {
        if (kind == 'i') values.emplace_back(row.integer(column));
        if (kind == 't') values.emplace_back(row.text(column));
        if (kind == 'b') {
          blobs.push_back(std::make_unique<Bytes>(row.blob(column)));
          values.emplace_back(ByteView(*blobs.back()));
        }
        ++column;
      }
      return {};
    });
    if (!read) log_error("salvage: {} is lost in part: {}", copy.table, read.error().message);
    // Row by row: a value that the schema refuses costs its row, not the table.
    for (const auto& values : rows) {
      auto wrote = database_.run(copy.write, values);
      if (!wrote) log_error("salvage: a row of {} is lost: {}", copy.table, wrote.error().message);
    }
  }
  return {};
}

Result<void> ResponseStore::forget_receipt_chain() {
  TRY(
      database_.run("INSERT INTO receipt_chain VALUES (1, 0, zeroblob(32)) "
                    "ON CONFLICT DO UPDATE SET hash = zeroblob(32)"));
  return note_given_up();
}

Result<void> ResponseStore::begin_anew() {
  auto transaction = TRY(Transaction::begin(database_));
  TRY(database_.run("UPDATE slot SET batch = zeroblob(8) WHERE batch <> zeroblob(8)"));
  for (const char* table : {"kept", "batch", "receipt_chain", "chain_floor", "round_document"})
    TRY(database_.run(std::string("DELETE FROM ") + table));
  TRY(database_.run("DELETE FROM serial WHERE type = ?",
                    {static_cast<std::int64_t>(wire::DocumentType::batch)}));
  return transaction.commit();
}

Result<void> ResponseStore::move_items_of_schema_1(Entropy& entropy) {
  std::vector<std::pair<SlotItem, std::int64_t>> items;
  TRY(database_.each("SELECT id, round, kind, sealed, batch FROM item_of_schema_1", {},
                     [&](const store::Row& row) -> Result<void> {
                       auto id = ItemId::from(row.blob(0));
                       check(id.has_value());  // the schema says so
                       items.push_back({{*id, RoundId{static_cast<std::uint32_t>(row.integer(1))},
                                         static_cast<wire::ItemKind>(row.integer(2)), row.blob(3)},
                                        row.is_null(4) ? 0 : row.integer(4)});
                       return {};
                     }));
  if (items.empty()) return {};
  TRY(make_slots(items.size() * 2));
  TRY(find_free_slots());
  auto transaction = TRY(Transaction::begin(database_));
  for (const auto& [item, batch] : items) {
    auto drawn = draw_slot(entropy);
    TRY(fill_slot(free_[drawn], item, batch));
    free_.erase(free_.begin() + static_cast<std::ptrdiff_t>(drawn));
  }
  TRY(database_.run("DELETE FROM item_of_schema_1"));
  TRY(transaction.commit());
  return database_.checkpoint();
}

}  // namespace vantrum::kiosk
