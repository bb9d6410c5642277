// Självreflektion at the kiosk: the five steps, and that what single members thought is nowhere afterwards
// (S46).
#include "kiosk/app/reflection_sitting.h"

#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

const survey::ReflectionInstrument& the_instrument() {
  static const auto instrument = [] {
    auto loaded =
        survey::load_reflection_instrument(*real_file_system(), "config/reflection/sjalvreflektion.toml");
    if (!loaded) FAIL(loaded.error().message);
    return std::move(*loaded);
  }();
  return instrument;
}

struct Group {
  ReflectionSitting sitting;
  bool tap(const std::string& id) { return tap_reflection(sitting, the_instrument(), *the_keyboards(), id); }
  void write(const std::string& what, const std::string& letters) {
    tap("write:" + what);
    REQUIRE(sitting.writing);
    for (char letter : letters) tap(letter == ' ' ? "key:space" : std::string("key:") + letter);
    tap("done");
  }
  std::string screen() {
    ViewModel view;
    add_reflection(view, sitting, the_instrument(), *the_keyboards(), {});
    return to_text(view);
  }
  // Everybody but the last chooses step 1, the last one step 4.
  void think(std::uint32_t people) {
    tap("people:" + std::to_string(people));
    tap("next");
    for (std::uint32_t person = 0; person < people; ++person) {
      if (sitting.step == ReflectionStep::hand_over) tap("next");
      while (sitting.step == ReflectionStep::alone) {
        tap(person + 1 == people ? "mine:4" : "mine:1");
        tap("next");
      }
    }
    REQUIRE(sitting.step == ReflectionStep::together);
  }
  void agree() {
    while (sitting.step == ReflectionStep::together) {
      tap("group:2");
      tap("next");
    }
    REQUIRE(sitting.step == ReflectionStep::choose);
  }
  void plan() {
    tap("area:health");
    tap("area:known");
    tap("next");
    for (int i = 0; i < 2; ++i) {
      write("goal", "fler kommer");
      write("measure", "vi räknar");
      tap("next");
    }
    REQUIRE(sitting.step == ReflectionStep::follow_up);
  }
};

TEST_CASE("S46: from many to one word: five steps, and the group's is whole and fits the instrument") {
  Group group;
  CHECK_FALSE(may_go_on(group.sitting, the_instrument()));
  group.think(3);
  CHECK(group.screen().find("steg 1: 2, steg 4: 1") != std::string::npos);
  group.write("comment", "bra");
  group.agree();
  group.plan();
  CHECK(group.tap("next"));
  auto reflection = group.sitting.group;
  reflection.centre = CentreId{12};
  reflection.year = 2026;
  CHECK(reflection.participants == 3);
  CHECK(reflection.values.size() == 30);
  CHECK(reflection.values.at("health").comment == "bra");
  auto valid = survey::validate(reflection, the_instrument());
  CHECK_MESSAGE(valid, (valid ? "" : valid.error().message));
  CHECK_FALSE(group.tap("next"));  // once is enough
}

TEST_CASE("S46: no value of one person is left when the kiosk is handed over, nor in what is kept") {
  Group group;
  group.tap("people:2");
  group.tap("next");
  group.tap("mine:5");
  CHECK(group.sitting.mine.front() == 5);
  while (group.sitting.step == ReflectionStep::alone) group.tap("next");
  REQUIRE(group.sitting.step == ReflectionStep::hand_over);
  CHECK(group.sitting.mine.empty());
  CHECK(group.screen().find('5') == std::string::npos);
  CHECK_FALSE(back_in_reflection(group.sitting, the_instrument()));  // not back into what another one thought
  group.tap("next");
  CHECK(group.screen().find("✓") == std::string::npos);
  while (group.sitting.step == ReflectionStep::alone) group.tap("next");
  REQUIRE(group.sitting.step == ReflectionStep::together);
  CHECK(group.screen().find("steg 5") == std::string::npos);  // one mark is one person's
  CHECK_FALSE(back_in_reflection(group.sitting, the_instrument()));
  group.agree();
  group.plan();
  for (const auto& [id, value] : group.sitting.group.values) CHECK(value.step == 2);
}

TEST_CASE("S47: exactly two areas, and each needs a goal and how it is seen") {
  Group group;
  group.think(2);
  group.agree();
  group.tap("area:health");
  CHECK_FALSE(may_go_on(group.sitting, the_instrument()));
  group.tap("area:known");
  group.tap("area:convention");
  CHECK(group.sitting.areas == std::vector<std::string>{"health", "known"});
  group.tap("next");
  REQUIRE(group.sitting.step == ReflectionStep::plan);
  group.write("goal", "mer");
  CHECK_FALSE(may_go_on(group.sitting, the_instrument()));
  group.write("measure", "antal");
  CHECK(may_go_on(group.sitting, the_instrument()));
  CHECK(back_in_reflection(group.sitting, the_instrument()));
  group.tap("area:known");
  group.tap("area:convention");
  group.tap("next");
  CHECK(group.sitting.group.priorities[0].goal == "mer");  // stays with its area
  CHECK(group.sitting.group.priorities[1].goal.empty());
}

TEST_CASE("P-10: a comment that could tell who somebody is is not taken") {
  Group group;
  group.think(2);
  group.tap("write:comment");
  group.tap("key:layer:signs");
  for (char digit : std::string("0701234567")) group.tap(std::string("key:") + digit);
  group.tap("done");
  CHECK(group.sitting.writing);
  CHECK(group.sitting.is_private);
  CHECK(group.screen().find("Ta bort") != std::string::npos);
  CHECK(back_in_reflection(group.sitting, the_instrument()));
  CHECK_FALSE(group.sitting.writing);
}

TEST_CASE("taps that make no sense, at any step, change nothing that matters") {
  Group group;
  for (const char* id :
       {"mine:3", "group:1", "area:health", "write:goal", "done", "people:", "people:x", "mine:9"})
    CHECK_FALSE(group.tap(id));
  CHECK(group.sitting.step == ReflectionStep::how_many);
  group.tap("people:200");
  CHECK(group.sitting.people == ReflectionSitting::people_max);
  group.tap("people:2");
  group.tap("next");
  group.tap("mine:9");
  CHECK(group.sitting.mine.front() == 0);
}

}  // namespace
}  // namespace vantrum::kiosk
