// The collector's tables in SQLite, as ordered migrations. A released migration is never edited; add another.
#pragma once

#include <vector>

#include "shared/store/database.h"

namespace vantrum::collector {

constexpr std::uint32_t collector_application_id = 0x56434F4C;  // "VCOL", on disk

const std::vector<store::Migration>& collector_migrations();

}  // namespace vantrum::collector
