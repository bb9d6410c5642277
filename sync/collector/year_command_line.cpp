#include "sync/collector/year_command_line.h"

#include "sync/collector/command_parts.h"

namespace vantrum::collector {
namespace {

using What = YearCommand::What;

void declare_reflection(CLI::App& app, TypedYearCommand& typed) {
  auto* reflection = add(app, "reflection", "Self-reflections of the centres' staff",
                         "reflection show --data /var/lib/vantrum --centre 2");
  reflection->require_subcommand(1);
  auto* form = add(*reflection, "form", "Print a form to be filled in",
                   "reflection form --data /var/lib/vantrum --centre 2 --year 2026 > eken.toml");
  form->add_option("--centre", typed.reflection_form.centre, "Number of the centre")->required();
  form->add_option("--year", typed.reflection_form.year, "The year that is looked back at")->required();
  auto* added = add(*reflection, "add", "Take a filled-in form; it is kept sealed",
                    "reflection add --data /var/lib/vantrum eken.toml");
  added->add_option("file", typed.reflection_add.file, "The form")->required();
  add(*reflection, "list", "List the self-reflections", "reflection list --data /var/lib/vantrum");
  auto* show = add(*reflection, "show", "A centre's self-reflection, with last year's beside it",
                   "reflection show --data /var/lib/vantrum --centre 2 --year 2026");
  show->add_option("--centre", typed.reflection_show.centre, "Number of the centre")->required();
  show->add_option("--year", typed.reflection_show.year, "The year (default: the latest)");
  reflection->add_option("--statements", typed.statements, "File with the statements")->capture_default_str();
}

Command chosen_reflection(const CLI::App& reflection, TypedYearCommand& typed) {
  typed.reflection_form.statements = typed.reflection_add.statements = typed.reflection_show.statements =
      typed.statements;
  if (reflection.got_subcommand("form")) return typed.reflection_form;
  if (reflection.got_subcommand("add")) return typed.reflection_add;
  if (reflection.got_subcommand("show")) return typed.reflection_show;
  return ReflectionListCommand{typed.statements};
}

void declare_reports_of(CLI::App& years, TypedYearCommand& typed) {
  auto& command = typed.command;
  const CLI::IsMember forms({"text", "html", "pdf", "docx", "json"});
  auto* report = add(years, "report", "A centre's yearly report, or the county's compilation",
                     "year report --data /var/lib/vantrum --year 2026 --centre 2 --format pdf -o eken.pdf");
  auto* reports = add(years, "reports", "The compilation and every centre's report, in one ZIP",
                      "year reports --data /var/lib/vantrum --year 2026 --format docx -o 2026.zip");
  report->add_option("--centre", command.centre, "Number of the centre (default: the county's compilation)");
  report->add_option("-o,--output", command.output, "File to write (pdf and docx need one)");
  reports->add_option("-o,--output", command.output, "The ZIP to write")->required();
  for (auto* one : {report, reports}) {
    one->add_option("--year", command.year, "The year")->required();
    one->add_option("--part", command.part, "1 or 2: as it was frozen then (default: as it is now)")
        ->check(CLI::Range(1u, 2u));
    one->add_option("--format", typed.format, "Form of the report")->check(forms)->capture_default_str();
  }
  auto* freeze = add(years, "freeze", "Make the county's compilation 1 or 2 of a year, for good",
                     "year freeze --data /var/lib/vantrum --year 2026 --part 1");
  freeze->add_option("--year", command.year, "The year")->required();
  freeze->add_option("--part", command.part, "1 (February or March) or 2 (May)")
      ->required()
      ->check(CLI::Range(1u, 2u));
  add(years, "frozen", "What is frozen, with checksums; each paper is checked",
      "year frozen --data /var/lib/vantrum");
}

void declare_years(CLI::App& app, TypedYearCommand& typed) {
  auto& command = typed.command;
  auto* years = add(app, "year", "Yearly reports of the centres and the county (docs/year.md)",
                    "year list --data /var/lib/vantrum");
  years->require_subcommand(1);
  auto* setup = add(*years, "setup", "Take the region's outline, calendar and statements from files",
                    "year setup --data /var/lib/vantrum --outline config/year/kalmar.toml \\\n"
                    "    --calendar config/year/kalmar-calendar.toml");
  setup->add_option("--outline", command.outline, "Headings and numbers of the yearly report");
  setup->add_option("--calendar", command.calendar, "The wheel of the year");
  setup->add_option("--statements", command.statements,
                    "Statements of the self-reflection, where the region has one");
  auto* blank = add(*years, "new", "Print a centre's file: blank, or as it was last handed in",
                    "year new --data /var/lib/vantrum --centre 2 --year 2026 > eken.toml");
  blank->add_option("--centre", command.centre, "Number of the centre")->required();
  blank->add_option("--year", command.year, "The year that is told about")->required();
  auto* take = add(*years, "set", "Hand in a centre's file; what was handed in before is kept too",
                   "year set --data /var/lib/vantrum eken.toml");
  take->add_option("file", command.file, "The file")->required();
  add(*years, "list", "Who has handed in what", "year list --data /var/lib/vantrum");
  declare_reports_of(*years, typed);

  auto* calendar = add(app, "calendar", "The wheel of the year", "calendar show --data /var/lib/vantrum");
  calendar->require_subcommand(1);
  auto* show = add(*calendar, "show", "A year from a day on", "calendar show --data /var/lib/vantrum");
  auto* remind = add(*calendar, "remind", "Reminders of the last days; prints nothing if there is none",
                     "calendar remind --data /var/lib/vantrum --days 7");
  auto* file = add(*calendar, "file", "A year from a day on, for a calendar program (iCalendar)",
                   "calendar file --data /var/lib/vantrum > arshjul.ics");
  for (auto* one : {show, remind, file})
    one->add_option("--day", command.day, "The day, for example 2026-11-22 (default: today)");
  remind->add_option("--days", command.days, "Of how many days, that day included")
      ->check(CLI::Range(1u, 366u))
      ->capture_default_str();
}

}  // namespace

void declare_year(CLI::App& app, TypedYearCommand& typed) {
  declare_reflection(app, typed);
  declare_years(app, typed);
}

std::optional<Command> chosen_year(const CLI::App& app, TypedYearCommand& typed) {
  if (app.got_subcommand("reflection")) return chosen_reflection(*app.get_subcommand("reflection"), typed);
  constexpr std::pair<const char*, What> of_year[] = {{"setup", What::setup},   {"new", What::blank},
                                                      {"set", What::take},      {"list", What::list},
                                                      {"report", What::report}, {"reports", What::reports},
                                                      {"freeze", What::freeze}, {"frozen", What::frozen}};
  constexpr std::pair<const char*, What> of_calendar[] = {
      {"show", What::calendar_show}, {"remind", What::calendar_remind}, {"file", What::calendar_file}};
  const auto choose = [&](const char* group, const auto& names) {
    if (!app.got_subcommand(group)) return false;
    for (const auto& [name, what] : names) {
      if (app.get_subcommand(group)->got_subcommand(name)) typed.command.what = what;
    }
    return true;
  };
  if (!choose("year", of_year) && !choose("calendar", of_calendar)) return std::nullopt;
  typed.command.format = *exports::format_named(typed.format);
  return typed.command;
}

}  // namespace vantrum::collector
