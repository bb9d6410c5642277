#include <set>

#include "sync/store/answer_content.h"
#include "sync/store/collector_schema.h"
#include "tests/sync/collector_store_contract.h"

namespace vantrum::collector {

TEST_CASE("the SQLite store keeps the contract") {
  testing::TemporaryFolder folder;
  check_store_contract([&] { return must(SqliteCollectorStore::open(folder.path() + "/collector.db")); });
}

TEST_CASE("the folder's lock is held by one and let go of at the end") {
  testing::TemporaryFolder folder;
  DataFolder data{folder.path()};
  CHECK(FolderLock::try_take(data).error().kind == ErrorKind::not_found);
  auto store = must(SqliteCollectorStore::open(data.database()));
  {
    auto first = must(FolderLock::try_take(data));
    REQUIRE(first.has_value());
    CHECK_FALSE(must(FolderLock::try_take(data)).has_value());
  }
  CHECK(must(FolderLock::try_take(data)).has_value());
}

TEST_CASE("what is stored of an answer is on the list of what may be (P-1)") {
  testing::TemporaryFolder folder;
  auto path = folder.path() + "/collector.db";
  { must(SqliteCollectorStore::open(path)); }
  auto database = must(store::Database::open(path, {.application_id = collector_application_id}));
  std::set<std::string> columns;
  must(database.each("SELECT name FROM pragma_table_info('answer')", {},
                     [&](const store::Row& row) -> Result<void> {
                       columns.insert(row.text(0));
                       return {};
                     }));
  CHECK(columns ==
        std::set<std::string>{"id", "round", "centre", "year", "week", "flags", "released", "content"});
}

TEST_CASE("tables with random keys keep no hidden order of arrival (P-3)") {
  testing::TemporaryFolder folder;
  auto path = folder.path() + "/collector.db";
  { must(SqliteCollectorStore::open(path)); }
  auto database = must(store::Database::open(path, {.application_id = collector_application_id}));
  for (const char* table : {"answer", "item", "outbox", "quarantine", "batch", "device"}) {
    CAPTURE(table);
    CHECK_FALSE(database.find_integer(std::string("SELECT rowid FROM ") + table));
  }
}

TEST_CASE("stored answers come back as they were, and nothing else is taken for them") {
  const auto& instrument = survey_instrument();
  survey::Answers answers = {{"acc", {"full"}}, {"role", {"relative"}}};
  auto content = encode_answers(answers, instrument);
  CHECK(must(parse_answers(content, instrument)) == answers);
  for (std::size_t size = 0; size < content.size(); ++size) {
    CHECK_FALSE(parse_answers(ByteView(content).first(size), instrument));
  }
}

}  // namespace vantrum::collector
