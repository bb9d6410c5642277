// Rounds as data, and the staff's self-reflections.
#include "sync/store/sqlite_collector_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

Result<std::optional<RoundDocument>> SqliteCollectorStore::latest_round_document(CentreId centre) {
  return newest_document(
      "SELECT serial, round, centre, bytes FROM round_document JOIN round ON round.id = round "
      "WHERE centre = ? AND for_staff = 0 ORDER BY serial DESC LIMIT 1",
      {number(centre)});
}

Result<std::optional<RoundDocument>> SqliteCollectorStore::latest_staff_document(CentreId centre) {
  return newest_document(
      "SELECT serial, round, centre, bytes FROM round_document JOIN round ON round.id = round "
      "WHERE centre = ? AND for_staff = 1 ORDER BY serial DESC LIMIT 1",
      {number(centre)});
}

Result<std::optional<RoundDocument>> SqliteCollectorStore::round_document_of(RoundId round, CentreId centre) {
  return newest_document(
      "SELECT serial, round, centre, bytes FROM round_document WHERE round = ? AND centre = ? "
      "ORDER BY serial DESC LIMIT 1",
      {number(round), number(centre)});
}

Result<std::optional<RoundDocument>> SqliteCollectorStore::newest_document(
    const std::string& sql, const std::vector<store::Parameter>& of) {
  std::optional<RoundDocument> document;
  TRY(database_.each(sql, of, [&](const store::Row& row) -> Result<void> {
    document = RoundDocument{rows::count(row, 0), RoundId{rows::small(row, 1)}, CentreId{rows::small(row, 2)},
                             row.blob(3)};
    return {};
  }));
  return document;
}

Result<void> SqliteCollectorStore::keep_round_plan(RoundId round, const std::string& file) {
  TRY(database_.run("INSERT INTO round_plan (round, file) VALUES (?, ?)", {number(round), file}));
  return {};
}

Result<std::optional<std::string>> SqliteCollectorStore::find_round_plan(RoundId round) {
  std::optional<std::string> file;
  TRY(database_.each("SELECT file FROM round_plan WHERE round = ?", {number(round)},
                     [&](const store::Row& row) -> Result<void> {
                       file = row.text(0);
                       return {};
                     }));
  return file;
}

Result<Recorded> SqliteCollectorStore::add_reflection(const ReflectionRecord& record) {
  int added = TRY(database_.run(
      "INSERT INTO reflection (id, centre, day, epoch, document_hash, sealed) VALUES (?, ?, ?, ?, ?, ?) "
      "ON CONFLICT DO NOTHING",
      {record.id.view(), number(record.centre), record.day, record.epoch, record.document.view(),
       ByteView(record.sealed)}));
  if (added > 0) return Recorded::added;
  bool is_same = false;
  TRY(database_.each("SELECT 1 FROM reflection WHERE id = ? AND document_hash = ?",
                     {record.id.view(), record.document.view()}, [&](const store::Row&) -> Result<void> {
                       is_same = true;
                       return {};
                     }));
  return is_same ? Recorded::same : Recorded::other;
}

Result<std::vector<ReflectionRecord>> SqliteCollectorStore::list_reflections() {
  std::vector<ReflectionRecord> records;
  TRY(database_.each("SELECT id, centre, day, epoch, document_hash, sealed FROM reflection ORDER BY day, id",
                     {}, [&](const store::Row& row) -> Result<void> {
                       ReflectionRecord record;
                       record.id = TRY(rows::id<survey::ReflectionId>(row, 0));
                       record.centre = CentreId{rows::small(row, 1)};
                       record.day = row.integer(2);
                       record.epoch = rows::small(row, 3);
                       record.document = TRY(rows::key<crypto::Hash>(row, 4));
                       record.sealed = row.blob(5);
                       records.push_back(std::move(record));
                       return {};
                     }));
  return records;
}

}  // namespace vantrum::collector
