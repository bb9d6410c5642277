// The commands that work on the store. The same functions serve a command that opened the store itself and
// one that a running server carries out for it.
#pragma once

#include "sync/collector/audit_note.h"
#include "sync/collector/collector.h"
#include "sync/collector/command_line.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::collector {

// Never InitCommand or ServeCommand, which need no open store or make their own. `directory` is where
// relative paths start. `note` is for the commands of record_commands.h; without it their lines go to the
// collector's own log.
CommandOutput execute(const Collector& collector, FileSystem& files, const Command& command,
                      const std::string& directory, const AuditNote& note = {});

// An error as a person sees it: one line to standard error and the exit code of its kind.
CommandOutput output_of(const Error& error);

}  // namespace vantrum::collector
