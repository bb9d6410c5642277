// Nothing stays: the first visitor changes all that can be changed, at every screen; however the visit ends,
// the second one meets a fresh start, element by element and pixel by pixel (P-28, issue "nothing stays").
#include "tests/support/whole_kiosk.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<Survey> with_review() {
  auto survey = a_survey();
  survey->review = true;
  survey->free_text = true;
  return survey;
}

// The small panel has pages to turn, and is quick to draw.
StageOptions small_panel() {
  StageOptions options;
  options.width = 800;
  options.height = 480;
  options.px_per_mm = 133 / 25.4f;
  return options;
}

// Large text, high contrast, Arabic, an answer, another page, keys: all but what ends the visit.
void change_everything(WholeKiosk& kiosk) {
  kiosk.start("ar").tap("text_size").tap("help").tap("contrast").tap("back").tap("next");
  kiosk.tap("choice:role:expecting").tap("next").tap("choice:acc:mostly");
  kiosk.find("page:next");
  kiosk.stage().input().key_down(Key::next, MonotonicTime{0});
  kiosk.stage().input().key_up(Key::next);
  kiosk.turn();
  kiosk.turn();
}

void walk_to_end(WholeKiosk& kiosk) {
  while (kiosk.screen() == ScreenKind::question) kiosk.tap("next");
}

// The keyboard, with a text begun on it.
void write_a_text(WholeKiosk& kiosk) {
  while (kiosk.visitor().question != "open") kiosk.tap("next");
  kiosk.tap("field:open").tap("key:ب").tap("key:ا");
}

// From the second question, where change_everything leaves the visitor.
const std::vector<std::pair<const char*, void (*)(WholeKiosk&)>> places{
    {"question", [](WholeKiosk&) {}},
    {"language", [](WholeKiosk& kiosk) { kiosk.tap("language"); }},
    {"info", [](WholeKiosk& kiosk) { kiosk.tap("back").tap("back"); }},
    {"help", [](WholeKiosk& kiosk) { kiosk.tap("help"); }},
    {"about", [](WholeKiosk& kiosk) { kiosk.tap("help").tap("about"); }},
    {"review", [](WholeKiosk& kiosk) { walk_to_end(kiosk); }},
    {"changing one answer",
     [](WholeKiosk& kiosk) {
       walk_to_end(kiosk);
       kiosk.tap("change:wel");
     }},
    {"send",
     [](WholeKiosk& kiosk) {
       walk_to_end(kiosk);
       kiosk.tap("next");
     }},
    {"writing", write_a_text},
    {"private_words",
     [](WholeKiosk& kiosk) {
       write_a_text(kiosk);
       kiosk.tap("key:keyboard:latin").tap("key:layer:signs");
       for (const char digit : std::string("0701234567")) kiosk.tap(std::string("key:") + digit);
       kiosk.tap("done");
       REQUIRE(kiosk.screen() == ScreenKind::private_words);
     }},
    {"a text written",
     [](WholeKiosk& kiosk) {
       write_a_text(kiosk);
       kiosk.tap("done").tap("next");
     }},
    {"still_there", [](WholeKiosk& kiosk) { kiosk.wait(10min); }},
};

// What the second visitor meets on the way that everybody goes, until the first question.
struct Seen {
  std::vector<ViewModel> views;
  std::vector<Image> pictures;
};

Seen as_second_visitor(WholeKiosk& kiosk) {
  Seen seen;
  const auto look = [&] {
    kiosk.turn();
    kiosk.turn();
    seen.views.push_back(kiosk.view());
    seen.pictures.push_back(kiosk.picture());
  };
  look();
  kiosk.hold("start", 1100ms);
  look();
  kiosk.tap("language:sv");
  look();
  kiosk.tap("next");
  look();
  return seen;
}

// The visitor's part of the state, as after the program's start but for the times.
bool is_fresh(const Visitor& visitor) {
  const Visitor fresh;
  return visitor.language == fresh.language && visitor.question.empty() && visitor.answers.empty() &&
         visitor.text_size == fresh.text_size && visitor.contrast == fresh.contrast &&
         visitor.under.empty() && !visitor.changes_one_answer && !visitor.held_since &&
         visitor.texts.empty() && visitor.writing == fresh.writing && visitor.paces.empty() &&
         visitor.strays == 0;
}

void compare(const Seen& seen, const Seen& fresh) {
  REQUIRE(seen.views.size() == fresh.views.size());
  for (std::size_t i = 0; i < fresh.views.size(); ++i) {
    CAPTURE(i);
    CHECK(seen.views[i] == fresh.views[i]);
    CHECK(seen.pictures[i] == fresh.pictures[i]);
  }
}

const Seen& a_fresh_start() {
  static const Seen seen = [] {
    WholeKiosk kiosk(with_review(), small_panel());
    return as_second_visitor(kiosk);
  }();
  return seen;
}

TEST_CASE("P-28: after a time-out at any screen the next visitor meets a fresh start, pixel by pixel") {
  for (const auto& [name, go] : places) {
    CAPTURE(name);
    WholeKiosk kiosk(with_review(), small_panel());
    change_everything(kiosk);
    go(kiosk);
    kiosk.wait(20min);
    REQUIRE(kiosk.screen() == ScreenKind::attract);
    CHECK(is_fresh(kiosk.visitor()));
    compare(as_second_visitor(kiosk), a_fresh_start());
  }
}

TEST_CASE("P-28: after the thanks, and after what could not be saved, nothing is left") {
  for (const bool stored : {true, false}) {
    CAPTURE(stored);
    WholeKiosk kiosk(with_review(), small_panel());
    change_everything(kiosk);
    walk_to_end(kiosk);
    kiosk.tap("next").tap("send");
    REQUIRE(kiosk.screen() == ScreenKind::sending);
    if (stored) {
      kiosk.happen(Stored{});
    } else {
      kiosk.happen(NotStored{});
    }
    kiosk.turn();
    CHECK(kiosk.visitor().answers.empty());
    kiosk.wait(5min);
    CHECK(is_fresh(kiosk.visitor()));
    if (stored) {
      compare(as_second_visitor(kiosk), a_fresh_start());
    } else {
      CHECK(kiosk.screen() == ScreenKind::closed);
      WholeKiosk closed(nullptr, small_panel());
      kiosk.turn();
      CHECK(kiosk.view() == closed.view());
      CHECK(kiosk.picture() == closed.picture());
    }
  }
}

TEST_CASE("P-28: who leaves by way of the language wall leaves nothing there") {
  WholeKiosk kiosk(with_review(), small_panel());
  change_everything(kiosk);
  kiosk.tap("back").tap("back").tap("back").tap("back");
  REQUIRE(kiosk.screen() == ScreenKind::attract);
  CHECK(is_fresh(kiosk.visitor()));
  compare(as_second_visitor(kiosk), a_fresh_start());
}

TEST_CASE(
    "P-28: a change of language changes nothing but the language, and leaves nothing of the one before") {
  WholeKiosk kiosk(with_review(), small_panel());
  change_everything(kiosk);
  kiosk.tap("language").tap("language:sv").tap("text_size").tap("text_size").tap("help").tap("contrast");
  kiosk.tap("back");
  WholeKiosk swedish(with_review(), small_panel());
  swedish.start("sv").tap("next").tap("choice:role:expecting").tap("next").tap("choice:acc:mostly");
  for (auto* one : {&kiosk, &swedish}) one->find("page:previous").turn();
  CHECK(kiosk.view() == swedish.view());
  CHECK(kiosk.visitor().answers == swedish.visitor().answers);
  kiosk.stage().forget_visitor();  // where the page and the keypad's focus are is not the language's doing
  swedish.stage().forget_visitor();
  kiosk.turn();
  swedish.turn();
  CHECK(kiosk.picture() == swedish.picture());
}

TEST_CASE(
    "P-28: a program that crashed in a visit starts without it: nothing of a visit outlives its memory") {
  {
    WholeKiosk crashed(with_review(), small_panel());
    change_everything(crashed);
  }
  WholeKiosk kiosk(with_review(), small_panel());
  compare(as_second_visitor(kiosk), a_fresh_start());
}

}  // namespace
}  // namespace vantrum::kiosk
