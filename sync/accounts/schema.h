// The tables of dashboard.db: accounts, sessions, the audit log. A file of its own beside collector.db, so
// that whoever may look after accounts need not read answers, and the other way round.
#pragma once

#include <vector>

#include "shared/store/database.h"

namespace vantrum::accounts {

constexpr std::uint32_t dashboard_application_id = 0x564e4431;  // "VND1"

const std::vector<store::Migration>& dashboard_migrations();

}  // namespace vantrum::accounts
