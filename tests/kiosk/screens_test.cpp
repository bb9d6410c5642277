#include <array>
#include <cmath>
#include <cstdlib>

#include "tests/kiosk/sitting.h"

namespace vantrum::kiosk {

namespace {

void check_boxes(const ViewModel& view, const Stage& stage, Size size) {
  const Rect screen{0, 0, static_cast<float>(size.width), static_cast<float>(size.height)};
  const float mm = 149 / 25.4f;
  CHECK(stage.boxes().size() == view.elements.size());
  for (std::size_t i = 0; i < stage.boxes().size(); ++i) {
    const Box& box = stage.boxes()[i];
    CAPTURE(box.id);
    CHECK(box.id == view.elements[i].id);
    CHECK(box.rect.w > 0);
    CHECK(box.rect.h > 0);
    CHECK(screen.holds(box.rect));
    CHECK_FALSE(box.split_word);
    if (!box.words.empty()) {
      CHECK(box.text.h > 0);
      CHECK(box.rect.holds(box.text));
    }
    if (is_touchable(box.role)) {
      CHECK(box.rect.w >= 15 * mm);
      CHECK(box.rect.h >= 15 * mm);
    }
    if (box.role == Role::primary || box.role == Role::start) CHECK(box.rect.w >= 20 * mm);
    for (std::size_t j = 0; j < i; ++j) {
      const Box& other = stage.boxes()[j];
      CAPTURE(other.id);
      CHECK_FALSE(box.rect.overlaps(other.rect));
    }
  }
}

}  // namespace

TEST_CASE(
    "on every screen and size nothing overlaps, nothing is cut, and what can be touched is large enough") {
  for (const Size size : sizes) {
    const auto kiosk = headless(size);
    for (const Sample& sample : sample_screens()) {
      CAPTURE(size.width);
      CAPTURE(sample.name);
      kiosk->frame(sample.view, MonotonicTime{0});
      check_boxes(sample.view, kiosk->stage(), size);
    }
  }
}

TEST_CASE(
    "a screen that does not fit has pages, turned by finger and by the focus, and each screen begins on its "
    "first") {
  Sitting sitting(sample_screen("question_long"), {800, 480});
  sitting.turn();
  CHECK(sitting.stage().find_box("choice:full") != nullptr);
  CHECK(sitting.stage().find_box("choice:unknown") == nullptr);
  CHECK(sitting.stage().find_box("page:previous") == nullptr);
  REQUIRE(sitting.pilot.tap("page:next"));
  REQUIRE(sitting.pilot.settle());
  CHECK(sitting.events.back() == "tapped page:next");
  CHECK(sitting.stage().find_box("choice:full") == nullptr);
  CHECK(sitting.stage().find_box("next") != nullptr);

  REQUIRE(sitting.pilot.press(Key::next));  // the page goes where the focus goes
  REQUIRE(sitting.view.focus == "choice:full");
  REQUIRE(sitting.pilot.settle());
  CHECK(sitting.stage().find_box("choice:full") != nullptr);

  REQUIRE(sitting.pilot.tap("page:next"));
  const ViewModel asked = sitting.view;
  sitting.view = sample_screen("send");
  sitting.turn();
  sitting.view = asked;
  sitting.turn();
  CHECK(sitting.stage().find_box("choice:full") != nullptr);
}

TEST_CASE("right to left, every screen is the mirror of itself") {
  const auto kiosk = headless(sizes[0]);
  for (const Sample& sample : sample_screens()) {
    if (sample.view.screen == ScreenKind::language) continue;
    CAPTURE(sample.name);
    ViewModel mirrored = sample.view;
    mirrored.direction = Direction::right_to_left;
    kiosk->frame(sample.view, MonotonicTime{0});
    const std::vector<Box> boxes = kiosk->stage().boxes();
    kiosk->frame(mirrored, MonotonicTime{0});
    const auto& turned = kiosk->stage().boxes();
    REQUIRE(turned.size() == boxes.size());
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      CAPTURE(boxes[i].id);
      // A sentence's full stop goes to the other side and loses its kerning; what can be touched is exact.
      const float slack = is_touchable(boxes[i].role) ? 0.01f : 8.0f;
      CHECK(std::abs(turned[i].rect.x - (1280 - boxes[i].rect.right())) <= slack);
      CHECK(turned[i].rect.y == boxes[i].rect.y);
    }
  }
}

TEST_CASE("the bar's buttons stand in the same place on every question") {
  const auto kiosk = headless(sizes[0]);
  kiosk->frame(sample_screen("question_short"), MonotonicTime{0});
  const Rect back = kiosk->stage().find_box("back")->rect, next = kiosk->stage().find_box("next")->rect;
  for (const char* name : {"question_services", "question_two"}) {
    kiosk->frame(sample_screen(name), MonotonicTime{0});
    CHECK(kiosk->stage().find_box("back")->rect == back);
    CHECK(kiosk->stage().find_box("next")->rect == next);
  }
}

TEST_CASE("A36, A37: text has 7:1 and borders that carry meaning have 3:1 in both themes") {
  for (const Contrast contrast : {Contrast::light, Contrast::high}) {
    const Theme t = theme_for(contrast);
    for (const auto& [words, ground] : {std::pair{t.ink, t.room},
                                        {t.ink, t.card},
                                        {t.ink, t.leaf_tint},
                                        {t.ink, t.held},
                                        {t.quiet_ink, t.room},
                                        {t.quiet_ink, t.card},
                                        {t.on_leaf, t.leaf},
                                        {t.on_leaf, t.leaf_held},
                                        {t.alarm, t.room}}) {
      CHECK(contrast_ratio(words, ground) >= 7);
    }
    CHECK(contrast_ratio(t.quiet_ink, t.off) >= 4.5f);
    for (const auto& [border, ground] : {std::pair{t.edge, t.room},
                                         {t.edge, t.card},
                                         {t.leaf, t.room},
                                         {t.leaf, t.card},
                                         {t.leaf, t.leaf_tint},
                                         {t.leaf, t.held},
                                         {t.quiet_ink, t.card},
                                         {t.sun, t.on_sun}}) {
      CHECK(contrast_ratio(border, ground) >= 3);
    }
  }
  CHECK(contrast_ratio({0, 0, 0}, {255, 255, 255}) == doctest::Approx(21));
  CHECK(contrast_ratio(theme_for(Contrast::light).sun, theme_for(Contrast::light).leaf) >=
        3);  // the hold ring
}

TEST_CASE("a tap on an answer is pressed, released, tapped; by id and by the words on it") {
  Sitting sitting(sample_screen("question_short"));
  REQUIRE(sitting.pilot.tap("choice:partly"));
  CHECK(sitting.events ==
        std::vector<std::string>{"pressed choice:partly", "released choice:partly", "tapped choice:partly"});
  sitting.events.clear();
  REQUIRE(sitting.pilot.tap("Stämmer helt"));
  CHECK(sitting.events.back() == "tapped choice:full");
  sitting.events.clear();
  REQUIRE(sitting.pilot.tap("Nästa"));
  CHECK(sitting.events.back() == "tapped next");
}

TEST_CASE("sliding off cancels, even for a finger that comes back") {
  Sitting sitting(sample_screen("question_short"));
  REQUIRE(sitting.pilot.slide_off("choice:partly"));
  CHECK(sitting.events == std::vector<std::string>{"pressed choice:partly", "released choice:partly"});

  sitting.events.clear();
  sitting.now += MonotonicTime{1000};
  const Rect at = sitting.stage().find_box("choice:full")->rect;
  InputFeed& input = sitting.stage().input();
  input.finger_down(1, at.centre_x(), at.centre_y(), sitting.now);
  REQUIRE(sitting.pilot.settle());
  input.finger_move(1, at.centre_x(), at.bottom() + 5);
  REQUIRE(sitting.pilot.settle());
  input.finger_move(1, at.centre_x(), at.centre_y());
  REQUIRE(sitting.pilot.settle());
  input.finger_up(1, sitting.now);
  REQUIRE(sitting.pilot.settle());
  CHECK(sitting.events == std::vector<std::string>{"pressed choice:full", "released choice:full"});
}

TEST_CASE("holding start tells when it began and when it ended") {
  Sitting sitting(sample_screen("attract"));
  const MonotonicTime before = sitting.now;
  REQUIRE(sitting.pilot.hold("start", MonotonicTime{1000}));
  CHECK(sitting.now - before >= MonotonicTime{1000});
  CHECK(sitting.events == std::vector<std::string>{"pressed start", "released start", "tapped start"});
}

TEST_CASE("a press whose element goes away under the finger is released once") {
  Sitting sitting(sample_screen("attract"));
  sitting.turn();
  const Rect at = sitting.stage().find_box("start")->rect;
  sitting.stage().input().finger_down(1, at.centre_x(), at.centre_y(), sitting.now);
  REQUIRE(sitting.pilot.settle());
  sitting.view = sample_screen("language");
  sitting.turn();
  sitting.stage().input().finger_up(1, sitting.now);
  REQUIRE(sitting.pilot.settle());
  CHECK(sitting.events == std::vector<std::string>{"pressed start", "released start"});
}

TEST_CASE("what is not there, cannot be touched or is not enabled is refused with what is on the screen") {
  Sitting sitting(sample_screen("question_short"));
  auto missing = sitting.pilot.tap("Ja");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::not_found);
  CHECK(missing.error().message.find("choice:full \"Stämmer helt\"") != std::string::npos);
  CHECK_FALSE(sitting.pilot.tap("question"));
  for (Element& element : sitting.view.elements) element.enabled = element.id != "next";
  auto disabled = sitting.pilot.tap("next");
  REQUIRE_FALSE(disabled);
  CHECK(disabled.error().kind == ErrorKind::refused);
  CHECK(sitting.events.empty());
}

TEST_CASE("a finger on a card shows at once, and chosen differs from not chosen without colour") {
  Sitting sitting(sample_screen("question_two"));
  sitting.turn();
  const Image before = sitting.picture();
  const Rect at = sitting.stage().find_box("choice:no")->rect;
  sitting.stage().input().finger_down(1, at.centre_x(), at.centre_y(), sitting.now);
  REQUIRE(sitting.pilot.settle());
  CHECK_FALSE(sitting.picture() == before);
  sitting.stage().input().finger_up(1, sitting.now);
  REQUIRE(sitting.pilot.settle());
  CHECK(sitting.picture() == before);  // nothing stays highlighted

  for (Element& element : sitting.view.elements) element.selected = element.id == "choice:no";
  sitting.turn();
  const Image after = sitting.picture();
  // Brightness changes by more than half in the border, and where the tick is.
  int in_border = 0, in_tick = 0;
  const Rect inside = at.inset(8);
  for (float y = at.y; y < at.bottom(); ++y) {
    for (float x = at.x; x < at.right(); ++x) {
      const auto i = static_cast<std::size_t>(static_cast<int>(y) * after.width + static_cast<int>(x)) * 4;
      if (std::abs(after.rgba[i + 1] - before.rgba[i + 1]) <= 100) continue;
      if (!inside.contains(x, y)) ++in_border;
      if (inside.contains(x, y) && x > at.right() - at.h) ++in_tick;
    }
  }
  CHECK(in_border > 1000);
  CHECK(in_tick > 500);
}

TEST_CASE("a key is told, once, and touches are told wherever they are") {
  const auto kiosk = headless(sizes[0]);
  const ViewModel view = sample_screen("question_two");
  kiosk->frame(view, MonotonicTime{0});
  kiosk->stage().input().key_down(Key::choose, MonotonicTime{0});
  auto events = kiosk->frame(view, MonotonicTime{0});
  REQUIRE(events.size() == 1);
  CHECK(std::get<KeyPressed>(events[0]).key == Key::choose);
  CHECK(kiosk->frame(view, MonotonicTime{0}).empty());
  kiosk->stage().input().finger_down(1, 2, 2, MonotonicTime{0});
  kiosk->frame(view, MonotonicTime{0});
  events = kiosk->frame(view, MonotonicTime{0});
  REQUIRE(events.size() == 1);
  CHECK(std::holds_alternative<Touched>(events[0]));
}

// How many pixels of a line from the middle of each side outwards, and a little inwards where the panel ends,
// differ between two pictures.
static std::array<int, 4> ring_pixels(const Image& plain, const Image& ringed, const Rect& rect) {
  const auto differs = [&](float x, float y) {
    const auto at_x = static_cast<int>(x), at_y = static_cast<int>(y);
    if (at_x < 0 || at_y < 0 || at_x >= plain.width || at_y >= plain.height) return 0;
    const auto i = static_cast<std::size_t>(at_y * plain.width + at_x) * 4;
    return std::equal(&plain.rgba[i], &plain.rgba[i] + 3, &ringed.rgba[i]) ? 0 : 1;
  };
  std::array<int, 4> seen{};
  for (float d = -10; d <= 12; ++d) {
    seen[0] += differs(rect.x - d, rect.centre_y());
    seen[1] += differs(rect.right() + d, rect.centre_y());
    seen[2] += differs(rect.centre_x(), rect.y - d);
    seen[3] += differs(rect.centre_x(), rect.bottom() + d);
  }
  return seen;
}

TEST_CASE("A43: what has the focus has a double ring on all four sides, whole and on the panel") {
  for (const char* name : {"attract", "language", "info", "question_two", "send", "still_there"}) {
    CAPTURE(name);
    Sitting sitting(sample_screen(name));
    sitting.view.contrast = std::string(name) == "send" ? Contrast::high : Contrast::light;
    sitting.view.listening = true;
    sitting.turn();
    const Image plain = sitting.picture();
    for (const Element& element : sample_screen(name).elements) {
      if (!is_stop(sitting.view, element)) continue;
      CAPTURE(element.id);
      sitting.view.focus = element.id;
      sitting.turn();
      const auto seen = ring_pixels(plain, sitting.picture(), sitting.stage().find_box(element.id)->rect);
      for (const int pixels : seen) CHECK(pixels >= 4);
    }
  }
}

TEST_CASE("the second visitor meets the very screens that the first one met") {
  Sitting fresh(sample_screen("attract"));
  fresh.turn();
  const Image first = fresh.picture();
  Sitting used(sample_screen("question_short"));
  REQUIRE(used.pilot.tap("choice:full"));
  REQUIRE(used.pilot.press(Key::next));
  used.view = sample_screen("attract");
  used.turn();
  CHECK(used.picture() == first);
  used.view = fresh.view = sample_screen("question_short");
  fresh.turn();
  used.turn();
  CHECK(used.picture() == fresh.picture());

  REQUIRE(used.pilot.press(Key::next));
  CHECK_FALSE(used.picture() == fresh.picture());
  used.view.focus.clear();
  used.stage().forget_visitor();
  used.turn();
  CHECK(used.picture() == fresh.picture());
}

// For people: VANTRUM_SHOTS=folder kiosk_gui_tests -tc="pictures*"
TEST_CASE("pictures of every screen can be written to look at") {
  const char* folder = std::getenv("VANTRUM_SHOTS");
  if (!folder) return;
  for (const Size size : {sizes[0], sizes[1], sizes[2], Size{800, 480}}) {
    const auto kiosk = headless(size);
    for (Sample& sample : sample_screens()) {
      for (const char* kind : {"", "_high", "_mirrored", "_large"}) {
        sample.view.contrast = std::string(kind) == "_high" ? Contrast::high : Contrast::light;
        sample.view.text_size = std::string(kind) == "_large" ? TextSize::large : TextSize::normal;
        sample.view.direction =
            std::string(kind) == "_mirrored" ? Direction::right_to_left : Direction::left_to_right;
        kiosk->frame(sample.view, MonotonicTime{0});
        const auto path = std::string(folder) + "/" + sample.name + kind + "_" + std::to_string(size.width) +
                          "x" + std::to_string(size.height) + ".png";
        CHECK(kiosk->shot(path));
        if (size.width != 1280) break;
      }
    }
  }
}

}  // namespace vantrum::kiosk
