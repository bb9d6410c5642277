#include "sync/store/sqlite_answer_store.h"

#include "shared/crypto/keys.h"
#include "sync/store/answer_schema.h"
#include "sync/store/sqlite_answer_blocks.h"
#include "sync/store/sqlite_answer_rows.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

OpenedMark opened_mark_of(ByteView sealed) {
  auto hash = crypto::hash_of(sealed);
  return *OpenedMark::from(hash.view().first(OpenedMark::size));
}

Result<std::unique_ptr<SqliteAnswerStore>> SqliteAnswerStore::open(const std::string& path, const char* vfs) {
  auto database = TRY(store::Database::open(path, {.application_id = answer_application_id, .vfs = vfs}));
  TRY(database.checkpoint());  // as the collector's own store
  TRY(store::migrate(database, answer_migrations()));
  return std::unique_ptr<SqliteAnswerStore>(new SqliteAnswerStore(std::move(database)));
}

Result<void> SqliteAnswerStore::in_transaction(const std::function<Result<void>()>& work) {
  auto transact = [&]() -> Result<void> {
    auto transaction = TRY(store::Transaction::begin(database_));
    TRY(work());
    return transaction.commit();
  };
  return settled(transact());
}

// As in the collector's own store: never go on with a connection that met an error.
Result<void> SqliteAnswerStore::settled(Result<void> done) {
  if (!done && done.error().kind == ErrorKind::storage) database_.close();
  return done;
}

Result<void> SqliteAnswerStore::bind_region(const std::string& region) {
  TRY(database_.run("INSERT INTO setting (name, value) VALUES ('region', ?) ON CONFLICT DO NOTHING",
                    {region}));
  if (!TRY(database_.find_integer("SELECT 1 FROM setting WHERE name = 'region' AND value = ?", {region})))
    return Error::conflict("these answers are another region's");
  return {};
}

Result<bool> SqliteAnswerStore::mark_opened(const OpenedMark& mark) {
  return TRY(database_.run("INSERT INTO opened (mark) VALUES (?) ON CONFLICT DO NOTHING", {mark.view()})) ==
         1;
}

Result<void> SqliteAnswerStore::add_answer(const AnswerId& id, const Answer& answer) {
  TRY(database_.run(
      "INSERT INTO answer (id, round, centre, year, week, flags, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
      {id.view(), number(answer.round), number(answer.centre), rows::year_of(answer), rows::week_of(answer),
       rows::number_of(answer.flags), ByteView(answer.content)}));
  return {};
}

Result<std::map<CentreId, std::uint64_t>> SqliteAnswerStore::count_by_centre(const char* sql, RoundId round) {
  std::map<CentreId, std::uint64_t> counts;
  TRY(database_.each(sql, {number(round)}, [&](const store::Row& row) -> Result<void> {
    counts[CentreId{rows::small(row, 0)}] = rows::count(row, 1);
    return {};
  }));
  return counts;
}

Result<std::map<CentreId, FlagCounts>> SqliteAnswerStore::count_flags(RoundId round) {
  std::map<CentreId, FlagCounts> counts;
  TRY(database_.each(
      "SELECT centre, sum(paper), sum(suspect) FROM ("
      "SELECT centre, (flags & ?2) != 0 AS paper, 0 AS suspect FROM answer WHERE round = ?1 AND flags != 0 "
      "UNION ALL SELECT centre, paper, suspect FROM released_block WHERE round = ?1 "
      "UNION ALL SELECT centre, paper, suspect FROM destroyed WHERE round = ?1 AND paper + suspect > 0) "
      "GROUP BY centre HAVING sum(paper) + sum(suspect) > 0",
      {number(round), rows::flag_paper}, [&](const store::Row& row) -> Result<void> {
        counts[CentreId{rows::small(row, 0)}] = {rows::count(row, 1), rows::count(row, 2)};
        return {};
      }));
  return counts;
}

Result<void> SqliteAnswerStore::add_discarded(RoundId round, CentreId centre) {
  TRY(
      database_.run("INSERT INTO discarded (round, centre, count) VALUES (?, ?, 1) "
                    "ON CONFLICT (round, centre) DO UPDATE SET count = count + 1",
                    {number(round), number(centre)}));
  return {};
}

Result<std::map<CentreId, std::uint64_t>> SqliteAnswerStore::count_discarded(RoundId round) {
  return count_by_centre("SELECT centre, count FROM discarded WHERE round = ?", round);
}

Result<bool> SqliteAnswerStore::begin_adoption() {
  return TRY(database_.run(
             "INSERT INTO setting (name, value) VALUES ('adopted', '1') ON CONFLICT DO NOTHING")) == 1;
}

Result<void> SqliteAnswerStore::adopt(const Old& old) {
  const auto& answer = old.answer;
  return old.is_released ? append_released(database_, answer.round, answer.centre, {{old.id, answer}})
                         : add_answer(old.id, answer);
}

Result<void> SqliteAnswerStore::adopt(RoundId round, const CounterCell& released) {
  TRY(
      database_.run("INSERT INTO released_counter (round, centre, name, count) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT DO NOTHING",
                    {number(round), number(released.centre), released.name, number(released.count)}));
  return {};
}

}  // namespace vantrum::collector
