// What of SqliteCollectorStore goes to whoever opens and reads results in another process.
#include "sync/store/sqlite_collector_store.h"

namespace vantrum::collector {
namespace {

// In the order of their references. Of batches only what gaps and numbers need, of quarantine only the
// causes: no item's id, so that whoever reads answers never gets what ties them to a kiosk (P-1).
constexpr const char* copied[] = {
    "INSERT INTO reading.setting SELECT * FROM main.setting",
    "INSERT INTO reading.centre SELECT * FROM main.centre",
    "INSERT INTO reading.device SELECT * FROM main.device",
    "INSERT INTO reading.round SELECT * FROM main.round",
    "INSERT INTO reading.round_file SELECT * FROM main.round_file",
    "INSERT INTO reading.round_centre SELECT * FROM main.round_centre",
    "INSERT INTO reading.round_plan SELECT * FROM main.round_plan",
    "INSERT INTO reading.reflection SELECT * FROM main.reflection",
    "INSERT INTO reading.instrument_file SELECT * FROM main.instrument_file",
    "INSERT INTO reading.device_status SELECT * FROM main.device_status",
    "INSERT INTO reading.device_counter SELECT * FROM main.device_counter",
    "INSERT INTO reading.intake SELECT * FROM main.intake",
    "INSERT INTO reading.refusal SELECT * FROM main.refusal",
    "INSERT INTO reading.batch (document_hash, batch, device, serial, receipt_number, receipt, round) "
    "SELECT randomblob(32), zeroblob(16), device, serial, receipt_number, x'', round FROM main.batch",
    "INSERT INTO reading.quarantine (content_hash, item, round, cause, sealed, kind) "
    "SELECT randomblob(32), zeroblob(16), round, cause, x'', kind FROM main.quarantine",
};

}  // namespace

Result<void> SqliteCollectorStore::copy_for_reading(const std::string& path) {
  TRY(open(path));  // the tables
  TRY(database_.run("ATTACH ? AS reading", {path}));
  auto copy = in_transaction([&]() -> Result<void> {
    for (const char* sql : copied) TRY(database_.run(sql));
    return add_refusals("reading.refusal");
  });
  auto detached = database_.run("DETACH reading");
  TRY(copy);
  TRY(detached);
  return {};
}

}  // namespace vantrum::collector
