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
  const std::string of_answers = fmt::format(
      "SELECT centre, 1 AS count, year * 100 + week AS last_week, (flags & {}) != 0 AS paper, 0 AS suspect "
      "FROM answer WHERE round = ?3 "
      "UNION ALL SELECT centre, count, last_week, paper, suspect FROM released_block WHERE round = ?3",
      rows::flag_paper);
  const std::string of_texts =
      "SELECT centre, 1 AS count, NULL AS last_week, 0 AS paper, 0 AS suspect FROM free_text WHERE round = "
      "?3";
  const auto before = TRY(count_destroyed(round, kind));
  TRY(
      database_.run("INSERT INTO destroyed (round, centre, kind, count, decision, last_week, paper, suspect) "
                    "SELECT ?3, centre, ?1, sum(count), ?2, max(last_week), sum(paper), sum(suspect) FROM (" +
                        (are_answers ? of_answers : of_texts) +
                        ") GROUP BY centre ON CONFLICT (round, centre, kind) DO UPDATE SET "
                        "count = count + excluded.count, decision = excluded.decision, "
                        "last_week = max(coalesce(last_week, 0), coalesce(excluded.last_week, 0)), "
                        "paper = paper + excluded.paper, suspect = suspect + excluded.suspect",
                    {static_cast<std::int64_t>(kind), decision, number(round)}));
  if (are_answers) {
    TRY(database_.run("DELETE FROM answer WHERE round = ?", {number(round)}));
    TRY(database_.run("DELETE FROM released_block WHERE round = ?", {number(round)}));
  } else {
    TRY(database_.run("DELETE FROM free_text WHERE round = ?", {number(round)}));
    TRY(database_.run("DELETE FROM quote WHERE round = ? AND approved = 0", {number(round)}));
  }
  return TRY(count_destroyed(round, kind)) - before;
}

Result<std::uint64_t> SqliteAnswerStore::count_destroyed(RoundId round, Destroyable kind) {
  return static_cast<std::uint64_t>(
      TRY(database_.find_integer("SELECT coalesce(sum(count), 0) FROM destroyed WHERE round = ? AND kind = ?",
                                 {number(round), static_cast<std::int64_t>(kind)}))
          .value_or(0));
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
      "UNION ALL SELECT max(last_week) FROM released_block WHERE round = ?1 "
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
