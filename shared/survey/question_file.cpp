#include "shared/survey/question_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "shared/survey/goals.h"

namespace vantrum::survey {
namespace {

constexpr std::size_t goals_of_question_max = 8;
constexpr std::uint32_t number_question_max = 999;

// The first part of keys in the language files; ids of scales and questions are the others.
const std::set<std::string> reserved_names{"title", "info", "closing"};

const std::map<std::string, QuestionType> types{{"scale", QuestionType::scale},
                                                {"feeling", QuestionType::feeling},
                                                {"select_one", QuestionType::select_one},
                                                {"select_many", QuestionType::select_many},
                                                {"rating", QuestionType::rating},
                                                {"number", QuestionType::number},
                                                {"text", QuestionType::text},
                                                {"note", QuestionType::note}};

Result<void> read_type(TomlTable& table, const std::vector<Scale>& scales, Question& question);
Result<void> read_answer_keys(TomlTable& table, Question& question);
Result<void> read_scale_of(TomlTable& table, const std::vector<Scale>& scales, Question& question);
Result<void> read_choices(TomlTable& table, Question& question);
Result<void> read_bands(TomlTable& table, Question& question);
void add_rating_steps(Question& question);
Result<void> read_dont_know(TomlTable& table, Question& question);
Result<std::vector<Wording>> read_alternatives(TomlTable& table, const std::string& question_id);
Result<std::vector<std::string>> read_goals(TomlTable& table);
Result<Rule> read_rule(TomlTable& table);

}  // namespace

Result<Question> read_question(TomlTable& table, const std::vector<Scale>& scales) {
  Question question;
  question.id = TRY(table.take_id("id"));
  if (reserved_names.contains(question.id) ||
      std::ranges::find(scales, question.id, &Scale::id) != scales.end()) {
    return table.error_at(
        "id", fmt::format("question id \"{}\" is reserved or a scale's; expected another", question.id));
  }
  question.number = TRY(table.take_number("number", 1, wire_number_max));
  question.type = types.at(TRY(table.take_one_of(
      "type", {"scale", "feeling", "select_one", "select_many", "rating", "number", "text", "note"})));
  question.hint = TRY(table.take_bool("hint"));
  question.when = TRY(read_rule(table));
  question.alternatives = TRY(read_alternatives(table, question.id));
  question.linkage = Linkage::none;
  if (question.type != QuestionType::note) TRY(read_answer_keys(table, question));
  TRY(read_type(table, scales, question));
  TRY(table.finish());
  return question;
}

namespace {

Result<void> read_answer_keys(TomlTable& table, Question& question) {
  static const std::map<std::string, Linkage> linkages{
      {"linked", Linkage::linked}, {"counter", Linkage::counter}, {"separate", Linkage::separate}};
  question.linkage = linkages.at(TRY(table.take_one_of("linkage", {"linked", "counter", "separate"})));
  question.background = TRY(table.take_bool("background"));
  question.goals = TRY(read_goals(table));
  return {};
}

Result<void> read_type(TomlTable& table, const std::vector<Scale>& scales, Question& question) {
  switch (question.type) {
    case QuestionType::scale:
    case QuestionType::feeling:
      return read_scale_of(table, scales, question);
    case QuestionType::select_one:
    case QuestionType::select_many:
      return read_choices(table, question);
    case QuestionType::rating:
      add_rating_steps(question);
      return read_dont_know(table, question);
    case QuestionType::number:
      return read_bands(table, question);
    case QuestionType::text:
      question.quote_label = TRY(table.take_string_or_empty("quote_label"));
      return {};
    case QuestionType::note:
      return {};
  }
  return {};
}

Result<void> read_scale_of(TomlTable& table, const std::vector<Scale>& scales, Question& question) {
  question.scale = TRY(table.take_id("scale"));
  const auto scale = std::ranges::find(scales, question.scale, &Scale::id);
  if (scale == scales.end()) {
    return table.error_at("scale",
                          fmt::format("no scale \"{}\"; expected the id of a [[scale]]", question.scale));
  }
  question.options = scale->options;
  return {};
}

Result<void> read_choices(TomlTable& table, Question& question) {
  for (auto& item : TRY(table.take_tables("options", "option_count", options_max))) {
    Option option;
    option.code = TRY(item.take_id("code"));
    option.number = TRY(item.take_number("number", 1, wire_number_max));
    TRY(item.finish());
    question.options.push_back(std::move(option));
  }
  if (question.options.size() < 2)
    return table.error_at("options", "one option is no choice; expected at least two");
  question.order_seed = TRY(table.take_number("order_seed", 0, 65535));
  return read_dont_know(table, question);
}

// Only the band is kept, so bands are what has codes and numbers.
Result<void> read_bands(TomlTable& table, Question& question) {
  question.number_max = TRY(table.take_number("max", 1, number_question_max));
  for (auto& item : TRY(table.take_tables("options", "option_count", options_max))) {
    Option option;
    option.code = TRY(item.take_id("code"));
    option.number = TRY(item.take_number("number", 1, wire_number_max));
    option.from = TRY(item.take_number("from", 0, number_question_max));
    TRY(item.finish());
    question.options.push_back(std::move(option));
  }
  const auto climbs = [](const Option& a, const Option& b) { return a.from >= b.from; };
  if (question.options.size() < 2 ||
      std::ranges::adjacent_find(question.options, climbs) != question.options.end()) {
    return table.error_at("options", "bands out of order; expected at least two, each from a higher number");
  }
  if (question.options.back().from > question.number_max)
    return table.error_at("max", "the last band begins after it; expected a number in that band");
  return read_dont_know(table, question);
}

// Numbers on the wire are the steps plus one, because 0 is no number.
void add_rating_steps(Question& question) {
  for (std::uint32_t step = 0; step <= rating_max; ++step) {
    Option option;
    option.code = "r" + std::to_string(step);
    option.number = step + 1;
    option.weight = 100.0 * step / rating_max;
    question.options.push_back(std::move(option));
  }
}

// 0: this question has no "vet inte"; otherwise its number.
Result<void> read_dont_know(TomlTable& table, Question& question) {
  Option option;
  option.code = dont_know_code;
  option.number = TRY(table.take_number("dont_know", 0, wire_number_max));
  option.dont_know = true;
  if (option.number != 0) question.options.push_back(std::move(option));
  return {};
}

Result<std::vector<Wording>> read_alternatives(TomlTable& table, const std::string& question_id) {
  std::vector<Wording> wordings;
  for (auto& item : TRY(table.take_tables("alternatives"))) {
    const auto name = TRY(item.take_id("name"));
    auto when = TRY(read_rule(item));
    if (when.is_empty()) {
      return item.error_at("when",
                           "an empty rule would always win; expected when the other wording is shown");
    }
    TRY(item.finish());
    wordings.push_back({question_id + "." + name, std::move(when)});
  }
  return wordings;
}

Result<std::vector<std::string>> read_goals(TomlTable& table) {
  auto goals = TRY(table.take_strings("goals"));
  for (const auto& goal : goals) {
    if (!is_goal_id(goal)) {
      return table.error_at("goals", fmt::format("goal \"{}\"; expected ids of goals.toml, like G1", goal));
    }
  }
  if (goals.size() > goals_of_question_max ||
      std::set<std::string>(goals.begin(), goals.end()).size() != goals.size()) {
    return table.error_at("goals", fmt::format("goals twice or too many; expected at most {}, each once",
                                               goals_of_question_max));
  }
  return goals;
}

Result<Rule> read_rule(TomlTable& table) {
  auto rule = parse_rule(TRY(table.take_string_or_empty("when")));
  if (!rule) return table.error_at("when", "rule, " + rule.error().message);
  return rule;
}

}  // namespace

}  // namespace vantrum::survey
