#include "sync/collector/results_command_line.h"

#include <CLI/CLI.hpp>

namespace vantrum::collector {
namespace {

CLI::App* add(CLI::App& parent, const char* name, const char* description, const std::string& example) {
  auto* command = parent.add_subcommand(name, description);
  command->footer("Example:\n  vantrum-collector " + example);
  return command;
}

}  // namespace

void declare_results(CLI::App& app, TypedResults& typed) {
  std::vector<std::string> forms, documents;
  for (const auto& facts : exports::formats()) {
    forms.emplace_back(facts.name);
    const bool is_chart = facts.format == exports::Format::svg || facts.format == exports::Format::png;
    if (facts.is_of_a_place && !is_chart) documents.emplace_back(facts.name);
  }
  auto* results = add(app, "results", "Results of a round, small groups suppressed",
                      "results --data /var/lib/vantrum --round 1 --format xlsx -o results.xlsx");
  auto* command = &typed.results;
  results->add_option("--round", command->round, "Number of the round (default: the latest)");
  auto* json = results->add_flag("--json", typed.is_json, "As JSON");
  auto* csv = results->add_flag("--csv", typed.is_csv, "As CSV (RFC 4180)")->excludes(json);
  results->add_option("--format", typed.format, "Form of the results")
      ->check(CLI::IsMember(forms))
      ->excludes(json)
      ->excludes(csv);
  results->add_option("-o,--output", command->output, "File to write (pictures and documents need one)");
  results->add_option("--centre", command->centre, "Report or chart of one centre (default: the region's)");
  results->add_option("--chart", command->chart, "Which chart of the place, from 1 (svg, png)");
  auto* before =
      results->add_option("--before", command->before, "Round to compare with (default: the last)");
  results->add_flag("--alone", command->alone, "Compare with no other round")->excludes(before);
  results->add_option("--group-min", command->group_min, "Smallest group that is shown, 5 or more");

  auto* reports = add(app, "reports", "A report for the region and for each centre, in one ZIP",
                      "reports --data /var/lib/vantrum --format docx --format pdf -o reports.zip");
  reports->add_option("--round", typed.reports.round, "Number of the round (default: the latest)");
  reports->add_option("--format", typed.report_formats, "Form of the reports; may be given several times")
      ->check(CLI::IsMember(documents))
      ->required();
  reports->add_option("-o,--output", typed.reports.output, "The ZIP to write")->required();
  reports->add_option("--group-min", typed.reports.group_min, "Smallest group that is shown, 5 or more");
}

std::optional<Command> chosen_results(const CLI::App& app, TypedResults& typed) {
  if (app.got_subcommand("results")) {
    typed.results.format = *exports::format_named(typed.format);
    if (typed.is_json) typed.results.format = exports::Format::json;
    if (typed.is_csv) typed.results.format = exports::Format::csv;
    return typed.results;
  }
  if (app.got_subcommand("reports")) {
    for (const auto& name : typed.report_formats)
      typed.reports.formats.push_back(*exports::format_named(name));
    return typed.reports;
  }
  return std::nullopt;
}

}  // namespace vantrum::collector
