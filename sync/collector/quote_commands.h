// The commands quotes list, redact, approve, withdraw.
#pragma once

#include "sync/collector/audit_note.h"
#include "sync/collector/record_commands.h"

namespace vantrum::collector {

Result<std::string> carry_out_quotes(const Collector& collector, const QuotesCommand& command,
                                     const AuditNote& note);

}  // namespace vantrum::collector
