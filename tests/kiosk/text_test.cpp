#include <doctest/doctest.h>
#include <hb.h>

#include <cmath>

#include "kiosk/text/caret.h"
#include "kiosk/text/glyph_atlas.h"
#include "kiosk/text/layout_cache.h"
#include "kiosk/text/paragraph.h"

namespace vantrum::kiosk {

namespace {

constexpr const char* font_list = VANTRUM_SOURCE "/assets/fonts.toml";
constexpr float wide = 100000;

const FontSet& fonts() {
  static const auto files = real_file_system();
  static const auto set = FontSet::load(*files, font_list);
  REQUIRE(set);
  return **set;
}

ParagraphRequest request(std::string_view text, float width_px, float size_px = 20) {
  ParagraphRequest made;
  made.text = text;
  made.width_px = width_px;
  made.size_px = size_px;
  made.language = "sv";
  return made;
}

// What HarfBuzz alone says of one run, without anything of ours around it.
struct Shaped {
  std::vector<std::uint32_t> glyphs;
  float width_px = 0;
};
Shaped shape_plainly(const std::string& text, const std::string& path, float size_px,
                     hb_direction_t direction) {
  hb_blob_t* blob = hb_blob_create_from_file(path.c_str());
  hb_face_t* face = hb_face_create(blob, 0);
  hb_font_t* font = hb_font_create(face);
  hb_buffer_t* buffer = hb_buffer_create();
  hb_buffer_add_utf8(buffer, text.c_str(), -1, 0, -1);
  hb_buffer_guess_segment_properties(buffer);
  hb_buffer_set_direction(buffer, direction);
  hb_shape(font, buffer, nullptr, 0);
  unsigned count = 0;
  const auto* infos = hb_buffer_get_glyph_infos(buffer, &count);
  const auto* positions = hb_buffer_get_glyph_positions(buffer, &count);
  Shaped shaped;
  for (unsigned i = 0; i < count; ++i) {
    shaped.glyphs.push_back(infos[i].codepoint);
    shaped.width_px +=
        static_cast<float>(positions[i].x_advance) * size_px / static_cast<float>(hb_face_get_upem(face));
  }
  hb_buffer_destroy(buffer);
  hb_font_destroy(font);
  hb_face_destroy(face);
  hb_blob_destroy(blob);
  return shaped;
}

std::vector<std::uint32_t> glyphs_of(const Paragraph& paragraph) {
  std::vector<std::uint32_t> ids;
  for (const PlacedGlyph& glyph : paragraph.glyphs) ids.push_back(glyph.glyph);
  return ids;
}

// A list of fonts in memory, so that missing and broken files can be tried.
class OneFile final : public FileSystem {
 public:
  explicit OneFile(std::string text) : text_(std::move(text)) {}
  Result<Bytes> read(const std::string&, std::size_t) override { return to_bytes(view_of(text_)); }
  Result<void> write_atomic(const std::string&, ByteView, unsigned) override { return {}; }
  Result<std::vector<std::string>> list(const std::string&) override { return std::vector<std::string>{}; }
  Result<void> remove(const std::string&) override { return {}; }
  Result<void> make_directories(const std::string&) override { return {}; }
  Result<void> sweep(const std::string&) override { return {}; }

 private:
  std::string text_;
};

std::string list_with(const std::string& folder, const std::string& bold) {
  return "folder = \"" + folder + "\"\n[[family]]\nname = \"Noto Sans\"\nscripts = [\"Latn\"]\n" +
         "regular = \"NotoSans-Regular.ttf\"\nbold = \"" + bold + "\"\n";
}

const std::string noto = "/usr/share/fonts/truetype/noto";

}  // namespace

TEST_CASE("a line has the glyphs and the width that HarfBuzz alone gives it") {
  struct Case {
    std::string text, file;
    hb_direction_t direction;
  };
  for (const Case& c : {Case{"Personalen lyssnar på mig.", "NotoSans-Regular.ttf", HB_DIRECTION_LTR},
                        Case{"AVATAR Te fi ffl – Åäö", "NotoSans-Regular.ttf", HB_DIRECTION_LTR},
                        Case{"Привіт", "NotoSans-Regular.ttf", HB_DIRECTION_LTR},
                        Case{"العربية", "NotoSansArabic-Regular.ttf", HB_DIRECTION_RTL},
                        Case{"ትግርኛ", "NotoSansEthiopic-Regular.ttf", HB_DIRECTION_LTR}}) {
    CAPTURE(c.text);
    const Shaped expected = shape_plainly(c.text, noto + "/" + c.file, 20, c.direction);
    const Paragraph paragraph = lay_out(fonts(), request(c.text, wide));
    REQUIRE(paragraph.lines.size() == 1);
    CHECK(glyphs_of(paragraph) == expected.glyphs);
    CHECK(paragraph.width_px == doctest::Approx(expected.width_px).epsilon(0.0001));
    CHECK(paragraph.lines[0].width_px == paragraph.width_px);
  }
}

TEST_CASE("lines are broken between words and are never wider than asked") {
  const std::string text = "Det är frivilligt att svara. Du kan hoppa över frågor och sluta när du vill.";
  for (const float width : {90.0f, 150.0f, 210.5f, 400.0f}) {
    const Paragraph paragraph = lay_out(fonts(), request(text, width));
    CHECK(paragraph.lines.size() > 1);
    CHECK_FALSE(paragraph.split_word);
    CHECK(paragraph.width_px <= width + 0.02f);
    for (const TextLine& line : paragraph.lines) {
      const std::uint32_t byte = paragraph.glyphs[line.glyph_first].byte;
      if (byte > 0) CHECK(text[byte - 1] == ' ');
    }
  }
}

TEST_CASE("balanced lines are as many as before, and more alike") {
  ParagraphRequest ask = request("Hur var ditt besök i dag?", 220);
  const Paragraph greedy = lay_out(fonts(), ask);
  ask.balanced = true;
  const Paragraph balanced = lay_out(fonts(), ask);
  REQUIRE(greedy.lines.size() == 2);
  REQUIRE(balanced.lines.size() == 2);
  CHECK(std::abs(balanced.lines[0].width_px - balanced.lines[1].width_px) <
        std::abs(greedy.lines[0].width_px - greedy.lines[1].width_px));
}

TEST_CASE("a word wider than the line is broken between graphemes, and never inside one") {
  // e and a combining acute are one grapheme: however narrow the line, they stay together.
  std::string text;
  for (int i = 0; i < 8; ++i) text += "e\xCC\x81";
  const Paragraph paragraph = lay_out(fonts(), request(text, 1));
  CHECK(paragraph.split_word);
  CHECK(paragraph.lines.size() == 8);
  for (const TextLine& line : paragraph.lines) CHECK(paragraph.glyphs[line.glyph_first].byte % 3 == 0);
}

TEST_CASE("a new line in the text is a new line, and an empty one has its height") {
  const Paragraph paragraph = lay_out(fonts(), request("ett\n\ntre", wide));
  REQUIRE(paragraph.lines.size() == 3);
  CHECK(paragraph.lines[1].glyph_count == 0);
  CHECK(paragraph.height_px == doctest::Approx(3 * 20 * 1.362).epsilon(0.001));
  CHECK(lay_out(fonts(), request("", wide)).lines.empty());
}

TEST_CASE("malformed UTF-8 shows the replacement character and harms nobody") {
  const Paragraph mark = lay_out(fonts(), request("\xEF\xBF\xBD", wide));
  REQUIRE(mark.glyphs.size() == 1);
  for (const std::string& text : {std::string("\xFF"), std::string("\xC3"), std::string("\xED\xA0\x80"),
                                  std::string("\xF8\x88\x80\x80\x80"), std::string("a\xE2\x82"),
                                  std::string("\0b", 2), std::string("\xC0\xAF")}) {
    const Paragraph paragraph = lay_out(fonts(), request(text, wide));
    CHECK(paragraph.lines.size() == 1);
    CHECK(paragraph.malformed == (text != std::string("\0b", 2)));
    if (text == "\xFF") CHECK(paragraph.glyphs[0].glyph == mark.glyphs[0].glyph);
  }
  // Every cut of a real text, in every width that is awkward.
  const std::string text = "Åsa – العربية ๆไทย ትግ \U0001F600 e\xCC\x81!";
  for (std::size_t length = 0; length <= text.size(); ++length) {
    for (const float width : {0.0f, 1.0f, 37.0f, wide}) {
      ParagraphRequest ask = request(std::string_view(text).substr(0, length), width);
      ask.direction = length % 2 == 0 ? TextDirection::left_to_right : TextDirection::right_to_left;
      ask.balanced = length % 3 == 0;
      CHECK(lay_out(fonts(), ask).lines.empty() == (length == 0));
    }
  }
}

TEST_CASE("a text that is too long ends with an ellipsis after a whole grapheme") {
  std::string text;
  for (int i = 0; i < 20; ++i) text += i % 5 == 4 ? " " : "e\xCC\x81";
  const std::uint32_t ellipsis = lay_out(fonts(), request("…", wide)).glyphs[0].glyph;
  for (const std::size_t lines_max : {1U, 2U}) {
    for (float width = 12; width < 120; width += 7) {
      ParagraphRequest ask = request(text, width);
      ask.lines_max = lines_max;
      const Paragraph cut = lay_out(fonts(), ask);
      CHECK(cut.lines.size() <= lines_max);
      CHECK(cut.width_px <= std::max(width, 20.0f) + 0.02f);
      ask.lines_max = 0;
      const Paragraph whole = lay_out(fonts(), ask);
      if (whole.lines.size() <= lines_max) continue;
      CHECK(cut.glyphs.back().glyph == ellipsis);
      // é is one glyph and three bytes: a cut inside of it would leave an e alone.
      for (std::size_t i = 0; i + 1 < cut.glyphs.size(); ++i) {
        if (cut.glyphs[i].glyph == ellipsis) continue;
        CHECK((cut.glyphs[i].glyph == whole.glyphs[0].glyph || text[cut.glyphs[i].byte] == ' '));
      }
    }
  }
  ParagraphRequest ask = request("kort", wide);
  ask.lines_max = 1;
  CHECK(lay_out(fonts(), ask).glyphs.size() == 4);
}

TEST_CASE("the caret stands before its character, on the side from which that is written") {
  auto caret = [](const std::string& text, TextDirection direction, std::size_t byte, float width_px = wide) {
    auto asked = request(text, width_px);
    asked.direction = direction;
    const auto paragraph = lay_out(fonts(), asked);
    return std::pair(find_caret(paragraph, byte, text.size()), paragraph.width_px);
  };
  const auto from_left = TextDirection::left_to_right, from_right = TextDirection::right_to_left;
  auto x = [&](const std::string& text, TextDirection direction, std::size_t byte) {
    return caret(text, direction, byte).first.x_px;
  };
  CHECK(x("", from_left, 0) == 0);
  CHECK(x("abc", from_left, 0) == doctest::Approx(0));
  CHECK(x("abc", from_left, 1) > 0);
  CHECK(x("abc", from_left, 2) > x("abc", from_left, 1));
  CHECK(x("abc", from_left, 3) == caret("abc", from_left, 3).second);

  const std::string peace = "سلام";  // its lam and alef are one ligature, of one glyph or of two
  const auto width = caret(peace, from_right, 0).second;
  CHECK(x(peace, from_right, 0) == doctest::Approx(width));
  CHECK(x(peace, from_right, 2) < width);
  CHECK(x(peace, from_right, 4) < x(peace, from_right, 2));
  CHECK(x(peace, from_right, 6) <= x(peace, from_right, 4));
  CHECK(x(peace, from_right, 6) > 0);
  CHECK(x(peace, from_right, 8) == 0);

  // Latin letters in an Arabic line: they lie at its left, and are written from their left.
  const auto mixed = peace + " BVC";
  CHECK(x(mixed, from_right, 9) == doctest::Approx(0));
  CHECK(x(mixed, from_right, 10) > 0);
  CHECK(x(mixed, from_right, 10) < x(mixed, from_right, 2));
  CHECK(x(mixed, from_right, 0) > x(mixed, from_right, 2));

  // A space that the end of a line has swallowed: the caret waits there, and the next word begins the next
  // line.
  const auto narrow = caret("abc", from_left, 0).second * 1.5f;
  const auto [swallowed, _] = caret("abc def", from_left, 3, narrow);
  CHECK(swallowed.line == 0);
  CHECK(caret("abc def", from_left, 4, narrow).first.line == 1);
  CHECK(caret("abc def", from_left, 4, narrow).first.x_px == doctest::Approx(0));
}

TEST_CASE("right-to-left words in a left-to-right line are turned around, and stay in their place") {
  const std::string text = "ett العربية två";
  const Paragraph paragraph = lay_out(fonts(), request(text, wide));
  std::vector<std::uint32_t> bytes;
  for (const PlacedGlyph& glyph : paragraph.glyphs) bytes.push_back(glyph.byte);
  CHECK(bytes.front() == 0);
  CHECK(bytes.back() == text.size() - 2);  // å is two bytes
  CHECK(bytes[4] > bytes[5]);              // the Arabic word runs the other way

  // In a right-to-left paragraph the words themselves stand the other way round, each still readable.
  ParagraphRequest ask = request(text, wide);
  ask.direction = TextDirection::right_to_left;
  const Paragraph turned = lay_out(fonts(), ask);
  REQUIRE(turned.glyphs.size() == paragraph.glyphs.size());
  CHECK(turned.glyphs.front().byte == text.find("två"));
  CHECK(turned.glyphs.back().byte == 2);  // the last letter of "ett"
}

TEST_CASE("a font that is missing or broken is an error that names it") {
  OneFile missing(list_with(noto, "NotoSans-Nowhere.ttf"));
  auto set = FontSet::load(missing, "fonts.toml");
  REQUIRE_FALSE(set);
  CHECK(set.error().message.find("NotoSans-Nowhere.ttf") != std::string::npos);

  OneFile broken(list_with("/", "etc/hostname"));
  set = FontSet::load(broken, "fonts.toml");
  REQUIRE_FALSE(set);
  OneFile no_font(list_with(noto, "../../../../../etc/hostname"));
  set = FontSet::load(no_font, "fonts.toml");
  REQUIRE_FALSE(set);
  CHECK(set.error().kind == ErrorKind::untrusted);
  CHECK(set.error().message.find("etc/hostname") != std::string::npos);

  const std::string whole = list_with(noto, "NotoSans-Bold.ttf");
  REQUIRE(FontSet::load(*std::make_unique<OneFile>(whole), "fonts.toml"));
  const std::pair<std::string, std::string> mistakes[] = {
      {"[[family", "fonts.toml:1: "},
      {"folder = \"/\"\nfamily = []\n", "fonts.toml:2: no family"},
      {whole + "ascent = 5.0\n", "fonts.toml:7: ascent is 5; expected a number from 0 to 4"},
      {whole + "descent = \"1\"\n", "fonts.toml:7: wrong kind of \"descent\""},
      {whole + "bald = \"a\"\n", "fonts.toml:7: unknown key \"bald\""},
      {"folder = \"/\"\n[[family]]\nname = \"a\"\nregular = \"a\"\nbold = \"a\"\nscripts = [\"Latin\"]\n",
       "fonts.toml:6: \"Latin\" is no script"},
  };
  for (const auto& [content, words] : mistakes) {
    OneFile file(content);
    set = FontSet::load(file, "fonts.toml");
    REQUIRE_FALSE(set);
    CAPTURE(set.error().message);
    CHECK(set.error().message.find(words) != std::string::npos);
  }
}

TEST_CASE("the atlas grows without moving a glyph, and says what changed") {
  GlyphAtlas atlas(fonts(), 128, 32, 1024);
  CHECK(atlas.pixels()[static_cast<std::size_t>(GlyphAtlas::white_y) * 128 +
                       static_cast<std::size_t>(GlyphAtlas::white_x)] == 255);
  CHECK(atlas.take_dirty().height == 32);
  const AtlasGlyph first = *atlas.find(0, 40, 20, 0);
  const TexelRect dirty = atlas.take_dirty();
  CHECK(dirty.x == first.at.x);
  CHECK(dirty.width == first.at.width);
  std::vector<std::uint8_t> before;
  for (int x = 0; x < first.at.width; ++x) {
    before.push_back(atlas.pixels()[static_cast<std::size_t>((first.at.y + 5) * 128 + first.at.x + x)]);
  }
  for (std::uint32_t glyph = 41; glyph < 120; ++glyph) REQUIRE(atlas.find(0, glyph, 20, 0) != nullptr);
  CHECK(atlas.height() > 32);
  CHECK(atlas.take_dirty().height == atlas.height());
  CHECK(atlas.find(0, 40, 20, 0)->at.x == first.at.x);
  for (int x = 0; x < first.at.width; ++x) {
    CHECK(atlas.pixels()[static_cast<std::size_t>((first.at.y + 5) * 128 + first.at.x + x)] ==
          before[static_cast<std::size_t>(x)]);
  }
}

TEST_CASE("a full atlas starts afresh before a frame, and never while one is built") {
  GlyphAtlas atlas(fonts(), 64, 64, 64);
  bool was_full = false;
  for (std::uint32_t glyph = 40; glyph < 90; ++glyph)
    was_full = atlas.find(0, glyph, 20, 0) == nullptr || was_full;
  CHECK(was_full);
  atlas.begin_frame();
  CHECK(atlas.find(0, 89, 20, 0) != nullptr);
}

TEST_CASE("the layout cache gives the same paragraph again and keeps its bound") {
  LayoutCache cache(fonts(), 4);
  cache.begin_frame();
  const Paragraph* first = &cache.get(request("ett", 100));
  CHECK(&cache.get(request("ett", 100)) == first);
  CHECK(&cache.get(request("ett", 101)) != first);
  for (const char* text : {"två", "tre", "fyra", "fem", "sex"}) cache.get(request(text, 100));
  cache.begin_frame();
  cache.get(request("sju", 100));
  cache.begin_frame();  // only what the last frame used is left
  CHECK(cache.size() == 1);
}

}  // namespace vantrum::kiosk
