// `init`: a collector in a new folder, and the first account of a lead, with its one-time link. The account's
// line is the first of the log; before it there is no log to write to.
#pragma once

#include "sync/collector/command_line.h"

namespace vantrum::collector {

// Makes nothing if the region or the account's name is none, or if the folder is not empty; then it says how
// to get an account or a new link there. A collector without its first account, because that could not be
// written, is kept: the answer says what to do.
CommandOutput set_up(FileSystem& files, Entropy& entropy, const Clock& clock, const DataFolder& folder,
                     const InitCommand& command);

}  // namespace vantrum::collector
