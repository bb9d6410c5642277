// What a person types about the year: self-reflections, yearly reports, the calendar. A part of
// command_line.cpp, which calls it.
#pragma once

#include <optional>

#include "sync/collector/command_line.h"

namespace CLI {
class App;
}

namespace vantrum::collector {

struct TypedYearCommand {
  YearCommand command;
  std::string format = "text";
  std::string statements = "config/reflection/sjalvreflektion.toml";
  ReflectionFormCommand reflection_form;
  ReflectionAddCommand reflection_add;
  ReflectionShowCommand reflection_show;
};

// `typed` is filled when the line is parsed, and outlives that.
void declare_year(CLI::App& app, TypedYearCommand& typed);
// None: another command was typed.
std::optional<Command> chosen_year(const CLI::App& app, TypedYearCommand& typed);

}  // namespace vantrum::collector
