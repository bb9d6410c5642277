// An Excel workbook: all tables, a sheet each, and for each place a native chart that can be edited.
#pragma once

#include <string>

#include "sync/results/suppress.h"

namespace vantrum::exports {

constexpr std::size_t chart_sheets_max =
    60;  // of so many places; a workbook of hundreds of sheets helps nobody

// The file's bytes. Hidden numbers are the text "–", never 0. The same results give the same bytes.
Result<std::string> xlsx_of(const results::PublishedResults& results);

}  // namespace vantrum::exports
