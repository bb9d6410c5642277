// The two files of reflection.h: the statements, and the form that a person fills in.
#include <fmt/format.h>

#include <set>

#include "shared/base/file_system.h"
#include "shared/base/toml.h"
#include "shared/survey/reflection.h"

namespace vantrum::survey {
namespace {

constexpr std::uint32_t format_version = 1;
constexpr std::uint32_t instrument_number_max = 65'535, statement_number_max = 255;
constexpr std::uint32_t steps_min = 2, steps_max = 10;
constexpr std::uint32_t parts_max = 12, headings_max = 24, statements_max = 100,
                        statements_of_heading_max = 40;

Result<Statement> read_statement(TomlTable& table, std::set<std::string>& ids,
                                 std::set<std::uint32_t>& numbers) {
  Statement statement;
  statement.id = TRY(table.take_id("id"));
  statement.number = TRY(table.take_number("number", 1, statement_number_max));
  if (!ids.insert(statement.id).second)
    return table.error_at("id", fmt::format("id \"{}\" is used twice; expected each id once", statement.id));
  if (!numbers.insert(statement.number).second) {
    return table.error_at(
        "number", fmt::format("number {} is used twice; expected each number once", statement.number));
  }
  statement.label = TRY(table.take_string("label"));
  statement.text = TRY(table.take_string("text"));
  TRY(table.finish());
  return statement;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

Result<ReflectionInstrument> parse_reflection_instrument(std::string_view file, std::string_view content) {
  const auto tree = TRY(parse_toml(file, content));
  TomlTable root(file, tree);
  ReflectionInstrument instrument;
  TRY(root.take_number("format", format_version, format_version));
  instrument.id = TRY(root.take_id("id"));
  instrument.number = TRY(root.take_number("number", 1, instrument_number_max));
  instrument.version = TRY(root.take_number("version", 1, instrument_number_max));
  instrument.credit = TRY(root.take_string("credit"));
  instrument.steps = TRY(root.take_number("steps", steps_min, steps_max));
  instrument.best = TRY(root.take_string("best"));
  instrument.worst = TRY(root.take_string("worst"));
  instrument.scale_words = TRY(root.take_string("scale_words"));
  for (auto& table : TRY(root.take_tables("part", "part_count", parts_max))) {
    ReflectionPart part;
    part.title = TRY(table.take_string("title"));
    part.words = TRY(table.take_string("words"));
    TRY(table.finish());
    instrument.parts.push_back(std::move(part));
  }
  std::set<std::string> ids;
  std::set<std::uint32_t> numbers;
  for (auto& table : TRY(root.take_tables("heading", "heading_count", headings_max))) {
    ReflectionHeading heading;
    heading.title = TRY(table.take_string("title"));
    for (auto& statement : TRY(table.take_tables("statement", "statement_count", statements_of_heading_max)))
      heading.statements.push_back(TRY(read_statement(statement, ids, numbers)));
    TRY(table.finish());
    instrument.headings.push_back(std::move(heading));
  }
  TRY(root.finish());
  if (instrument.count() == 0 || instrument.count() > statements_max) {
    return toml_error(file, 1,
                      fmt::format("{} statements; expected 1 to {}", instrument.count(), statements_max));
  }
  return instrument;
}

Result<ReflectionInstrument> load_reflection_instrument(FileSystem& files, const std::string& path) {
  const auto bytes = TRY(files.read(path, toml_bytes_max));
  return parse_reflection_instrument(path, text_of(bytes));
}

std::string reflection_form(const ReflectionInstrument& instrument, CentreId centre, std::uint32_t year) {
  auto text = fmt::format(
      "# Självreflektion: gruppens gemensamma uppfattning. Steg 1 är \"{}\", steg {} är \"{}\".\n"
      "# Steg 0: vi har inte talat om det. Skriv inget om enskilda familjer i kommentarerna.\n\n"
      "format = 1\ninstrument = {}\nversion = {}\ncentre = {}\nyear = {}\nparticipants = 0  # antal som "
      "deltog\n"
      "value_count = {}\npriority_count = 2\n",
      instrument.best, instrument.steps, instrument.worst, instrument.number, instrument.version,
      centre.value, year, instrument.count());
  for (const auto& heading : instrument.headings) {
    text += fmt::format("\n# ---- {}\n", heading.title);
    for (const auto& statement : heading.statements) {
      text += fmt::format("\n# {} - {}\n[[value]]\nstatement = {}\nstep = 0\ncomment = \"\"\n",
                          statement.label, statement.text, in_quotes(statement.id));
    }
  }
  text +=
      "\n# ---- Två prioriterade områden för nästa år: statement är ett av orden ovan (till exempel "
      "\"language\"),\n"
      "# goal ett mål, measure hur ni ser att det är nått. baseline (läget nu) och target får vara tomma.\n";
  for (int i = 0; i < 2; ++i)
    text += "\n[[priority]]\nstatement = \"\"\ngoal = \"\"\nmeasure = \"\"\nbaseline = \"\"\ntarget = \"\"\n";
  return text;
}

Result<Reflection> parse_reflection_form(std::string_view file, std::string_view content,
                                         const ReflectionInstrument& instrument) {
  const auto tree = TRY(parse_toml(file, content));
  TomlTable root(file, tree);
  Reflection reflection;
  TRY(root.take_number("format", format_version, format_version));
  reflection.instrument_number = TRY(root.take_number("instrument", 1, instrument_number_max));
  reflection.instrument_version = TRY(root.take_number("version", 1, instrument_number_max));
  reflection.centre.value = TRY(root.take_number("centre", 1, UINT32_MAX));
  reflection.year = TRY(root.take_number("year", 2000, 2099));
  reflection.participants = TRY(root.take_number("participants", 1, participants_max));
  for (auto& table : TRY(root.take_tables("value", "value_count", statements_max))) {
    const auto statement = TRY(table.take_id("statement"));
    GroupValue value;
    value.step = TRY(table.take_number("step", 0, instrument.steps));
    value.comment = TRY(table.take_string_or_empty("comment"));
    TRY(table.finish());
    if (!instrument.find(statement)) {
      return table.error_at(
          "statement", fmt::format("there is no statement \"{}\"; expected those of the form", statement));
    }
    if (value.step == 0 && !value.comment.empty())
      return table.error_at("step", "step 0 with a comment; expected the group's step, too");
    if (value.step == 0) continue;
    if (!reflection.values.emplace(statement, std::move(value)).second)
      return table.error_at("statement", fmt::format("\"{}\" stands here twice; expected once", statement));
  }
  auto priorities = TRY(root.take_tables("priority", "priority_count", 2));
  if (priorities.size() != 2) {
    return toml_error(file, root.line_of("priority_count"),
                      fmt::format("{} prioritised areas; expected exactly two (S47)", priorities.size()));
  }
  for (std::size_t i = 0; i < priorities.size(); ++i) {
    auto& priority = reflection.priorities[i];
    priority.statement = TRY(priorities[i].take_string("statement"));
    priority.goal = TRY(priorities[i].take_string("goal"));
    priority.measure = TRY(priorities[i].take_string("measure"));
    priority.baseline = TRY(priorities[i].take_string_or_empty("baseline"));
    priority.target = TRY(priorities[i].take_string_or_empty("target"));
    TRY(priorities[i].finish());
  }
  TRY(root.finish());
  if (auto valid = validate(reflection, instrument); !valid)
    return Error::invalid(fmt::format("{}: {}", file, valid.error().message));
  return reflection;
}

}  // namespace vantrum::survey
