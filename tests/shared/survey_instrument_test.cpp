#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "shared/survey/goals.h"
#include "tests/shared/survey_support.h"

namespace vantrum::survey {
namespace {

std::vector<std::string> ids_where(const Instrument& instrument, auto matches) {
  std::vector<std::string> ids;
  for (const auto& question : instrument.questions) {
    if (matches(question)) ids.push_back(question.id);
  }
  return ids;
}

TEST_CASE(
    "the visitor survey loads from its folder: twelve questions and four of background, role first (S4)") {
  const auto loaded = load_instrument(*real_file_system(), besoksenkat_folder);
  if (!loaded) FAIL(loaded.error().message);
  const auto& survey = *loaded;
  CHECK(survey.id == "besoksenkat");
  CHECK(survey.number == 1);
  CHECK(survey.version == 1);
  CHECK(ids_where(survey, [](const Question& q) { return !q.background; }) ==
        std::vector<std::string>{"acc", "wel", "seen", "know", "net", "part", "route", "bond", "equal",
                                 "lang", "all", "open"});
  CHECK(ids_where(survey, [](const Question& q) { return q.background; }) ==
        std::vector<std::string>{"role", "gender", "services", "first"});
  CHECK(survey.questions.front().id == "role");
  for (std::uint32_t number = 1; number <= 12; ++number) {
    CHECK(survey.find_number(number) == &survey.questions[number]);
  }
}

TEST_CASE("the numbers on the wire are the ones they have always been") {
  const auto survey = besoksenkat();
  const std::map<std::string, std::uint32_t> numbers{
      {"acc", 1},     {"wel", 2},   {"seen", 3},      {"know", 4},  {"net", 5},  {"part", 6},
      {"route", 7},   {"bond", 8},  {"equal", 9},     {"lang", 10}, {"all", 11}, {"open", 12},
      {"gender", 13}, {"role", 14}, {"services", 15}, {"first", 16}};
  for (const auto& [id, number] : numbers) CHECK(question_of(survey, id).number == number);
  const auto codes = [&](std::string_view id) {
    std::map<std::uint32_t, std::string> by_number;
    for (const auto& option : question_of(survey, id).options) by_number[option.number] = option.code;
    return by_number;
  };
  using Codes = std::map<std::uint32_t, std::string>;
  CHECK(codes("acc") == Codes{{1, "full"}, {2, "mostly"}, {3, "slightly"}, {4, "not"}, {5, "dk"}});
  CHECK(codes("all") ==
        Codes{{1, "very_pleased"}, {2, "pleased"}, {3, "displeased"}, {4, "very_displeased"}, {5, "dk"}});
  CHECK(codes("role") == Codes{{1, "expecting"}, {2, "child_0_1"}, {3, "child_2_6"}, {4, "relative"}});
  CHECK(codes("gender") == Codes{{1, "woman"}, {2, "man"}, {3, "other"}});
  CHECK(codes("services") ==
        Codes{{1, "open_preschool"}, {2, "midwife"}, {3, "child_health"}, {4, "social"}});
  CHECK(codes("first") == Codes{{1, "yes"}, {2, "no"}});
}

TEST_CASE("both scales have the weights 100, 200/3, 100/3 and 0, and none for don't know (D1, D3, D4)") {
  const auto survey = besoksenkat();
  for (const auto* id : {"acc", "bond", "all"}) {
    CAPTURE(id);
    const auto& options = question_of(survey, id).options;
    REQUIRE(options.size() == 5);
    CHECK(options[0].weight == 100.0);
    CHECK(options[1].weight == 200.0 / 3);
    CHECK(options[2].weight == 100.0 / 3);
    CHECK(options[3].weight == 0.0);
    CHECK_FALSE(options[4].weight.has_value());
    CHECK((options[0].positive && options[1].positive && !options[2].positive && !options[3].positive));
    CHECK((options[4].dont_know && !options[4].positive));
    CHECK(std::ranges::count_if(options, &Option::dont_know) == 1);
  }
  CHECK(question_of(survey, "acc").scale == "agreement");
  CHECK(question_of(survey, "all").scale == "satisfaction");
}

TEST_CASE("only role and gender are linked, and they multiply to at most twelve (P-31)") {
  const auto survey = besoksenkat();
  std::size_t cells = 1;
  std::vector<std::string> linked;
  for (const auto& question : survey.questions) {
    if (!question.background || question.linkage != Linkage::linked) continue;
    linked.push_back(question.id);
    cells *= question.options.size();
  }
  CHECK(linked == std::vector<std::string>{"role", "gender"});
  CHECK(cells <= 12);
  CHECK(ids_where(survey, [](const Question& q) { return q.linkage == Linkage::counter; }) ==
        std::vector<std::string>{"services", "first"});
}

TEST_CASE("free text is an item of its own, and nothing else is (P-11)") {
  const auto survey = besoksenkat();
  CHECK(ids_where(survey, [](const Question& q) { return q.linkage == Linkage::separate; }) ==
        std::vector<std::string>{"open"});
  CHECK(question_of(survey, "open").type == QuestionType::text);
  CHECK(survey.free_text_info_key == "info.free_text");
}

TEST_CASE("the statements have the words of the draft in Swedish and English") {
  const auto survey = besoksenkat();
  const auto& sv = survey.texts.at("sv");
  const auto& en = survey.texts.at("en");
  struct Words {
    const char *key, *swedish, *english;
  };
  const Words words[] = {
      {"acc.text", "Det är lätt för mig att komma hit när jag behöver.",
       "It is easy for me to come here when I need to."},
      {"wel.text", "Jag känner mig välkommen här.", "I feel welcome here."},
      {"seen.text", "Personalen lyssnar på mig.", "The staff listen to me."},
      {"know.text", "Jag får svar på mina frågor om barn och att vara förälder.",
       "I get answers to my questions about children and being a parent."},
      {"net.text", "Här har jag lärt känna andra vuxna med barn.",
       "I have got to know other adults with children here."},
      {"part.text", "Vi som kommer hit kan vara med och bestämma vad som händer här.",
       "We who come here can help decide what happens here."},
      {"route.text", "När jag behöver mer stöd hjälper personalen mig till rätt person.",
       "When I need more support, the staff help me reach the right person."},
      {"bond.text", "Det vi gör här stärker relationen mellan mig och mitt barn.",
       "What we do here strengthens the bond between me and my child."},
      {"bond.expecting", "Det vi gör här hjälper mig att förbereda mig för att bli förälder.",
       "What we do here helps me prepare to become a parent."},
      {"equal.text", "Här är alla föräldrar lika viktiga, oavsett kön.",
       "All parents matter equally here, whatever their gender."},
      {"lang.text", "Här finns plats för vår familjs språk.",
       "There is room here for our family's language."},
      {"all.text", "Hur nöjd är du med familjecentralen som helhet?",
       "How satisfied are you with the family centre overall?"},
      {"open.text", "Vad är bra här, och vad kan bli bättre?",
       "What is good here, and what could be better?"},
      {"agreement.full", "Stämmer helt", "Fully true"},
      {"agreement.mostly", "Stämmer till stor del", "Mostly true"},
      {"agreement.slightly", "Stämmer till liten del", "Slightly true"},
      {"agreement.not", "Stämmer inte alls", "Not true"},
      {"agreement.dk", "Vet inte / gäller inte mig", "Don't know / not for me"},
  };
  for (const auto& w : words) {
    CHECK(sv.at(w.key) == w.swedish);
    CHECK(en.at(w.key) == w.english);
  }
  CHECK(sv.own_name == "Svenska");
  CHECK(en.own_name == "English");
  CHECK(sv.review == ReviewState::pending);
}

TEST_CASE("visitors are told who receives the answers, and always meet the word familjecentral (P-26, S3)") {
  const auto survey = besoksenkat();
  for (const auto& [language, texts] : survey.texts) {
    CAPTURE(language);
    const bool named = std::ranges::any_of(survey.info_keys, [&](const std::string& key) {
      return texts.at(key).find("{receiver}") != std::string::npos;
    });
    CHECK(named);
    for (const auto& [key, text] : texts.strings) CHECK(text.find("liknande") == std::string::npos);
  }
}

TEST_CASE(
    "characters that steer the order and joining of letters are texts, control characters are not (R4)") {
  auto files = besoksenkat_files();
  auto& content = files.at("ar.toml");
  const std::string yes = "first.yes = \"نعم\"";
  REQUIRE(content.find(yes) != std::string::npos);
  const auto with = [&](const std::string& escape) {
    auto changed = files;
    auto& arabic = changed.at("ar.toml");
    arabic.replace(arabic.find(yes), yes.size(), "first.yes = \"" + escape + "x\"");
    return parse_instrument(changed);
  };
  for (const auto* escape : {"\\u200C", "\\u200D", "\\u200E", "\\u200F", "\\u2066", "\\u2067", "\\u2068",
                             "\\u2069", "\\u061C", "\\u00A0"}) {
    CAPTURE(escape);
    CHECK(with(escape));
  }
  for (const auto* escape : {"\\u0000", "\\u0007", "\\u001B", "\\u007F", "\\u0085", "\\u009F"}) {
    CAPTURE(escape);
    CHECK_FALSE(with(escape));
  }
}

TEST_CASE("a string that a translation lacks is Swedish, and known to be") {
  auto files = besoksenkat_files();
  auto& content = files.at("ti.toml");
  const auto from = content.find("services.hint = ");
  content.erase(from, content.find('\n', from) - from);
  const auto instrument = parse_instrument(files);
  REQUIRE(instrument);
  const auto& tigrinya = instrument->texts.at("ti");
  CHECK(tigrinya.missing == std::vector<std::string>{"services.hint"});
  CHECK(tigrinya.is_fallback("services.hint"));
  CHECK_FALSE(tigrinya.is_fallback("services.text"));
  CHECK(tigrinya.at("services.hint") == instrument->texts.at("sv").at("services.hint"));
  CHECK(instrument->texts.at("sv").missing.empty());
}

TEST_CASE("every text key of the instrument is in every language, once") {
  const auto survey = besoksenkat();
  const auto keys = text_keys(survey);
  CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == keys.size());
  for (const auto& [language, texts] : survey.texts) {
    CHECK(texts.strings.size() == keys.size());
    for (const auto& key : keys) CHECK(texts.strings.contains(key));
  }
  const auto& acc = question_of(survey, "acc");
  CHECK(option_key(acc, acc.options[0]) == "agreement.full");
  const auto& role = question_of(survey, "role");
  CHECK(option_key(role, role.options[0]) == "role.expecting");
}

TEST_CASE("questions and options are found by id, code and number, or not at all") {
  const auto survey = besoksenkat();
  const auto& acc = question_of(survey, "acc");
  CHECK(acc.option_with_code("mostly") == &acc.options[1]);
  CHECK(acc.option_with_number(2) == &acc.options[1]);
  CHECK(acc.option_with_code("none") == nullptr);
  CHECK(acc.option_with_number(6) == nullptr);
  CHECK(survey.find("none") == nullptr);
  CHECK(survey.find_number(0) == nullptr);
}

TEST_CASE("every goal of the survey is a known goal, and J1 to J5 are all asked about") {
  const auto goals = load_goals(*real_file_system(), "config/goals/goals.toml");
  if (!goals) FAIL(goals.error().message);
  std::set<std::string> known, asked;
  for (const auto& goal : *goals) known.insert(goal.id);
  CHECK(known.size() == 33);
  for (const auto& question : besoksenkat().questions) {
    for (const auto& goal : question.goals) {
      CAPTURE(question.id);
      CAPTURE(goal);
      CHECK(known.contains(goal));
      asked.insert(goal);
    }
  }
  for (const auto* goal : {"J1", "J2", "J3", "J4", "J5"}) CHECK(asked.contains(goal));
  // G14 is about other authorities; the staff survey asks it.
  CHECK_FALSE(asked.contains("G14"));
}

TEST_CASE("a folder with another name than the instrument's id is refused") {
  class OneFolder final : public FileSystem {
   public:
    Result<Bytes> read(const std::string& path, std::size_t) override {
      const auto files = besoksenkat_files();
      return to_bytes(view_of(files.at(path.substr(path.find_last_of('/') + 1))));
    }
    Result<std::vector<std::string>> list(const std::string&) override {
      return std::vector<std::string>{"README.md", "en.toml", "instrument.toml", "sv.toml"};
    }
    Result<void> write_atomic(const std::string&, ByteView, unsigned) override { return {}; }
    Result<void> remove(const std::string&) override { return {}; }
    Result<void> make_directories(const std::string&) override { return {}; }
    Result<void> sweep(const std::string&) override { return {}; }
  };
  OneFolder files;
  CHECK(load_instrument(files, "a/besoksenkat"));
  const auto loaded = load_instrument(files, "a/staff");
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().message.starts_with("a/staff/instrument.toml:1: "));
}

}  // namespace
}  // namespace vantrum::survey
