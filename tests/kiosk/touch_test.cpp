// Fingers, palms, children and time, from the glass to the state: what does harm and what does not.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "kiosk/screens/theme.h"
#include "tests/support/kiosk_walk.h"
#include "tests/support/whole_kiosk.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

StageOptions with_debounce(MonotonicTime time) {
  StageOptions options;
  options.debounce = time;
  return options;
}

Rect rect_of(WholeKiosk& kiosk, std::string_view id) {
  kiosk.find(id);
  const Box* box = kiosk.stage().find_box(id);
  REQUIRE(box);
  return box->rect;
}

void settle(WholeKiosk& kiosk) {
  do {
    kiosk.turn();
  } while (!kiosk.stage().settled());
}

// A tap where nothing waits for the debounce first; `after` is the time from the last release.
void quick_tap(WholeKiosk& kiosk, const Rect& at, MonotonicTime after) {
  const auto until = kiosk.now() + after;
  while (kiosk.now() < until) kiosk.turn();
  kiosk.stage().input().finger_down(1, at.centre_x(), at.centre_y(), kiosk.now());
  kiosk.stage().input().finger_up(1, kiosk.now());
  settle(kiosk);
}

bool is_chosen(const WholeKiosk& kiosk, const std::string& code) {
  const auto& answers = kiosk.visitor().answers;
  return answers.contains("role") && answers.at("role") == std::vector<std::string>{code};
}

TEST_CASE("A27: two taps 400 ms apart are one with a debounce of 500 ms, and two with 300") {
  for (const auto& [debounce, taps] : {std::pair{500ms, 1}, std::pair{300ms, 2}}) {
    CAPTURE(debounce.count());
    WholeKiosk kiosk(a_survey(), with_debounce(debounce));
    kiosk.start().tap("next").wait(2s);
    const Rect at = rect_of(kiosk, "choice:role:expecting");
    kiosk.take_events();
    quick_tap(kiosk, at, 1s);
    quick_tap(kiosk, at, 336ms);  // and the frames that the first one took
    const auto events = kiosk.take_events();
    CHECK(std::count_if(events.begin(), events.end(),
                        [](const Event& event) { return std::holds_alternative<Tapped>(event); }) == taps);
  }
}

TEST_CASE("A39: a finger that goes down on an answer and up beside it changes nothing") {
  WholeKiosk kiosk;
  kiosk.start().tap("next").wait(1s);
  const Rect at = rect_of(kiosk, "choice:role:expecting");
  auto& input = kiosk.stage().input();
  input.finger_down(1, at.centre_x(), at.centre_y(), kiosk.now());
  settle(kiosk);
  CHECK(kiosk.visitor().answers.empty());  // nothing happens on the way down
  input.finger_move(1, at.centre_x(), at.bottom() + 30);
  settle(kiosk);
  input.finger_up(1, kiosk.now());
  settle(kiosk);
  CHECK(kiosk.visitor().answers.empty());
}

TEST_CASE(
    "A28, A38: a second finger, a resting palm and a pinch do nothing, and the first finger still counts") {
  WholeKiosk kiosk;
  kiosk.start().tap("next").wait(1s);
  const Rect at = rect_of(kiosk, "choice:role:expecting"), next = rect_of(kiosk, "next");
  auto& input = kiosk.stage().input();
  input.finger_down(1, at.centre_x(), at.centre_y(), kiosk.now());
  for (FingerId palm = 2; palm < 7; ++palm) {
    input.finger_down(palm, next.centre_x(), next.centre_y(), kiosk.now());
    input.finger_move(palm, next.x + static_cast<float>(palm) * 9, next.centre_y());
  }
  settle(kiosk);
  for (FingerId palm = 2; palm < 7; ++palm) input.finger_up(palm, kiosk.now());
  settle(kiosk);
  CHECK(kiosk.screen() == ScreenKind::question);
  input.finger_up(1, kiosk.now());
  settle(kiosk);
  CHECK(is_chosen(kiosk, "expecting"));
  CHECK(kiosk.visitor().question == "role");
}

// What the kiosk listens to; the rest of SDL's gestures never reach it.
TEST_CASE("A24, A28, A38: there is no pinch, swipe, drag or grasp in the program, and no scrolling") {
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("kiosk")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    for (const char* word : {"MULTIGESTURE", "DOLLARGESTURE", "MOUSEWHEEL", "IsMouseDragging",
                             "GetMouseDragDelta", "SetScroll", "BeginDragDrop"}) {
      CAPTURE(entry.path().string());
      CAPTURE(word);
      CHECK(text.str().find(word) == std::string::npos);
    }
  }
  CHECK(files > 60);
}

TEST_CASE("A20, A22: nothing in the program could see or listen: no camera, no microphone") {
  for (const auto& entry : std::filesystem::recursive_directory_iterator("kiosk")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    for (const char* word : {"v4l", "/dev/video", "SDL_CAMERA", "OpenCamera", "AudioCapture"}) {
      CAPTURE(entry.path().string());
      CHECK(text.str().find(word) == std::string::npos);
    }
  }
}

TEST_CASE("A44: choosing an answer stays on the question, however long one waits") {
  WholeKiosk kiosk;
  kiosk.start().tap("next");
  for (const char* choice : {"choice:role:expecting", "choice:role:relative"}) {
    kiosk.tap(choice).wait(60s);
    CHECK(kiosk.visitor().question == "role");
    CHECK(kiosk.screen() == ScreenKind::question);
  }
}

TEST_CASE("A46: a change of language asks nothing again") {
  WholeKiosk kiosk;
  kiosk.start().tap("next").tap("choice:role:expecting").tap("next").tap("language").tap("language:uk");
  CHECK(kiosk.visitor().question == "acc");
  CHECK(is_chosen(kiosk, "expecting"));
}

TEST_CASE("A41: a hundred times asked whether one is there, a hundred times answered, and nothing is lost") {
  Visit visit;
  visit.begin().tap_all({"choice:role:expecting", "next", "choice:acc:full"});
  for (int i = 0; i < 100; ++i) {
    visit.wait(90s + 29s);
    REQUIRE(visit.visitor().screen == ScreenKind::still_there);
    REQUIRE(visit.visitor().answers.size() == 2);
    visit.tap("here");
    REQUIRE(visit.visitor().question == "acc");
  }
  visit.wait(90s + 30s);
  CHECK(visit.visitor().screen == ScreenKind::attract);
}

TEST_CASE("A41: who reads large text has twice the time, to read and to answer") {
  for (const int taps : {1, 2}) {
    Visit visit;
    visit.begin();
    for (int i = 0; i < taps; ++i) visit.tap("text_size");
    visit.tap("choice:role:expecting").wait(179s);
    CHECK(visit.visitor().screen == ScreenKind::question);
    visit.wait(1s);
    REQUIRE(visit.visitor().screen == ScreenKind::still_there);
    CHECK(visit.view().find("countdown")->words == "60 sekunder kvar");
    visit.wait(59s);
    CHECK_FALSE(visit.visitor().answers.empty());
    visit.wait(1s);
    CHECK(visit.visitor().screen == ScreenKind::attract);
  }
}

TEST_CASE("A41: a screen with much text waits as long as a slow reader needs") {
  auto survey = a_survey();
  auto& words = survey->instrument.texts.at("sv").strings.at("info.1");
  while (words.size() < 2000) words += " Mer text.";
  Visit visit(survey);
  visit.start().wait(200s);
  CHECK(visit.visitor().screen == ScreenKind::info);
  visit.wait(125s);
  CHECK(visit.visitor().screen == ScreenKind::still_there);
}

TEST_CASE("A42: nothing moves: an hour at rest, and a minute on a question, are one and the same picture") {
  WholeKiosk kiosk;
  settle(kiosk);
  const Image first = kiosk.picture();
  const ViewModel view = kiosk.view();
  CHECK_FALSE(next_deadline(kiosk.state(), kiosk.now()));
  kiosk.wait(1h);
  CHECK(kiosk.stage().settled());
  CHECK(kiosk.view() == view);
  CHECK(kiosk.picture() == first);
  kiosk.start().tap("next").wait(1s);
  settle(kiosk);
  const Image question = kiosk.picture();
  for (int look = 0; look < 8; ++look) {
    kiosk.wait(8s);
    CHECK(kiosk.picture() == question);
  }
}

// Children pat the glass: a hundred thousand touches here, and a million with VANTRUM_PATS=1000000.
TEST_CASE("P-29: pats all over the idle screen never start a visit, however many") {
  WholeKiosk kiosk;
  const char* wanted = std::getenv("VANTRUM_PATS");
  const int pats = wanted ? std::atoi(wanted) : 100'000;
  std::mt19937 chance(7);
  std::uniform_int_distribution<int> x(0, 1279), y(0, 799), ms(16, 900), rest(0, 400);
  auto& state = kiosk.mutable_state();
  const Rect start = rect_of(kiosk, "start");
  MonotonicTime now = kiosk.now();
  int on_start = 0;
  for (int pat = 0; pat < pats; ++pat) {
    const auto px = static_cast<float>(x(chance)), py = static_cast<float>(y(chance));
    // Where the finger is decides what is pressed, as the stage would; drawing each of them would take days.
    if (start.contains(px, py) || pat % 4 == 0) {
      ++on_start;
      state = update(std::move(state), Pressed{"start"}, now).state;
      const auto up = now + MonotonicTime{ms(chance)};
      while (now < up) {
        now = std::min(up, next_deadline(state, now).value_or(up));
        state = update(std::move(state), Tick{}, now).state;
      }
      state = update(std::move(state), Released{"start"}, now).state;
      state = update(std::move(state), Tapped{"start"}, now).state;
    }
    now += MonotonicTime{rest(chance)};
    state = update(std::move(state), Tick{}, now).state;
    REQUIRE(state.visitor.screen == ScreenKind::attract);
  }
  CHECK(on_start > pats / 8);
  state = update(std::move(state), Pressed{"start"}, now).state;
  state = update(std::move(state), Tick{}, now + 1s).state;
  CHECK(state.visitor.screen == ScreenKind::language);
}

TEST_CASE("P-29: whole fingers patting the glass, drawn and all, start nothing; a finger that rests does") {
  WholeKiosk kiosk;
  std::mt19937 chance(11);
  const Rect start = rect_of(kiosk, "start");
  for (int pat = 0; pat < 60; ++pat) {
    const bool there = pat % 2 == 0;
    const float px = there ? start.centre_x() : static_cast<float>(chance() % 1280);
    const float py = there ? start.centre_y() : static_cast<float>(chance() % 800);
    kiosk.stage().input().finger_down(1, px, py, kiosk.now());
    for (std::uint32_t frames = chance() % 50; frames > 0; --frames) kiosk.turn();
    kiosk.stage().input().finger_up(1, kiosk.now());
    for (std::uint32_t frames = chance() % 30; frames > 0; --frames) kiosk.turn();
    REQUIRE(kiosk.screen() == ScreenKind::attract);
  }
  settle(kiosk);
  kiosk.hold("start", 1100ms);
  CHECK(kiosk.screen() == ScreenKind::language);
}

TEST_CASE("P-28: the window is called by the program's name and never by what is on it") {
  std::ifstream file("kiosk/platform/window.cpp");
  std::stringstream text;
  text << file.rdbuf();
  CHECK(text.str().find("SDL_CreateWindow(\"Väntrum\"") != std::string::npos);
  CHECK(text.str().find("SDL_SetWindowTitle") == std::string::npos);
}

// ---- What is seen ----

TEST_CASE(
    "A7: pictures are decoration, and every icon stands on an element that has words, in every language") {
  for (const auto& language : the_languages) {
    for (const auto& [name, view] : walk(language)) {
      CAPTURE(name);
      for (const auto* list : {&view.elements, &view.page_buttons}) {
        for (const Element& element : *list) {
          CAPTURE(element.id);
          const bool decorative = element.role == Role::illustration;
          CHECK(element.words.empty() == decorative);
          CHECK(element.spoken.empty() == decorative);
          CHECK((element.picture == Picture::none) != decorative);
        }
      }
    }
  }
}

float grey(const Image& image, int x, int y) {
  const auto at = static_cast<std::size_t>(y * image.width + x) * 4;
  return 0.2126f * static_cast<float>(image.rgba[at]) + 0.7152f * static_cast<float>(image.rgba[at + 1]) +
         0.0722f * static_cast<float>(image.rgba[at + 2]);
}

TEST_CASE("A30: chosen and not chosen differ without colour, in both palettes, for choices and toggles") {
  for (const bool high : {false, true}) {
    for (const bool many : {false, true}) {
      CAPTURE(high);
      CAPTURE(many);
      WholeKiosk kiosk;
      kiosk.hold("start", 1100ms);
      if (high) kiosk.tap("contrast");
      kiosk.tap("language:sv").tap("next");
      while (many && kiosk.visitor().question != "services") kiosk.tap("next");
      const std::string id = many ? "choice:services:midwife" : "choice:role:expecting";
      kiosk.find(id);
      const Rect at = rect_of(kiosk, id);
      const Image before = kiosk.picture();
      kiosk.tap(id);
      const Image after = kiosk.picture();
      int in_border = 0, in_tick = 0;
      const Rect inside = at.inset(8);
      for (int y = static_cast<int>(at.y); y < static_cast<int>(at.bottom()); ++y) {
        for (int x = static_cast<int>(at.x); x < static_cast<int>(at.right()); ++x) {
          if (std::abs(grey(after, x, y) - grey(before, x, y)) < 60) continue;
          ++(inside.contains(static_cast<float>(x), static_cast<float>(y)) ? in_tick : in_border);
        }
      }
      CHECK(in_border > 800);
      CHECK(in_tick > 200);
    }
  }
}

}  // namespace
}  // namespace vantrum::kiosk
