// The string tables themselves: complete, listed where they are not, and written so that every script reads
// right.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "kiosk/app/language.h"
#include "shared/base/toml.h"
#include "shared/wire/documents.h"
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

constexpr const char* instruments_folder = "config/instruments";

std::vector<survey::Instrument> the_instruments() {
  std::vector<survey::Instrument> instruments;
  for (const auto& entry : std::filesystem::directory_iterator(instruments_folder)) {
    if (!entry.is_directory()) continue;
    auto instrument = survey::load_instrument(*real_file_system(), entry.path().string());
    if (!instrument) FAIL(instrument.error().message);
    instruments.push_back(std::move(*instrument));
  }
  std::ranges::sort(instruments, {}, &survey::Instrument::id);
  REQUIRE_FALSE(instruments.empty());
  return instruments;
}

// "texts: complete in 9 languages", or a line for each language that lacks strings.
std::string report_of(const Texts& texts, const std::vector<survey::Instrument>& instruments) {
  std::string report;
  auto list = [&](const std::string& where, const std::string& language,
                  const std::vector<std::string>& keys) {
    if (keys.empty()) return;
    report += fmt::format("{}: {}: {} missing: {}\n", where, language, keys.size(), fmt::join(keys, ", "));
  };
  for (const auto& language : texts.languages()) list("texts", language, texts.missing(language));
  for (const auto& instrument : instruments) {
    for (const auto& [language, words] : instrument.texts) list(instrument.id, language, words.missing);
  }
  return report.empty() ? fmt::format("texts: complete in {} languages", texts.languages().size()) : report;
}

// One text of one file, wherever in the tree it stands.
struct Line {
  std::string place, language, text;
};

void collect(const TomlValue& value, const std::string& place, const std::string& language,
             std::vector<Line>& lines) {
  if (value.kind == TomlValue::Kind::string) lines.push_back({place, language, value.text});
  for (const auto& [key, member] : value.members) collect(member, place + "." + key, language, lines);
}

std::vector<Line> all_lines() {
  std::vector<std::string> folders = {"assets/texts"};
  for (const auto& entry : std::filesystem::directory_iterator(instruments_folder)) {
    if (entry.is_directory()) folders.push_back(entry.path().string());
  }
  std::vector<Line> lines;
  for (const auto& folder : folders) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const auto language = entry.path().stem().string();
      if (language == "instrument") continue;
      const auto bytes = real_file_system()->read(entry.path().string(), toml_bytes_max);
      REQUIRE(bytes);
      const auto tree = parse_toml(entry.path().string(), text_of(*bytes));
      if (!tree) FAIL(tree.error().message);
      // Only what visitors see: not who translated.
      for (const auto* table : {"text", "texts"}) {
        const auto found = tree->members.find(table);
        if (found != tree->members.end()) collect(found->second, entry.path().string(), language, lines);
      }
    }
  }
  return lines;
}

std::u32string characters_of(const std::string& utf8) {
  std::u32string characters;
  for (const char byte : utf8) {
    const auto b = static_cast<unsigned char>(byte);
    if (b < 0x80) {
      characters += b;
    } else if (b >= 0xc0) {
      characters += b & (b >= 0xf0 ? 0x07U : b >= 0xe0 ? 0x0fU : 0x1fU);
    } else {
      characters.back() = characters.back() << 6 | (b & 0x3fU);
    }
  }
  return characters;
}

// Latin letters, European digits, and placeholders, which become numbers or names.
bool is_left_to_right(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') || c == U'{' ||
         (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7);
}

// What stands in the way of reading it in the right order, or nothing.
std::string isolation_fault(const std::string& text) {
  constexpr char32_t first_isolate = 0x2066, last_isolate = 0x2068, pop = 0x2069;
  int depth = 0;
  for (const auto c : characters_of(text)) {
    if (c >= first_isolate && c <= last_isolate) ++depth;
    if (c == pop && --depth < 0) return "U+2069 without its beginning";
    if (depth == 0 && is_left_to_right(c)) return "written from left to right, but not isolated";
  }
  return depth == 0 ? "" : "an isolate that does not end";
}

// Words of a sentence, in lower case as far as ASCII goes.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    const bool in_word = static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c));
    if (in_word) {
      words.back() += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  return words;
}

}  // namespace

TEST_SUITE_BEGIN("texts");

TEST_CASE("every shipped language has every string; what is missing is listed") {
  const auto report = report_of(the_texts(), the_instruments());
  MESSAGE(report);
  CHECK(report == "texts: complete in 9 languages");
}

TEST_CASE("the list names file, language and keys") {
  auto files = text_files();
  auto& tigrinya = files.at("ti");
  for (const std::string key : {"\"info.next\"", "\"bar.back\""}) {
    const auto from = tigrinya.find(key);
    tigrinya.erase(from, tigrinya.find('\n', from) + 1 - from);
  }
  auto instruments = the_instruments();
  instruments.front().texts.at("so").missing = {"closing"};
  const auto texts = Texts::parse(files);
  REQUIRE(texts);
  CHECK(report_of(*texts, instruments) ==
        "texts: ti: 2 missing: info.next, bar.back\nbesoksenkat: so: 1 missing: closing\n");
}

TEST_CASE("the interface speaks every language that an instrument has") {
  const auto interface = the_texts().languages();
  for (const auto& instrument : the_instruments()) {
    for (const auto& [language, texts] : instrument.texts) {
      CAPTURE(language);
      CHECK(std::find(interface.begin(), interface.end(), language) != interface.end());
    }
  }
}

TEST_CASE("every language is called by its own name in its own script (R9)") {
  const std::map<std::string, std::string> names = {
      {"sv", "Svenska"},         {"en", "English"},     {"ar", "العربية"},
      {"so", "Soomaali"},        {"fa", "فارسی / دری"}, {"ti", "ትግርኛ"},
      {"ckb", "کوردیی ناوەندی"}, {"uk", "Українська"},  {"fi", "Suomi"}};
  for (const auto& instrument : the_instruments()) {
    if (instrument.audience == survey::Audience::visitor) REQUIRE(instrument.texts.size() == names.size());
    for (const auto& [language, texts] : instrument.texts) CHECK(texts.own_name == names.at(language));
  }
}

TEST_CASE("the direction comes from the language, and a script in the tag decides before it (R1)") {
  for (const auto* tag :
       {"ar", "fa", "ckb", "ps", "ur", "he", "yi", "prs", "fa-AF", "ku-Arab", "az-Arab-IR"}) {
    CAPTURE(tag);
    CHECK(direction_of(tag) == Direction::right_to_left);
  }
  for (const auto* tag :
       {"sv", "en", "so", "ti", "uk", "fi", "kmr", "zh-Hant", "yi-Latn", "xx", "", "a-", "are"}) {
    CAPTURE(tag);
    CHECK(direction_of(tag) == Direction::left_to_right);
  }
}

TEST_CASE(
    "numbers, placeholders and Latin words are isolated where the language runs from right to left (R4)") {
  for (const auto& line : all_lines()) {
    CAPTURE(line.place);
    CAPTURE(line.text);
    if (direction_of(line.language) == Direction::right_to_left) CHECK(isolation_fault(line.text).empty());
  }
  CHECK_FALSE(isolation_fault("مركز BVC").empty());
  CHECK_FALSE(isolation_fault("عمر 2").empty());
  CHECK_FALSE(isolation_fault("{step}").empty());
  CHECK_FALSE(isolation_fault("مركز \u2068BVC").empty());
  CHECK_FALSE(isolation_fault("مركز\u2069").empty());
  CHECK(isolation_fault("مركز \u2068BVC\u2069").empty());
}

TEST_CASE("the letters and marks are those of the language") {
  const std::map<std::string, std::vector<std::string>> foreign = {
      {"ckb", {"ك", "ي", "ى", "ة", "?"}},  // Arabic letters that look alike
      {"fa", {"ك", "ي", "ى", "ة", "?", " می ", "‌ ", " ‌"}},
      {"ar", {"ک", "ی", "?"}},
      {"uk", {"'", "ы", "э", "ъ", "ё"}},
      {"so", {"'"}},
      {"ti", {"፡", "፧", ".", ","}}};
  for (const auto& line : all_lines()) {
    CAPTURE(line.place);
    CAPTURE(line.text);
    CHECK(line.text.find("...") == std::string::npos);
    CHECK(line.text.find("  ") == std::string::npos);
    CHECK(line.text.front() != ' ');
    CHECK(line.text.back() != ' ');
    const auto marks = foreign.find(line.language);
    if (marks == foreign.end()) continue;
    for (const auto& mark : marks->second) {
      CAPTURE(mark);
      CHECK(line.text.find(mark) == std::string::npos);
    }
  }
}

TEST_CASE("a translation has the placeholders of the Swedish text, and no others") {
  auto placeholders = [](const std::string& text) {
    std::multiset<std::string> found;
    for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
      found.insert(text.substr(at, text.find('}', at) + 1 - at));
    }
    return found;
  };
  const auto key_of = [](const Line& line) {
    const auto file = line.place.find(line.language + ".toml");
    return line.place.substr(0, file) + line.place.substr(file + line.language.size());
  };
  std::map<std::string, std::multiset<std::string>> swedish;
  for (const auto& line : all_lines()) {
    if (line.language == "sv") swedish[key_of(line)] = placeholders(line.text);
  }
  for (const auto& line : all_lines()) {
    CAPTURE(line.place);
    CHECK(placeholders(line.text) == swedish.at(key_of(line)));
  }
}

TEST_CASE("nothing is pointed out by place, shape or colour (A50)") {
  const std::map<std::string, std::set<std::string>> banned = {
      {"sv",
       {"höger", "vänster", "nedan", "ovan", "nedanför", "ovanför", "längst", "grön", "gröna", "röd", "röda",
        "blå", "gul", "gula", "rund", "runda", "fyrkantiga", "cirkeln", "pilen"}},
      {"en",
       {"below", "above", "bottom", "top", "corner", "green", "red", "blue", "yellow", "round", "square",
        "circle", "arrow", "leftmost", "rightmost"}}};
  for (const auto& line : all_lines()) {
    const auto words = banned.find(line.language);
    if (words == banned.end()) continue;
    CAPTURE(line.text);
    for (const auto& word : words_of(line.text)) {
      CAPTURE(word);
      CHECK_FALSE(words->second.contains(word));
    }
  }
}

TEST_CASE("a round document with all nine languages is far below its limit") {
  wire::Round round;
  round.name = "Besöksenkät hösten 2026";
  round.centre_name = "Familjecentralen Norr";
  round.receiver = "Region Kalmar län";
  round.languages = the_languages;
  round.instrument_files =
      *survey::read_instrument_files(*real_file_system(), "config/instruments/besoksenkat");
  std::size_t longest = 0;
  for (const auto& [name, content] : round.instrument_files) longest = std::max(longest, content.size());
  const auto bytes = wire::encode(round).size();
  MESSAGE(fmt::format("round document: {} of {} bytes; longest file: {} bytes", bytes,
                      wire::document_bytes_max, longest));
  CHECK(bytes < wire::document_bytes_max / 2);
  CHECK(longest < 64 * 1024);
}

TEST_SUITE_END();

}  // namespace vantrum::kiosk
