// The words of all languages as glyphs: golden cases in tests/paragraphs (UPDATE_GOLDEN=1 writes their lower
// halves anew), no missing glyph anywhere (R2), no ink outside of its line (R7), and HarfBuzz's own program
// as a witness for all of it.
#include <fmt/format.h>
#include <hb.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "kiosk/text/paragraph.h"
#include "tests/support/kiosk_walk.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

constexpr float endless = 1e7f;

const FontSet& fonts() {
  static const auto files = real_file_system();
  static const auto set = FontSet::load(*files, "assets/fonts.toml");
  REQUIRE(set);
  return **set;
}

std::string name_of_font(FontIndex font) { return std::filesystem::path(fonts()[font].path).stem().string(); }

// ---- Golden cases ----

// "\u2068" in a case is that character: marks that nobody could see are written out.
std::string unescaped(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\\u") != 0 || i + 6 > text.size()) {
      made += text[i];
      continue;
    }
    const auto c = static_cast<char32_t>(std::stoul(text.substr(i + 2, 4), nullptr, 16));
    if (c < 0x800) {
      made += static_cast<char>(0xC0 | c >> 6);
    } else {
      made += static_cast<char>(0xE0 | c >> 12);
      made += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    }
    made += static_cast<char>(0x80 | (c & 0x3F));
    i += 5;
  }
  return made;
}

// Line by line, from left to right: each font's glyphs as id@byte:x, and what is raised or lowered as ^y.
std::string described(const Paragraph& paragraph) {
  std::string text = fmt::format("{:.1f} x {:.1f} px{}\n", paragraph.width_px, paragraph.height_px,
                                 paragraph.split_word ? ", a word is broken" : "");
  for (const TextLine& line : paragraph.lines) {
    text += fmt::format("line {:.1f} px, baseline {:.1f}\n", line.width_px, line.baseline_px);
    std::string font;
    for (std::uint32_t i = 0; i < line.glyph_count; ++i) {
      const PlacedGlyph& glyph = paragraph.glyphs[line.glyph_first + i];
      if (name_of_font(glyph.font) != font) {
        font = name_of_font(glyph.font);
        text += (i > 0 ? "\n  " : "  ") + font;
      }
      text += fmt::format(" {}@{}:{:.2f}", glyph.glyph, glyph.byte, glyph.x_px);
      if (std::abs(glyph.y_px) > 0.005f) text += fmt::format("^{:.2f}", -glyph.y_px);
    }
    text += '\n';
  }
  return text;
}

struct Case {
  std::string head;  // everything up to and with the line "---"
  std::string text, language;
  float width_px = 0;
  TextDirection direction = TextDirection::left_to_right;
  std::string expected;
};

Case read_case(const std::filesystem::path& path) {
  std::ifstream file(path);
  Case read;
  std::string line;
  while (std::getline(file, line)) {
    read.head += line + "\n";
    if (line == "---") break;
    const auto colon = line.find(": ");
    REQUIRE_MESSAGE(colon != std::string::npos, path << ": expected \"name: value\" or ---");
    const std::string name = line.substr(0, colon), value = line.substr(colon + 2);
    if (name == "text") read.text = unescaped(value);
    if (name == "language") read.language = value;
    if (name == "width") read.width_px = std::stof(value);
    if (name == "direction" && value == "rtl") read.direction = TextDirection::right_to_left;
  }
  std::stringstream rest;
  rest << file.rdbuf();
  read.expected = rest.str();
  return read;
}

TEST_CASE("runs, glyphs, places and breaks are those of the golden cases") {
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/paragraphs")) {
    if (entry.path().extension() != ".txt") continue;
    ++cases;
    CAPTURE(entry.path());
    const Case golden = read_case(entry.path());
    ParagraphRequest request;
    request.text = golden.text;
    request.language = golden.language;
    request.direction = golden.direction;
    request.width_px = golden.width_px > 0 ? golden.width_px : endless;
    request.size_px = 20;
    const std::string got = described(lay_out(fonts(), request));
    if (std::getenv("UPDATE_GOLDEN")) {
      std::ofstream(entry.path()) << golden.head << got;
    } else {
      CHECK(got == golden.expected);
    }
  }
  CHECK(cases >= 20);
}

// ---- Every string of every language ----

struct Strings {
  std::string language;
  TextDirection direction = TextDirection::left_to_right;
  std::set<std::string> texts;
};

void insert_lines(const std::string& text, std::set<std::string>& into) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) into.insert(line);
}

const std::vector<Strings>& all_strings() {
  static const std::vector<Strings> all = [] {
    std::vector<Strings> made;
    const auto survey = a_survey();
    for (const auto& language : the_languages) {
      Strings strings{language, {}, {}};
      for (const auto& [key, text] : survey->instrument.texts.at(language).strings)
        strings.texts.insert(text);
      strings.texts.insert(survey->instrument.texts.at(language).own_name);
      for (const auto& [name, view] : walk(language)) {
        const bool is_ours = view.language == language;
        if (is_ours && view.direction == Direction::right_to_left)
          strings.direction = TextDirection::right_to_left;
        for (const auto* list : {&view.elements, &view.page_buttons}) {
          for (const Element& element : *list) {
            if (is_ours && element.language.empty()) insert_lines(element.words, strings.texts);
          }
        }
      }
      strings.texts.erase("");
      made.push_back(std::move(strings));
    }
    return made;
  }();
  return all;
}

ParagraphRequest request_for(const Strings& strings, const std::string& text, Weight weight) {
  ParagraphRequest request;
  request.text = text;
  request.language = strings.language;
  request.direction = strings.direction;
  request.weight = weight;
  request.width_px = endless;
  request.size_px = 1000;  // the fonts' own units
  return request;
}

TEST_CASE("no character of any language is missing, and no ink leaves its line") {
  for (const Strings& strings : all_strings()) {
    CAPTURE(strings.language);
    CHECK(strings.texts.size() > 80);
    for (const std::string& text : strings.texts) {
      CAPTURE(text);
      for (const Weight weight : {Weight::regular, Weight::bold}) {
        const Paragraph paragraph = lay_out(fonts(), request_for(strings, text, weight));
        REQUIRE(paragraph.lines.size() == 1);
        const float baseline = paragraph.lines[0].baseline_px;
        bool is_missing = false, is_cut = false;
        for (const PlacedGlyph& glyph : paragraph.glyphs) {
          is_missing = is_missing || glyph.glyph == 0;
          hb_glyph_extents_t ink{};
          hb_font_get_glyph_extents(fonts()[glyph.font].shaper, glyph.glyph, &ink);
          const float top = baseline + glyph.y_px - static_cast<float>(ink.y_bearing);
          const float bottom = top - static_cast<float>(ink.height);
          is_cut = is_cut || top < 0 || bottom > paragraph.height_px;
        }
        CHECK_FALSE(is_missing);
        CHECK_FALSE(is_cut);
      }
    }
  }
}

// ---- HarfBuzz's program as a witness ----

struct Witnessed {
  std::string text;
  Paragraph ours;
};
struct Batch {  // what one run of hb-shape can answer
  std::string font, language, direction;
  bool operator<(const Batch& other) const {
    return std::tie(font, language, direction) < std::tie(other.font, other.language, other.direction);
  }
};

// One font and one direction throughout: the program shapes runs, it finds none.
std::optional<Batch> batch_of(const Strings& strings, const Paragraph& paragraph) {
  bool rises = true, falls = true;
  for (std::size_t i = 1; i < paragraph.glyphs.size(); ++i) {
    if (paragraph.glyphs[i].font != paragraph.glyphs[0].font) return std::nullopt;
    rises = rises && paragraph.glyphs[i].byte >= paragraph.glyphs[i - 1].byte;
    falls = falls && paragraph.glyphs[i].byte <= paragraph.glyphs[i - 1].byte;
  }
  if (paragraph.glyphs.empty() || (!rises && !falls)) return std::nullopt;
  const bool to_left = falls && (!rises || strings.direction == TextDirection::right_to_left);
  return Batch{fonts()[paragraph.glyphs[0].font].path, strings.language, to_left ? "rtl" : "ltr"};
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

nlohmann::json shaped_by_program(const Batch& batch, const std::vector<Witnessed>& all) {
  testing::TemporaryFolder folder;
  const std::string in = folder.path() + "/texts", out = folder.path() + "/glyphs";
  std::ofstream texts(in);
  for (const Witnessed& one : all) texts << one.text << '\n';
  texts.close();
  const std::string command = fmt::format(
      "hb-shape '{}' --text-file='{}' --language={} --direction={} --no-glyph-names --output-format=json > "
      "'{}'",
      batch.font, in, batch.language, batch.direction, out);
  REQUIRE_MESSAGE(std::system(command.c_str()) == 0, "hb-shape of the package libharfbuzz-bin is needed");
  std::ifstream answers(out);
  nlohmann::json lines = nlohmann::json::array();
  for (std::string line; std::getline(answers, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

bool is_same(const Paragraph& ours, const nlohmann::json& theirs) {
  if (ours.glyphs.size() != theirs.size()) return false;
  float pen = 0;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    const PlacedGlyph& glyph = ours.glyphs[i];
    const float x = pen + theirs[i].at("dx").get<float>();
    if (glyph.glyph != theirs[i].at("g") || std::abs(glyph.x_px - x) > 0.5f ||
        std::abs(-glyph.y_px - theirs[i].at("dy").get<float>()) > 0.5f) {
      return false;
    }
    pen += theirs[i].at("ax").get<float>();
  }
  return true;
}

TEST_CASE("every string is shaped as hb-shape shapes it; those of several fonts word by word") {
  std::map<Batch, std::vector<Witnessed>> batches;
  std::size_t whole = 0, in_words = 0, words_left_out = 0;
  for (const Strings& strings : all_strings()) {
    for (const std::string& text : strings.texts) {
      for (const Weight weight : {Weight::regular, Weight::bold}) {
        Paragraph paragraph = lay_out(fonts(), request_for(strings, text, weight));
        if (const auto batch = batch_of(strings, paragraph)) {
          ++whole;
          batches[*batch].push_back({text, std::move(paragraph)});
          continue;
        }
        ++in_words;
        for (const std::string& word : words_of(text)) {
          Paragraph alone = lay_out(fonts(), request_for(strings, word, weight));
          if (const auto batch = batch_of(strings, alone)) {
            batches[*batch].push_back({word, std::move(alone)});
          } else {
            ++words_left_out;  // "(BVC)" among Arabic words
          }
        }
      }
    }
  }
  MESSAGE(whole << " strings whole, " << in_words << " in words, " << words_left_out
                << " words not comparable");
  for (const auto& [batch, all] : batches) {
    CAPTURE(batch.font);
    CAPTURE(batch.language);
    const auto theirs = shaped_by_program(batch, all);
    REQUIRE(theirs.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      CAPTURE(all[i].text);
      CHECK(is_same(all[i].ours, theirs[i]));
    }
  }
  CHECK(whole > 4 * in_words);
}

}  // namespace
}  // namespace vantrum::kiosk
