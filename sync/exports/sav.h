// The answers table for SPSS (.sav), with labels for columns and for a hidden number.
#pragma once

#include "sync/exports/csv.h"

namespace vantrum::exports {

// A hidden number is −1, declared missing and labelled "för få svar att visa"; a number that cannot be is
// system-missing. The same results give the same bytes.
Result<void> write_sav(const Table& table, const std::string& title, const Sink& sink);

}  // namespace vantrum::exports
