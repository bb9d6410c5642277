#include "shared/survey/instrument_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "shared/base/file_system.h"
#include "shared/base/toml.h"
#include "shared/survey/instrument_check.h"
#include "shared/survey/language_file.h"
#include "shared/survey/question_file.h"

namespace vantrum::survey {
namespace {

constexpr std::string_view instrument_name = "instrument.toml";
constexpr std::string_view swedish_name = "sv.toml";
constexpr std::string_view toml_ending = ".toml";

constexpr std::uint32_t format_version = 1;
constexpr std::uint32_t number_max = 65535;  // of an instrument and its versions
constexpr std::uint32_t questions_max = 64;
constexpr std::uint32_t scales_max = 16;
constexpr std::uint32_t info_max = 12;
constexpr std::size_t languages_max = 40;

Result<void> check_names(const InstrumentFiles& files);
Result<Instrument> read_structure(std::string_view content);
Result<std::vector<Scale>> read_scales(TomlTable& root);
Result<std::vector<Option>> read_scale_options(TomlTable& table);
Result<void> check_scale(const TomlTable& table, const std::vector<Option>& options);
Result<double> read_weight(TomlTable& option);
Result<void> check_scales_used(const TomlTable& root, const std::vector<Scale>& scales,
                               const Instrument& instrument);
QuestionLines lines_of(TomlTable& table);

}  // namespace

Result<Instrument> parse_instrument(const InstrumentFiles& files) {
  TRY(check_names(files));
  auto instrument = TRY(read_structure(files.find(std::string(instrument_name))->second));
  // Swedish first: the others fall back on it.
  auto swedish = TRY(parse_language_file(swedish_name, files.at(std::string(swedish_name)), instrument));
  instrument.texts.emplace(swedish.language, std::move(swedish));
  for (const auto& [name, content] : files) {
    if (name == instrument_name || name == swedish_name) continue;
    auto texts = TRY(parse_language_file(name, content, instrument));
    instrument.texts.emplace(texts.language, std::move(texts));
  }
  return instrument;
}

Result<Instrument> load_instrument(FileSystem& files, const std::string& folder) {
  const auto content = TRY(read_instrument_files(files, folder));
  auto instrument = parse_instrument(content);
  // The folder goes in front of "file:line", so that editors and people find the place.
  if (!instrument) return Error{instrument.error().kind, folder + "/" + instrument.error().message};
  const auto name = folder.substr(folder.find_last_of('/') + 1);
  if (name != instrument->id) {
    return Error::invalid(
        fmt::format("{}/{}:1: id \"{}\" in a folder named \"{}\"; expected both to be the same", folder,
                    instrument_name, instrument->id, name));
  }
  return instrument;
}

Result<InstrumentFiles> read_instrument_files(FileSystem& files, const std::string& folder) {
  InstrumentFiles content;
  for (const auto& name : TRY(files.list(folder))) {
    if (!name.ends_with(toml_ending)) continue;
    const auto bytes = TRY(files.read(folder + "/" + name, toml_bytes_max));
    content.emplace(name, text_of(bytes));
  }
  return content;
}

namespace {

Result<void> check_names(const InstrumentFiles& files) {
  for (const auto needed : {instrument_name, swedish_name}) {
    if (!files.contains(std::string(needed)))
      return toml_error(needed, 1, "the file is missing; expected it beside the others");
  }
  if (files.size() > languages_max + 1) {
    return toml_error(instrument_name, 1,
                      fmt::format("{} files; expected at most {} languages", files.size(), languages_max));
  }
  for (const auto& [name, content] : files) {
    if (name == instrument_name) continue;
    const auto tag =
        std::string_view(name).substr(0, name.size() - std::min(name.size(), toml_ending.size()));
    if (!name.ends_with(toml_ending) || !is_language_tag(tag)) {
      return toml_error(instrument_name, 1, "a file beside it is no language; expected names like sv.toml");
    }
  }
  return {};
}

Result<Instrument> read_structure(std::string_view content) {
  const auto tree = TRY(parse_toml(instrument_name, content));
  TomlTable root(instrument_name, tree);
  Instrument instrument;
  TRY(root.take_number("format", format_version, format_version));
  instrument.id = TRY(root.take_id("id"));
  instrument.number = TRY(root.take_number("number", 1, number_max));
  instrument.version = TRY(root.take_number("version", 1, number_max));
  instrument.credit = TRY(root.take_string("credit"));
  const auto info_count = TRY(root.take_number("info_count", 1, info_max));
  for (std::uint32_t i = 1; i <= info_count; ++i) instrument.info_keys.push_back(fmt::format("info.{}", i));

  const auto scales = TRY(read_scales(root));
  auto tables = TRY(root.take_tables("question", "question_count", questions_max));
  TRY(root.finish());

  std::vector<QuestionLines> lines;
  for (auto& table : tables) {
    instrument.questions.push_back(TRY(read_question(table, scales)));
    lines.push_back(lines_of(table));
  }
  TRY(check_scales_used(root, scales, instrument));
  TRY(check_questions(instrument_name, instrument, lines));
  const bool takes_text = std::ranges::any_of(
      instrument.questions, [](const Question& question) { return question.type == QuestionType::text; });
  if (takes_text) instrument.free_text_info_key = "info.free_text";
  return instrument;
}

Result<std::vector<Scale>> read_scales(TomlTable& root) {
  std::vector<Scale> scales;
  std::set<std::string> names{"title", "info", "closing"};
  for (auto& table : TRY(root.take_tables("scale", "scale_count", scales_max))) {
    Scale scale;
    scale.id = TRY(table.take_id("id"));
    if (!names.insert(scale.id).second) {
      return table.error_at(
          "id", fmt::format("scale id \"{}\" is reserved or used twice; expected another", scale.id));
    }
    scale.options = TRY(read_scale_options(table));
    TRY(table.finish());
    scales.push_back(std::move(scale));
  }
  return scales;
}

Result<std::vector<Option>> read_scale_options(TomlTable& table) {
  std::vector<Option> options;
  for (auto& item : TRY(table.take_tables("options", "option_count", options_max))) {
    Option option;
    option.code = TRY(item.take_id("code"));
    option.number = TRY(item.take_number("number", 1, wire_number_max));
    const auto kind = TRY(item.take_one_of("kind", {"positive", "negative", "dont_know"}));
    option.positive = kind == "positive";
    option.dont_know = kind == "dont_know";
    if (!option.dont_know) option.weight = TRY(read_weight(item));
    TRY(item.finish());
    options.push_back(std::move(option));
  }
  TRY(check_scale(table, options));
  return options;
}

// D10: from positive to negative. D3: the index runs from 100 to 0. D1: "vet inte" stands apart, at the end.
Result<void> check_scale(const TomlTable& table, const std::vector<Option>& options) {
  std::vector<Option> steps = options;
  if (steps.back().dont_know) steps.pop_back();
  if (std::ranges::any_of(steps, &Option::dont_know)) {
    return table.error_at("options", "dont_know is not the last option; expected it once, at the end");
  }
  const auto falls = [](const Option& a, const Option& b) { return *a.weight <= *b.weight; };
  if (steps.size() < 2 || *steps.front().weight != 100 || *steps.back().weight != 0 ||
      std::ranges::adjacent_find(steps, falls) != steps.end()) {
    return table.error_at("options", "weights out of order; expected them to fall from 100 to 0");
  }
  if (!std::ranges::is_partitioned(steps, &Option::positive) || !steps.front().positive ||
      steps.back().positive) {
    return table.error_at("options",
                          "kinds out of order; expected positive options first, then negative ones");
  }
  return {};
}

// "100" or "200/3": a fraction is exact, where 66.67 would be a rounding that two programs do differently.
Result<double> read_weight(TomlTable& option) {
  const auto text = TRY(option.take_string("weight"));
  const auto slash = text.find('/');
  const auto whole = [](std::string_view digits) -> std::optional<int> {
    if (digits.empty() || digits.size() > 4) return std::nullopt;
    int number = 0;
    for (const char c : digits) {
      if (c < '0' || c > '9') return std::nullopt;
      number = number * 10 + (c - '0');
    }
    return number;
  };
  const auto over = whole(std::string_view(text).substr(0, slash));
  const auto under =
      slash == std::string::npos ? std::optional<int>(1) : whole(std::string_view(text).substr(slash + 1));
  if (!over || !under || *under == 0 || *over > 100 * *under) {
    return option.error_at("weight",
                           fmt::format("weight \"{}\"; expected \"0\" to \"100\", or a fraction like "
                                       "\"200/3\"",
                                       text));
  }
  return static_cast<double>(*over) / *under;
}

Result<void> check_scales_used(const TomlTable& root, const std::vector<Scale>& scales,
                               const Instrument& instrument) {
  for (const auto& scale : scales) {
    if (std::ranges::find(instrument.questions, scale.id, &Question::scale) == instrument.questions.end()) {
      return root.error_at(
          "scale",
          fmt::format("no question uses the scale \"{}\"; expected it to be used or removed", scale.id));
    }
  }
  return {};
}

QuestionLines lines_of(TomlTable& table) {
  return {.id = table.line_of("id"),
          .number = table.line_of("number"),
          .type = table.line_of("type"),
          .linkage = table.line_of("linkage"),
          .background = table.line_of("background"),
          .when = table.line_of("when"),
          .alternatives = table.line_of("alternatives"),
          .options = table.line_of(table.has("options") ? "options" : "scale"),
          .quote_label = table.line_of("quote_label")};
}

}  // namespace

}  // namespace vantrum::survey
