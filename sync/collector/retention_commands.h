// The commands retention show, plan, archive, purge.
#pragma once

#include "sync/collector/audit_note.h"
#include "sync/collector/record_commands.h"

namespace vantrum::collector {

// Paths are taken from `directory`, where the command was typed.
Result<std::string> carry_out_retention(const Collector& collector, FileSystem& files,
                                        const std::string& directory, const RetentionCommand& command,
                                        const AuditNote& note);

}  // namespace vantrum::collector
