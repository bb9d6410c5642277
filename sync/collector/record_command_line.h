// What a person types about quotes and retention. A part of command_line.cpp, which calls it.
#pragma once

#include <optional>

#include "sync/collector/command_line.h"

namespace CLI {
class App;
}

namespace vantrum::collector {

struct TypedRecords {
  QuotesCommand quotes;
  RetentionCommand retention;
};

// `typed` is filled when the line is parsed, and outlives that.
void declare_records(CLI::App& app, TypedRecords& typed);
// None: another command was typed.
std::optional<Command> chosen_records(const CLI::App& app, TypedRecords& typed);

}  // namespace vantrum::collector
