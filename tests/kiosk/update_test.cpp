// The walk, as tables of what happens and what is then on the screen.
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

const Submit* submission_in(const std::vector<Effect>& effects) {
  for (const auto& effect : effects) {
    if (const auto* submit = std::get_if<Submit>(&effect)) return submit;
  }
  return nullptr;
}

std::vector<std::string> left_in(const std::vector<Effect>& effects) {
  std::vector<std::string> places;
  for (const auto& effect : effects) {
    if (const auto* left = std::get_if<CountLeft>(&effect)) places.push_back(left->where);
  }
  return places;
}

// Next until the send screen.
Visit& skip_to_send(Visit& visit) {
  for (int i = 0; i < 40 && visit.visitor().screen == ScreenKind::question; ++i) visit.tap("next");
  REQUIRE(visit.visitor().screen == ScreenKind::send);
  return visit;
}

TEST_CASE("a toddler's pat does not start a visit, a held finger does (P-29)") {
  Visit visit;
  visit.tap("start").wait(5s);
  CHECK(visit.visitor().screen == ScreenKind::attract);
  visit.happen(Pressed{"start"}).wait(900ms);
  visit.happen(Released{"start"}).wait(5s);
  CHECK(visit.visitor().screen == ScreenKind::attract);
  visit.happen(Pressed{"start"}).wait(1000ms);
  CHECK(visit.visitor().screen == ScreenKind::language);
}

TEST_CASE("the walk in a table: where a tap leads from each screen") {
  struct Case {
    std::vector<std::string> before;  // taps from the info screen
    std::string tap;
    ScreenKind screen;
    std::string question;
  };
  for (const auto& c : {
           Case{{}, "next", ScreenKind::question, "role"},
           Case{{}, "back", ScreenKind::language, ""},
           Case{{}, "nonsense", ScreenKind::info, ""},
           Case{{"next"}, "next", ScreenKind::question, "acc"},
           Case{{"next"}, "back", ScreenKind::info, "role"},
           Case{{"next", "next"}, "back", ScreenKind::question, "role"},
           Case{{"next"},
                "choice:role:relative",
                ScreenKind::question,
                "role"},  // A44: no moving on by itself
           Case{{"next"}, "choice:acc:full", ScreenKind::question, "role"},
           Case{{"next"}, "send", ScreenKind::question, "role"},
           Case{{"next"}, "language", ScreenKind::language, "role"},
           Case{{"next", "language"}, "back", ScreenKind::question, "role"},
           Case{{"next", "language"}, "language:en", ScreenKind::question, "role"},
           Case{{"next", "language"}, "language:xx", ScreenKind::language, "role"},
       }) {
    Visit visit;
    visit.start().tap_all(c.before).tap(c.tap);
    CAPTURE(c.tap);
    CHECK(visit.visitor().screen == c.screen);
    CHECK(visit.visitor().question == c.question);
  }
}

TEST_CASE(
    "choosing replaces, and choosing again takes back; several may be chosen where the question says so") {
  Visit visit;
  visit.begin().tap_all({"next", "choice:acc:full", "choice:acc:dk"});
  CHECK(visit.visitor().answers.at("acc") == std::vector<std::string>{"dk"});
  visit.tap("choice:acc:dk");
  CHECK_FALSE(visit.visitor().answers.contains("acc"));
  while (visit.visitor().question != "services") visit.tap("next");
  visit.tap_all({"choice:services:social", "choice:services:midwife", "choice:services:social"});
  CHECK(visit.visitor().answers.at("services") == std::vector<std::string>{"midwife"});
  visit.tap("choice:services:nonsense");
  CHECK(visit.visitor().answers.at("services") == std::vector<std::string>{"midwife"});
}

TEST_CASE("every question can be skipped, and an empty visit has nothing to send (A45)") {
  Visit visit;
  skip_to_send(visit.begin());
  CHECK(visit.view().find("send") == nullptr);
  visit.tap("send");
  CHECK(visit.visitor().screen == ScreenKind::send);
  visit.tap("finish");
  CHECK(visit.visitor().screen == ScreenKind::attract);
  auto effects = visit.take_effects();
  CHECK(submission_in(effects) == nullptr);
  CHECK(left_in(effects) == std::vector<std::string>{"send"});
}

TEST_CASE("only unlinked answers are not a response") {
  Visit visit;
  visit.begin();
  while (visit.visitor().question != "services") visit.tap("next");
  visit.tap("choice:services:midwife");
  skip_to_send(visit);
  CHECK(visit.view().find("finish") != nullptr);
}

TEST_CASE("thanks come only after the answer is stored, and the next visitor meets nothing") {
  Visit visit;
  visit.start("en").tap("next");
  visit.tap_all({"choice:role:expecting", "next", "choice:acc:full"});
  skip_to_send(visit).tap("send");
  CHECK(visit.visitor().screen == ScreenKind::sending);
  auto effects = visit.take_effects();
  const auto* submit = submission_in(effects);
  REQUIRE(submit);
  CHECK(submit->answers == survey::Answers{{"role", {"expecting"}}, {"acc", {"full"}}});
  CHECK(submit->language == "en");
  visit.tap("send").wait(1h);
  CHECK(visit.visitor().screen == ScreenKind::sending);  // a stuck disk keeps waiting, and never sends twice
  CHECK(submission_in(visit.take_effects()) == nullptr);
  visit.happen(Stored{});
  CHECK(visit.visitor().screen == ScreenKind::thanks);
  CHECK(visit.visitor().answers.empty());
  visit.wait(8s);
  CHECK(visit.visitor().screen == ScreenKind::attract);
  CHECK(visit.visitor().language == "sv");
  CHECK(to_text(visit.view()) == to_text(Visit().view()));
}

TEST_CASE("what could not be stored is not thanked for, and nobody is asked after that") {
  Visit visit;
  visit.begin().tap_all({"next", "choice:acc:full"});
  skip_to_send(visit).tap("send").happen(NotStored{});
  CHECK(visit.visitor().screen == ScreenKind::not_saved);
  CHECK(visit.visitor().answers.empty());
  visit.wait(31s);
  CHECK(visit.visitor().screen == ScreenKind::closed);
  visit.happen(Pressed{"start"}).wait(2s);
  CHECK(visit.visitor().screen == ScreenKind::closed);
}

TEST_CASE("a late or doubled word from the disk changes nothing") {
  Visit visit;
  visit.begin().happen(Stored{});
  CHECK(visit.visitor().screen == ScreenKind::question);
  visit.happen(NotStored{});
  CHECK(visit.visitor().screen == ScreenKind::question);
  CHECK_FALSE(visit.state().stopped);
}

TEST_CASE("who has gone is asked for, and then wiped: only where they left is counted (A41, P-5)") {
  Visit visit;
  visit.begin().tap_all({"next", "choice:acc:full", "next"});
  for (int i = 0; i < 12; ++i) {  // as many times as needed
    visit.wait(90s);
    REQUIRE(visit.visitor().screen == ScreenKind::still_there);
    visit.wait(29s);
    CHECK(visit.visitor().answers.contains("acc"));
    visit.tap("here");
    CHECK(visit.visitor().screen == ScreenKind::question);
    CHECK(visit.visitor().question == "wel");
  }
  visit.take_effects();
  visit.wait(119s);
  CHECK(visit.visitor().answers.contains("acc"));
  visit.wait(1s);
  CHECK(visit.visitor().screen == ScreenKind::attract);
  CHECK(visit.visitor().answers.empty());
  CHECK(left_in(visit.take_effects()) == std::vector<std::string>{"wel"});
}

TEST_CASE("a visitor who leaves the language wall or the info screen is wiped too") {
  Visit wall;
  wall.happen(Pressed{"start"}).wait(1s);
  wall.wait(120s);
  CHECK(wall.visitor().screen == ScreenKind::attract);
  CHECK(left_in(wall.take_effects()) == std::vector<std::string>{"language"});
  Visit info;
  info.start().wait(150s);
  CHECK(left_in(info.take_effects()) == std::vector<std::string>{"info"});
}

TEST_CASE("still there on the first language wall: back leads out, not in a circle") {
  Visit visit;
  visit.happen(Pressed{"start"}).wait(1s);
  visit.happen(Released{"start"}).wait(90s);
  visit.tap("here");
  CHECK(visit.visitor().screen == ScreenKind::language);
  visit.tap("back");
  CHECK(visit.visitor().screen == ScreenKind::attract);
}

TEST_CASE("changing the language keeps the answers and the place (R10)") {
  Visit visit;
  visit.begin().tap_all({"choice:role:child_0_1", "next", "choice:acc:mostly", "language", "language:en"});
  CHECK(visit.visitor().language == "en");
  CHECK(visit.visitor().question == "acc");
  CHECK(visit.visitor().answers.at("acc") == std::vector<std::string>{"mostly"});
  CHECK(visit.view().find("choice:acc:mostly")->selected);
  CHECK(visit.view().find("choice:acc:mostly")->words == "Mostly true");
}

TEST_CASE(
    "expecting parents are asked in their own words, and a changed mind drops what no longer is asked (S4)") {
  Visit visit;
  visit.begin().tap_all({"choice:role:expecting", "next"});
  while (visit.visitor().question != "bond") visit.tap("next");
  CHECK(visit.view().find("question:bond")->words ==
        "Det vi gör här hjälper mig att förbereda mig för att bli förälder.");
  while (visit.visitor().question != "first") visit.tap("next");
  visit.tap("choice:first:yes");
  while (visit.visitor().question != "role") visit.tap("back");
  visit.tap("choice:role:relative");
  skip_to_send(visit).tap("send");
  auto effects = visit.take_effects();
  CHECK_FALSE(submission_in(effects)->answers.contains("first"));
}

TEST_CASE("free text is asked only where the round turns it on (P-12)") {
  Visit visit;
  visit.begin();
  std::vector<std::string> asked;
  while (visit.visitor().screen == ScreenKind::question) {
    asked.push_back(visit.visitor().question);
    visit.tap("next");
  }
  CHECK(asked == std::vector<std::string>{"role", "acc", "wel", "seen", "know", "net", "part", "route",
                                          "bond", "equal", "lang", "all", "gender", "services", "first"});
}

TEST_CASE("a new round document waits until the visit has ended") {
  Visit visit;
  visit.begin();
  auto closed = a_survey();
  closed->is_open = false;
  visit.happen(SurveyChanged{closed});
  CHECK(visit.visitor().screen == ScreenKind::question);
  visit.wait(120s);
  CHECK(visit.visitor().screen == ScreenKind::closed);
  visit.happen(SurveyChanged{a_survey()});
  CHECK(visit.visitor().screen == ScreenKind::attract);
}

TEST_CASE("without a survey the kiosk says so, and one language needs no wall") {
  Visit none(nullptr);
  CHECK(none.visitor().screen == ScreenKind::closed);
  none.tap("start").happen(Pressed{"start"}).wait(10s);
  CHECK(none.visitor().screen == ScreenKind::closed);
  auto only_swedish = a_survey();
  only_swedish->languages = {"sv"};
  Visit visit(only_swedish);
  visit.happen(Pressed{"start"}).wait(1s);
  CHECK(visit.visitor().screen == ScreenKind::info);
  CHECK(visit.view().find("language") == nullptr);
}

TEST_CASE("at rest there is no reason to draw: no deadline on the attract and closed screens (A42)") {
  Visit visit;
  CHECK_FALSE(next_deadline(visit.state(), 1s));
  CHECK_FALSE(next_deadline(Visit(nullptr).state(), 1s));
  visit.happen(Pressed{"start"});
  CHECK(next_deadline(visit.state(), 0s) == 33ms);
}

}  // namespace
TEST_CASE("a survey that is taken away is asked no more, and not in the middle of a visit") {
  Visit visit;
  visit.begin().happen(SurveyChanged{nullptr});
  CHECK(visit.visitor().screen == ScreenKind::question);
  visit.wait(std::chrono::minutes(20));
  CHECK(visit.visitor().screen == ScreenKind::closed);
  Visit at_rest;
  at_rest.happen(SurveyChanged{nullptr});
  CHECK(at_rest.visitor().screen == ScreenKind::closed);
}

}  // namespace vantrum::kiosk
