// The commands about rounds: round new, check, open, close, late, risk, list. Words for people are Swedish;
// what went wrong is told with file, line and what to do.
#pragma once

#include <string>

#include "shared/base/file_system.h"
#include "sync/collector/collector.h"
#include "sync/collector/command_line.h"

namespace vantrum::collector {

// Paths are taken from `directory`, where the command was typed.
struct RoundDesk {
  const Collector& collector;
  FileSystem& files;
  const std::string& directory;
};

// A file to start from, with every centre of the collector and its quota; or the next of a round that comes
// again. Written to `command.out` if that is given (never over a file that is there), and told in words; else
// printed.
Result<std::string> make_round_file(const RoundDesk& desk, const RoundNewCommand& command);

// Reads the file, the instrument and the local blocks, and changes nothing. `is_ready` is false when another
// round has to be closed first.
Result<std::string> check_round_file(const RoundDesk& desk, const std::string& file, bool& is_ready);

// From a file, or from options as before there were files.
Result<std::string> open_round_by(const RoundDesk& desk, const RoundOpenCommand& command);

// Closes, opens what has arrived, and tells what is still out and how recognisable rows would be (P-31).
Result<std::string> close_round_by(const RoundDesk& desk, RoundId round);

// What came after the round was closed, and which kiosks still have something or do not know it yet.
Result<std::string> late_text(const Collector& collector, RoundId round);

// Of all answers that are there, and without releasing any: stragglers can still be counted with the others
// (releasing.h). So two of them with a few answers in between tell whether those few share their background with
// others; it is for leads alone. `refused` while the round is open.
Result<std::string> risk_report(const Collector& collector, RoundId round);

Result<std::string> round_table(const Collector& collector);

}  // namespace vantrum::collector
