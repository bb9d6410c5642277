// The tables that every file format holds, from one value, so that a number cannot differ between formats
// (D11). Rows are made one at a time and handed over; who writes them on at once (write_csv) needs no
// memory for them, who wants the bytes of a file (exports.h, bytes_of) has all of it in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/base/result.h"
#include "sync/results/suppress.h"

namespace vantrum::exports {

struct Hidden {};   // a number that is not shown: "–"
struct Nothing {};  // no such number in this row
struct Tenths {
  std::int64_t value = 0;  // 729 is 72.9
};
using Cell = std::variant<Nothing, Hidden, std::string_view, std::int64_t, Tenths>;

enum class Kind { text, whole, tenths };

struct Column {
  const char* name;   // for machines: "antal"; letters a–z, å, ä, ö and _
  const char* words;  // for people
  Kind kind;
};

// Views are good during the call only.
using Row = std::vector<Cell>;
using EachRow = std::function<Result<void>(const Row&)>;

struct Table {
  const char* name;  // of the sheet: "Svar"
  std::vector<Column> columns;
  std::function<Result<void>(const EachRow&)> rows;
};

// A row for each place, question and answer option, counters last. `results` outlives the table.
Table answers_table(const results::PublishedResults& results);
// A row for each place and question.
Table questions_table(const results::PublishedResults& results);
// A row for each place and goal.
Table goals_table(const results::PublishedResults& results);
// A row for each place: how many answered, of which quota.
Table places_table(const results::PublishedResults& results);

std::vector<Table> all_tables(const results::PublishedResults& results);

}  // namespace vantrum::exports
