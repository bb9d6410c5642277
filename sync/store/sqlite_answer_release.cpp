// What was released and what was shown (P-18): the part of the answers' store that results are made from.
#include "sync/store/sqlite_answer_blocks.h"
#include "sync/store/sqlite_answer_rows.h"
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

Result<void> SqliteAnswerStore::each_waiting(RoundId round, const EachAnswer& each) {
  return database_.each(
      "SELECT round, centre, year, week, flags, content FROM answer WHERE round = ? ORDER BY centre, id",
      {number(round)}, [&](const store::Row& row) { return each(rows::answer(row, 0)); });
}

Result<void> SqliteAnswerStore::each_block(RoundId round, const EachBlock& each) {
  return each_block_in(database_, round, each);
}

Result<void> SqliteAnswerStore::each_answer(RoundId round, const EachAnswer& each) {
  TRY(each_waiting(round, each));
  return each_block(round, [&](CentreId centre, const AnswerBlock& block) -> Result<void> {
    for (std::size_t row = 0; row < block.size(); ++row) {
      const auto& head = block.head(row);
      TRY(each({round, centre, head.week, head.flags, block.content(row)}));
    }
    return {};
  });
}

Result<std::map<CentreId, std::uint64_t>> SqliteAnswerStore::count_answers(RoundId round) {
  return count_by_centre(
      "SELECT centre, sum(count) FROM ("
      "SELECT centre, count(*) AS count FROM answer WHERE round = ?1 GROUP BY centre "
      "UNION ALL SELECT centre, count FROM released_block WHERE round = ?1) GROUP BY centre",
      round);
}

Result<std::map<CentreId, std::uint64_t>> SqliteAnswerStore::count_waiting(RoundId round) {
  return count_by_centre("SELECT centre, count(*) FROM answer WHERE round = ? GROUP BY centre", round);
}

Result<void> SqliteAnswerStore::release_answers(RoundId round, CentreId centre, std::uint64_t count) {
  std::vector<ReleasedAnswer> released;
  TRY(database_.each(
      "SELECT round, centre, year, week, flags, content, id FROM answer WHERE round = ? AND centre = ? "
      "ORDER BY id LIMIT ?",
      {number(round), number(centre), number(count)}, [&](const store::Row& row) -> Result<void> {
        released.push_back({TRY(rows::id<AnswerId>(row, 6)), rows::answer(row, 0)});
        return {};
      }));
  if (released.empty()) return {};
  TRY(append_released(database_, round, centre, released));
  TRY(database_.run("DELETE FROM answer WHERE round = ? AND centre = ? AND id <= ?",
                    {number(round), number(centre), released.back().id.view()}));
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
