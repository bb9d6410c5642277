#include <doctest/doctest.h>

#include "shared/store/database.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::store {
namespace {

constexpr Database::Options options{.application_id = 77};

TEST_CASE("what was committed is there after reopening, what was not is not") {
  testing::TemporaryFolder folder;
  auto path = folder.path() + "/a.db";
  {
    auto db = Database::open(path, options);
    REQUIRE(db);
    REQUIRE(migrate(*db, {{"first", "CREATE TABLE t (x INTEGER PRIMARY KEY, b BLOB) STRICT"}}));
    {
      auto transaction = Transaction::begin(*db);
      REQUIRE(db->run("INSERT INTO t VALUES (1, ?)", {ByteView()}));
      REQUIRE(transaction->commit());
    }
    auto abandoned = Transaction::begin(*db);
    REQUIRE(db->run("INSERT INTO t VALUES (2, x'00')"));
  }
  auto db = Database::open(path, options);
  REQUIRE(db);
  CHECK(db->find_integer("SELECT count(*) FROM t")->value() == 1);
  CHECK(db->find_blob("SELECT b FROM t")->value().empty());
  CHECK_FALSE(db->find_integer("SELECT x FROM t WHERE x = 9")->has_value());
}

TEST_CASE("durability pragmas are in force") {
  testing::TemporaryFolder folder;
  auto db = Database::open(folder.path() + "/a.db", options);
  REQUIRE(db);
  CHECK(db->find_integer("PRAGMA synchronous")->value() == 2);
  CHECK(db->find_integer("PRAGMA secure_delete")->value() == 1);
  CHECK(db->find_integer("PRAGMA foreign_keys")->value() == 1);
  CHECK(db->find_integer("PRAGMA wal_autocheckpoint")->value() == 0);
}

TEST_CASE("a second process, another program's file and a newer schema are refused") {
  testing::TemporaryFolder folder;
  auto path = folder.path() + "/a.db";
  {
    auto db = Database::open(path, {.application_id = 77, .busy_wait_ms = 10});
    REQUIRE(db);
    REQUIRE(migrate(*db, {{"first", "CREATE TABLE t (x)"}, {"second", "CREATE TABLE u (x)"}}));
    CHECK(Database::open(path, {.application_id = 77, .busy_wait_ms = 10}).error().kind ==
          ErrorKind::conflict);
  }
  CHECK(Database::open(path, {.application_id = 78}).error().kind == ErrorKind::conflict);
  auto db = Database::open(path, options);
  REQUIRE(db);
  CHECK(migrate(*db, {{"first", "CREATE TABLE t (x)"}}).error().kind == ErrorKind::conflict);
}

TEST_CASE("a migration that fails leaves nothing behind") {
  testing::TemporaryFolder folder;
  auto db = Database::open(folder.path() + "/a.db", options);
  REQUIRE(db);
  CHECK(!migrate(*db, {{"broken", "CREATE TABLE t (x);\nCREATE TABLE nonsense ("}}));
  CHECK(db->find_integer("SELECT count(*) FROM sqlite_schema")->value() == 0);
  CHECK(db->find_integer("PRAGMA user_version")->value() == 0);
}

TEST_CASE("errors of the database come back as storage errors") {
  testing::TemporaryFolder folder;
  auto db = Database::open(folder.path() + "/a.db", options);
  REQUIRE(db);
  CHECK(db->run("INSERT INTO nowhere VALUES (1)").error().kind == ErrorKind::storage);
  CHECK(!Database::open(folder.path() + "/no/such/folder.db", options));
}

}  // namespace
}  // namespace vantrum::store
