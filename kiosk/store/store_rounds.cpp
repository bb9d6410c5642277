// What a store knows of the rounds that it has counted for.
#include "kiosk/store/response_store.h"

namespace vantrum::kiosk {
namespace {

std::int64_t number_of(RoundId round) { return round.value; }

Result<std::vector<RoundId>> read_rounds(store::Database& database, const char* sql) {
  std::vector<RoundId> rounds;
  TRY(database.each(sql, {}, [&](const store::Row& row) -> Result<void> {
    rounds.push_back({static_cast<std::uint32_t>(row.integer(0))});
    return {};
  }));
  return rounds;
}

}  // namespace

Result<std::vector<RoundId>> ResponseStore::unpublished() {
  return read_rounds(database_, "SELECT DISTINCT round FROM counter WHERE published <> count ORDER BY round");
}

Result<void> ResponseStore::publish_counters(RoundId round) {
  TRY(database_.run("UPDATE counter SET published = count WHERE round = ? AND published <> count",
                    {number_of(round)}));
  return {};
}

Result<void> ResponseStore::note_asked(RoundId round) {
  if (TRY(database_.find_integer("SELECT 1 FROM asked_round WHERE round = ?", {number_of(round)}))) return {};
  TRY(database_.run("INSERT INTO asked_round VALUES (?)", {number_of(round)}));
  return {};
}

Result<std::vector<RoundId>> ResponseStore::asked() {
  return read_rounds(database_, "SELECT round FROM asked_round ORDER BY round DESC");
}

}  // namespace vantrum::kiosk
