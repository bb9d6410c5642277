#include "shared/survey/rule.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/survey/instrument.h"

namespace vantrum::survey {

struct RuleNode {
  enum class Kind { any_of, all_of, negation, equals, differs, selected };

  Kind kind = Kind::equals;
  std::vector<std::shared_ptr<const RuleNode>> parts;  // of any_of, all_of and negation
  std::string question, literal;                       // of the others
};

namespace {

using Node = std::shared_ptr<const RuleNode>;
using Kind = RuleNode::Kind;

constexpr std::size_t nesting_max = 16;
constexpr std::size_t rule_bytes_max = 512;

bool node_holds(const RuleNode& node, const AnswerLookup& answers);

// One pass over the text, recursive descent; `depth_` bounds the recursion.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Node> parse() {
    auto rule = TRY(either());
    skip_spaces();
    if (at_ < text_.size()) return expected("\"and\", \"or\" or the end");
    return rule;
  }

  std::vector<Rule::Reference> take_references() { return std::move(references_); }

 private:
  Result<Node> either() { return chain("or", Kind::any_of, &Parser::both); }
  Result<Node> both() { return chain("and", Kind::all_of, &Parser::unary); }

  Result<Node> chain(std::string_view word, Kind kind, Result<Node> (Parser::*part)()) {
    RuleNode node{.kind = kind, .parts = {}, .question = {}, .literal = {}};
    do node.parts.push_back(TRY((this->*part)()));
    while (take_word(word));
    if (node.parts.size() == 1) return node.parts.front();
    return Node(std::make_shared<RuleNode>(std::move(node)));
  }

  Result<Node> unary() {
    skip_spaces();
    if (take_word("not")) {
      TRY(take('('));
      auto inner = TRY(nested());
      return Node(std::make_shared<RuleNode>(
          RuleNode{.kind = Kind::negation, .parts = {std::move(inner)}, .question = {}, .literal = {}}));
    }
    if (take_word("selected")) return selected();
    if (peek() == '(') {
      ++at_;
      return nested();
    }
    if (peek() == '$') return comparison();
    return expected("${question}, selected(…), not(…) or \"(\"");
  }

  // After an opening bracket, up to and with the closing one.
  Result<Node> nested() {
    if (++depth_ > nesting_max)
      return error(fmt::format("nested deeper than {}; expected a simpler rule", nesting_max));
    auto inner = TRY(either());
    TRY(take(')'));
    --depth_;
    return inner;
  }

  Result<Node> comparison() {
    auto reference = TRY(take_reference());
    skip_spaces();
    auto kind = Kind::equals;
    if (peek() == '!') {
      ++at_;
      kind = Kind::differs;
    }
    if (peek() != '=') return expected("\"=\" or \"!=\"");
    ++at_;
    reference.literal = TRY(take_literal());
    return leaf(kind, std::move(reference));
  }

  Result<Node> selected() {
    TRY(take('('));
    auto reference = TRY(take_reference());
    TRY(take(','));
    skip_spaces();
    const auto literal_at = at_;
    reference.literal = TRY(take_literal());
    if (reference.literal.empty()) {
      at_ = literal_at;
      return expected("an option code; \"not answered\" is written ${question} = ''");
    }
    TRY(take(')'));
    return leaf(Kind::selected, std::move(reference));
  }

  Node leaf(Kind kind, Rule::Reference reference) {
    auto node = std::make_shared<RuleNode>(
        RuleNode{.kind = kind, .parts = {}, .question = reference.question, .literal = reference.literal});
    references_.push_back(std::move(reference));
    return node;
  }

  Result<Rule::Reference> take_reference() {
    skip_spaces();
    const auto start = at_;
    if (!text_.substr(at_).starts_with("${")) return expected("${question}");
    at_ += 2;
    const auto end = text_.find('}', at_);
    if (end == std::string_view::npos) return expected("a question id and \"}\"");
    const auto id = text_.substr(at_, end - at_);
    if (!is_id(id)) return expected("a question id like acc");
    at_ = end + 1;
    return Rule::Reference{.question = std::string(id), .literal = {}, .column = start + 1};
  }

  Result<std::string> take_literal() {
    skip_spaces();
    const char quote = peek();
    if (quote != '\'' && quote != '"') return expected("an option code in quotes");
    const auto end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return expected("a closing quote for the code that starts here");
    const auto literal = text_.substr(at_ + 1, end - at_ - 1);
    if (!literal.empty() && !is_id(literal)) {
      ++at_;
      return expected("an option code like full, or nothing for \"not answered\"");
    }
    at_ = end + 1;
    return std::string(literal);
  }

  Result<void> take(char wanted) {
    skip_spaces();
    if (peek() != wanted) return expected(fmt::format("\"{}\"", wanted));
    ++at_;
    return {};
  }

  // A whole word, so that "order" is not "or".
  bool take_word(std::string_view word) {
    skip_spaces();
    if (!text_.substr(at_).starts_with(word)) return false;
    const auto after = at_ + word.size();
    if (after < text_.size() && is_word_character(text_[after])) return false;
    at_ = after;
    return true;
  }

  static bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  void skip_spaces() {
    while (peek() == ' ' || peek() == '\t') ++at_;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Error expected(std::string_view what) const {
    return error(fmt::format("{}; expected {}",
                             at_ < text_.size() ? "not understood" : "the rule ends too early", what));
  }
  Error error(std::string_view what) const {
    return Error::invalid(fmt::format("column {}: {}", at_ + 1, what));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::vector<Rule::Reference> references_;
};

}  // namespace

bool Rule::holds(const AnswerLookup& answers) const { return is_empty() || node_holds(*root_, answers); }

Result<Rule> parse_rule(std::string_view text) {
  if (text.empty()) return Rule{};
  if (text.size() > rule_bytes_max) {
    return Error::invalid(fmt::format("column {}: the rule is too long; expected at most {} bytes",
                                      rule_bytes_max + 1, rule_bytes_max));
  }
  Parser parser(text);
  Rule rule;
  rule.root_ = TRY(parser.parse());
  rule.references_ = parser.take_references();
  rule.text_ = text;
  return rule;
}

namespace {

bool node_holds(const RuleNode& node, const AnswerLookup& answers) {
  const auto part_holds = [&](const Node& part) { return node_holds(*part, answers); };
  switch (node.kind) {
    case Kind::any_of:
      return std::ranges::any_of(node.parts, part_holds);
    case Kind::all_of:
      return std::ranges::all_of(node.parts, part_holds);
    case Kind::negation:
      return !part_holds(node.parts.front());
    default:
      break;
  }
  const auto codes = answers(node.question);
  const bool chosen = std::ranges::find(codes, node.literal) != codes.end();
  if (node.kind == Kind::selected) return chosen;
  // As in XLSForm a select_many answer is its codes in one string: it equals a code only when that is all of
  // it.
  const bool equal = node.literal.empty() ? codes.empty() : chosen && codes.size() == 1;
  return (node.kind == Kind::equals) == equal;
}

}  // namespace

}  // namespace vantrum::survey
