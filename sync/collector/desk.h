// The desk: opening, results and backups by a user of its own, beside a server of another user that only
// receives (docs/opening.md). What the desk may not read it gets through hand_over_link.h; what it opens, and
// what opens it, lies in its own folder.
#pragma once

#include "sync/collector/command_line.h"

namespace vantrum {
class Clock;
class Entropy;
class FileSystem;
}  // namespace vantrum

namespace vantrum::collector {

// Whether the collector's folder is another user's than this process's.
bool is_desk(const DataFolder& folder);

// open, progress, results, backup, and what concerns secret keys; `refused` for what the receiving side does.
// Opens first whatever waits. What does more than list is a line of the server's audit log before it is done;
// `arguments` are those that were typed.
CommandOutput carry_out_at_desk(FileSystem& files, const Clock& clock, Entropy& entropy,
                                const DataFolder& folder, const Command& command,
                                const std::vector<std::string>& arguments, const std::string& directory);

}  // namespace vantrum::collector
