// What one visitor sets and looks up on the way: text size, contrast, help, the review page.
#include <set>

#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<Survey> with_review() {
  auto survey = a_survey();
  survey->review = true;
  return survey;
}

// One visitor on every screen of the walk, one after the other.
std::vector<Visit> on_every_screen() {
  std::vector<Visit> visits;
  Visit visit(with_review());
  visit.happen(Pressed{"start"}).wait(1s);
  visit.happen(Released{"start"});
  visits.push_back(visit);
  visits.push_back(visit.tap("language:sv"));
  visits.push_back(visit.tap_all({"next", "choice:role:expecting"}));
  while (visit.visitor().screen == ScreenKind::question) visit.tap("next");
  visits.push_back(visit);
  visits.push_back(visit.tap("next"));
  return visits;
}

TEST_CASE("text goes from normal to large to double and back, words and voice say which (A18, A26)") {
  Visit visit;
  visit.begin();
  std::set<std::string> shown, spoken;
  for (const auto size :
       {TextSize::normal, TextSize::large, TextSize::double_size, TextSize::normal, TextSize::large}) {
    CHECK(visit.view().text_size == size);
    const auto button = *visit.view().find("text_size");
    CHECK(button.selected == (size != TextSize::normal));
    shown.insert(button.words);
    spoken.insert(button.spoken);
    visit.tap("text_size");
  }
  CHECK(shown == std::set<std::string>{"Större text", "Stor text", "Störst text"});
  CHECK(spoken == std::set<std::string>{"Större text, av", "Stor text, på", "Störst text, på"});
}

TEST_CASE("every toggle says its state in words that are seen and spoken, in every language (A26)") {
  for (const auto& language : the_languages) {
    CAPTURE(language);
    Visit visit;
    visit.start(language).tap("help");
    const auto off = *visit.view().find("contrast");
    const auto on = *visit.tap("contrast").view().find("contrast");
    CHECK_FALSE(off.selected);
    CHECK(on.selected);
    CHECK(off.words != on.words);
    CHECK(off.spoken != on.spoken);
    const auto normal = *visit.view().find("text_size");
    const auto large = *visit.tap("text_size").view().find("text_size");
    CHECK(normal.words != large.words);
    CHECK(normal.spoken != large.spoken);
  }
}

TEST_CASE("contrast is set on the first screen after the start, and on the help screen (A21)") {
  Visit visit;
  visit.happen(Pressed{"start"}).wait(1s);
  visit.happen(Released{"start"});
  CHECK(visit.view().contrast == Contrast::light);
  visit.tap("contrast");
  CHECK(visit.view().contrast == Contrast::high);
  visit.tap_all({"language:sv", "next"});
  CHECK(visit.view().contrast == Contrast::high);
  visit.tap_all({"help", "contrast"});
  CHECK(visit.view().contrast == Contrast::light);
}

TEST_CASE(
    "help and the accessibility page open from every screen and come back to it, answers kept (A48, A52)") {
  for (Visit visit : on_every_screen()) {
    const auto before = visit.view();
    const auto answers = visit.visitor().answers;
    CAPTURE(name_of(before.screen));
    visit.tap("help");
    CHECK(visit.visitor().screen == ScreenKind::help);
    visit.tap("about");
    CHECK(visit.visitor().screen == ScreenKind::about);
    CHECK(visit.view().find("about.contact")->words.find("Region Kalmar län") != std::string::npos);
    visit.tap("help");  // the way back, not one more on top
    CHECK(visit.visitor().screen == ScreenKind::help);
    visit.tap_all({"about", "back", "next"});
    CHECK(visit.view() == before);
    CHECK(visit.visitor().answers == answers);
    if (before.screen == ScreenKind::language) continue;  // "Språk" leads back to it, and "Tillbaka" out
    visit.tap_all({"help", "language", "back", "back"});
    CHECK(visit.view() == before);
  }
}

TEST_CASE(
    "who is asked \"Är du kvar?\" comes back to the very screen, and is counted where the walk was (A41)") {
  Visit visit;
  visit.begin().tap_all({"next", "help", "about"}).wait(90s);
  CHECK(visit.visitor().screen == ScreenKind::still_there);
  visit.tap("here");
  CHECK(visit.visitor().screen == ScreenKind::about);
  visit.take_effects();
  visit.wait(120s);
  CHECK(visit.visitor().screen == ScreenKind::attract);
  const auto effects = visit.take_effects();
  REQUIRE(effects.size() == 1);
  CHECK(std::get<CountLeft>(effects.front()).where == "acc");
}

TEST_CASE("text size and contrast are the visitor's: wiped with the visit (P-28)") {
  for (Visit visit : on_every_screen()) {
    visit.tap_all({"text_size", "help", "contrast", "about"}).wait(20min);
    CHECK(visit.visitor().screen == ScreenKind::attract);
    CHECK(visit.view() == Visit(with_review()).view());
  }
}

TEST_CASE(
    "the review page lists what was asked, leads to a question and back, and sends nothing itself (A45)") {
  Visit visit(with_review());
  visit.begin().tap_all({"choice:role:child_0_1", "next", "choice:acc:mostly"});
  while (visit.visitor().screen == ScreenKind::question) visit.tap("next");
  REQUIRE(visit.visitor().screen == ScreenKind::review);
  CHECK(visit.view().find("change:acc")->words ==
        "Det är lätt för mig att komma hit när jag behöver.\nStämmer till stor del");
  CHECK(visit.view().find("change:wel")->words.ends_with("\nInget svar"));
  CHECK(visit.view().find("change:first")->words.ends_with("\nInget svar"));

  visit.tap("change:acc");
  CHECK(visit.visitor().question == "acc");
  visit.tap_all({"choice:acc:full", "next"});
  REQUIRE(visit.visitor().screen == ScreenKind::review);
  CHECK(visit.view().find("change:acc")->words.ends_with("\nStämmer helt"));
  visit.tap_all({"change:role", "language", "language:en", "help", "back", "choice:role:expecting", "back"});
  REQUIRE(visit.visitor().screen == ScreenKind::review);
  CHECK(visit.view().find("change:role")->words.ends_with("\nI am expecting a child"));
  visit.tap("change:nonsense");
  REQUIRE(visit.visitor().screen == ScreenKind::review);

  visit.tap("back");
  CHECK(visit.visitor().screen == ScreenKind::question);
  visit.tap("back");
  CHECK(visit.visitor().screen == ScreenKind::question);  // an ordinary walk again
  while (visit.visitor().screen == ScreenKind::question) visit.tap("next");
  CHECK(visit.take_effects().empty());
  visit.tap("next");
  CHECK(visit.visitor().screen == ScreenKind::send);
  visit.tap("back");
  REQUIRE(visit.visitor().screen == ScreenKind::review);
  visit.tap_all({"next", "send"});
  CHECK(std::holds_alternative<Submit>(visit.take_effects().at(0)));
}

TEST_CASE("without the round's wish there is no review page") {
  Visit visit;
  visit.begin();
  while (visit.visitor().screen == ScreenKind::question) visit.tap("next");
  CHECK(visit.visitor().screen == ScreenKind::send);
}

}  // namespace
}  // namespace vantrum::kiosk
