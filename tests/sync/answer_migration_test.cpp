#include <doctest/doctest.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "shared/base/entropy.h"
#include "sync/store/answer_block.h"
#include "sync/store/answer_schema.h"
#include "sync/store/sqlite_answer_rows.h"
#include "sync/store/sqlite_answer_store.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

constexpr RoundId round{3};
constexpr CentreId oak{1}, pine{2};

// Migrations by their names, never by their numbers.
std::vector<store::Migration> migrations_until(std::string_view name) {
  const auto& all = answer_migrations();
  const auto last = std::ranges::find_if(all, [&](const auto& one) { return one.name == name; });
  REQUIRE(last != all.end());
  return {all.begin(), last + 1};
}

// The second question answered by its `option`th, in week 45; every fourth was typed in from paper.
Answer answer_of(CentreId centre, std::size_t i) {
  const Bytes content{0xA2, 1, 1, 2, 0xA1, 2, 0x81, static_cast<std::uint8_t>(1 + i % 5)};
  return {round, centre, IsoWeek{2026, 45}, {i % 4 == 0, false}, content};
}

using Order = std::tuple<std::uint32_t, Bytes, bool>;
Order order_of(const Answer& answer) { return {answer.centre.value, answer.content, answer.flags.paper}; }

}  // namespace

TEST_CASE("answers of an older file are all there in today's, each once, and those that wait wait on") {
  testing::TemporaryFolder folder;
  const auto path = folder.path() + "/answers.db";
  SeededEntropy entropy(5);
  std::vector<Answer> written;
  {
    auto database = must(store::Database::open(path, {.application_id = answer_application_id}));
    must(store::migrate(database, migrations_until("flag counts")));
    const auto add = [&](CentreId centre, std::size_t count, bool is_released) {
      for (std::size_t i = 0; i < count; ++i) {
        written.push_back(answer_of(centre, i));
        const auto& answer = written.back();
        must(database.run(
            "INSERT INTO answer (id, round, centre, year, week, flags, released, content) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            {entropy.random_id<AnswerId>().view(), std::int64_t{round.value}, std::int64_t{centre.value},
             rows::year_of(answer), rows::week_of(answer), rows::number_of(answer.flags),
             std::int64_t{is_released}, ByteView(answer.content)}));
      }
    };
    must(database.run("BEGIN"));
    add(oak, 2 * AnswerBlock::answers_max + 7, true);
    add(oak, 5, false);
    add(pine, 3, true);
    must(database.run("COMMIT"));
    SUBCASE("from rows") {}
    SUBCASE("from blocks that were keys") {
      must(store::migrate(database, migrations_until("waiting alone")));
    }
  }
  const auto store = must(SqliteAnswerStore::open(path));
  std::vector<Answer> read;
  must(store->each_answer(round, [&](const Answer& answer) -> Result<void> {
    read.push_back(answer);
    return {};
  }));
  std::ranges::sort(read, {}, order_of);
  std::ranges::sort(written, {}, order_of);
  CHECK(read == written);
  CHECK(must(store->count_waiting(round)) == std::map<CentreId, std::uint64_t>{{oak, 5}});
  CHECK(must(store->count_flags(round))[oak].paper == (2 * AnswerBlock::answers_max + 7) / 4 + 1 + 2);
  // And the last block is filled up, not begun anew.
  must(store->release_answers(round, oak, 5));
  std::vector<std::size_t> sizes;
  must(store->each_block(round, [&](CentreId centre, const AnswerBlock& block) -> Result<void> {
    if (centre == oak) sizes.push_back(block.size());
    return {};
  }));
  CHECK(sizes == std::vector<std::size_t>{AnswerBlock::answers_max, AnswerBlock::answers_max, 12});
}

}  // namespace vantrum::collector
