// The golden text of every screen in every language: what a translator reads, and what a change must show.
// UPDATE_GOLDEN=1 writes the files anew; read the difference before committing it.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

// With Lyssna: the screen that explains it, or that tells why there is nothing to be heard, and a question
// with the focus on what is said, on a loudspeaker that does not tell which answer is chosen.
std::string heard_screens(const std::string& language) {
  Visit visit;
  visit.happen(SoundChanged{{true, true, false, {"sv", "en", "ar", "fa", "uk", "fi"}}});
  visit.start(language).tap("listen");
  std::string text = to_text(visit.view());
  if (!visit.visitor().speech.on) return text;
  visit.tap_all({"next", "next", "choice:role:relative"});
  for (const char* id : {"next", "next", "choice:role:relative", "choice:role:relative"}) visit.tap(id);
  return text + "\n" + to_text(visit.view());
}

// Every screen once, in the order a visitor meets them, with something chosen here and there.
std::string all_screens(const std::string& language) {
  std::string text;
  auto survey = a_survey();
  survey->review = true;
  Visit visit(survey);
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
  visit.tap("next");
  show();
  visit.tap_all({"help", "contrast", "text_size"});
  show();
  visit.tap_all({"about", "text_size"});
  show();
  visit.tap_all({"text_size", "back", "contrast", "next"}).wait(90s);
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
  text += to_text(Visit(nullptr).view()) + "\n";
  auto paused = a_survey();
  paused->is_open = false;
  paused->is_paused = true;
  Visit waiting(paused);
  waiting.mutable_state().visitor.language = language;  // a visitor never gets so far; translators read it
  text += to_text(waiting.view()) + "\n";
  return text + heard_screens(language);
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

TEST_CASE("every screen says in every language what its golden file says") {
  for (const auto& language : the_languages) {
    CAPTURE(language);
    compare_with_golden("screens." + language + ".txt", all_screens(language));
  }
}

TEST_CASE("visitors are always told \"familjecentral\", never the internal type (S3)") {
  CHECK(all_screens("sv").find("liknande") == std::string::npos);
}

TEST_CASE("ids are the same in every language, and no element with words is silent") {
  for (const auto& language : the_languages) {
    CAPTURE(language);
    Visit sv, other;
    sv.start("sv").tap("next");
    other.start(language).tap("next");
    while (sv.visitor().screen == ScreenKind::question) {
      auto a = sv.view(), b = other.view();
      REQUIRE(a.elements.size() == b.elements.size());
      for (std::size_t i = 0; i < a.elements.size(); ++i) {
        CHECK(a.elements[i].id == b.elements[i].id);
        CHECK(b.elements[i].words.empty() == (b.elements[i].role == Role::illustration));
        CHECK(b.elements[i].spoken.empty() == b.elements[i].words.empty());
      }
      sv.tap("next");
      other.tap("next");
    }
  }
}

// What is stored when the first, second, … option of every question is tapped, as it is seen in a language.
survey::Answers answers_in(const std::string& language) {
  Visit visit;
  visit.start(language).tap("next");
  for (std::size_t turn = 0; visit.visitor().screen == ScreenKind::question; ++turn) {
    std::vector<std::string> choices;
    for (const auto& element : visit.view().elements) {
      if (element.role == Role::choice || element.role == Role::toggle) choices.push_back(element.id);
    }
    if (!choices.empty()) visit.tap(choices[turn % choices.size()]);
    visit.tap("next");
  }
  return visit.visitor().answers;
}

TEST_CASE("the same taps store the same codes in every language (R3)") {
  const auto swedish = answers_in("sv");
  CHECK(swedish.size() > 10);
  for (const auto& language : the_languages) {
    CAPTURE(language);
    CHECK(answers_in(language) == swedish);
  }
}

TEST_CASE("the screen runs the way its language is written, and names keep their own language (R1, R9)") {
  for (const auto& language : the_languages) {
    CAPTURE(language);
    Visit visit;
    visit.start(language);
    const bool right_to_left = language == "ar" || language == "fa" || language == "ckb";
    CHECK(visit.view().direction == (right_to_left ? Direction::right_to_left : Direction::left_to_right));
    visit.tap("language");
    std::vector<std::string> offered;
    for (const auto& element : visit.view().elements) {
      if (element.role == Role::language) offered.push_back(element.language);
    }
    CHECK(offered == the_languages);
  }
}

TEST_CASE("what a language lacks is shown in Swedish and marked: shaped, read and ordered as Swedish") {
  auto files = text_files();
  auto& arabic = files.at("ar");
  const auto from = arabic.find("\"bar.back\"");
  arabic.erase(from, arabic.find('\n', from) + 1 - from);
  auto texts = Texts::parse(files);
  REQUIRE(texts);
  CHECK(texts->is_fallback("ar", "bar.back"));
  CHECK_FALSE(texts->is_fallback("ar", "info.next"));
  auto survey = a_survey();
  auto& words = survey->instrument.texts.at("ar");
  words.missing = {"info.2"};
  words.strings.at("info.2") = survey->instrument.texts.at("sv").at("info.2");
  State state;
  state.survey = survey;
  state.visitor.screen = ScreenKind::info;
  state.visitor.language = "ar";
  const auto view = make_view(state, *texts, MonotonicTime(0));
  CHECK(view.direction == Direction::right_to_left);
  const auto& back = *view.find("back");
  CHECK(back.words == "\u2066(sv) Tillbaka\u2069");
  CHECK(back.spoken == "Tillbaka");
  CHECK(back.language == "sv");
  const auto& receiver = *view.find("info.2");
  CHECK(receiver.language == "sv");
  CHECK(receiver.spoken.ends_with("De går till Region Kalmar län."));
  CHECK(view.find("info.1")->language.empty());
  CHECK(view.find("next")->language.empty());
}

TEST_CASE(
    "a round in a language that the interface does not speak keeps its questions, with Swedish buttons") {
  auto survey = a_survey();
  survey->languages = {"sv", "pl"};
  auto polish = survey->instrument.texts.at("en");
  polish.language = "pl";
  survey->instrument.texts["pl"] = polish;
  Visit visit(survey);
  visit.start("pl").tap("next");
  const auto view = visit.view();
  CHECK(view.find("question:role")->words == polish.at("role.text"));
  CHECK(view.find("question:role")->language.empty());
  CHECK(view.find("back")->words == "\u2066(sv) Tillbaka\u2069");
  CHECK(view.find("back")->language == "sv");
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
  while (start < good.size()) {
    auto end = good.find('\n', start) + 1;
    auto removed = good.substr(start, end - start);
    auto without = good.substr(0, start) + good.substr(end);
    start = end;
    if (removed == "\n" || removed[0] == '#') continue;
    CAPTURE(removed);
    CHECK(!Texts::parse({{"sv", without}}));
  }
  CHECK(!Texts::parse({{"sv", good}, {"en", "language = \"en\"\n[texts]\n\"bar.back\" = \"\"\n"}}));
  CHECK(fill("{a} av {b} {c}", {{"a", "1"}, {"b", "2"}}) == "1 av 2 {c}");
}

TEST_CASE("after a change the review page opens where the changed answer stands, and else at its beginning") {
  auto survey = a_survey();
  survey->review = true;
  Visit visit(survey);
  visit.begin();
  while (visit.visitor().screen == ScreenKind::question) visit.tap("next");
  REQUIRE(visit.visitor().screen == ScreenKind::review);
  CHECK(visit.view().opens_at.empty());
  for (const char* way : {"next", "back"}) {
    CAPTURE(way);
    visit.tap("change:wel").tap(way);
    REQUIRE(visit.visitor().screen == ScreenKind::review);
    CHECK(visit.view().opens_at == "change:wel");
  }
  visit.tap_all({"help", "back"});
  CHECK(visit.view().opens_at == "change:wel");
  visit.tap_all({"next", "back"});
  REQUIRE(visit.visitor().screen == ScreenKind::review);
  CHECK(visit.view().opens_at.empty());
}

}  // namespace
}  // namespace vantrum::kiosk
