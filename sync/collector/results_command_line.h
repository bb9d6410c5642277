// What a person types about results and reports. command_line.cpp calls these.
#pragma once

#include "sync/collector/command_line.h"

namespace CLI {
class App;
}

namespace vantrum::collector {

struct TypedResults {
  ResultsCommand results;
  ReportsCommand reports;
  std::string format = "text";
  std::vector<std::string> report_formats;
  bool is_json = false, is_csv = false;
};

void declare_results(CLI::App& app, TypedResults& typed);
// nullopt: another command was typed.
std::optional<Command> chosen_results(const CLI::App& app, TypedResults& typed);

}  // namespace vantrum::collector
