// A command of the terminal: its name, what it does, and a line to copy. For the files that declare them.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace vantrum::collector {

inline CLI::App* add(CLI::App& parent, const char* name, const char* description,
                     const std::string& example) {
  auto* command = parent.add_subcommand(name, description);
  command->footer("Example:\n  vantrum-collector " + example);
  return command;
}

}  // namespace vantrum::collector
