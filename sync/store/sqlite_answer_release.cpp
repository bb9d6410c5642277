// What was released and what was shown (P-18): the part of the answers' store that results are made from.
#include "sync/store/sqlite_answer_rows.h"
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

namespace {

constexpr const char* columns = "SELECT round, centre, year, week, flags, content FROM answer ";

}  // namespace

Result<void> SqliteAnswerStore::each_answer(RoundId round, Which which, const EachAnswer& each) {
  const auto give = [&](const store::Row& row) { return each(rows::answer(row, 0)); };
  if (which != Which::all)
    return database_.each(std::string(columns) + "WHERE round = ? AND released = ? ORDER BY centre, id",
                          {number(round), std::int64_t{which == Which::released}}, give);
  // One centre is put in order at a time, so that no more than one is in memory.
  for (const auto& [centre, count] : TRY(count_answers(round))) {
    TRY(database_.each(
        std::string(columns) + "WHERE round = ? AND released IN (0, 1) AND centre = ? ORDER BY id",
        {number(round), number(centre)}, give));
  }
  return {};
}

Result<std::map<CentreId, std::uint64_t>> SqliteAnswerStore::count_answers(RoundId round) {
  auto counts = TRY(count_waiting(round));
  for (const auto& [centre, count] : TRY(count_by_centre(
           "SELECT centre, count(*) FROM answer WHERE round = ? AND released = 1 GROUP BY centre", round))) {
    counts[centre] += count;
  }
  return counts;
}

Result<std::map<CentreId, std::uint64_t>> SqliteAnswerStore::count_waiting(RoundId round) {
  return count_by_centre(
      "SELECT centre, count(*) FROM answer WHERE round = ? AND released = 0 GROUP BY centre", round);
}

Result<void> SqliteAnswerStore::release_answers(RoundId round, CentreId centre, std::uint64_t count) {
  if (count == 0) return {};
  // The last of them; none: all are.
  const auto last = TRY(database_.find_blob(
      "SELECT id FROM answer WHERE round = ? AND released = 0 AND centre = ? ORDER BY id LIMIT 1 OFFSET ?",
      {number(round), number(centre), number(count - 1)}));
  const Bytes any(AnswerId::size, 0xFF);
  const auto upto = ByteView(last ? *last : any);
  // Not an UPDATE of the key, which looks up each row three times: a third dearer.
  TRY(
      database_.run("INSERT INTO answer (id, round, centre, year, week, flags, released, content) "
                    "SELECT id, round, centre, year, week, flags, 1, content FROM answer "
                    "WHERE round = ? AND released = 0 AND centre = ? AND id <= ?",
                    {number(round), number(centre), upto}));
  TRY(database_.run("DELETE FROM answer WHERE round = ? AND released = 0 AND centre = ? AND id <= ?",
                    {number(round), number(centre), upto}));
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
