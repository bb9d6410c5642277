// What stands for each device, what keeps SqliteCollectorStore safe (backups, and what follows one), and the
// answers that once lay in its file.
#include "sync/store/sqlite_answer_rows.h"
#include "sync/store/sqlite_collector_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

namespace {

// Serials given out between a backup and the day it is read back, at most; and centres and rounds.
constexpr std::int64_t serials_leapt = 1'000'000, ids_leapt = 1'000;
constexpr wire::DocumentType issued[] = {wire::DocumentType::enrolment_reply,
                                         wire::DocumentType::receipt,
                                         wire::DocumentType::round,
                                         wire::DocumentType::centre,
                                         wire::DocumentType::order,
                                         wire::DocumentType::asset,
                                         wire::DocumentType::reflection_receipt};

const char* text_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::order:
      return "order";
    case Purpose::resend:
      return "resend";
    case Purpose::centre:
      return "centre";
  }
  check(false);
  return "";
}

}  // namespace

Result<void> SqliteCollectorStore::keep_device_document(Purpose purpose, const DeviceDocument& document) {
  if (purpose != Purpose::resend)
    TRY(database_.run("DELETE FROM device_document WHERE device = ? AND purpose = ?",
                      {document.device.view(), text_of(purpose)}));
  TRY(database_.run(
      "INSERT INTO device_document (device, purpose, serial, payload, bytes) VALUES (?, ?, ?, ?, ?)",
      {document.device.view(), text_of(purpose), number(document.serial), ByteView(document.payload),
       ByteView(document.bytes)}));
  return {};
}

Result<std::vector<DeviceDocument>> SqliteCollectorStore::device_documents(DeviceId device, Purpose purpose) {
  std::vector<DeviceDocument> documents;
  TRY(database_.each(
      "SELECT serial, payload, bytes FROM device_document WHERE device = ? AND purpose = ? ORDER BY serial",
      {device.view(), text_of(purpose)}, [&](const store::Row& row) -> Result<void> {
        documents.push_back({device, rows::count(row, 0), row.blob(1), row.blob(2)});
        return {};
      }));
  return documents;
}

Result<std::optional<DeviceDocument>> SqliteCollectorStore::find_device_document(DeviceId device,
                                                                                 Purpose purpose) {
  auto documents = TRY(device_documents(device, purpose));
  return documents.empty() ? std::optional<DeviceDocument>() : std::move(documents.back());
}

Result<void> SqliteCollectorStore::forget_resends(DeviceId device, std::uint64_t last_serial) {
  TRY(database_.run("DELETE FROM device_document WHERE device = ? AND purpose = 'resend' AND serial <= ?",
                    {device.view(), number(last_serial)}));
  return {};
}

Result<void> SqliteCollectorStore::set_backed_up(DeviceId device, std::uint64_t receipt_number) {
  TRY(database_.run("UPDATE device SET backed_up = ? WHERE id = ?", {number(receipt_number), device.view()}));
  return {};
}

Result<void> SqliteCollectorStore::note_backups() {
  TRY(database_.run(
      "INSERT INTO setting (name, value) VALUES ('makes_backups', '1') ON CONFLICT DO NOTHING"));
  return {};
}

// Of those that were made before this was noted watermarks tell.
Result<bool> SqliteCollectorStore::makes_backups() {
  return TRY(database_.find_integer("SELECT EXISTS (SELECT 1 FROM setting WHERE name = 'makes_backups') "
                                    "OR EXISTS (SELECT 1 FROM device WHERE backed_up > 0)")) == 1;
}

Result<void> SqliteCollectorStore::leap(WallTime now) {
  const std::int64_t at_least = std::chrono::milliseconds(now.time_since_epoch()).count();
  const auto last = TRY(database_.find_integer("SELECT coalesce(max(last), 0) FROM serial")).value_or(0);
  const auto from = std::max(last + serials_leapt, at_least);  // of all types: kiosks compare them
  for (auto type : issued) {
    TRY(
        database_.run("INSERT INTO serial (document_type, last) VALUES (?1, ?2) "
                      "ON CONFLICT (document_type) DO UPDATE SET last = ?2",
                      {static_cast<std::int64_t>(type), from}));
  }
  for (const auto& [table, above] :
       {std::pair("centre", "centre_above"), std::pair("round", "round_above")}) {
    auto next = TRY(next_id(table, above));
    TRY(database_.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)",
                      {above, std::to_string(next + ids_leapt)}));
  }
  return {};
}

Result<bool> SqliteCollectorStore::has_answers_apart() {
  return TRY(database_.find_integer("SELECT 1 FROM setting WHERE name = 'answers_apart'")).has_value();
}

Result<void> SqliteCollectorStore::note_answers_apart() {
  TRY(database_.run(
      "INSERT INTO setting (name, value) VALUES ('answers_apart', '1') ON CONFLICT DO NOTHING"));
  return {};
}

Result<void> SqliteCollectorStore::move_answers_to(SqliteAnswerStore& answers) {
  TRY(answers.in_transaction([&]() -> Result<void> {
    if (!TRY(answers.begin_adoption())) return {};
    TRY(database_.each(
        "SELECT id, released, round, centre, year, week, flags, content FROM answer", {},
        [&](const store::Row& row) -> Result<void> {
          return answers.adopt({TRY(rows::id<AnswerId>(row, 0)), rows::answer(row, 2), row.integer(1) != 0});
        }));
    return database_.each("SELECT round, centre, name, count FROM released_counter", {},
                          [&](const store::Row& row) -> Result<void> {
                            return answers.adopt(
                                RoundId{rows::small(row, 0)},
                                {CentreId{rows::small(row, 1)}, row.text(2), rows::count(row, 3)});
                          });
  }));
  TRY(in_transaction([&]() -> Result<void> {
    TRY(database_.run("DELETE FROM answer"));
    TRY(database_.run("DELETE FROM released_counter"));
    return note_answers_apart();
  }));
  return tidy();  // or the log would still hold them
}

// One more than the highest ever given out; `above` names the setting that a leap left.
Result<std::int64_t> SqliteCollectorStore::next_id(const char* table, const char* above) {
  auto last =
      TRY(database_.find_integer(std::string("SELECT coalesce(max(id), 0) FROM ") + table)).value_or(0);
  auto leapt =
      TRY(database_.find_integer("SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?", {above}));
  return std::max(last, leapt.value_or(0)) + 1;
}

}  // namespace vantrum::collector
