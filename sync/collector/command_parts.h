// How every command is declared. Only for the files that declare some: it includes CLI11.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace vantrum::collector {

inline CLI::App* add(CLI::App& parent, const char* name, const char* description,
                     const std::string& example) {
  auto* command = parent.add_subcommand(name, description);
  command->footer("Example:\n  vantrum-collector " + example);
  return command;
}

// What is needed where `other` is not given.
inline void require_unless(CLI::App* command, CLI::Option* other, const std::vector<CLI::Option*>& needed) {
  command->callback([=] {
    for (const auto* option : needed) {
      if (other->count() == 0 && option->count() == 0)
        throw CLI::RequiredError(option->get_name() + " (or " + other->get_name() + ")");
    }
  });
}

}  // namespace vantrum::collector
