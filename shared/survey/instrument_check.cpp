#include "shared/survey/instrument_check.h"

#include <fmt/format.h>

#include <set>

#include "shared/base/toml.h"

namespace vantrum::survey {
namespace {

constexpr std::size_t background_max = 4;
constexpr std::size_t linked_background_max = 2;
constexpr std::size_t linked_cells_max = 12;
constexpr std::size_t quote_labels_max = 3;

class Checker {
 public:
  Checker(std::string_view file, const Instrument& instrument, const std::vector<QuestionLines>& lines)
      : file_(file), questions_(instrument.questions), lines_(lines) {}

  Result<void> run() {
    for (at_ = 0; at_ < questions_.size(); ++at_) {
      TRY(check_names());
      TRY(check_options());
      TRY(check_linkage());
      TRY(check_background());
      TRY(check_rules());
    }
    for (at_ = 0; at_ < questions_.size(); ++at_) TRY(check_quote_label());
    return {};
  }

 private:
  const Question& question() const { return questions_[at_]; }
  const QuestionLines& lines() const { return lines_[at_]; }
  Error error(std::size_t line, std::string_view what) const { return toml_error(file_, line, what); }

  Result<void> check_names() {
    if (!ids_.insert(question().id).second) {
      return error(lines().id,
                   fmt::format("question id \"{}\" is used twice; expected each id once", question().id));
    }
    if (!numbers_.insert(question().number).second) {
      return error(lines().number, fmt::format("question number {} is used twice; expected each number once",
                                               question().number));
    }
    return {};
  }

  Result<void> check_options() {
    // Keys in the language files begin with the question; two parts of it must not have the same name.
    std::set<std::string> names{"text", "hint", "low", "high"};
    std::set<std::uint32_t> numbers;
    for (const auto& option : question().options) {
      if (!names.insert(option.code).second) {
        return error(lines().options,
                     fmt::format("option code \"{}\" is reserved or used twice; expected each code "
                                 "once, and not text, hint, low or high",
                                 option.code));
      }
      if (!numbers.insert(option.number).second) {
        return error(lines().options,
                     fmt::format("option number {} is used twice; expected each number once", option.number));
      }
    }
    for (const auto& wording : question().alternatives) {
      const auto name = wording.text_key.substr(wording.text_key.find('.') + 1);
      if (!names.insert(name).second) {
        return error(lines().alternatives,
                     fmt::format("alternative \"{}\" is reserved or used twice; expected a name "
                                 "that no option or other text of the question has",
                                 name));
      }
    }
    return {};
  }

  Result<void> check_linkage() {
    const bool is_text = question().type == QuestionType::text;
    const bool is_separate = question().linkage == Linkage::separate;
    if (is_text && !is_separate) {
      return error(
          lines().linkage,
          "free text beside other answers would name people; expected linkage = \"separate\" (P-11)");
    }
    if (!is_text && is_separate) {
      return error(
          lines().linkage,
          "only free text is kept as an item of its own; expected linkage = \"linked\" or \"counter\"");
    }
    if (question().linkage != Linkage::linked || is_opinion()) return {};

    if (question().type == QuestionType::select_many) {
      return error(lines().linkage,
                   "several choices beside other answers make a visitor unique; expected linkage = "
                   "\"counter\" (P-31)");
    }
    if (!question().background) {
      return error(lines().background,
                   "a linked choice that is on no scale describes the visitor; expected background "
                   "= true, or linkage = \"counter\" (P-31)");
    }
    cells_ *= question().options.size();
    if (++linked_background_ > linked_background_max) {
      return error(lines().linkage,
                   fmt::format("{} linked background questions; expected at most {}, the others with "
                               "linkage = \"counter\" (P-31)",
                               linked_background_, linked_background_max));
    }
    if (cells_ > linked_cells_max) {
      return error(lines().linkage,
                   fmt::format("linked background options multiply to {}; expected at most {} (P-31)", cells_,
                               linked_cells_max));
    }
    return {};
  }

  // Steps of an opinion say nothing of who has it.
  bool is_opinion() const {
    const auto type = question().type;
    return type == QuestionType::scale || type == QuestionType::feeling || type == QuestionType::rating;
  }

  // The quote's label is one of at most three classes that are kept anyway (P-11, S39).
  Result<void> check_quote_label() {
    if (question().quote_label.empty()) return {};
    for (const auto& other : questions_) {
      const bool fits = other.type == QuestionType::select_one && other.background &&
                        other.linkage == Linkage::linked && other.options.size() <= quote_labels_max;
      if (other.id == question().quote_label && fits) return {};
    }
    return error(lines().quote_label,
                 fmt::format("quote_label \"{}\"; expected \"\" or the id of a linked background question "
                             "of type select_one with at most {} options (P-11)",
                             question().quote_label, quote_labels_max));
  }

  Result<void> check_background() {
    if (!question().background) return {};
    if (is_opinion() || question().type == QuestionType::text) {
      return error(lines().background,
                   "a background question of another type; expected type = \"select_one\", "
                   "\"select_many\" or \"number\"");
    }
    if (++background_ > background_max) {
      return error(lines().background,
                   fmt::format("{} background questions; expected at most {}", background_, background_max));
    }
    return {};
  }

  Result<void> check_rules() {
    TRY(check_rule(question().when, lines().when));
    for (const auto& wording : question().alternatives) TRY(check_rule(wording.when, lines().alternatives));
    if (question().linkage != Linkage::linked) return {};
    for (const auto& reference : question().when.references()) {
      if (earlier(reference.question)->linkage != Linkage::linked) {
        return error(lines().when,
                     fmt::format("rule, column {}: \"{}\" is not kept beside this question; expected a "
                                 "linked question",
                                 reference.column, reference.question));
      }
    }
    return {};
  }

  Result<void> check_rule(const Rule& rule, std::size_t line) {
    for (const auto& reference : rule.references()) {
      const auto* target = earlier(reference.question);
      if (target == nullptr) {
        return error(
            line,
            fmt::format("rule, column {}: no earlier question \"{}\"; expected one that is asked before "
                        "\"{}\"",
                        reference.column, reference.question, question().id));
      }
      if (target->options.empty()) {
        return error(line,
                     fmt::format("rule, column {}: \"{}\" has no options; expected a question with options",
                                 reference.column, reference.question));
      }
      if (!reference.literal.empty() && target->option_with_code(reference.literal) == nullptr) {
        return error(line,
                     fmt::format("rule, column {}: \"{}\" has no option \"{}\"; expected one of its codes",
                                 reference.column, reference.question, reference.literal));
      }
    }
    return {};
  }

  const Question* earlier(std::string_view id) const {
    for (std::size_t i = 0; i < at_; ++i) {
      if (questions_[i].id == id) return &questions_[i];
    }
    return nullptr;
  }

  std::string_view file_;
  const std::vector<Question>& questions_;
  const std::vector<QuestionLines>& lines_;
  std::size_t at_ = 0;

  std::set<std::string> ids_;
  std::set<std::uint32_t> numbers_;
  std::size_t background_ = 0, linked_background_ = 0, cells_ = 1;
};

}  // namespace

Result<void> check_questions(std::string_view file, const Instrument& instrument,
                             const std::vector<QuestionLines>& lines) {
  return Checker(file, instrument, lines).run();
}

}  // namespace vantrum::survey
