// The answers table as CSV, written piece by piece. The same results give the same bytes (D11).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "sync/exports/table.h"

namespace vantrum::exports {

// Where a file goes, piece by piece. An error stops the writing.
using Sink = std::function<Result<void>(std::string_view)>;

enum class CsvProfile {
  rfc4180,  // UTF-8, commas, decimal point
  excel,    // what a Swedish Excel opens by a double click: a byte order mark, semicolons, decimal comma
};

// Both: a header line, CRLF, quotes where needed; a hidden number is "–", one that cannot be is empty. Text
// that a spreadsheet would run is made harmless by an apostrophe.
Result<void> write_csv(const Table& table, CsvProfile profile, const Sink& sink);

// The answers table, whole.
std::string csv_of(const results::PublishedResults& results, CsvProfile profile);

}  // namespace vantrum::exports
