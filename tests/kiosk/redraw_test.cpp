// Only what has changed is drawn and shown. Whatever happens, the window holds what a renderer that starts
// from nothing would draw, byte for byte; a tap is answered by the first picture after it; and where nothing
// changes no picture is made.
#include <SDL_keycode.h>

#include <random>

#include "tests/support/desk.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

std::shared_ptr<const Survey> with_review() {
  auto survey = a_survey();
  survey->review = true;
  return survey;
}

void compare(Desk& desk) {
  const auto shown = desk.shown(), whole = desk.drawn_afresh();
  CHECK(shown.width == whole.width);
  CHECK((shown.rgba == whole.rgba));
}

TEST_CASE(
    "what is shown is what a full redraw would show, all through a visit with everything changed on the "
    "way") {
  Desk desk(with_review(), {800, 480});
  compare(desk);
  desk.hold("start", 1100ms);
  compare(desk);
  for (const char* id :
       {"language:ar", "text_size", "help", "contrast", "back", "next", "text_size", "page:next",
        "page:previous", "text_size", "language", "language:sv", "next", "choice:acc:mostly"}) {
    CAPTURE(id);
    if (!desk.has(id)) continue;
    desk.tap(id);
    compare(desk);
  }
  REQUIRE(desk.state().visitor.screen == ScreenKind::question);
  for (int i = 0; i < 5; ++i) {
    desk.key(SDLK_TAB).settle();
    compare(desk);
  }
  while (desk.state().visitor.screen == ScreenKind::question) desk.tap("next");
  compare(desk);
  desk.expose().settle();
  compare(desk);
  desk.wait(5min);
  REQUIRE(desk.state().visitor.screen == ScreenKind::attract);
  compare(desk);
}

// Fingers anywhere, sliding, two events in one turn, keys in between: pictures that were held back are not
// lost.
TEST_CASE("what is shown is what a full redraw would show, after any touches") {
  Desk desk(with_review(), {800, 480});
  std::mt19937 chance(7);
  const auto any = [&](float most) { return static_cast<float>(chance() % 1000) / 1000 * most; };
  desk.hold("start", 1100ms);
  int compared = 0;
  for (int step = 0; step < 150; ++step) {
    const auto& boxes = desk.stage().boxes();
    Rect at{any(800), any(480), 1, 1};
    if (!boxes.empty() && chance() % 4 != 0) at = boxes[chance() % boxes.size()].rect;
    desk.finger_down(at.centre_x(), at.centre_y());
    if (chance() % 2 == 0) desk.turn();
    if (chance() % 4 == 0) desk.finger_move(any(800), any(480));
    if (chance() % 8 == 0) desk.key(SDLK_TAB);
    if (chance() % 2 == 0) desk.settle();
    desk.finger_up(at.centre_x(), at.centre_y());
    if (chance() % 16 == 0) desk.expose();
    desk.wait(MonotonicTime{chance() % 2 == 0 ? 320 : 40});
    if (!desk.stage().settled() || step % 3 != 0) continue;
    CAPTURE(step);
    compare(desk);
    ++compared;
  }
  CHECK(compared > 20);
}

TEST_CASE("a touch is answered by the first picture after it, and by one picture only") {
  Desk desk;
  desk.hold("start", 1100ms).tap("language:sv").tap("next");
  std::string choice;
  for (const Box& box : desk.stage().boxes()) {
    if (choice.empty() && box.role == Role::choice) choice = box.id;
  }
  REQUIRE_FALSE(choice.empty());
  desk.wait(1s);
  const Rect at = desk.place_of(choice);
  const auto before = desk.window().pictures();
  desk.finger_down(at.centre_x(), at.centre_y()).settle();
  CHECK(desk.window().pictures() == before + 1);  // it is under the finger
  desk.finger_up(at.centre_x(), at.centre_y());
  const int turns = desk.settle();
  CHECK(desk.window().pictures() == before + 2);  // it is chosen
  CHECK(turns <= 6);
  CHECK(desk.stage().find_box(choice)->selected);
  compare(desk);
}

TEST_CASE("a finger that never rests is followed all the same") {
  Desk desk;
  const Rect at = desk.place_of("start");
  const auto before = desk.window().pictures();
  desk.finger_down(at.centre_x(), at.centre_y());
  for (int i = 0; i < 20; ++i) {
    desk.finger_move(at.centre_x() + static_cast<float>(i % 2), at.centre_y());
    desk.turn();
  }
  CHECK(desk.window().pictures() >= before + 5);
}

TEST_CASE("where nothing changes nothing is shown") {
  Desk desk;
  const auto before = desk.window().pictures();
  desk.wait(10s);
  desk.finger_move(100, 100).wait(1s);  // a mouse that nobody presses
  desk.wait(10min);
  CHECK(desk.window().pictures() == before);
}

}  // namespace
}  // namespace vantrum::kiosk
