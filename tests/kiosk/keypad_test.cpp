// Keys walk everything: in order, both ways, never trapped (A1, A19, A43).
#include <algorithm>

#include "kiosk/app/focus.h"
#include "tests/support/kiosk_listener.h"
#include "tests/support/kiosk_walk.h"

namespace vantrum::kiosk {
namespace {

// From the focus, as long as it takes: the ids in the order of the walk.
std::vector<std::string> round_from(ViewModel view, Key key) {
  std::vector<std::string> ids;
  for (std::size_t steps = 0; steps <= view.elements.size() + 1; ++steps) {
    view.focus = focus_after(view, key);
    if (std::find(ids.begin(), ids.end(), view.focus) != ids.end()) {
      CHECK_MESSAGE(view.focus == ids.front(), "the walk comes back to " << view.focus);
      return ids;
    }
    ids.push_back(view.focus);
  }
  FAIL("the walk does not come back");
  return ids;
}

std::vector<std::string> stops_of(const ViewModel& view) {
  std::vector<std::string> ids;
  for (const auto& element : view.elements) {
    if (is_stop(view, element)) ids.push_back(element.id);
  }
  return ids;
}

}  // namespace

TEST_CASE("A19, A43: from every element of every screen the walk comes back, both ways, in reading order") {
  for (const std::string language : {"sv", "ar"}) {  // ids and order are the same in all
    CAPTURE(language);
    for (auto [name, view] : walk(language)) {
      CAPTURE(name);
      for (const bool listening : {false, true}) {
        view.listening = listening;
        const auto stops = stops_of(view);
        if (stops.empty()) continue;
        for (const auto& from : stops) {
          view.focus = from;
          auto onward = round_from(view, Key::next), back = round_from(view, Key::previous);
          CHECK(onward.size() == stops.size());
          CHECK(onward.back() == from);
          CHECK(back.back() == from);
          std::rotate(onward.begin(), std::find(onward.begin(), onward.end(), stops.front()), onward.end());
          CHECK(onward == stops);
          std::reverse(back.begin(), back.end());
          std::rotate(back.begin(), std::find(back.begin(), back.end(), stops.front()), back.end());
          CHECK(back == stops);
        }
      }
    }
  }
}

TEST_CASE("A19: whatever can be touched can be walked to, and with speech whatever has words") {
  for (auto [name, view] : walk("sv")) {
    CAPTURE(name);
    for (const auto& element : view.elements) {
      view.listening = false;
      CHECK(is_stop(view, element) == (is_touchable(element.role) && element.enabled));
      view.listening = true;
      CHECK(is_stop(view, element) == !element.words.empty());
    }
  }
}

TEST_CASE("A43: left and right follow the screen's direction, up and down the reading order") {
  Visit visit;
  visit.begin();
  ViewModel view = visit.view();
  const auto stops = stops_of(view);
  view.focus = stops[1];
  for (const auto direction : {Direction::left_to_right, Direction::right_to_left}) {
    view.direction = direction;
    const bool mirrored = direction == Direction::right_to_left;
    CHECK(focus_after(view, Key::right) == stops[mirrored ? 0 : 2]);
    CHECK(focus_after(view, Key::left) == stops[mirrored ? 2 : 0]);
    CHECK(focus_after(view, Key::down) == stops[2]);
    CHECK(focus_after(view, Key::up) == stops[0]);
  }
}

TEST_CASE("A1: a survey is answered by keys alone on a kiosk without sound, in every language") {
  for (const auto& language : the_languages) {
    CAPTURE(language);
    Listener visit(Sound{true, false, false, {}});
    visit.key(Key::choose).walk_to("next").key(Key::choose);
    visit.walk_to("language:" + language, Key::previous).key(Key::choose);
    visit.walk_to("next").key(Key::choose);
    int answered = 0;
    while (visit.visitor().screen == ScreenKind::question) {
      visit.key(Key::next);
      const auto view = visit.view();
      for (const auto& element : view.elements) {
        if (element.role != Role::choice && element.role != Role::toggle) continue;
        visit.walk_to(element.id).key(Key::choose);
        ++answered;
        break;
      }
      visit.walk_to("next", Key::previous).key(Key::choose);
    }
    CHECK(answered > 10);
    visit.take_effects();
    visit.walk_to("send").key(Key::choose);
    CHECK(visit.take_effects().size() == 1);
  }
}

TEST_CASE("the focus is there while keys are used, gone at a touch, and never on what is not there") {
  Listener visit(Sound{true, false, false, {}});
  visit.key(Key::choose);
  CHECK(visit.view().find(visit.visitor().focus));
  while (visit.visitor().screen != ScreenKind::question) {
    visit.walk_to(visit.visitor().screen == ScreenKind::language ? "language:ar" : "next").key(Key::choose);
    REQUIRE(visit.view().find(visit.visitor().focus));
  }
  visit.touch("next");
  CHECK(visit.visitor().focus.empty());
  visit.key(Key::choose);  // the first press of a key shows where one is, and chooses nothing
  CHECK(visit.visitor().answers.empty());
  CHECK(visit.visitor().focus == first_stop(visit.view()));
}

TEST_CASE("keys are a sign of life: whoever uses them is not asked whether they are there (A41)") {
  Listener visit(Sound{true, false, false, {}});
  visit.key(Key::choose).walk_to("next").key(Key::choose).walk_to("language:sv").key(Key::choose);
  for (int i = 0; i < 10; ++i) visit.wait(std::chrono::seconds(80)).key(Key::next);
  CHECK(visit.visitor().screen == ScreenKind::info);
}

}  // namespace vantrum::kiosk
