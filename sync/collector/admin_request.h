// A command on its way to whoever has the store open, and what came of it.
#pragma once

#include <string>
#include <vector>

namespace vantrum::collector {

struct AdminRequest {
  std::vector<std::string> arguments;  // without the program's name
  std::string directory;               // relative paths are relative to it
};

struct CommandOutput {
  std::string out, err;
  int exit_code = 0;
};

}  // namespace vantrum::collector
