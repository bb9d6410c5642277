#include "sync/year/year_store.h"

#include <sys/stat.h>

namespace vantrum::year {
namespace {

constexpr const char* first_tables = R"sql(
CREATE TABLE form (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL,
  at     INTEGER NOT NULL,
  text   TEXT NOT NULL
) STRICT;

CREATE TABLE typed (
  number INTEGER PRIMARY KEY,
  centre INTEGER NOT NULL,
  year   INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  text   TEXT NOT NULL
) STRICT;
CREATE INDEX typed_of_centre ON typed (centre, year, number);

CREATE TABLE paper (
  year   INTEGER NOT NULL,
  part   INTEGER NOT NULL CHECK (part IN (1, 2)),
  centre INTEGER NOT NULL,
  name   TEXT NOT NULL,
  bytes  BLOB NOT NULL,
  hash   BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (year, part, centre)
) STRICT, WITHOUT ROWID;

CREATE TABLE compilation (
  year   INTEGER NOT NULL,
  part   INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  reader TEXT NOT NULL,
  hash   BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (year, part)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER paper_stays_as_it_is BEFORE UPDATE ON paper
BEGIN SELECT RAISE(ABORT, 'a frozen paper never changes'); END;
CREATE TRIGGER paper_stays BEFORE DELETE ON paper
BEGIN SELECT RAISE(ABORT, 'a frozen paper never goes away'); END;
CREATE TRIGGER paper_comes_alone BEFORE INSERT ON paper
WHEN EXISTS (SELECT 1 FROM compilation WHERE year = NEW.year AND part = NEW.part)
BEGIN SELECT RAISE(ABORT, 'nothing is added to a frozen compilation'); END;
CREATE TRIGGER compilation_stays_as_it_is BEFORE UPDATE ON compilation
BEGIN SELECT RAISE(ABORT, 'a frozen compilation never changes'); END;
CREATE TRIGGER compilation_stays BEFORE DELETE ON compilation
BEGIN SELECT RAISE(ABORT, 'a frozen compilation never goes away'); END
)sql";

const std::vector<store::Migration>& migrations() {
  static const std::vector<store::Migration> all = {{"first tables", first_tables}};
  return all;
}

std::int64_t number(std::uint32_t value) { return static_cast<std::int64_t>(value); }
std::int64_t seconds(WallTime time) { return time.time_since_epoch().count(); }
WallTime time_of(std::int64_t seconds_since) { return WallTime(std::chrono::seconds(seconds_since)); }
std::uint32_t small(std::int64_t value) { return static_cast<std::uint32_t>(value); }

crypto::Hash hash_of(const std::vector<FrozenPaper>& papers) {
  Bytes all;
  for (const auto& paper : papers) {
    const auto hash = crypto::hash_of(view_of(paper.bytes));
    all.insert(all.end(), hash.bytes.begin(), hash.bytes.end());
  }
  return crypto::hash_of(all);
}

}  // namespace

Result<std::unique_ptr<YearStore>> YearStore::open(const std::string& path) {
  store::Database::Options options;
  options.application_id = year_application_id;
  auto database = TRY(store::Database::open(path, options));
  TRY(store::migrate(database, migrations()));
  if (::chmod(path.c_str(), 0600) != 0) return Error::storage("setting the permissions of " + path);
  return std::unique_ptr<YearStore>(new YearStore(std::move(database)));
}

// As in the other stores: never go on with a connection that met an error.
Result<void> YearStore::in_transaction(const std::function<Result<void>()>& work) {
  auto transact = [&]() -> Result<void> {
    auto transaction = TRY(store::Transaction::begin(database_));
    TRY(work());
    return transaction.commit();
  };
  auto done = transact();
  if (!done && done.error().kind == ErrorKind::storage) database_.close();
  return done;
}

Result<void> YearStore::keep_form(const std::string& name, const std::string& text, WallTime now) {
  return in_transaction([&]() -> Result<void> {
    TRY(database_.run("INSERT INTO form (name, at, text) VALUES (?, ?, ?)", {name, seconds(now), text}));
    return {};
  });
}

Result<std::optional<std::string>> YearStore::find_form(const std::string& name) {
  std::optional<std::string> found;
  TRY(database_.each("SELECT text FROM form WHERE name = ? ORDER BY number DESC LIMIT 1", {name},
                     [&](const store::Row& row) -> Result<void> {
                       found = row.text(0);
                       return {};
                     }));
  return found;
}

Result<void> YearStore::keep_year(CentreId centre, std::uint32_t year, const std::string& text,
                                  WallTime now) {
  return in_transaction([&]() -> Result<void> {
    TRY(database_.run("INSERT INTO typed (centre, year, at, text) VALUES (?, ?, ?, ?)",
                      {number(centre.value), number(year), seconds(now), text}));
    return {};
  });
}

Result<std::optional<std::string>> YearStore::find_year(CentreId centre, std::uint32_t year) {
  std::optional<std::string> found;
  TRY(database_.each("SELECT text FROM typed WHERE centre = ? AND year = ? ORDER BY number DESC LIMIT 1",
                     {number(centre.value), number(year)}, [&](const store::Row& row) -> Result<void> {
                       found = row.text(0);
                       return {};
                     }));
  return found;
}

Result<std::vector<TypedYear>> YearStore::list_years() {
  std::vector<TypedYear> years;
  TRY(database_.each(
      "SELECT centre, year, at, text FROM typed WHERE number IN (SELECT max(number) FROM typed GROUP BY "
      "centre, year) ORDER BY year DESC, centre",
      {}, [&](const store::Row& row) -> Result<void> {
        years.push_back(
            {CentreId{small(row.integer(0))}, small(row.integer(1)), time_of(row.integer(2)), row.text(3)});
        return {};
      }));
  return years;
}

Result<Compilation> YearStore::freeze(std::uint32_t year, std::uint32_t part, const std::string& reader,
                                      const std::vector<FrozenPaper>& papers, WallTime now) {
  if (part != 1 && part != 2) return Error::invalid("a year has compilations 1 and 2");
  const Compilation compilation{year, part, now, reader, hash_of(papers)};
  TRY(in_transaction([&]() -> Result<void> {
    if (TRY(database_.find_integer("SELECT 1 FROM compilation WHERE year = ? AND part = ?",
                                   {number(year), number(part)})))
      return Error::conflict("compilation " + std::to_string(part) + " of " + std::to_string(year) +
                             " is frozen, and a frozen compilation never changes");
    for (const auto& paper : papers) {
      TRY(database_.run("INSERT INTO paper (year, part, centre, name, bytes, hash) VALUES (?, ?, ?, ?, ?, ?)",
                        {number(year), number(part), number(paper.centre ? paper.centre->value : 0),
                         paper.name, view_of(paper.bytes), crypto::hash_of(view_of(paper.bytes)).view()}));
    }
    TRY(database_.run("INSERT INTO compilation (year, part, at, reader, hash) VALUES (?, ?, ?, ?, ?)",
                      {number(year), number(part), seconds(now), reader, compilation.hash.view()}));
    return {};
  }));
  return compilation;
}

Result<std::vector<Compilation>> YearStore::list_frozen() {
  std::vector<Compilation> all;
  TRY(database_.each("SELECT year, part, at, reader, hash FROM compilation ORDER BY year DESC, part DESC", {},
                     [&](const store::Row& row) -> Result<void> {
                       all.push_back({small(row.integer(0)), small(row.integer(1)), time_of(row.integer(2)),
                                      row.text(3), TRY(crypto::Hash::from(row.blob(4)))});
                       return {};
                     }));
  return all;
}

Result<std::vector<FrozenPaper>> YearStore::load_frozen(std::uint32_t year, std::uint32_t part) {
  const auto wanted = TRY(database_.find_blob("SELECT hash FROM compilation WHERE year = ? AND part = ?",
                                              {number(year), number(part)}));
  if (!wanted)
    return Error::not_found("compilation " + std::to_string(part) + " of " + std::to_string(year) +
                            " is not frozen; see: year frozen");
  std::vector<FrozenPaper> papers;
  TRY(database_.each("SELECT centre, name, bytes FROM paper WHERE year = ? AND part = ? ORDER BY centre",
                     {number(year), number(part)}, [&](const store::Row& row) -> Result<void> {
                       FrozenPaper paper;
                       if (row.integer(0) != 0) paper.centre = CentreId{small(row.integer(0))};
                       paper.name = row.text(1);
                       paper.bytes = std::string(text_of(row.blob(2)));
                       papers.push_back(std::move(paper));
                       return {};
                     }));
  if (hash_of(papers).view().size() != wanted->size() ||
      !std::equal(wanted->begin(), wanted->end(), hash_of(papers).bytes.begin()))
    return Error::damaged("a frozen paper is not what was frozen; take the backup's year.db");
  return papers;
}

}  // namespace vantrum::year
