// The options of `results` and `reports`, typed and as values. A part of command_line.cpp, which calls it.
#pragma once

#include <string>
#include <vector>

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
  bool as_json = false, as_csv = false;
};

// `typed` is filled when the line is parsed, and outlives that.
void declare_results(CLI::App& results, TypedResults& typed);
void declare_reports(CLI::App& reports, TypedResults& typed);

ResultsCommand results_of(const TypedResults& typed);
ReportsCommand reports_of(const TypedResults& typed);

}  // namespace vantrum::collector
