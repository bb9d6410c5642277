// The golden text of every screen in every language: what a translator reads, and what a change must show.
// UPDATE_GOLDEN=1 writes the files anew; read the difference before committing it.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

// Every screen once, in the order a visitor meets them, with something chosen here and there.
std::string all_screens(const std::string& language) {
  std::string text;
  Visit visit;
  auto show = [&] { text += to_text(visit.view()) + "\n"; };
  show();
  visit.happen(Pressed{"start"}).wait(500ms);
  show();
  visit.wait(500ms);
  show();
  visit.tap("language:" + language);
  show();
  visit.tap("next");
  while (visit.visitor().screen == ScreenKind::question) {
    if (visit.visitor().question == "role") visit.tap("choice:role:expecting");
    if (visit.visitor().question == "acc") visit.tap("choice:acc:mostly");
    if (visit.visitor().question == "services")
      visit.tap_all({"choice:services:midwife", "choice:services:social"});
    show();
    visit.tap("next");
  }
  show();
  visit.wait(90s);
  show();
  visit.wait(12s);
  show();
  visit.tap_all({"here", "send"});
  show();
  visit.happen(Stored{});
  show();

  Visit empty;
  empty.start(language).tap("next");
  while (empty.visitor().screen == ScreenKind::question) empty.tap("next");
  text += to_text(empty.view()) + "\n";

  Visit unlucky;
  unlucky.start(language).tap_all({"next", "next", "choice:acc:full"});
  while (unlucky.visitor().screen == ScreenKind::question) unlucky.tap("next");
  text += to_text(unlucky.tap("send").happen(NotStored{}).view()) + "\n";
  text += to_text(Visit(nullptr).view());
  return text;
}

void compare_with_golden(const std::string& name, const std::string& got) {
  std::string path = "tests/kiosk/golden/" + name;
  if (std::getenv("UPDATE_GOLDEN")) {
    std::ofstream(path) << got;
    return;
  }
  std::ifstream file(path);
  REQUIRE_MESSAGE(file, path << " is missing; UPDATE_GOLDEN=1 writes it");
  std::stringstream wanted;
  wanted << file.rdbuf();
  CHECK(got == wanted.str());
}

TEST_CASE("every screen says in Swedish what its golden file says") {
  compare_with_golden("screens.sv.txt", all_screens("sv"));
}
TEST_CASE("every screen says in English what its golden file says") {
  compare_with_golden("screens.en.txt", all_screens("en"));
}

TEST_CASE("visitors are always told \"familjecentral\", never the internal type (S3)") {
  CHECK(all_screens("sv").find("liknande") == std::string::npos);
}

TEST_CASE("ids are the same in every language, and no element with words is silent") {
  Visit sv, en;
  sv.start("sv").tap("next");
  en.start("en").tap("next");
  while (sv.visitor().screen == ScreenKind::question) {
    auto a = sv.view(), b = en.view();
    REQUIRE(a.elements.size() == b.elements.size());
    for (std::size_t i = 0; i < a.elements.size(); ++i) {
      CHECK(a.elements[i].id == b.elements[i].id);
      CHECK(a.elements[i].words.empty() == (a.elements[i].role == Role::illustration));
      CHECK(a.elements[i].spoken.empty() == a.elements[i].words.empty());
    }
    sv.tap("next");
    en.tap("next");
  }
}

TEST_CASE("a language file with a key too many or too few is refused with its line") {
  auto read = [] {
    std::ifstream f("assets/texts/sv.toml");
    std::stringstream s;
    s << f.rdbuf();
    return s.str();
  };
  auto good = read();
  REQUIRE(Texts::parse({{"sv", good}}));
  CHECK(!Texts::parse({{"en", good}}));
  CHECK(!Texts::parse({}));
  auto extra = Texts::parse({{"sv", good + "\"new.key\" = \"x\"\n"}});
  CHECK(extra.error().message.find("sv.toml:") == 0);
  std::string::size_type start = 0;
  for (int line = 1; start < good.size(); ++line) {
    auto end = good.find('\n', start) + 1;
    auto removed = good.substr(start, end - start);
    auto without = good.substr(0, start) + good.substr(end);
    start = end;
    if (removed == "\n" || removed[0] == '#') continue;
    CAPTURE(removed);
    CHECK(!Texts::parse({{"sv", without}}));
  }
  CHECK(fill("{a} av {b} {c}", {{"a", "1"}, {"b", "2"}}) == "1 av 2 {c}");
}

}  // namespace
}  // namespace vantrum::kiosk
