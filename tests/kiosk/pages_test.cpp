// Screens that do not fit on the panel: which page is shown when, and what a listener is told of it.
#include "tests/kiosk/sitting.h"

namespace vantrum::kiosk {

TEST_CASE("A43: the page follows the focus, so that it is never on what cannot be seen") {
  for (const TextSize text : {TextSize::normal, TextSize::double_size}) {
    for (const char* name : {"question_long", "question_services", "language_many", "info"}) {
      CAPTURE(name);
      Sitting sitting(sample_screen(name), {800, 480});
      sitting.view.text_size = text;
      sitting.turn();
      for (const bool listening : {false, true}) {
        sitting.view.listening = listening;
        for (const Element& element : sitting.view.elements) {
          if (!is_stop(sitting.view, element)) continue;
          CAPTURE(element.id);
          sitting.view.focus = element.id;
          sitting.turn();
          CHECK(sitting.stage().find_box(element.id) != nullptr);
        }
      }
    }
  }
}

TEST_CASE("A25: while somebody listens, the first tap on a page button does not turn the page") {
  Sitting sitting(sample_screen("question_long"), {800, 480});
  sitting.view.listening = true;
  sitting.turn();
  REQUIRE(sitting.pilot.tap("page:next"));
  CHECK(sitting.stage().find_box("choice:full") != nullptr);
  sitting.view.focus = "page:next";
  REQUIRE(sitting.pilot.tap("page:next"));
  REQUIRE(sitting.pilot.settle());
  CHECK(sitting.stage().find_box("choice:full") == nullptr);
}

TEST_CASE(
    "A16: a page turned by touch while somebody listens is told, from the first element that begins on it") {
  Sitting sitting(sample_screen("question_long"), {800, 480});
  sitting.view.listening = true;
  sitting.turn();
  sitting.view.focus = "page:next";
  sitting.turn();
  sitting.events.clear();
  REQUIRE(sitting.pilot.tap("page:next"));
  REQUIRE(sitting.pilot.settle());
  std::vector<std::string> told;
  for (const auto& event : sitting.events) {
    if (event.starts_with("page of ")) told.push_back(event.substr(8));
  }
  REQUIRE(told.size() == 1);
  const Box* first = sitting.stage().find_box(told.front());
  REQUIRE(first);
  for (const Box& box : sitting.stage().boxes()) {
    if (is_touchable(box.role) && box.id.starts_with("choice:")) CHECK(box.rect.y >= first->rect.y);
  }
  // The focus goes there, and the page stays.
  sitting.view.focus = told.front();
  sitting.turn();
  CHECK(sitting.stage().find_box(told.front()));
}

TEST_CASE("a screen that opens at an element shows its page first, and any page after that") {
  Sitting sitting(sample_screen("attract"), {800, 480});
  sitting.turn();
  const auto view = sample_screen("question_long");
  sitting.view = view;
  sitting.view.opens_at = view.elements.back().id;
  for (const Element& element : view.elements) {
    if (element.role == Role::choice) sitting.view.opens_at = element.id;
  }
  sitting.turn();
  CHECK(sitting.stage().find_box(sitting.view.opens_at));
  REQUIRE(sitting.stage().find_box("page:previous"));
  REQUIRE(sitting.pilot.tap("page:previous"));
  REQUIRE(sitting.pilot.settle());
  CHECK_FALSE(sitting.stage().find_box(sitting.view.opens_at));
}

}  // namespace vantrum::kiosk
