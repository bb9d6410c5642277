// A visitor writes: with keys that are elements of the screen, in every script; private words stop it
// (P-10), and nothing of it is left for the next visitor (P-13). Every type of question, answered and sent.
#include <set>

#include "kiosk/app/interview.h"
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

// Taps every character as its key; what is no letter of this layer is looked for on the others.
void type(Visit& visit, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    CAPTURE(key);
    const auto id = key == " " ? std::string("key:space") : "key:" + key;
    REQUIRE(visit.view().find(id) != nullptr);
    visit.tap(id);
  }
}

Visit at_question(const std::string& question, const std::string& language = "sv") {
  Visit visit(a_survey_of_every_type());
  visit.start(language).tap("next");
  for (int i = 0; i < 20 && visit.visitor().question != question; ++i) visit.tap("next");
  REQUIRE(visit.visitor().question == question);
  return visit;
}

std::optional<Submit> submission(Visit& visit) {
  for (auto& effect : visit.take_effects()) {
    if (auto* submit = std::get_if<Submit>(&effect)) return *submit;
  }
  return std::nullopt;
}

TEST_CASE("a text is written key by key, kept with done, changed again, and sent beside the answers (P-11)") {
  auto visit = at_question("open");
  CHECK(visit.view().find("field:open")->words == "Tryck här för att skriva");
  visit.tap("field:open");
  REQUIRE(visit.visitor().screen == ScreenKind::writing);
  type(visit, {"layer:capitals", "B", "r", "a", " ", "å", "ö", "erase"});
  CHECK(visit.view().find("editor")->words == "Bra å");
  CHECK(visit.view().find("count")->words == "5 av 300 tecken");
  visit.tap("done");
  CHECK(visit.visitor().screen == ScreenKind::question);
  CHECK(visit.view().find("field:open")->words == "Bra å");
  CHECK(visit.view().find("next")->words == "Nästa");
  visit.tap("field:open");
  type(visit, {"left", "left", "k"});
  visit.tap("done");
  CHECK(visit.visitor().texts.at("open") == "Brak å");
  CHECK(visit.visitor().writing == Writing{});
  while (visit.visitor().screen == ScreenKind::question) visit.tap("next");
  visit.tap("send");
  const auto sent = submission(visit);
  REQUIRE(sent);
  CHECK(sent->texts == std::map<std::string, std::string>{{"open", "Brak å"}});
  CHECK(sent->answers.empty());
}

TEST_CASE(
    "private words stop a text before it is kept, name what was found, and nothing is sent (P-10, A16)") {
  for (const std::string language : {"sv", "ar", "ti", "uk"}) {
    CAPTURE(language);
    auto visit = at_question("open", language);
    visit.tap("field:open");
    if (language != "sv") type(visit, {"keyboard:latin"});
    type(visit, {"r", "i", "n", "g", " ", "layer:signs", "0", "7", "0", "1", "2", "3", "4", "5", "6", "7"});
    visit.tap("done");
    REQUIRE(visit.visitor().screen == ScreenKind::private_words);
    CHECK(visit.visitor().texts.empty());
    const auto view = visit.view();
    REQUIRE(view.find("found:1"));
    CHECK(view.find("found:1")->words.find("0701234567") != std::string::npos);
    CHECK(view.find("found:1")->words.find("ring") == std::string::npos);
    visit.tap("send").tap("next").tap("done");
    CHECK(visit.visitor().screen == ScreenKind::private_words);
    visit.tap("change");
    CHECK(visit.visitor().screen == ScreenKind::writing);
    CHECK(visit.visitor().writing.edit.text == "ring 0701234567");
    visit.tap("done").tap("remove");
    CHECK(visit.visitor().screen == ScreenKind::question);
    CHECK(visit.visitor().texts.empty());
    CHECK(visit.visitor().writing == Writing{});
    CHECK(visit.take_effects().empty());
  }
}

TEST_CASE("a visit that ends while somebody writes leaves nothing of the text (P-5, P-13)") {
  for (const bool at_private_words : {false, true}) {
    auto visit = at_question("open");
    visit.tap("field:open");
    type(visit, {"layer:signs", "0", "7", "0", "1", "2", "3", "4", "5", "6", "7"});
    if (at_private_words) visit.tap("done");
    visit.wait(90s);
    CHECK(visit.visitor().screen == ScreenKind::still_there);
    visit.tap("here");
    CHECK(visit.visitor().writing.edit.text == "0701234567");  // it is still there for who is
    visit.wait(125s);
    CHECK(visit.visitor().screen == ScreenKind::attract);
    CHECK(visit.visitor().writing == Writing{});
    CHECK(visit.visitor().texts.empty());
    const auto effects = visit.take_effects();
    REQUIRE(effects.size() == 1);
    CHECK(std::get<CountLeft>(effects.front()).where == "open");
    visit.start("sv").tap("next");
    for (int i = 0; i < 20 && visit.visitor().question != "open"; ++i) visit.tap("next");
    visit.tap("field:open");
    CHECK(visit.view().find("editor")->apart);
  }
}

TEST_CASE("Arabic, Persian, Sorani, Ukrainian and Tigrinya are written on their own keyboards (R11)") {
  struct Case {
    std::string language;
    std::vector<std::string> keys;
    std::string text;
  };
  for (const auto& c :
       {Case{"ar", {"م", "ر", "ح", "ب", "ا"}, "مرحبا"}, Case{"fa", {"م", "ی", "\u200C", "آ"}, "می\u200C"},
        Case{"ckb", {"س", "ڵ", "ا", "و"}, "سڵاو"},
        Case{"uk", {"layer:capitals", "П", "р", "и", "в", "і", "т"}, "Привіт"},
        Case{"ti", {"family:ሰ", "ሰ", "family:ለ", "ላ", "family:መ", "ም"}, "ሰላም"}}) {
    CAPTURE(c.language);
    auto visit = at_question("open", c.language);
    visit.tap("field:open");
    for (const auto& key : c.keys) visit.tap("key:" + key);
    CHECK(visit.visitor().writing.edit.text == c.text);
    CHECK(visit.view().find("editor")->direction == (visit.view().direction == Direction::right_to_left
                                                         ? Direction::right_to_left
                                                         : Direction::left_to_right));
  }
}

TEST_CASE("of a number only its band becomes an answer; out of its range it cannot be done (P-31)") {
  auto visit = at_question("children");
  CHECK(visit.view().find("choice:children:one") == nullptr);  // bands are not shown
  visit.tap("field:children");
  CHECK_FALSE(visit.view().find("key:a"));
  type(visit, {"1", "6"});
  CHECK(visit.visitor().writing.edit.text == "1");  // 16 would be more than 15
  type(visit, {"2"});
  visit.tap("done");
  CHECK(visit.visitor().answers.at("children") == std::vector<std::string>{"more"});
  CHECK(visit.view().find("field:children")->words == "12");
  visit.tap("choice:children:dk");
  CHECK(visit.visitor().answers.at("children") == std::vector<std::string>{"dk"});
  CHECK_FALSE(visit.visitor().texts.contains("children"));
  visit.tap("field:children");
  type(visit, {"0"});
  visit.tap("done");
  CHECK(visit.visitor().answers.at("children") == std::vector<std::string>{"none"});
}

TEST_CASE("a note asks nothing and is no step; \"vet inte\" stands alone; rules look at ratings") {
  Visit visit(a_survey_of_every_type());
  visit.begin();
  CHECK(visit.visitor().question == "welcome");
  CHECK(visit.view().find("progress") == nullptr);
  CHECK(visit.view().find("next")->words == "Nästa");
  visit.tap("next");
  CHECK(visit.view().find("progress")->words == "Fråga 1 av 8");
  while (visit.visitor().question != "advise") visit.tap("next");
  CHECK(visit.view().find("choice:advise:r10")->words == "10");
  CHECK(visit.view().find("low")->words == "0 är inte alls gärna");
  visit.tap("choice:advise:r1").tap("next");
  CHECK(visit.visitor().question == "sorry");
  visit.tap("back").tap("choice:advise:r9").tap("next");
  CHECK(visit.visitor().question == "children");
  while (visit.visitor().question != "places") visit.tap("next");
  visit.tap_all({"choice:places:hall", "choice:places:garden", "choice:places:dk"});
  CHECK(visit.visitor().answers.at("places") == std::vector<std::string>{"dk"});
  visit.tap("choice:places:kitchen");
  CHECK(visit.visitor().answers.at("places") == std::vector<std::string>{"kitchen"});
}

TEST_CASE("a declared order is the same for all visitors of a centre, and says nothing of them (P-1)") {
  auto survey = a_survey_of_every_type();
  const auto& places = *survey->instrument.find("places");
  const auto order_at = [&](std::uint32_t centre) { return survey::option_order(places, centre); };
  CHECK(order_at(12) == order_at(12));
  std::set<std::vector<std::size_t>> orders;
  for (std::uint32_t centre = 1; centre <= 40; ++centre) {
    const auto order = order_at(centre);
    CHECK(order.back() == 4);  // "vet inte" stays last
    CHECK(std::set<std::size_t>(order.begin(), order.end()).size() == 5);
    orders.insert(order);
  }
  CHECK(orders.size() > 12);
  auto fixed = places;
  fixed.order_seed = 0;
  CHECK(survey::option_order(fixed, 12) == std::vector<std::size_t>{0, 1, 2, 3, 4});
  // On the screen, and in the response, where the instrument's order stands.
  auto visit = at_question("places");
  std::vector<std::string> shown;
  for (const auto& element : visit.view().elements) {
    if (element.role == Role::toggle) shown.push_back(element.id);
  }
  REQUIRE(shown.size() == 5);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    CHECK(shown[i] == "choice:places:" + places.options[order_at(12)[i]].code);
    if (i < 4) visit.tap(shown[i]);
  }
  CHECK(visit.visitor().answers.at("places") ==
        std::vector<std::string>{"kitchen", "garden", "playroom", "hall"});
}

TEST_CASE("smileys stand only where a question asks for a feeling") {
  auto visit = at_question("agree");
  CHECK(visit.view().find("choice:agree:full")->icon == Icon::disc);
  visit.tap("next");
  CHECK(visit.view().find("choice:feel:very_sad")->icon == Icon::face);
  CHECK(visit.view().find("choice:feel:very_sad")->amount == 0.0f);
}

TEST_CASE("without free text in the round no question for it is asked, and no key of it is there (P-12)") {
  auto survey = a_survey_of_every_type();
  survey->free_text = false;
  Visit visit(survey);
  visit.begin();
  while (visit.visitor().screen == ScreenKind::question) {
    CHECK(visit.visitor().question != "open");
    CHECK(visit.visitor().question != "wish");
    visit.tap("next");
  }
}

}  // namespace
}  // namespace vantrum::kiosk
