// Nothing typed is lost, and what is frozen stays.
#include "sync/year/year_store.h"

#include "tests/support/temporary_folder.h"
#include "tests/year/year_support.h"

namespace vantrum::year {
namespace {

const WallTime now = WallTime(std::chrono::seconds(1'795'000'000));

std::vector<FrozenPaper> papers(const std::string& words) {
  return {{std::nullopt, "Länet", "{\"county\": \"" + words + "\"}"},
          {CentreId{2}, "Eken", "{\"centre\": 2}"}};
}

store::Database raw(const std::string& path) {
  store::Database::Options options;
  options.application_id = year_application_id;
  return must(store::Database::open(path, options));
}

}  // namespace

TEST_CASE("S57: the latest version counts, and the ones before are kept") {
  testing::TemporaryFolder folder;
  const auto path = folder.path() + "/year.db";
  {
    auto store = must(YearStore::open(path));
    CHECK_FALSE(must(store->find_year(CentreId{2}, 2026)));
    must(store->keep_year(CentreId{2}, 2026, "first", now));
    must(store->keep_year(CentreId{2}, 2026, "second", now));
    must(store->keep_year(CentreId{3}, 2025, "other", now));
    must(store->keep_form(form::outline, "old", now));
    must(store->keep_form(form::outline, "new", now));
  }
  auto store = must(YearStore::open(path));
  CHECK(must(store->find_year(CentreId{2}, 2026)) == "second");
  CHECK(must(store->find_form(form::outline)) == "new");
  CHECK_FALSE(must(store->find_form(form::calendar)));
  const auto years = must(store->list_years());
  REQUIRE(years.size() == 2);
  CHECK(years[0].text == "second");
  store.reset();
  CHECK(must(raw(path).find_integer("SELECT count(*) FROM typed")) == 3);
}

TEST_CASE("S59: what is frozen can be frozen once, and not changed, added to or taken away") {
  testing::TemporaryFolder folder;
  const auto path = folder.path() + "/year.db";
  {
    auto store = must(YearStore::open(path));
    CHECK(store->load_frozen(2026, 1).error().kind == ErrorKind::not_found);
    must(store->freeze(2026, 1, "Styrgruppen", papers("one"), now));
    const auto again = store->freeze(2026, 1, "Styrgruppen", papers("two"), now);
    REQUIRE_FALSE(again);
    CHECK(again.error().kind == ErrorKind::conflict);
    must(store->freeze(2026, 2, "Ledningen", papers("two"), now));
    CHECK_FALSE(store->freeze(2026, 3, "Ledningen", papers("two"), now));
  }
  {
    auto database = raw(path);
    for (const char* deed : {"UPDATE paper SET bytes = x'00'", "DELETE FROM paper WHERE part = 1",
                             "UPDATE compilation SET reader = ''", "DELETE FROM compilation",
                             "INSERT INTO paper (year, part, centre, name, bytes, hash) VALUES (2026, 1, 9, "
                             "'x', x'00', zeroblob(32))"})
      CHECK_MESSAGE(!database.run(deed), deed);
  }
  auto store = must(YearStore::open(path));
  CHECK(must(store->load_frozen(2026, 1))[0].bytes == papers("one")[0].bytes);
  CHECK(must(store->load_frozen(2026, 2))[0].bytes == papers("two")[0].bytes);
  CHECK(must(store->list_frozen()).size() == 2);
}

TEST_CASE("S59: whoever changes a frozen paper past the triggers is found by the checksum") {
  testing::TemporaryFolder folder;
  const auto path = folder.path() + "/year.db";
  must(must(YearStore::open(path))->freeze(2026, 1, "Styrgruppen", papers("one"), now));
  {
    auto database = raw(path);
    must(database.run("DROP TRIGGER paper_stays_as_it_is"));
    must(database.run("UPDATE paper SET bytes = ? WHERE centre = 2", {view_of("{\"centre\": 3}")}));
  }
  auto store = must(YearStore::open(path));
  const auto loaded = store->load_frozen(2026, 1);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().fault == StorageFault::damaged);
}

}  // namespace vantrum::year
