#include <doctest/doctest.h>

#include "shared/survey/response.h"
#include "shared/survey/rule.h"

namespace vantrum::survey {
namespace {

Rule rule_from(std::string_view text) {
  auto rule = parse_rule(text);
  if (!rule) FAIL(std::string(text) << ": " << rule.error().message);
  return *rule;
}

bool holds(std::string_view text, const Answers& answers) {
  return rule_from(text).holds(lookup_in(answers));
}

std::string repeated(std::string_view part, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part;
  return all;
}

TEST_CASE("a rule compares option codes as XLSForm does") {
  const Answers visit{{"role", {"expecting"}}, {"services", {"midwife", "social"}}, {"seen", {"full"}}};
  struct Case {
    std::string_view rule;
    bool holds;
  };
  const Case cases[] = {
      {"", true},
      {"${role} = 'expecting'", true},
      {"${role} = \"expecting\"", true},
      {"${role} = 'relative'", false},
      {"${role} != 'relative'", true},
      {"${role} != 'expecting'", false},
      {"${role} = ''", false},
      {"${role} != ''", true},
      {"${gender} = ''", true},
      {"${gender} != ''", false},
      {"${gender} = 'woman'", false},
      {"${gender} != 'woman'", true},
      {"selected(${services}, 'social')", true},
      {"selected(${services}, 'child_health')", false},
      {"selected(${role}, 'expecting')", true},
      {"selected(${gender}, 'woman')", false},
      {"${services} = 'social'", false},
      {"${services} != 'social'", true},
      {"not(${role} = 'expecting')", false},
      {"not (selected(${services}, 'child_health'))", true},
      {"${role} = 'relative' or ${seen} = 'full'", true},
      {"${role} = 'relative' and ${seen} = 'full'", false},
      {"(${role}='expecting')and(${seen}='full')", true},
      {"  ${role}\t=  'expecting'  ", true},
  };
  for (const auto& c : cases) {
    CAPTURE(c.rule);
    CHECK(holds(c.rule, visit) == c.holds);
  }
}

TEST_CASE("and binds tighter than or, and brackets bind tightest") {
  const Answers visit{{"a", {"yes"}}};
  CHECK(holds("${a} = 'yes' or ${b} = 'yes' and ${c} = 'yes'", visit));
  CHECK_FALSE(holds("(${a} = 'yes' or ${b} = 'yes') and ${c} = 'yes'", visit));
  CHECK(holds("${b} = 'yes' and ${c} = 'yes' or ${a} = 'yes'", visit));
}

TEST_CASE("a faulty rule is refused with the column and what was expected") {
  struct Case {
    std::string_view rule, column, expected;
  };
  const Case cases[] = {
      {" ", "column 2: ", "expected ${question}"},
      {"role = 'a'", "column 1: ", "expected ${question}"},
      {"${role = 'a'", "column 3: ", "expected a question id"},
      {"${Role} = 'a'", "column 3: ", "expected a question id"},
      {"${} = 'a'", "column 3: ", "expected a question id"},
      {"${role}", "column 8: ", "expected \"=\" or \"!=\""},
      {"${role} > 'a'", "column 9: ", "expected \"=\" or \"!=\""},
      {"${role} ! 'a'", "column 10: ", "expected \"=\" or \"!=\""},
      {"${role} == 'a'", "column 10: ", "expected an option code in quotes"},
      {"${role} = a", "column 11: ", "expected an option code in quotes"},
      {"${role} = 1", "column 11: ", "expected an option code in quotes"},
      {"${role} = 'a", "column 11: ", "expected a closing quote"},
      {"${role} = 'a\"", "column 11: ", "expected a closing quote"},
      {"${role} = 'Full stop'", "column 12: ", "expected an option code like full"},
      {"${role} = 'a' ${seen} = 'b'", "column 15: ", "expected \"and\", \"or\" or the end"},
      {"${role} = 'a' order ${seen} = 'b'", "column 15: ", "expected \"and\", \"or\" or the end"},
      {"${role} = 'a' or", "column 17: ", "expected ${question}"},
      {"${role} = 'a' and and", "column 19: ", "expected ${question}"},
      {"selected ${role}, 'a'", "column 10: ", "expected \"(\""},
      {"selected(${role} 'a')", "column 18: ", "expected \",\""},
      {"selected(${role}, '')", "column 19: ", "expected an option code"},
      {"selected(${role}, 'a'", "column 22: ", "expected \")\""},
      {"not ${role} = 'a'", "column 5: ", "expected \"(\""},
      {"not(${role} = 'a'", "column 18: ", "expected \")\""},
      {"(${role} = 'a'))", "column 16: ", "expected \"and\", \"or\" or the end"},
      {"()", "column 2: ", "expected ${question}"},
      {"\xc3\xa5", "column 1: ", "expected ${question}"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.rule);
    const auto rule = parse_rule(c.rule);
    REQUIRE_FALSE(rule);
    CAPTURE(rule.error().message);
    CHECK(rule.error().kind == ErrorKind::invalid);
    CHECK(rule.error().message.starts_with(c.column));
    CHECK(rule.error().message.find(c.expected) != std::string::npos);
  }
}

TEST_CASE("a rule tells what it refers to and where") {
  const auto rule = rule_from("${role} != '' and not(selected(${services}, 'social'))");
  REQUIRE(rule.references().size() == 2);
  CHECK(rule.references()[0].question == "role");
  CHECK(rule.references()[0].literal.empty());
  CHECK(rule.references()[0].column == 1);
  CHECK(rule.references()[1].question == "services");
  CHECK(rule.references()[1].literal == "social");
  CHECK(rule.references()[1].column == 32);
  CHECK_FALSE(rule.is_empty());
  CHECK(rule_from("").is_empty());
}

TEST_CASE("nesting is allowed up to 16 brackets and refused beyond, of any kind") {
  const std::string leaf = "${a} = 'b'";
  CHECK(parse_rule(repeated("(", 16) + leaf + repeated(")", 16)));
  CHECK_FALSE(parse_rule(repeated("(", 17) + leaf + repeated(")", 17)));
  CHECK(parse_rule(repeated("not(", 16) + leaf + repeated(")", 16)));
  CHECK_FALSE(parse_rule(repeated("not(", 17) + leaf + repeated(")", 17)));
  CHECK(parse_rule("(" + leaf + ")" + repeated(" or (" + leaf + ")", 20)));
  CHECK_FALSE(parse_rule(repeated("(", 100'000)));
  CHECK_FALSE(parse_rule(leaf + repeated(" or " + leaf, 50)));  // 710 bytes
}

TEST_CASE("a rule cut at every byte is refused, or shorter but whole") {
  const std::string whole = "(${role} = 'a' or not(${b_1} != \"\")) and selected(${c}, 'd')";
  REQUIRE(parse_rule(whole));
  for (std::size_t size = 1; size < whole.size(); ++size) {
    CAPTURE(size);
    const bool is_whole = whole.substr(0, size).find_last_not_of(' ') + 1 == whole.find(" and");
    CHECK(static_cast<bool>(parse_rule(whole.substr(0, size))) == is_whole);
  }
}

}  // namespace
}  // namespace vantrum::survey
