// The instruments beside besoksenkat: what they must cover, and a centre's own questions.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "shared/survey/goals.h"
#include "shared/survey/local_block.h"
#include "tests/shared/survey_support.h"

namespace vantrum::survey {
namespace {

const std::set<std::string> nine_languages = {"sv", "en", "ar", "so", "fa", "ti", "ckb", "uk", "fi"};

Instrument instrument_in(const std::string& name) {
  auto loaded = load_instrument(*real_file_system(), "config/instruments/" + name);
  if (!loaded) FAIL(loaded.error().message);
  return *loaded;
}

// Goal → questions with an answer that are mapped to it.
std::map<std::string, std::set<std::string>> asked_about(const Instrument& instrument) {
  std::map<std::string, std::set<std::string>> questions;
  for (const auto& question : instrument.questions) {
    for (const auto& goal : question.goals) questions[goal].insert(question.id);
  }
  return questions;
}

std::set<std::string> linked_background(const Instrument& instrument) {
  std::set<std::string> ids;
  for (const auto& question : instrument.questions) {
    if (question.background && question.linkage == Linkage::linked) ids.insert(question.id);
  }
  return ids;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

const char* const own_questions = R"(format = 1
question_count = 2

[[question]]
id = "l2_garden"
number = 101
type = "scale"
scale = "agreement"
linkage = "linked"
background = false
hint = false
goals = []
when = ""
alternatives = []

[[question]]
id = "l2_how"
number = 102
type = "select_one"
linkage = "counter"
background = false
hint = true
option_count = 2
options = [
  { code = "bus", number = 1 },
  { code = "foot", number = 2 },
]
order_seed = 0
dont_know = 0
goals = []
when = ""
alternatives = []
)";
const char* const own_words = R"(language = "sv"
own_name = "Svenska"
translator = "Väntrum project"
reviewer = ""
review = "pending"

[text]
l2_garden.text = "Gården är en bra plats för barnen."
l2_how.text = "Hur kom du hit i dag?"
l2_how.hint = "Välj det som stämmer bäst."
l2_how.bus = "Med buss"
l2_how.foot = "Till fots"
)";

LocalBlock a_block() { return {CentreId{2}, {{"questions.toml", own_questions}, {"sv.toml", own_words}}}; }

std::string refusal(const LocalBlock& block) {
  const auto files = with_local_blocks(besoksenkat_files(), {block});
  REQUIRE_FALSE(files);
  return files.error().message;
}

}  // namespace

TEST_SUITE_BEGIN("instruments");

TEST_CASE("each of the five goals has at least two questions in the parent survey (S36, S40)") {
  const auto asked = asked_about(instrument_in("foraldraenkat"));
  for (const auto* goal : {"J1", "J2", "J3", "J4", "J5"}) {
    CAPTURE(goal);
    REQUIRE(asked.contains(goal));
    CHECK(asked.at(goal).size() >= 2);
  }
}

TEST_CASE("every text of a visitor's survey is in all nine languages, with words of its own") {
  std::size_t surveys = 0;
  for (const auto& entry : std::filesystem::directory_iterator("config/instruments")) {
    if (!entry.is_directory()) continue;
    const auto instrument = instrument_in(entry.path().filename().string());
    CAPTURE(instrument.id);
    if (instrument.audience == Audience::staff) continue;
    ++surveys;
    std::set<std::string> languages;
    for (const auto& [language, texts] : instrument.texts) {
      CAPTURE(language);
      languages.insert(language);
      CHECK(texts.missing.empty());
      CHECK(texts.strings.size() == text_keys(instrument).size());
      if (language == "sv") continue;
      for (const auto& key : text_keys(instrument)) {
        CAPTURE(key);
        // A sentence that is the Swedish one was forgotten; single words may be the same.
        const auto& words = texts.at(key);
        CHECK((words != instrument.texts.at("sv").at(key) || words.find(' ') == std::string::npos));
      }
    }
    CHECK(languages == nine_languages);
  }
  CHECK(surveys == 2);
}

TEST_CASE(
    "what the parent survey and the visitor survey ask alike, they ask in the same words and on one scale "
    "(D6)") {
  const auto parents = instrument_in("foraldraenkat"), visitors = besoksenkat();
  std::size_t alike = 0;
  for (const auto& question : parents.questions) {
    const auto* other = visitors.find(question.id);
    if (!other) continue;
    ++alike;
    CAPTURE(question.id);
    CHECK(question.number == other->number);
    CHECK(question.scale == other->scale);
    CHECK(question.goals == other->goals);
    for (const auto& [language, texts] : parents.texts)
      CHECK(texts.at(question.id + ".text") == visitors.texts.at(language).at(question.id + ".text"));
  }
  CHECK(alike == 13);
  CHECK(linked_background(parents) == std::set<std::string>{"role", "gender"});
  CHECK(parents.number != visitors.number);
}

TEST_CASE("the staff survey covers each of the nine preconditions and the three components (S32, S33)") {
  const auto staff = instrument_in("samverkansenkat");
  CHECK(staff.audience == Audience::staff);
  const auto asked = asked_about(staff);
  for (int i = 1; i <= 9; ++i) {
    CAPTURE(i);
    CHECK(asked.contains("F" + std::to_string(i)));
  }
  for (const auto* component : {"D1", "D2", "D3"}) CHECK(asked.contains(component));
  CHECK(asked.contains("G14"));  // visitors are not asked about other authorities
  // House meetings (S34), and no profession (S35).
  CHECK(question_of(staff, "time").goals == std::vector<std::string>{"D2", "F3"});
  CHECK(linked_background(staff) == std::set<std::string>{"post"});
  CHECK(question_of(staff, "post").options.size() == 2);
}

TEST_CASE("the preconditions stand in goals.toml in the words of their source (S33)") {
  const auto goals = load_goals(*real_file_system(), "config/goals/goals.toml");
  REQUIRE(goals);
  std::map<std::string, std::string> words;
  for (const auto& goal : *goals) words[goal.id] = goal.text;
  CHECK(words["F1"] == "förankring");
  CHECK(words["F2"] == "tydlig målformulering, verksamhetsplan och uppföljning");
  CHECK(words["F9"] == "god kunskap om varandra.");
  for (const auto* name : {"besoksenkat", "foraldraenkat", "samverkansenkat"}) {
    for (const auto& [goal, questions] : asked_about(instrument_in(name))) {
      CAPTURE(goal);
      CHECK(words.contains(goal));
    }
  }
}

TEST_CASE(
    "a survey that does not say whom it asks is refused: a lost line must not show staff's questions to "
    "visitors") {
  auto files = besoksenkat_files();
  files.at("instrument.toml") = replaced(files.at("instrument.toml"), "audience = \"visitor\"\n", "");
  const auto lost = parse_instrument(files);
  REQUIRE_FALSE(lost);
  CHECK(lost.error().message.find("audience") != std::string::npos);
}

TEST_CASE(
    "a centre's own questions come after the common ones, in Swedish where they have no other words (S29)") {
  const auto files = with_local_blocks(besoksenkat_files(), {a_block()});
  if (!files) FAIL(files.error().message);
  const auto merged = parse_instrument(*files);
  REQUIRE(merged);
  const auto common = besoksenkat();
  REQUIRE(merged->questions.size() == common.questions.size() + 2);
  for (std::size_t i = 0; i < common.questions.size(); ++i)
    CHECK(merged->questions[i].id == common.questions[i].id);
  CHECK(merged->questions.back().id == "l2_how");
  CHECK(merged->texts.at("sv").at("l2_how.bus") == "Med buss");
  CHECK(merged->texts.at("ti").is_fallback("l2_garden.text"));
  CHECK(local_centre_of("l2_how") == 2U);
  for (const auto* id : {"lang", "l", "l2", "l2_", "l_2", "2_a", "L2_a"})
    CHECK_FALSE(local_centre_of(id).has_value());
  CHECK(*with_local_blocks(besoksenkat_files(), {}) == besoksenkat_files());
}

TEST_CASE("blocks of several centres stand together, as answers of the whole region are read") {
  auto second = a_block();
  second.centre = CentreId{13};
  for (auto& [name, content] : second.files) {
    for (auto at = content.find("l2_"); at != std::string::npos; at = content.find("l2_", at))
      content.replace(at, 3, "l13_");
  }
  auto& questions = second.files.at("questions.toml");
  questions = replaced(replaced(questions, "number = 101", "number = 103"), "number = 102", "number = 104");
  const auto files = with_local_blocks(besoksenkat_files(), {a_block(), second});
  if (!files) FAIL(files.error().message);
  CHECK(parse_instrument(*files)->find("l13_how") != nullptr);
  // The same numbers twice would be read as one question.
  questions = replaced(questions, "number = 103", "number = 101");
  CHECK_FALSE(with_local_blocks(besoksenkat_files(), {a_block(), second}));
}

TEST_CASE(
    "a block of more than three questions, or one that is not the centre's own, is refused by file and line "
    "(S29)") {
  auto block = a_block();
  auto& questions = block.files.at("questions.toml");
  questions = replaced(own_questions, "question_count = 2", "question_count = 4");
  CHECK(refusal(block).find(
            "centre 2: questions.toml:2: 4 questions of the centre's own; expected at most 3") !=
        std::string::npos);
  questions = replaced(own_questions, "question_count = 2", "question_count = 3");
  CHECK(refusal(block).find("2 are there") != std::string::npos);
  questions = replaced(own_questions, "l2_garden", "l3_garden");
  CHECK(refusal(block).find("begins with l2_") != std::string::npos);
  questions = replaced(own_questions, "l2_garden", "garden");
  CHECK(refusal(block).find("begins with l2_") != std::string::npos);
  questions = replaced(own_questions, "number = 101", "number = 20");
  CHECK(refusal(block).find("number") != std::string::npos);
  // The same TOML, and not a line that can be found.
  questions = replaced(own_questions, "[[question]]\nid = \"l2_garden\"", "  [[question]]\nid = \"l2_garden\"");
  questions = replaced(questions, "\n[[question]]\nid = \"l2_how\"", "\n  [[question]]\nid = \"l2_how\"");
  CHECK(refusal(block).find("no line [[question]]") != std::string::npos);
  block = a_block();
  block.files.erase("sv.toml");
  CHECK(refusal(block).find("sv.toml") != std::string::npos);
  block = a_block();
  block.files.at("sv.toml") = replaced(own_words, "l2_how.bus = \"Med buss\"\n", "");
  CHECK(refusal(block).find("l2_how.bus") != std::string::npos);
}

TEST_CASE("a centre's own questions cannot add background beside the answers (P-31)") {
  auto block = a_block();
  block.files.at("questions.toml") = replaced(own_questions, "linkage = \"counter\"\nbackground = false",
                                              "linkage = \"linked\"\nbackground = true");
  CHECK(refusal(block).find("P-31") != std::string::npos);
  block.files.at("questions.toml") = replaced(own_questions, "linkage = \"counter\"\nbackground = false",
                                              "linkage = \"linked\"\nbackground = false");
  CHECK(refusal(block).find("P-31") != std::string::npos);
}

TEST_CASE("a block that nobody has reviewed makes its language unreviewed (R12)") {
  auto files = besoksenkat_files();
  files.at("sv.toml") = replaced(replaced(files.at("sv.toml"), "reviewer = \"\"", "reviewer = \"Granskare\""),
                                 "\"pending\"", "\"reviewed\"");
  REQUIRE(parse_instrument(files)->texts.at("sv").review == ReviewState::reviewed);
  const auto merged = with_local_blocks(files, {a_block()});
  REQUIRE(merged);
  CHECK(parse_instrument(*merged)->texts.at("sv").review == ReviewState::pending);
}

TEST_SUITE_END();

}  // namespace vantrum::survey
