#include "sync/store/sqlite_answer_blocks.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/log.h"
#include "sync/store/sqlite_answer_rows.h"
#include "sync/store/sqlite_rows.h"

namespace vantrum::collector {

using rows::number;

namespace {

std::string where(RoundId round, CentreId centre) {
  return fmt::format("answers of centre {} in round {}", centre.value, round.value);
}

// What is counted of a block without reading it.
struct Sums {
  std::int64_t paper = 0, suspect = 0;
  std::optional<IsoWeek> last_week;
};

Sums sums_of(const AnswerBlock& block) {
  Sums sums;
  for (std::size_t row = 0; row < block.size(); ++row) {
    const auto& head = block.head(row);
    sums.paper += head.flags.paper;
    sums.suspect += head.flags.suspect;
    sums.last_week = std::max(sums.last_week, head.week);
  }
  return sums;
}

Result<void> write(store::Database& database, RoundId round, CentreId centre, std::int64_t place,
                   const AnswerBlock& block) {
  const auto sums = sums_of(block);
  const auto last_week = sums.last_week ? store::Parameter(rows::week_number(*sums.last_week)) : nullptr;
  const auto content = block.encode();
  TRY(
      database.run("INSERT INTO released_block "
                   "(round, centre, place, count, paper, suspect, last_week, content) "
                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
                   "ON CONFLICT (round, centre, place) DO UPDATE SET count = excluded.count, "
                   "paper = excluded.paper, suspect = excluded.suspect, last_week = excluded.last_week, "
                   "content = excluded.content",
                   {number(round), number(centre), place, number(std::uint64_t{block.size()}), sums.paper,
                    sums.suspect, last_week, ByteView(content)}));
  return {};
}

}  // namespace

Result<void> append_released(store::Database& database, RoundId round, CentreId centre,
                             const std::vector<ReleasedAnswer>& answers) {
  auto place = TRY(database.find_integer(
                       "SELECT coalesce(max(place), 1) FROM released_block WHERE round = ? AND centre = ?",
                       {number(round), number(centre)}))
                   .value_or(1);
  const auto last = TRY(
      database.find_blob("SELECT content FROM released_block WHERE round = ? AND centre = ? AND place = ?",
                         {number(round), number(centre), place}));
  AnswerBlock block;
  if (last) {
    auto read = AnswerBlock::parse(*last);
    if (read)
      block = std::move(*read);
    else  // what was shown of it is kept; what comes goes into another one
      log_error("{}: {}", where(round, centre), read.error().message), ++place;
  }
  bool has_grown = false;
  for (const auto& [id, answer] : answers) {
    if (!TRY(block.add(id, answer))) {
      if (has_grown) TRY(write(database, round, centre, place, block));
      ++place;
      block = AnswerBlock();
      TRY(block.add(id, answer));
    }
    has_grown = true;
  }
  return has_grown ? write(database, round, centre, place, block) : Result<void>();
}

Result<void> each_block_in(store::Database& database, RoundId round, const AnswerStore::EachBlock& each) {
  return database.each("SELECT centre, content FROM released_block WHERE round = ? ORDER BY centre, place",
                       {number(round)}, [&](const store::Row& row) -> Result<void> {
                         const CentreId centre{rows::small(row, 0)};
                         auto block = AnswerBlock::parse(row.blob(1));
                         if (!block) return block.error().while_doing(where(round, centre));
                         return each(centre, *block);
                       });
}

Result<void> lay_released_into_blocks(store::Database& database) {
  std::vector<std::pair<RoundId, CentreId>> places;
  TRY(database.each("SELECT DISTINCT round, centre FROM answer WHERE released = 1", {},
                    [&](const store::Row& row) -> Result<void> {
                      places.emplace_back(rows::small(row, 0), rows::small(row, 1));
                      return {};
                    }));
  for (const auto& [round, centre] : places) {
    std::vector<ReleasedAnswer> released;
    TRY(
        database.each("SELECT round, centre, year, week, flags, content, id FROM answer "
                      "WHERE released = 1 AND round = ? AND centre = ?",
                      {number(round), number(centre)}, [&](const store::Row& row) -> Result<void> {
                        released.push_back({TRY(rows::id<AnswerId>(row, 6)), rows::answer(row, 0)});
                        return {};
                      }));
    auto laid = append_released(database, round, centre, released);
    if (!laid) return laid.error().while_doing(where(round, centre));
  }
  TRY(database.run("DELETE FROM answer WHERE released = 1"));
  return {};
}

Result<void> draw_numbers_of_blocks(store::Database& database) {
  TRY(
      database.run("CREATE TRIGGER block_number_is_drawn AFTER INSERT ON released_block BEGIN "
                   "UPDATE released_block SET id = random() WHERE id = NEW.id; END"));
  return {};
}

}  // namespace vantrum::collector
