// Commands about accounts and the audit log, and the log's line for every other command that changes
// something.
#pragma once

#include "sync/accounts/staff.h"
#include "sync/collector/commands.h"

namespace vantrum::collector {

// The actors of the log's lines that come from a terminal; the second where another user opens (desk.h).
inline constexpr const char* command_line_actor = "kommandorad";
inline constexpr const char* desk_actor = "kommandorad, den som öppnar";
inline constexpr const char* log_command = "gav kommando";
inline constexpr const char* log_failure = "det gick inte";

// The line of the log for a command as it was typed; nullopt for one that only reads counts and lists, for
// `open`, which a timer gives every minute, and for those of record_commands.h, which write lines of their
// own.
std::optional<std::string> line_to_log(const Command& command, const std::vector<std::string>& arguments);

// `execute`, but the deed is in the log before it is done. Commands that only read counts and lists are not
// logged; reading results is. `arguments` are those that were typed.
CommandOutput execute_logged(const Collector& collector, accounts::Staff& staff, FileSystem& files,
                             const Command& command, const std::vector<std::string>& arguments,
                             const std::string& directory);

// A one-time link for whoever shall have it, how long it is good, and how to get another one. `folder` is
// the collector's.
std::string words_of_link(const accounts::Link& link, const std::string& url, const std::string& folder);

// The log as JSON, one object a line, and its check; for whoever keeps it elsewhere.
CommandOutput execute_staff(accounts::Staff& staff, const Collector& collector, const StaffCommand& command);

}  // namespace vantrum::collector
