#include "sync/collector/results_options.h"

#include <CLI/CLI.hpp>

namespace vantrum::collector {

using exports::Format;

void declare_results(CLI::App& results, TypedResults& typed) {
  std::vector<std::string> forms;
  for (const auto& facts : exports::formats()) forms.emplace_back(facts.name);
  auto* command = &typed.results;
  results.add_option("--round", command->round, "Number of the round (default: the latest)");
  auto* json = results.add_flag("--json", typed.as_json, "As JSON");
  auto* csv = results.add_flag("--csv", typed.as_csv, "As CSV (RFC 4180)")->excludes(json);
  results.add_option("--format", typed.format, "Form of the results")
      ->check(CLI::IsMember(forms))
      ->excludes(json)
      ->excludes(csv);
  results.add_option("-o,--output", command->output, "File to write (pictures and documents need one)");
  results.add_option("--centre", command->centre,
                     "Of one centre and the region alone; a report or chart: of that centre");
  results.add_option("--chart", command->chart, "Which chart of the place, from 1 (svg, png)");
  auto* before = results.add_option("--before", command->before, "Round to compare with (default: the last)");
  results.add_flag("--alone", command->alone, "Compare with no other round")->excludes(before);
  results.add_option("--group-min", command->group_min, "Smallest group that is shown, 5 or more");
}

void declare_reports(CLI::App& reports, TypedResults& typed) {
  std::vector<std::string> documents;
  for (const auto& facts : exports::formats()) {
    const bool is_chart = facts.format == Format::svg || facts.format == Format::png;
    if (facts.is_of_a_place && !is_chart) documents.emplace_back(facts.name);
  }
  reports.add_option("--round", typed.reports.round, "Number of the round (default: the latest)");
  reports.add_option("--format", typed.report_formats, "Form of the reports; may be given several times")
      ->check(CLI::IsMember(documents))
      ->required();
  reports.add_option("-o,--output", typed.reports.output, "The ZIP to write")->required();
  reports.add_option("--group-min", typed.reports.group_min, "Smallest group that is shown, 5 or more");
}

ResultsCommand results_of(const TypedResults& typed) {
  auto command = typed.results;
  command.format = *exports::format_named(typed.format);
  if (typed.as_json) command.format = Format::json;
  if (typed.as_csv) command.format = Format::csv;
  return command;
}

ReportsCommand reports_of(const TypedResults& typed) {
  auto command = typed.reports;
  for (const auto& name : typed.report_formats) command.formats.push_back(*exports::format_named(name));
  return command;
}

}  // namespace vantrum::collector
