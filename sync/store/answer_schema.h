// The tables of what was opened, as ordered migrations. A released migration is never edited; add another.
#pragma once

#include <vector>

#include "shared/store/database.h"

namespace vantrum::collector {

constexpr std::uint32_t answer_application_id = 0x56414E53;  // "VANS", on disk

const std::vector<store::Migration>& answer_migrations();

}  // namespace vantrum::collector
