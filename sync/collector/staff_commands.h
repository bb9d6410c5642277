// Commands about accounts and the audit log, and the log's line for every other command that changes
// something.
#pragma once

#include "sync/accounts/staff.h"
#include "sync/collector/commands.h"

namespace vantrum::collector {

// The actor of the log's lines that come from a terminal.
inline constexpr const char* command_line_actor = "kommandorad";

// `execute`, but the deed is in the log before it is done. Commands that only read counts and lists are not
// logged; reading results is. The commands of record_commands.h write lines of their own. `arguments` are those that were typed.
CommandOutput execute_logged(const Collector& collector, accounts::Staff& staff, FileSystem& files,
                             const Command& command, const std::vector<std::string>& arguments,
                             const std::string& directory);

// The log as JSON, one object a line, and its check; for whoever keeps it elsewhere.
CommandOutput execute_staff(accounts::Staff& staff, const Collector& collector, const StaffCommand& command);

}  // namespace vantrum::collector
