// The files of assets/dashboard, built into the program: a collector needs no folder of templates beside it,
// and none can be changed behind its back. CMake writes assets.cpp.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace vantrum::dashboard {

// By file name: "rounds.html", "style.css".
const std::map<std::string, std::string_view>& assets();

}  // namespace vantrum::dashboard
