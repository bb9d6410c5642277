// The staff's screens as tables of what happens and what is then there; and their golden text.
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "tests/support/kiosk_staff.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

template <class T>
const T* effect_in(const std::vector<Effect>& effects) {
  for (const auto& effect : effects) {
    if (const auto* one = std::get_if<T>(&effect)) return one;
  }
  return nullptr;
}

DoorTold a_door() {
  DoorTold door;
  door.has_pin = true;
  return door;
}

std::string words_of(const ViewModel& view, std::string_view id) {
  const auto* element = view.find(id);
  return element ? element->words : "";
}

Visit at_the_pad() {
  Visit visit;
  knock(visit);
  visit.happen(a_door());
  return visit;
}

TEST_CASE(
    "the knock leads from the idle screen to the pad, and from a closed kiosk, too; from a visit never") {
  Visit visit;
  knock(visit);
  CHECK(visit.visitor().screen == ScreenKind::staff_pin);
  CHECK(effect_in<AskDoor>(visit.take_effects()));
  Visit closed(nullptr);
  knock(closed);
  CHECK(closed.visitor().screen == ScreenKind::staff_pin);
  Visit answering;
  answering.begin();
  knock(answering);
  CHECK(answering.visitor().screen == ScreenKind::question);
}

TEST_CASE("three corners before a visit and one after it are no knock") {
  Visit visit;
  for (const auto corner : {Corner::upper_left, Corner::upper_right, Corner::lower_right})
    visit.happen(Touched{corner}).happen(Lifted{});
  visit.start().tap_all({"back", "back"});
  REQUIRE(visit.visitor().screen == ScreenKind::attract);
  visit.happen(Touched{Corner::lower_left}).wait(2500ms);
  CHECK(visit.visitor().screen == ScreenKind::attract);
}

TEST_CASE("A9: the PIN is shown as dots, spoken as \"siffra inmatad\", and in no element") {
  Visit visit = at_the_pad();
  visit.tap_all({"pin:7", "pin:3", "pin:9", "pin:1"});
  const auto view = visit.view();
  CHECK(words_of(view, "pin") == "●●●●○○");
  CHECK(view.find("pin")->spoken == "siffra inmatad");
  for (const Element& element : view.elements) {
    CHECK(element.words.find("7391") == std::string::npos);
    if (element.id.starts_with("pin")) CHECK(element.spoken.find_first_of("0123456789") == std::string::npos);
  }
  CHECK_FALSE(view.find("open")->enabled);
  visit.tap("pin:erase");
  CHECK(words_of(visit.view(), "pin") == "●●●○○○");
}

TEST_CASE(
    "six digits and \"Öppna\", or a keyboard's digits and Enter, ask the worker; it says whether to come "
    "in") {
  Visit visit = at_the_pad();
  visit.take_effects();
  for (const auto key : {Key::digit_7, Key::digit_3, Key::digit_9, Key::digit_1, Key::digit_6, Key::digit_5})
    visit.happen(KeyPressed{key});
  visit.happen(KeyPressed{Key::erase}).happen(KeyPressed{Key::digit_4}).happen(KeyPressed{Key::choose});
  auto effects = visit.take_effects();
  const auto* tried = effect_in<TryPin>(effects);
  REQUIRE(tried);
  CHECK(tried->pin.view() == "739164");
  CHECK(visit.state().staff.pin.size() == 0);
  CHECK(words_of(visit.view(), "text") == "Kontrollerar koden …");
  visit.tap("pin:1");
  CHECK(visit.state().staff.pin.size() == 0);  // not while it is looked at

  DoorTold wrong = a_door();
  wrong.tried = wrong.was_wrong = true;
  visit.happen(wrong);
  CHECK(words_of(visit.view(), "text") == "Fel kod. Försök igen.");
  wrong.wait = 30s;
  visit.happen(wrong);
  CHECK(words_of(visit.view(), "text") == "Fel kod. Försök igen om 30 sekunder.");
  CHECK_FALSE(visit.view().find("pin:1")->enabled);
  visit.happen(Touched{}).wait(11s);
  CHECK(words_of(visit.view(), "text") == "Fel kod. Försök igen om 19 sekunder.");
  visit.happen(Touched{}).wait(20s);
  CHECK(visit.view().find("pin:1")->enabled);

  DoorTold in = a_door();
  in.tried = in.let_in = true;
  visit.happen(in);
  CHECK(visit.visitor().screen == ScreenKind::staff_overview);
  CHECK(effect_in<AskFacts>(visit.take_effects()));
}

TEST_CASE("without a PIN the pad says so and takes no digit; it never lets anybody in by itself") {
  Visit visit;
  knock(visit);
  visit.happen(DoorTold{});
  CHECK(words_of(visit.view(), "text").starts_with("Ingen kod är satt"));
  for (int i = 0; i < 8; ++i) visit.tap("pin:1");
  visit.take_effects();
  visit.tap("open");
  CHECK_FALSE(effect_in<TryPin>(visit.take_effects()));
  CHECK(visit.visitor().screen == ScreenKind::staff_pin);
}

TEST_CASE("A47: a stick with the key opens from the idle screen; during a visit it opens nothing") {
  Visit visit;
  DoorTold in = a_door();
  in.let_in = true;
  Visit answering;
  answering.begin().happen(in);
  CHECK(answering.visitor().screen == ScreenKind::question);
  in.tried = true;  // a PIN, whose pad has been left meanwhile
  visit.happen(in);
  CHECK(visit.visitor().screen == ScreenKind::attract);
  in.tried = false;
  visit.happen(in);
  CHECK(visit.visitor().screen == ScreenKind::staff_overview);
}

TEST_CASE("every staff screen ends by itself, and nothing of it is left for the visitor") {
  const Visit fresh;
  const std::vector<std::vector<std::string>> ways{
      {}, {"meeting"}, {"stick", "carry"}, {"device", "retire"}, {"paper", "next"}};
  for (const auto& way : ways) {
    Visit visit;
    come_in(visit);
    visit.tap_all(way);
    REQUIRE(is_staff(visit.visitor().screen));
    visit.wait(way == std::vector<std::string>{"meeting"} ? 30min : 3min);
    CHECK(visit.visitor().screen == ScreenKind::attract);
    CHECK(visit.view() == fresh.view());
    CHECK(visit.state().staff.facts == nullptr);
    CHECK(visit.state().staff.pin.size() == 0);
    CHECK(visit.state().staff.paper.answers.empty());
  }
  Visit pad = at_the_pad();
  pad.tap_all({"pin:7", "pin:3"}).wait(30s);
  CHECK(pad.visitor().screen == ScreenKind::attract);
  CHECK(pad.state().staff.pin.size() == 0);
}

TEST_CASE("S26: the number is the centre's; at the quota the staff are told so") {
  Visit visit;
  come_in(visit);
  CHECK(words_of(visit.view(), "count") == "37 av 50");
  CHECK(words_of(visit.view(), "state") == "Enkäten pågår.");
  CHECK(words_of(visit.view(), "days") == "27 dagar kvar, till och med 30 november");
  CHECK(words_of(visit.view(), "forecast").starts_with("I den här takten 50 den "));
  auto facts = some_facts();
  facts.here = 42;
  visit.happen(FactsTold{std::make_shared<const StaffFacts>(facts)});
  CHECK(words_of(visit.view(), "state") == "Enkäten pågår.");
  facts.here = 43;
  visit.happen(FactsTold{std::make_shared<const StaffFacts>(facts)});
  CHECK(words_of(visit.view(), "count") == "50 av 50");
  CHECK(words_of(visit.view(), "state") == "Målet är nått.");
}

TEST_CASE("P-20: whatever was answered before, no staff screen has a word or a code of an answer in it") {
  for (const auto& [name, view] : walk_staff()) {
    CAPTURE(name);
    if (name.starts_with("staff_paper") || name.starts_with("staff_reflection")) continue;  // their own words
    const auto text = to_text(view);
    for (const char* word : {"Stämmer", "choice:", "Personalen lyssnar", "acc", "medel", "index"})
      CHECK(text.find(word) == std::string::npos);
  }
}

TEST_CASE("P-20: staff who come in after a visitor see the same as if nobody had been there") {
  const auto seen = [](bool after_a_visitor) {
    Visit visit;
    if (after_a_visitor) {
      visit.begin();
      while (visit.visitor().screen == ScreenKind::question) {
        const auto view = visit.view();
        for (const auto& element : view.elements) {
          if (!element.id.starts_with("choice:")) continue;
          visit.tap(element.id);
          break;
        }
        visit.tap("next");
      }
      visit.tap("send").happen(Stored{}).wait(5min);
      REQUIRE(visit.visitor().screen == ScreenKind::attract);
      std::size_t answered = 0;
      for (const auto& effect : visit.take_effects()) {
        if (const auto* sent = std::get_if<Submit>(&effect)) answered = sent->answers.size();
      }
      REQUIRE(answered > 5);
    }
    std::string texts;
    const auto show = [&] { texts += to_text(visit.view()) + "\n"; };
    knock(visit);
    show();
    visit.happen(a_door());
    DoorTold in = a_door();
    in.tried = in.let_in = true;
    visit.happen(in).happen(FactsTold{std::make_shared<const StaffFacts>(some_facts())});
    show();
    for (const char* screen : {"meeting", "stick", "device", "paper"}) {
      visit.tap(screen);
      show();
      if (screen == std::string("paper")) visit.tap("next"), show();
      visit.tap("back");
      if (screen == std::string("paper")) visit.tap("back");
    }
    return texts;
  };
  CHECK(seen(true) == seen(false));
}

TEST_CASE("pausing asks the worker, is told when it is done, and can be undone") {
  Visit visit;
  come_in(visit);
  visit.take_effects();
  visit.tap("pause");
  auto effects = visit.take_effects();
  REQUIRE(effect_in<DoWork>(effects));
  CHECK(effect_in<DoWork>(effects)->work == StaffWork::pause);
  CHECK(words_of(visit.view(), "notice").empty());
  auto facts = some_facts();
  facts.is_paused_here = true;
  visit.happen(WorkDone{true, ""}).happen(FactsTold{std::make_shared<const StaffFacts>(facts)});
  CHECK(words_of(visit.view(), "notice") == "Enkäten är pausad. Besökare ser det på skärmen.");
  CHECK(words_of(visit.view(), "state") == "Enkäten är pausad här på plattan.");
  visit.tap("resume");
  CHECK(effect_in<DoWork>(visit.take_effects())->work == StaffWork::resume);
  visit.happen(WorkDone{false, "Det gick inte."});
  CHECK(words_of(visit.view(), "problem") == "Det gick inte.");
  CHECK(words_of(visit.view(), "notice").empty());
}

TEST_CASE("a visitor sees that the survey is paused, in words of their own") {
  Visit visit;
  auto paused = a_survey();
  paused->is_open = false;
  CHECK(words_of(Visit(paused).view(), "heading") == "Ingen enkät just nu");
  paused->is_paused = true;
  CHECK(words_of(Visit(paused).view(), "heading") == "Enkäten är pausad");
}

TEST_CASE("a paper is typed with digits and Enter, is flagged, and the next one begins by itself") {
  Visit visit;
  come_in(visit);
  visit.tap("paper").take_effects();
  visit.happen(KeyPressed{Key::digit_3}).happen(KeyPressed{Key::choose});  // Arabic
  const auto& paper = visit.state().staff.paper;
  int questions = 0;
  while (!paper.at_end && questions < 40) {
    ++questions;
    visit.happen(KeyPressed{Key::digit_1}).happen(KeyPressed{Key::choose});
  }
  CHECK(paper.language == "ar");
  CHECK(paper.answers.size() == static_cast<std::size_t>(questions));
  visit.take_effects();
  visit.happen(KeyPressed{Key::choose});
  auto effects = visit.take_effects();
  const auto* submitted = effect_in<Submit>(effects);
  REQUIRE(submitted);
  CHECK(submitted->paper);
  CHECK_FALSE(submitted->suspect);
  CHECK(submitted->language == "ar");
  CHECK(submitted->answers.size() == paper.answers.size());
  visit.happen(KeyPressed{Key::choose});  // again while it is saved: once is enough
  CHECK_FALSE(effect_in<Submit>(visit.take_effects()));
  visit.happen(Stored{});
  CHECK(visit.visitor().screen == ScreenKind::staff_paper);
  CHECK(paper.saved == 1);
  CHECK(paper.answers.empty());
  CHECK(paper.language == "ar");
  CHECK(words_of(visit.view(), "notice") == "1 papper är sparat.");
}

TEST_CASE(
    "a paper that could not be saved stays on the screen and can be tried again; an empty one is not saved") {
  Visit visit;
  come_in(visit);
  visit.tap("paper");
  while (!visit.state().staff.paper.at_end) visit.tap("next");
  CHECK_FALSE(visit.view().find("next")->enabled);
  visit.take_effects();
  visit.tap("next");
  CHECK_FALSE(effect_in<Submit>(visit.take_effects()));
  visit.tap("back");
  const auto last = visit.state().staff.paper.question;
  REQUIRE_FALSE(last.empty());
  while (!visit.state().staff.paper.question.empty()) visit.tap("back");
  visit.tap("next").tap("choice:role:expecting");
  while (!visit.state().staff.paper.at_end) visit.tap("next");
  visit.tap("next").happen(NotStored{});
  CHECK_FALSE(words_of(visit.view(), "problem").empty());
  visit.take_effects();
  visit.tap("next");
  CHECK(effect_in<Submit>(visit.take_effects()));
  CHECK_FALSE(visit.state().stopped);
}

TEST_CASE("retiring asks twice, and \"Avbryt\" does nothing") {
  Visit visit;
  come_in(visit);
  visit.tap_all({"device", "retire"}).take_effects();
  visit.tap("back");
  CHECK_FALSE(effect_in<DoWork>(visit.take_effects()));
  visit.tap_all({"retire", "yes"});
  auto effects = visit.take_effects();
  REQUIRE(effect_in<DoWork>(effects));
  CHECK(effect_in<DoWork>(effects)->work == StaffWork::retire);
}

TEST_CASE("S30: a sitting asks the staff one after the other, and visitors never meet their survey") {
  for (const bool visitors_are_asked : {true, false}) {
    CAPTURE(visitors_are_asked);
    Visit visit(visitors_are_asked ? a_survey() : nullptr);
    auto theirs = a_survey();
    theirs->round = RoundId{4};
    theirs->languages = {"sv"};
    come_in(visit);
    CHECK_FALSE(visit.view().find("sitting"));
    visit.happen(FactsTold{std::make_shared<const StaffFacts>(some_facts()), theirs}).take_effects();
    visit.tap("sitting");
    for (int colleague = 0; colleague < 2; ++colleague) {
      REQUIRE(visit.visitor().screen == ScreenKind::info);
      CHECK(visit.visitor().answers.empty());
      visit.tap_all({"next", "choice:role:relative"});
      while (visit.visitor().screen == ScreenKind::question) visit.tap("next");
      visit.tap("send");
      auto effects = visit.take_effects();
      REQUIRE(effect_in<Submit>(effects));
      CHECK(effect_in<Submit>(effects)->survey->round == RoundId{4});
      CHECK_FALSE(effect_in<Submit>(effects)->paper);
      visit.happen(Stored{}).wait(8s);
    }
    visit.wait(10min);
    CHECK(visit.visitor().screen == (visitors_are_asked ? ScreenKind::attract : ScreenKind::closed));
    CHECK((visit.state().survey ? visit.state().survey->round == RoundId{3} : !visitors_are_asked));
    CHECK_FALSE(visit.state().put_aside);
    knock(visit);
    CHECK(visit.visitor().screen == ScreenKind::staff_pin);
  }
}

TEST_CASE(
    "S46: a self-reflection gives the worker the group's word only; leaving it leaves nothing of anybody") {
  Visit visit;
  visit.mutable_state().reflection = the_reflection();
  come_in(visit);
  visit.tap("reflection").tap("people:2").tap("next").tap("mine:5").take_effects();
  visit.wait(60min);
  CHECK(visit.visitor().screen == ScreenKind::attract);
  CHECK(visit.state().staff.reflection.mine.empty());
  CHECK(visit.state().staff.reflection.spread.empty());
  for (const auto& effect : visit.take_effects()) CHECK_FALSE(std::holds_alternative<KeepReflection>(effect));

  come_in(visit);
  visit.take_effects();
  visit.tap("reflection").tap("people:2").tap("next");
  const auto step = [&] { return visit.state().staff.reflection.step; };
  while (step() == ReflectionStep::alone) visit.tap("mine:5").tap("next");
  visit.tap("next").tap("back");
  CHECK(visit.visitor().screen == ScreenKind::staff_reflection);  // not back, and not out either
  while (step() == ReflectionStep::alone) visit.tap("mine:4").tap("next");
  while (step() == ReflectionStep::together) visit.tap("group:1").tap("next");
  visit.tap_all({"area:health", "area:known", "next"});
  for (int area = 0; area < 2; ++area)
    visit.tap_all({"write:goal", "key:m", "done", "write:measure", "key:v", "done", "next"});
  visit.tap("next").tap("next");
  auto effects = visit.take_effects();
  const auto* kept = effect_in<KeepReflection>(effects);
  REQUIRE(kept);
  CHECK(kept->group.participants == 2);
  for (const auto& [id, value] : kept->group.values) CHECK(value.step == 1);
  CHECK(std::ranges::count_if(
            effects, [](const Effect& e) { return std::holds_alternative<KeepReflection>(e); }) == 1);
  visit.happen(NotStored{});
  CHECK_FALSE(words_of(visit.view(), "problem").empty());
  visit.tap("next").happen(Stored{});
  CHECK(step() == ReflectionStep::kept);
  CHECK(visit.state().staff.reflection.spread.empty());
  CHECK(visit.state().staff.reflection.group.values.empty());
}

TEST_CASE("a round that comes during a sitting is taken into use when it ends") {
  Visit visit;
  auto theirs = a_survey(), newer = a_survey();
  theirs->round = RoundId{4};
  newer->round = RoundId{5};
  come_in(visit);
  visit.happen(FactsTold{std::make_shared<const StaffFacts>(some_facts()), theirs}).tap("sitting");
  visit.happen(SurveyChanged{newer});
  CHECK(visit.state().survey->round == RoundId{4});
  visit.wait(10min);
  CHECK(visit.state().survey->round == RoundId{5});
}

TEST_CASE("what is typed on the pad is overwritten where it lay, in every copy") {
  alignas(Pin) std::array<unsigned char, sizeof(Pin)> place{};
  auto* pin = new (place.data()) Pin;
  for (char digit : std::string("739164")) pin->add(digit);
  Pin copy = *pin;
  CHECK(copy.view() == "739164");
  pin->~Pin();
  const std::string left(place.begin(), place.end());
  CHECK(left.find('7') == std::string::npos);
  CHECK(left.find('4') == std::string::npos);
}

// UPDATE_GOLDEN=1 writes the file anew; read the difference before committing it.
TEST_CASE("the staff's screens say what their golden text says") {
  std::string got;
  for (const auto& [name, view] : walk_staff()) got += name + ": " + to_text(view) + "\n";
  const std::string path = "tests/kiosk/golden/staff.sv.txt";
  if (std::getenv("UPDATE_GOLDEN")) std::ofstream(path) << got;
  std::ifstream file(path);
  const std::string golden{std::istreambuf_iterator<char>(file), {}};
  CHECK(got == golden);
}

}  // namespace
}  // namespace vantrum::kiosk
