// Faulty instruments: every kind of fault is refused with its place and the right words.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "shared/survey/goals.h"
#include "tests/shared/survey_support.h"

namespace vantrum::survey {
namespace {

// A change to a good file. Both texts are looked for from `after` on; the message must name the line of `at`.
struct Fault {
  std::string what, find, replace, at, words, after;
};

std::size_t line_of(const std::string& content, std::size_t position) {
  return 1 + static_cast<std::size_t>(std::ranges::count(content.substr(0, position), '\n'));
}

void check_message(const Error& error, const std::string& place, const std::string& words) {
  CAPTURE(error.message);
  CAPTURE(place);
  CHECK(error.kind == ErrorKind::invalid);
  CHECK(error.message.starts_with(place));
  CHECK(error.message.find(words) != std::string::npos);
  CHECK(error.message.find("; expected ") != std::string::npos);
}

void check_faults(const std::string& file, const std::vector<Fault>& faults) {
  const auto whole = besoksenkat_files();
  for (const auto& fault : faults) {
    CAPTURE(fault.what);
    auto files = whole;
    auto& content = files.at(file);
    const auto start = content.find(fault.after);
    REQUIRE(start != std::string::npos);
    const auto place = content.find(fault.find, start);
    REQUIRE(place != std::string::npos);
    content.replace(place, fault.find.size(), fault.replace);
    const auto at = content.find(fault.at, fault.at.empty() ? 0 : start);
    REQUIRE(at != std::string::npos);

    const auto instrument = parse_instrument(files);
    REQUIRE_FALSE(instrument);
    check_message(instrument.error(), fmt::format("{}:{}: ", file, line_of(content, at)), fault.words);
  }
}

TEST_CASE("a fault in the instrument's own keys is refused with file, line and what was expected") {
  check_faults(
      "instrument.toml",
      {
          {"not TOML", "format = 1", "format 1", "format 1", "expected a TOML 1.0 file", ""},
          {"unknown key", "version = 1", "version = 1\nversoin = 2", "versoin", "unknown key \"versoin\"",
           ""},
          {"key twice", "version = 1", "version = 1\nversion = 2", "version = 2", "expected a TOML 1.0 file",
           ""},
          {"not UTF-8", "credit = \"", "credit = \"\xff", "credit", "expected a TOML 1.0 file", ""},
          {"key missing", "credit = ", "# credit = ", "", "\"credit\" is missing; expected a text", ""},
          {"wrong kind", "version = 1", "version = \"1\"", "version = ", "expected a whole number from 1",
           ""},
          {"fraction", "version = 1", "version = 1.5", "version = ", "expected a whole number from 1", ""},
          {"another format", "format = 1", "format = 2", "format = ", "format is 2; expected", ""},
          {"version 0", "version = 1", "version = 0", "version = ", "version is 0; expected", ""},
          {"number too big", "number = 1", "number = 65536", "number = ", "number is 65536; expected", ""},
          {"capitals in the id", "\"besoksenkat\"", "\"Besok\"", "id = ", "\"Besok\" is no id", ""},
          {"id too long", "\"besoksenkat\"", "\"abcdefghijklmnopq\"", "id = ", "is no id", ""},
          {"id with a digit first", "\"besoksenkat\"", "\"1a\"", "id = ", "is no id", ""},
          {"empty text", "credit = \"", "credit = \"\" #", "credit = ", "\"credit\" is empty", ""},
          {"text of spaces", "credit = \"", "credit = \"  \" #", "credit = ", "\"credit\" is empty", ""},
          {"no paragraph", "info_count = 6", "info_count = 0", "info_count", "info_count is 0", ""},
          {"question count", "_count = 16", "_count = 17", "question_count", "\"question\" has 16", ""},
          {"more questions than said", "_count = 16", "_count = 15", "question_count", "\"question\" has 16",
           ""},
          {"control character in a key", "version = 1", "version = 1\n\"a\\nb\" = 2", "\"a",
           "control character in a key", ""},
          {"scale count", "scale_count = 2", "scale_count = 3", "scale_count", "\"scale\" has 2", ""},
          {"65 questions", "_count = 16", "_count = 65", "question_count", "from 1 to 64", ""},
          {"a list of other things", "scale_count = 2", "scale_count = 2\nscale = [1, 2]", "[[scale]]",
           "TOML", ""},
      });
}

TEST_CASE("a fault in a scale is refused with file, line and what was expected (D1, D3, D4, D10)") {
  const std::string full = R"({ code = "full", number = 1, kind = "positive", weight = "100" })";
  const auto instead_of_full = [&](const char* what, const std::string& option, const char* words) {
    return Fault{what, full, option, option, words, ""};
  };
  check_faults(
      "instrument.toml",
      {
          instead_of_full("number 0", R"({ code = "full", number = 0, kind = "positive", weight = "100" })",
                          "number is 0; expected a whole number from 1 to 255"),
          instead_of_full("number 256",
                          R"({ code = "full", number = 256, kind = "positive", weight = "100" })",
                          "number is 256; expected a whole number from 1 to 255"),
          instead_of_full("below 0", R"({ code = "full", number = -1, kind = "positive", weight = "100" })",
                          "number is -1; expected"),
          instead_of_full("bad code", R"({ code = "Full", number = 1, kind = "positive", weight = "100" })",
                          "no id"),
          instead_of_full("unknown kind", R"({ code = "full", number = 1, kind = "good", weight = "100" })",
                          "unknown kind \"good\"; expected one of: positive, negative, dont_know"),
          instead_of_full("no weight", R"({ code = "full", number = 1, kind = "positive" })",
                          "\"weight\" is missing"),
          instead_of_full("bare weight", R"({ code = "full", number = 1, kind = "positive", weight = 100 })",
                          "wrong kind of \"weight\""),
          instead_of_full("weight over 100",
                          R"({ code = "full", number = 1, kind = "positive", weight = "301/3" })",
                          "weight \"301/3\""),
          instead_of_full("division by 0",
                          R"({ code = "full", number = 1, kind = "positive", weight = "1/0" })",
                          "weight \"1/0\""),
          instead_of_full("decimals", R"({ code = "full", number = 1, kind = "positive", weight = "66.7" })",
                          "weight \"66.7\""),
          instead_of_full("unknown key",
                          R"({ code = "full", number = 1, kind = "positive", weight = "100", x = 1 })",
                          "unknown key \"x\"; expected only: code, kind, number, weight"),
          {"dk with a weight", "\"dont_know\" }", "\"dont_know\", weight = \"0\" }", "\"dont_know\"",
           "unknown key \"weight\"", ""},
          {"weights not falling", "\"200/3\"", "\"100/3\"", "options = [", "weights out of order", ""},
          {"99 first", "weight = \"100\"", "weight = \"99\"", "options = [", "fall from 100 to 0", ""},
          {"10 last", "weight = \"0\"", "weight = \"10\"", "options = [", "fall from 100 to 0", ""},
          {"negative first", "kind = \"positive\"", "kind = \"negative\"", "options = [",
           "kinds out of order", ""},
          {"kinds mixed",
           "\"positive\", weight = \"200/3\" },\n  { code = \"slightly\", number = 3, kind = \"negative\"",
           "\"negative\", weight = \"200/3\" },\n  { code = \"slightly\", number = 3, kind = \"positive\"",
           "options = [", "kinds out of order", ""},
          {"dk first", full, R"({ code = "full", number = 1, kind = "dont_know" })", "options = [",
           "not the last", ""},
          {"number twice", "number = 2, kind", "number = 1, kind",
           "scale = ", "option number 1 is used twice", "id = \"agreement\""},
          {"code twice", "\"mostly\"", "\"full\"",
           "scale = ", "option code \"full\" is reserved or used twice", "id = \"agreement\""},
          {"option lost", "  " + full + ",\n", "", "option_count", "\"options\" has 4", ""},
          {"17 options", "option_count = 5", "option_count = 17", "option_count", "from 1 to 16", ""},
          {"scale id twice", "\"satisfaction\"", "\"agreement\"", "id = ", "scale id \"agreement\"",
           "[[scale]]\nid = \"satis"},
          {"reserved scale id", "id = \"agreement\"", "id = \"info\"", "id = \"info\"", "scale id \"info\"",
           ""},
          {"unused scale", "scale = \"satisfaction\"", "scale = \"agreement\"", "[[scale]]",
           "no question uses the scale \"satisfaction\"", ""},
      });
}

TEST_CASE("a fault in a question is refused with file, line and what was expected") {
  check_faults(
      "instrument.toml",
      {
          {"key missing", "background = true\n", "", "[[question]]",
           "\"background\" is missing; expected true or false", ""},
          {"hint missing", "hint = true\n", "", "[[question]]", "\"hint\" is missing", ""},
          {"rule missing", "when = \"\"\n", "", "[[question]]", "\"when\" is missing", ""},
          {"unknown key", "hint = false", "hint = false\nhnit = true", "hnit", "unknown key \"hnit\"",
           "id = \"acc\""},
          {"unknown type", "type = \"scale\"", "type = \"slider\"", "type = \"slider\"",
           "unknown type \"slider\"; "
           "expected one of: scale, feeling, select_one, select_many, rating, number, text, note",
           ""},
          {"unknown linkage", "\"linked\"", "\"joined\"", "linkage", "unknown linkage \"joined\"",
           "id = \"acc\""},
          {"number 0", "number = 1\n", "number = 0\n", "number = ", "number is 0; expected", "id = \"acc\""},
          {"number twice", "number = 2\n", "number = 1\n", "number = ", "question number 1 is used twice",
           "id = \"wel\""},
          {"id twice", "id = \"wel\"", "id = \"acc\"", "id = ", "question id \"acc\" is used twice",
           "id = \"wel\""},
          {"id of a scale", "id = \"wel\"", "id = \"agreement\"", "id = ", "reserved or a scale's",
           "id = \"wel\""},
          {"reserved id", "id = \"wel\"", "id = \"info\"", "id = ", "reserved or a scale's", "id = \"wel\""},
          {"unknown scale", "\"agreement\"", "\"agree\"", "scale = ", "no scale \"agree\"", "id = \"acc\""},
          {"scale of a choice", "hint = true", "hint = true\nscale = \"agreement\"",
           "scale = ", "unknown key \"scale\"", "id = \"role\""},
          {"options of a scale", "hint = false", "hint = false\noptions = []",
           "options = ", "unknown key \"options\"", "id = \"acc\""},
          {"one option", "option_count = 2\noptions = [\n  { code = \"yes\", number = 1 },",
           "option_count = 1\noptions = [", "options = [", "one option is no choice", "id = \"first\""},
          {"reserved code", "\"woman\"", "\"text\"", "options = [", "option code \"text\" is reserved",
           "id = \"gender\""},
          {"goal id", "\"G13\"", "\"13\"", "goals", "goal \"13\"", "id = \"acc\""},
          {"empty goal id", "\"G13\"", "\"\"", "goals", "no text", "id = \"acc\""},
          {"goal twice", "\"G13\"", "\"G1\"", "goals", "goals twice", "id = \"acc\""},
          {"alternative without a rule", "\"${role} = 'expecting'\"", "\"\"", "alternatives",
           "an empty rule would always win", "id = \"bond\""},
          {"alternative named like an option", "name = \"expecting\"", "name = \"full\"", "alternatives",
           "alternative \"full\" is reserved", "id = \"bond\""},
          {"reserved alternative", "name = \"expecting\"", "name = \"hint\"", "alternatives",
           "alternative \"hint\" is reserved", "id = \"bond\""},
      });
}

TEST_CASE("a rule that looks ahead or at what is not there is refused with its column") {
  const std::string first_rule = "\"${role} != 'relative'\"";
  const auto rule_of_first = [&](const char* what, const char* rule, const char* words) {
    return Fault{what, first_rule, rule, "when = ", words, "id = \"first\""};
  };
  check_faults(
      "instrument.toml",
      {
          rule_of_first("not a rule", "\"${role} is 'relative'\"", "rule, column 9: not understood"),
          rule_of_first("unknown question", "\"${rule} != 'relative'\"",
                        "rule, column 1: no earlier question \"rule\""),
          rule_of_first("itself", "\"${first} = 'yes'\"", "rule, column 1: no earlier question \"first\""),
          rule_of_first("unknown code", "\"${role} != '' and ${role} != 'relatives'\"",
                        "rule, column 19: \"role\" has no option \"relatives\""),
          rule_of_first("free text", "\"${open} != ''\"", "rule, column 1: \"open\" has no options"),
          {"a later question", "when = \"\"", "when = \"${gender} = 'man'\"",
           "when = ", "rule, column 1: no earlier question \"gender\"", "id = \"acc\""},
          {"a later question in an alternative", "${role} = 'expecting'", "${first} = 'yes'", "alternatives",
           "rule, column 1: no earlier question \"first\"", "id = \"bond\""},
      });
}

TEST_CASE("what would make visitors recognisable is refused (P-11, P-31)") {
  check_faults("instrument.toml",
               {
                   {"four roles and four genders", "option_count = 3\noptions = [",
                    "option_count = 4\noptions = [\n  { code = \"unsaid\", number = 4 },", "linkage",
                    "multiply to 16; expected at most 12 (P-31)", "id = \"gender\""},
                   {"a third linked background question", "linkage = \"counter\"", "linkage = \"linked\"",
                    "linkage", "3 linked background questions; expected at most 2", "id = \"first\""},
                   {"several choices linked", "linkage = \"counter\"", "linkage = \"linked\"", "linkage",
                    "several choices beside other answers", "id = \"services\""},
                   {"linked choice that is not called background", "background = true", "background = false",
                    "background", "describes the visitor", "id = \"gender\""},
                   {"free text linked", "linkage = \"separate\"", "linkage = \"linked\"", "linkage", "(P-11)",
                    "id = \"open\""},
                   {"free text counted", "linkage = \"separate\"", "linkage = \"counter\"", "linkage",
                    "(P-11)", "id = \"open\""},
                   {"a scale kept separate", "linkage = \"linked\"", "linkage = \"separate\"", "linkage",
                    "only free text", "id = \"acc\""},
                   {"a statement as background", "background = false", "background = true", "background",
                    "expected type = \"select_one\"", "id = \"acc\""},
               });
}

// The visitor survey with one question more at its end.
InstrumentFiles with_question(const std::string& keys) {
  auto files = besoksenkat_files();
  auto& content = files.at("instrument.toml");
  content.replace(content.find("question_count = 16"), 19, "question_count = 17");
  content +=
      "\n[[question]]\nid = \"often\"\nnumber = 17\nhint = false\ngoals = []\nalternatives = []\n" + keys;
  if (keys.find("select_") != std::string::npos) content += "order_seed = 0\ndont_know = 0\n";
  return files;
}

void check_refused_at(const InstrumentFiles& files, const std::string& at, const std::string& words) {
  const auto instrument = parse_instrument(files);
  REQUIRE_FALSE(instrument);
  const auto& content = files.at("instrument.toml");
  const auto line = line_of(content, content.rfind(at));
  check_message(instrument.error(), fmt::format("instrument.toml:{}: ", line), words);
}

TEST_CASE("a fifth background question is refused") {
  check_refused_at(
      with_question("type = \"select_one\"\nlinkage = \"counter\"\nbackground = true\nwhen = \"\"\n"
                    "option_count = 2\n"
                    "options = [{ code = \"yes\", number = 1 }, { code = \"no\", number = 2 }]\n"),
      "background = true", "5 background questions; expected at most 4");
}

TEST_CASE(
    "a linked question that only a counter's answer opens is refused: the collector could not check it "
    "(P-31)") {
  check_refused_at(
      with_question("type = \"scale\"\nscale = \"agreement\"\nlinkage = \"linked\"\nbackground = false\n"
                    "when = \"${role} != '' and ${first} = 'yes'\"\n"),
      "when = ", "rule, column 19: \"first\" is not kept beside this question; expected a linked");
}

TEST_CASE("a fault in a language file is refused with file, line and what was expected") {
  const std::string long_text(601, 'a');
  check_faults(
      "en.toml",
      {
          {"another language", "language = \"en\"", "language = \"sv\"", "language",
           "in a file named \"en.toml\"", ""},
          {"no tag", "language = \"en\"", "language = \"english\"", "language", "language \"english\"", ""},
          {"no name", "own_name = \"English\"", "own_name = \"\"", "own_name", "\"own_name\" is empty", ""},
          {"no translator", "translator = ", "# ", "", "\"translator\" is missing", ""},
          {"no reviewer key", "reviewer = ", "# ", "", "\"reviewer\" is missing", ""},
          {"unknown review", "\"pending\"", "\"done\"", "review = ", "unknown review \"done\"", ""},
          {"nobody reviewed it", "\"pending\"", "\"reviewed\"", "reviewer", "a review without a reviewer",
           ""},
          {"unknown key", "review = ", "revised = 1\nreview = ", "revised", "unknown key \"revised\"", ""},
          {"no texts", "[text]", "[texts]", "", "\"text\" is missing", ""},
          {"unused string", "acc.text", "acc.hint = \"x\"\nacc.text", "acc.hint",
           "unknown string \"acc.hint\"", ""},
          {"unused group", "acc.text", "aac.text = \"x\"\nacc.text", "aac.text",
           "unknown string \"aac.text\"", ""},
          {"deeper key", "acc.text", "acc.text.more = \"x\"\n# ", "acc.text.more",
           "unknown string \"acc.text.more\"", ""},
          {"string twice", "wel.text", "acc.text = \"x\"\nwel.text", "acc.text = \"x\"", "TOML 1.0", ""},
          {"empty string", "first.yes = \"Yes\"", "first.yes = \"\"", "first.yes", "\"yes\" is empty", ""},
          {"number as a string", "first.yes = \"Yes\"", "first.yes = 1", "first.yes",
           "expected a text in quotes", ""},
          {"too long", "\"Yes\"", "\"" + long_text + "\"", "first.yes",
           "a text of 601 bytes; expected at most 600", ""},
          {"line feed", "\"Yes\"", "\"Yes\\n\"", "first.yes", "a control character", ""},
          {"delete", "\"Yes\"", "\"Yes\\u007f\"", "first.yes", "a control character", ""},
          {"next line", "\"Yes\"", "\"Yes\\u0085\"", "first.yes", "a control character", ""},
          {"placeholder elsewhere", "\"Yes\"", "\"{receiver}\"", "[text]", "braces in \"first.yes\"", ""},
          {"misspelt placeholder", "{receiver}.", "{reciever}.", "[text]", "braces in \"info.2\"", ""},
          {"nobody receives", " They go to {receiver}.", "", "[text]", "names who receives", ""},
      });
}

TEST_CASE("a string missing from the Swedish file is refused: there is nothing to fall back on") {
  check_faults("sv.toml",
               {
                   {"question", "acc.text = ", "# ", "[text]", "missing strings: acc.text; expected", ""},
                   {"option", "agreement.dk = ", "# ", "[text]", "missing strings: agreement.dk", ""},
               });
}

TEST_CASE("all missing strings are listed at once") {
  auto files = besoksenkat_files();
  auto& content = files.at("sv.toml");
  content = content.substr(0, content.find("gender.text"));
  const auto instrument = parse_instrument(files);
  REQUIRE_FALSE(instrument);
  for (const auto* key : {"gender.text", "gender.other", "services.hint", "first.no", "closing"}) {
    CHECK(instrument.error().message.find(key) != std::string::npos);
  }
}

TEST_CASE("missing, foreign and oversized files are refused") {
  const auto refused = [](const InstrumentFiles& files, const char* place, const char* words) {
    const auto instrument = parse_instrument(files);
    REQUIRE_FALSE(instrument);
    check_message(instrument.error(), place, words);
  };
  refused({}, "instrument.toml:1: ", "the file is missing");
  auto files = besoksenkat_files();
  files.erase("sv.toml");
  refused(files, "sv.toml:1: ", "the file is missing");
  for (const auto* name :
       {"notes.txt", "English.toml", ".toml", "e.toml", "en-.toml", "../en.toml", "en.toml.toml"}) {
    files = besoksenkat_files();
    files[name] = files.at("en.toml");
    refused(files, "instrument.toml:1: ", "expected names like sv.toml");
  }
  files = besoksenkat_files();
  files.at("en.toml") += "#" + std::string(256 * 1024, ' ');
  refused(files, "en.toml:1: ", "bytes long; expected at most 262144");
  files = besoksenkat_files();
  for (int i = 0; i < 40; ++i) files[fmt::format("a{}{}.toml", char('a' + i / 26), char('a' + i % 26))] = "";
  refused(files, "instrument.toml:1: ", "at most 40 languages");
}

TEST_CASE("a file nested a hundred thousand levels deep is refused, not a crash") {
  const auto deep = [](std::string_view part, std::size_t times, std::string_view end) {
    std::string content = part == "[" ? "a = " : "";
    for (std::size_t i = 0; i < times; ++i) content += part;
    return content.append(end);
  };
  for (const auto& content :
       {deep("a.", 100'000, "a = 1"), deep("a.", 8'000, "a = 1"), deep("[", 100'000, ""),
        deep("[", 8'000, ""), deep("a={", 8'000, ""), deep("a.", 9, "a = 1")}) {
    auto files = besoksenkat_files();
    files.at("en.toml") = content;
    CHECK_FALSE(parse_instrument(files));
  }
}

TEST_CASE("a faulty goals file is refused with file and line") {
  const std::string good = "goal_count = 1\n[[goal]]\nid = \"G1\"\ntext = \"stöd\"\nsource = \"Kalmar\"\n";
  REQUIRE(parse_goals("goals.toml", good));
  struct Case {
    std::string find, replace, place, words;
  };
  const Case cases[] = {
      {"goal_count = 1", "goal_count = 2", "goals.toml:1: ", "\"goal\" has 1"},
      {"goal_count = 1", "goals = 1", "goals.toml:1: ", "\"goal_count\" is missing"},
      {"\"G1\"", "\"g1\"", "goals.toml:3: ", "goal id \"g1\""},
      {"\"G1\"", "\"G01\"", "goals.toml:3: ", "goal id \"G01\""},
      {"\"stöd\"", "\"\"", "goals.toml:4: ", "\"text\" is empty"},
      {"source", "from", "goals.toml:2: ", "\"source\" is missing"},
      {"text =", "text = \"a\"\ntext =", "goals.toml:5: ", "TOML 1.0"},
      {"goal_count = 1", "goal_count = 2\n[[goal]]\nid = \"G1\"\ntext = \"a\"\nsource = \"b\"",
       "goals.toml:7: ", "\"G1\" is used twice"},
  };
  for (const auto& c : cases) {
    auto content = good;
    content.replace(content.find(c.find), c.find.size(), c.replace);
    const auto goals = parse_goals("goals.toml", content);
    REQUIRE_FALSE(goals);
    check_message(goals.error(), c.place, c.words);
  }
}

}  // namespace
}  // namespace vantrum::survey
