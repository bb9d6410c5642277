// What was released and what was shown (P-18): the part of the answers' store that results are made from.
#include "sync/store/sqlite_answer_rows.h"
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

namespace {

const char* condition_of(AnswerStore::Which which) {
  switch (which) {
    case AnswerStore::Which::waiting:
      return " AND released = 0";  // word for word as in the index answer_waiting
    case AnswerStore::Which::released:
      return " AND released = 1";
    default:
      return "";
  }
}

}  // namespace

Result<void> SqliteAnswerStore::each_answer(RoundId round, Which which, const EachAnswer& each) {
  const auto sql =
      std::string("SELECT round, centre, year, week, flags, content FROM answer WHERE round = ?") +
      condition_of(which) + " ORDER BY centre, id";
  return database_.each(sql, {number(round)},
                        [&](const store::Row& row) { return each(rows::answer(row, 0)); });
}

Result<std::map<CentreId, std::uint64_t>> SqliteAnswerStore::count_waiting(RoundId round) {
  std::map<CentreId, std::uint64_t> counts;
  // Named, because without statistics SQLite would go through all of the round.
  const char* sql =
      "SELECT centre, count(*) FROM answer INDEXED BY answer_waiting WHERE round = ? AND released = 0 "
      "GROUP BY centre";
  TRY(database_.each(sql, {number(round)}, [&](const store::Row& row) -> Result<void> {
    counts[CentreId{rows::small(row, 0)}] = rows::count(row, 1);
    return {};
  }));
  return counts;
}

Result<void> SqliteAnswerStore::release_answers(RoundId round, CentreId centre, std::uint64_t count) {
  TRY(
      database_.run("UPDATE answer SET released = 1 WHERE id IN (SELECT id FROM answer WHERE round = ? AND "
                    "centre = ? AND released = 0 ORDER BY id LIMIT ?)",
                    {number(round), number(centre), number(count)}));
  return {};
}

Result<std::map<CentreId, KeptCounts>> SqliteAnswerStore::kept_counts(RoundId round) {
  std::map<CentreId, KeptCounts> kept;
  TRY(database_.each("SELECT centre, group_min, released, shown FROM kept_counts WHERE round = ?",
                     {number(round)}, [&](const store::Row& row) -> Result<void> {
                       kept[CentreId{rows::small(row, 0)}] = {rows::count(row, 1), row.blob(2), row.blob(3)};
                       return {};
                     }));
  return kept;
}

Result<void> SqliteAnswerStore::keep_counts(RoundId round, CentreId centre, const KeptCounts& counts) {
  TRY(database_.run(
      "INSERT INTO kept_counts (round, centre, group_min, released, shown) VALUES (?, ?, ?, ?, ?) "
      "ON CONFLICT (round, centre) DO UPDATE SET group_min = excluded.group_min, "
      "released = excluded.released, shown = excluded.shown",
      {number(round), number(centre), number(counts.group_min), ByteView(counts.released),
       ByteView(counts.shown)}));
  return {};
}

Result<void> SqliteAnswerStore::release_counters(RoundId round, const CounterSteps& steps,
                                                 const std::vector<CounterCell>& counters) {
  for (const auto& cell : counters) {
    if (cell.count < steps.step_min + steps.kept_back) continue;
    TRY(
        database_.run("INSERT INTO released_counter (round, centre, name, count) VALUES (?1, ?2, ?3, ?4) "
                      "ON CONFLICT (round, centre, name) DO UPDATE SET count = excluded.count WHERE "
                      "excluded.count >= count + ?5",
                      {number(round), number(cell.centre), cell.name, number(cell.count - steps.kept_back),
                       number(steps.step_min)}));
  }
  return {};
}

Result<std::vector<CounterCell>> SqliteAnswerStore::released_counters(RoundId round) {
  std::vector<CounterCell> cells;
  TRY(database_.each("SELECT centre, name, count FROM released_counter WHERE round = ? ORDER BY centre, name",
                     {number(round)}, [&](const store::Row& row) -> Result<void> {
                       cells.push_back({CentreId{rows::small(row, 0)}, row.text(1), rows::count(row, 2)});
                       return {};
                     }));
  return cells;
}

}  // namespace vantrum::collector
