#include <doctest/doctest.h>

#include <algorithm>

#include "tests/shared/survey_support.h"

namespace vantrum::survey {
namespace {

Response a_response(Answers answers) {
  Response response;
  response.instrument_number = 1;
  response.instrument_version = 1;
  response.week = IsoWeek{2026, 45};
  response.answers = std::move(answers);
  return response;
}

std::vector<std::string> ids(const std::vector<const Question*>& questions) {
  std::vector<std::string> out;
  for (const auto* question : questions) out.push_back(question->id);
  return out;
}

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

TEST_CASE("a response with linked answers is accepted, whole or with questions skipped") {
  const auto survey = besoksenkat();
  CHECK(validate(a_response({{"acc", {"full"}}}), survey));
  CHECK(validate(a_response({{"role", {"expecting"}}, {"bond", {"mostly"}}, {"gender", {"other"}}}), survey));
  Answers all;
  for (const auto& question : survey.questions) {
    if (question.linkage == Linkage::linked) all[question.id] = {question.options.back().code};
  }
  CHECK(all.size() == 13);
  CHECK(validate(a_response(all), survey));

  auto without_week = a_response({{"acc", {"dk"}}});
  without_week.week.reset();
  CHECK(validate(without_week, survey));
}

TEST_CASE("a response that may not be stored is refused, naming the question and never the answer") {
  const auto survey = besoksenkat();
  struct Case {
    const char* why;
    Response response;
    const char *named, *expected;
  };
  auto other_instrument = a_response({{"acc", {"full"}}});
  other_instrument.instrument_number = 2;
  auto other_version = a_response({{"acc", {"full"}}});
  other_version.instrument_version = 2;
  auto week_0 = a_response({{"acc", {"full"}}});
  week_0.week = IsoWeek{2026, 0};
  auto week_54 = a_response({{"acc", {"full"}}});
  week_54.week = IsoWeek{2026, 54};
  auto early_year = a_response({{"acc", {"full"}}});
  early_year.week = IsoWeek{1970, 1};

  const Case cases[] = {
      {"another instrument", other_instrument, "instrument 2", "expected 1 version 1"},
      {"another version", other_version, "version 2", "expected 1 version 1"},
      {"no such week", week_0, "week", "expected an ISO week"},
      {"no such week", week_54, "week", "expected an ISO week"},
      {"a week before the software", early_year, "week", "expected an ISO week"},
      {"no answer at all", a_response({}), "no question", "expected at least one"},
      {"unknown question", a_response({{"income", {"full"}}}), "\"income\"",
       "expected questions of the instrument"},
      {"question that is no id", a_response({{"0701-234 567", {"full"}}}), "unknown question;",
       "expected questions"},
      {"unknown code", a_response({{"acc", {"secret_code"}}}), "\"acc\"", "expected codes"},
      {"code of another question", a_response({{"acc", {"woman"}}}), "\"acc\"", "expected codes"},
      {"empty code", a_response({{"acc", {""}}}), "\"acc\"", "expected codes"},
      {"several codes where one is asked", a_response({{"acc", {"full", "not"}}}), "\"acc\"", "expected one"},
      {"one code twice", a_response({{"gender", {"man", "man"}}}), "\"gender\"", "expected one"},
      {"an empty answer", a_response({{"acc", {}}}), "\"acc\"", "expected codes"},
      {"a counter inside (P-31)", a_response({{"services", {"midwife"}}}), "\"services\"", "expected linked"},
      {"another counter inside (P-31)", a_response({{"acc", {"full"}}, {"first", {"yes"}}}), "\"first\"",
       "expected linked"},
      {"free text inside (P-11)", a_response({{"open", {"full"}}}), "\"open\"", "expected linked"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const auto valid = validate(c.response, survey);
    REQUIRE_FALSE(valid);
    const auto& message = valid.error().message;
    CAPTURE(message);
    CHECK(valid.error().kind == ErrorKind::invalid);
    CHECK(message.find(c.named) != std::string::npos);
    CHECK(message.find(c.expected) != std::string::npos);
    CHECK(message.find("secret_code") == std::string::npos);
    CHECK(message.find("0701") == std::string::npos);
  }
}

TEST_CASE("an answer to a question that the rules skip is refused") {
  auto survey = besoksenkat();
  auto rule = parse_rule("${role} != 'relative'");
  REQUIRE(rule);
  for (auto& question : survey.questions) {
    if (question.id == "bond") question.when = *rule;
  }
  CHECK(validate(a_response({{"role", {"expecting"}}, {"bond", {"full"}}}), survey));
  CHECK(validate(a_response({{"bond", {"full"}}}), survey));
  const auto valid = validate(a_response({{"role", {"relative"}}, {"bond", {"full"}}}), survey);
  REQUIRE_FALSE(valid);
  CHECK(valid.error().message.find("\"bond\"") != std::string::npos);
  CHECK(valid.error().message.find("rules skip") != std::string::npos);
}

TEST_CASE("several codes are accepted once each, in the instrument's order") {
  auto survey = besoksenkat();
  for (auto& question : survey.questions) {
    if (question.id == "services") question.linkage = Linkage::linked;
  }
  CHECK(validate(a_response({{"services", {"open_preschool", "social"}}}), survey));
  CHECK_FALSE(validate(a_response({{"services", {"social", "open_preschool"}}}), survey));
  CHECK_FALSE(validate(a_response({{"services", {"social", "social"}}}), survey));
}

TEST_CASE(
    "every question is asked in order; free text only when it is on, first child not of relatives (S4, "
    "P-12)") {
  const auto survey = besoksenkat();
  const auto asked = ids(questions_asked(survey, {}, true));
  CHECK(asked == std::vector<std::string>{"role", "acc", "wel", "seen", "know", "net", "part", "route",
                                          "bond", "equal", "lang", "all", "open", "gender", "services",
                                          "first"});
  CHECK_FALSE(contains(ids(questions_asked(survey, {}, false)), "open"));
  CHECK_FALSE(contains(ids(questions_asked(survey, {{"role", {"relative"}}}, false)), "first"));
  CHECK(contains(ids(questions_asked(survey, {{"role", {"expecting"}}}, false)), "first"));
}

TEST_CASE("an answer given before its question was skipped no longer counts for later rules") {
  auto survey = besoksenkat();
  auto when_man = parse_rule("${gender} = 'man'");
  auto not_relative = parse_rule("${role} != 'relative'");
  REQUIRE((when_man && not_relative));
  for (auto& question : survey.questions) {
    if (question.id == "gender") question.when = *not_relative;
    if (question.id == "services") question.when = *when_man;
  }
  CHECK(contains(ids(questions_asked(survey, {{"gender", {"man"}}}, false)), "services"));
  CHECK_FALSE(contains(ids(questions_asked(survey, {{"role", {"relative"}}, {"gender", {"man"}}}, false)),
                       "services"));
}

TEST_CASE("expecting parents meet another wording of the question about the child (S4)") {
  const auto survey = besoksenkat();
  const auto& bond = question_of(survey, "bond");
  CHECK(wording_key(bond, {{"role", {"expecting"}}}) == "bond.expecting");
  CHECK(wording_key(bond, {{"role", {"child_0_1"}}}) == "bond.text");
  CHECK(wording_key(bond, {}) == "bond.text");
  CHECK(wording_key(question_of(survey, "acc"), {{"role", {"expecting"}}}) == "acc.text");
}

TEST_CASE("a visit splits into linked answers that validate and counters without any tie to them (P-31)") {
  const auto survey = besoksenkat();
  const Answers visit{
      {"role", {"child_0_1"}}, {"acc", {"full"}}, {"services", {"midwife", "social"}}, {"first", {"yes"}}};
  const auto split = split_by_linkage(survey, visit);
  CHECK(split.linked == Answers{{"role", {"child_0_1"}}, {"acc", {"full"}}});
  CHECK(split.counters == std::vector<std::pair<std::string, std::string>>{
                              {"services", "midwife"}, {"services", "social"}, {"first", "yes"}});
  CHECK(validate(a_response(split.linked), survey));
}

TEST_CASE("a counter that was answered before its question was skipped is not counted") {
  const auto split = split_by_linkage(besoksenkat(), {{"role", {"relative"}}, {"first", {"yes"}}});
  CHECK(split.counters.empty());
  CHECK(split.linked.size() == 1);
}

}  // namespace
}  // namespace vantrum::survey
