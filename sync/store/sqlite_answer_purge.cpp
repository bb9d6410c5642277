// What is destroyed of what was opened.
#include <fmt/format.h>

#include "sync/store/sqlite_answer_rows.h"
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

namespace {

constexpr std::uint32_t week_factor = 100;  // 202645

}  // namespace

Result<std::uint64_t> SqliteAnswerStore::destroy(RoundId round, Destroyable kind,
                                                 const std::string& decision) {
  const bool are_answers = kind == Destroyable::answers;
  const std::string from = are_answers ? fmt::format(
                                             "max(year * 100 + week), sum((flags & {}) != 0), "
                                             "sum((flags & {}) != 0 AND released = 1) FROM answer",
                                             rows::flag_paper, rows::flag_suspect)
                                       : "NULL, 0, 0 FROM free_text";
  TRY(database_.run(
      "INSERT INTO destroyed (round, centre, kind, count, decision, last_week, paper, suspect) "
      "SELECT round, centre, ?1, count(*), ?2, " +
          from +
          " WHERE round = ?3 GROUP BY round, centre ON CONFLICT (round, centre, kind) DO UPDATE SET "
          "count = count + excluded.count, decision = excluded.decision, "
          "last_week = max(coalesce(last_week, 0), coalesce(excluded.last_week, 0)), "
          "paper = paper + excluded.paper, suspect = suspect + excluded.suspect",
      {static_cast<std::int64_t>(kind), decision, number(round)}));
  auto count = TRY(database_.run(
      are_answers ? "DELETE FROM answer WHERE round = ?" : "DELETE FROM free_text WHERE round = ?",
      {number(round)}));
  if (!are_answers) TRY(database_.run("DELETE FROM quote WHERE round = ? AND approved = 0", {number(round)}));
  return static_cast<std::uint64_t>(count);
}

Result<std::vector<Destroyed>> SqliteAnswerStore::destroyed(RoundId round) {
  std::vector<Destroyed> all;
  TRY(database_.each(
      "SELECT centre, kind, count, decision FROM destroyed WHERE round = ? ORDER BY centre, kind",
      {number(round)}, [&](const store::Row& row) -> Result<void> {
        all.push_back({CentreId{rows::small(row, 0)}, static_cast<Destroyable>(row.integer(1)),
                       rows::count(row, 2), row.text(3)});
        return {};
      }));
  return all;
}

Result<std::optional<IsoWeek>> SqliteAnswerStore::last_week(RoundId round) {
  auto last = TRY(database_.find_integer(
      "SELECT max(week) FROM (SELECT max(year * 100 + week) AS week FROM answer WHERE round = ?1 "
      "UNION ALL SELECT max(last_week) FROM destroyed WHERE round = ?1)",
      {number(round)}));
  if (!last || *last == 0) return std::optional<IsoWeek>();
  return std::optional<IsoWeek>(
      IsoWeek{static_cast<int>(*last / week_factor), static_cast<int>(*last % week_factor)});
}

// What secure_delete leaves: copies in the unused part of pages that were written anew.
Result<void> SqliteAnswerStore::scrub() {
  return settled([&]() -> Result<void> {
    TRY(database_.run("VACUUM"));
    return database_.checkpoint();
  }());
}

}  // namespace vantrum::collector
