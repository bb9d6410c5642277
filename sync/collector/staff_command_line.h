// What a person types about accounts and the audit log. command_line.cpp calls these.
#pragma once

#include "sync/collector/command_line.h"

namespace CLI {
class App;
}

namespace vantrum::collector {

void declare_staff(CLI::App& app, StaffCommand& typed);
// False: another command was typed.
bool choose_staff(const CLI::App& app, StaffCommand& typed);

}  // namespace vantrum::collector
