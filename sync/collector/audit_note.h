// Who does something is known where the command or the page begins; what exactly is done is known further in.
// So the one hands the other this: it writes a line of the audit log (sync/accounts/audit_log.h) under the
// name of whoever acts. Called before the deed; if it fails, nothing is done.
#pragma once

#include <functional>
#include <string>

#include "sync/collector/collector.h"

namespace vantrum::collector {

// `action` in a few Swedish words, `details` what it was done to; never what somebody answered or wrote.
using AuditNote = std::function<Result<void>(const std::string& action, const std::string& details)>;

// Under this name; `refused` for each line where the collector has no log.
AuditNote notes_of(const Collector& collector, std::string actor);

}  // namespace vantrum::collector
