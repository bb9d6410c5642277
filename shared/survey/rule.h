// Skip logic: a declared subset of ODK XLSForm expressions, and nothing else of them.
//
//   rule       = or
//   or         = and { "or" and }
//   and        = unary { "and" unary }
//   unary      = "not(" rule ")" | "(" rule ")" | comparison | selected
//   comparison = reference ("=" | "!=") literal
//   selected   = "selected(" reference "," literal ")"
//   reference  = "${" question-id "}"
//   literal    = "'" option-code "'" | '"' option-code '"'
//
// As in XLSForm an unanswered question is the empty string: ${role} != 'expecting' holds when role was
// skipped, and
// ${role} = '' asks for "not answered". Of several chosen codes (select_many) `=` holds only when the code is
// the only one; selected() holds when it is among them. Option codes are compared, never positions or words.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::survey {

// Gives the codes chosen for a question: none, one, or several (select_many).
using AnswerLookup = std::function<std::vector<std::string>(std::string_view question_id)>;

struct RuleNode;

// Immutable; an empty Rule always holds. Cheap to copy.
class Rule {
 public:
  Rule() = default;

  bool holds(const AnswerLookup& answers) const;
  bool is_empty() const { return root_ == nullptr; }

  // What it refers to, for checking against the instrument: pairs of question id and literal.
  struct Reference {
    std::string question, literal;
    std::size_t column = 0;  // 1-based, in the rule's text
  };
  const std::vector<Reference>& references() const { return references_; }
  const std::string& text() const { return text_; }

 private:
  friend Result<Rule> parse_rule(std::string_view text);
  std::shared_ptr<const RuleNode> root_;
  std::vector<Reference> references_;
  std::string text_;
};

// The empty text is the empty rule. `invalid` with the column (1-based, in bytes) and what was expected.
// Refused are nesting deeper than 16 brackets and more than 512 bytes. Whether questions and codes exist is
// checked with the instrument, by the references.
Result<Rule> parse_rule(std::string_view text);

}  // namespace vantrum::survey
