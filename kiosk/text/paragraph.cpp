#include "kiosk/text/paragraph.h"

#include <fribidi.h>
#include <hb.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>

#include "kiosk/text/line_breaks.h"

namespace vantrum::kiosk {

namespace {

struct Run {  // characters of one font, script and level
  std::size_t begin = 0, end = 0;
  FontIndex font = 0;
  hb_script_t script = HB_SCRIPT_COMMON;
  FriBidiLevel level = 0;
};

struct Text {  // one line of the source: no hard breaks inside
  std::u32string characters;
  std::vector<std::uint32_t> bytes;  // where each character starts
  std::vector<FriBidiLevel> levels;
  std::vector<hb_script_t> scripts;
  std::vector<FontIndex> fonts;
  std::vector<float> advances_px;  // of the cluster that starts here, else 0
  Boundaries boundaries;
};

bool is_malformed(std::string_view utf8) {
  const auto length = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(utf8.data()), at, length, c);
    if (c < 0) return true;
  }
  return false;
}

// Splits at hard breaks. Other control characters would be drawn as boxes; they become spaces.
std::vector<Text> decode(std::string_view utf8) {
  std::vector<Text> texts(1);
  const auto length = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t at = 0; at < length;) {
    const auto start = static_cast<std::uint32_t>(at);
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(utf8.data()), at, length, c);
    if (c == '\r') continue;
    if (c == '\n' || c == 0x2028 || c == 0x2029) {
      texts.emplace_back();
      continue;
    }
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    texts.back().characters.push_back(control ? U' ' : static_cast<char32_t>(c));
    texts.back().bytes.push_back(start);
  }
  return texts;
}

bool is_space(char32_t c) { return c == U' ' || c == 0x200b || c == 0x3000 || (c >= 0x2000 && c <= 0x2006); }

class Composer {
 public:
  Composer(const FontSet& fonts, const ParagraphRequest& request)
      : fonts_(fonts),
        request_(request),
        language_(
            hb_language_from_string(request.language.data(), static_cast<int>(request.language.size()))),
        buffer_(hb_buffer_create()) {
    out_.size_px = request.size_px;
    out_.direction = request.direction;
  }
  ~Composer() { hb_buffer_destroy(buffer_); }
  Composer(const Composer&) = delete;
  Composer& operator=(const Composer&) = delete;

  Paragraph compose() {
    if (request_.text.empty()) return std::move(out_);
    out_.malformed = is_malformed(request_.text);
    for (Text& text : decode(request_.text)) {
      if (text.characters.empty()) {
        set_line({}, text);
        continue;
      }
      find_levels(text);
      find_scripts(text);
      find_fonts(text);
      text.boundaries = find_boundaries(text.characters, request_.language);
      measure(text);
      fill(text);
    }
    return std::move(out_);
  }

 private:
  void find_levels(Text& text) const {
    const auto count = static_cast<FriBidiStrIndex>(text.characters.size());
    const auto* characters = reinterpret_cast<const FriBidiChar*>(text.characters.data());
    std::vector<FriBidiCharType> types(text.characters.size());
    std::vector<FriBidiBracketType> brackets(text.characters.size());
    text.levels.assign(text.characters.size(), 0);
    fribidi_get_bidi_types(characters, count, types.data());
    fribidi_get_bracket_types(characters, count, types.data(), brackets.data());
    FriBidiParType base =
        request_.direction == TextDirection::right_to_left ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    const auto got =
        fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), count, &base, text.levels.data());
    if (got == 0)
      std::fill(text.levels.begin(), text.levels.end(), FriBidiLevel{0});  // no memory: still readable
  }

  // Punctuation and marks take the script of what stands before them; at the start, of what comes after.
  void find_scripts(Text& text) const {
    hb_unicode_funcs_t* unicode = hb_unicode_funcs_get_default();
    auto is_weak = [](hb_script_t script) {
      return script == HB_SCRIPT_COMMON || script == HB_SCRIPT_INHERITED || script == HB_SCRIPT_UNKNOWN;
    };
    for (const char32_t c : text.characters) text.scripts.push_back(hb_unicode_script(unicode, c));
    const auto strong = std::find_if_not(text.scripts.begin(), text.scripts.end(), is_weak);
    hb_script_t before = strong == text.scripts.end() ? HB_SCRIPT_LATIN : *strong;
    for (hb_script_t& script : text.scripts) {
      if (is_weak(script)) script = before;
      before = script;
    }
  }

  void find_fonts(Text& text) const {
    hb_unicode_funcs_t* unicode = hb_unicode_funcs_get_default();
    for (std::size_t i = 0; i < text.characters.size(); ++i) {
      const char32_t c = text.characters[i];
      const auto category = hb_unicode_general_category(unicode, c);
      const bool stays_with_base = category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
                                   category == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK ||
                                   category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
                                   category == HB_UNICODE_GENERAL_CATEGORY_FORMAT;
      FontIndex font = stays_with_base && i > 0
                           ? text.fonts.back()
                           : fonts_.for_script(static_cast<ScriptTag>(text.scripts[i]), request_.weight);
      if (!stays_with_base && !fonts_.has_glyph(font, c)) {
        font = fonts_.find_with_glyph(c, request_.weight).value_or(font);
      }
      text.fonts.push_back(font);
    }
  }

  std::vector<Run> runs_of(const Text& text, std::size_t begin, std::size_t end) const {
    std::vector<Run> runs;
    for (std::size_t i = begin; i < end; ++i) {
      if (runs.empty() || runs.back().font != text.fonts[i] || runs.back().script != text.scripts[i] ||
          runs.back().level != text.levels[i]) {
        runs.push_back({i, i, text.fonts[i], text.scripts[i], text.levels[i]});
      }
      runs.back().end = i + 1;
    }
    return runs;
  }

  // Leaves the glyphs in buffer_, in visual order; clusters are indices into text.characters.
  void shape(const Text& text, const Run& run) {
    hb_buffer_clear_contents(buffer_);
    hb_buffer_set_cluster_level(buffer_, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    hb_buffer_add_utf32(buffer_, reinterpret_cast<const std::uint32_t*>(text.characters.data()),
                        static_cast<int>(text.characters.size()), static_cast<unsigned>(run.begin),
                        static_cast<int>(run.end - run.begin));
    hb_buffer_set_direction(buffer_, run.level % 2 == 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer_, run.script);
    hb_buffer_set_language(buffer_, language_);
    hb_shape(fonts_[run.font].shaper, buffer_, nullptr, 0);
  }

  // Advances, and no break inside of what the font draws as one, whatever the break rules say.
  void measure(Text& text) {
    text.advances_px.assign(text.characters.size(), 0);
    std::vector<bool> begins(text.characters.size(), false);
    for (const Run& run : runs_of(text, 0, text.characters.size())) {
      shape(text, run);
      unsigned count = 0;
      const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer_, &count);
      const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer_, &count);
      const float px = request_.size_px / fonts_[run.font].units_per_em;
      for (unsigned i = 0; i < count; ++i) {
        text.advances_px[infos[i].cluster] += static_cast<float>(positions[i].x_advance) * px;
        begins[infos[i].cluster] = true;
      }
    }
    for (std::size_t i = 0; i < begins.size(); ++i) {
      text.boundaries.line[i] = text.boundaries.line[i] && begins[i];
      text.boundaries.grapheme[i] = text.boundaries.grapheme[i] && begins[i];
    }
  }

  struct Span {
    std::size_t begin = 0, end = 0;
  };
  struct Broken {
    std::vector<Span> lines;
    bool split_word = false;
  };

  void fill(const Text& text) {
    Broken broken = break_lines(text, request_.width_px);
    if (request_.balanced && !broken.split_word && broken.lines.size() > 1)
      broken = balance(text, std::move(broken));
    out_.split_word = out_.split_word || broken.split_word;
    for (const Span& line : broken.lines) set_line(runs_of(text, line.begin, line.end), text);
  }

  // The narrowest column that needs no more lines.
  Broken balance(const Text& text, Broken widest) const {
    float narrow_px = request_.width_px / 2, wide_px = request_.width_px;
    while (wide_px - narrow_px > 4) {
      const float middle_px = (narrow_px + wide_px) / 2;
      Broken tried = break_lines(text, middle_px);
      if (tried.split_word || tried.lines.size() > widest.lines.size()) {
        narrow_px = middle_px;
      } else {
        wide_px = middle_px;
        widest = std::move(tried);
      }
    }
    return widest;
  }

  static Broken break_lines(const Text& text, float column_px) {
    constexpr float slack_px = 0.01f;  // sums of the same numbers in another order
    Broken broken;
    const std::size_t count = text.characters.size();
    for (std::size_t begin = 0; begin < count;) {
      std::size_t end = count, last_break = begin;
      float width_px = 0;
      for (std::size_t i = begin; i < count; ++i) {
        width_px += text.advances_px[i];
        if (width_px > column_px + slack_px && !is_space(text.characters[i])) {
          end = last_break > begin ? last_break : emergency_break(text, begin, i);
          broken.split_word = broken.split_word || (last_break == begin && end < count);
          break;
        }
        if (text.boundaries.line[i + 1]) last_break = i + 1;
      }
      std::size_t visible_end = end;
      while (visible_end > begin && is_space(text.characters[visible_end - 1])) --visible_end;
      broken.lines.push_back({begin, visible_end});
      begin = end;
    }
    return broken;
  }

  // Between graphemes, and at least one of them.
  static std::size_t emergency_break(const Text& text, std::size_t begin, std::size_t too_far) {
    std::size_t end = too_far;
    while (end > begin && !text.boundaries.grapheme[end]) --end;
    if (end > begin) return end;
    for (end = begin + 1; !text.boundaries.grapheme[end]; ++end) {
    }
    return end;
  }

  // Rule L2: from the highest level down to the lowest odd one, turn around what is at that level or above.
  static void to_visual_order(std::vector<Run>& runs) {
    FriBidiLevel highest = 0;
    for (const Run& run : runs) highest = std::max(highest, run.level);
    for (int level = highest; level > 0; --level) {
      for (auto at = runs.begin(); at != runs.end();) {
        at = std::find_if(at, runs.end(), [&](const Run& run) { return run.level >= level; });
        const auto end = std::find_if(at, runs.end(), [&](const Run& run) { return run.level < level; });
        std::reverse(at, end);
        at = end;
      }
    }
  }

  void set_line(std::vector<Run> runs, const Text& text) {
    TextLine line;
    line.glyph_first = static_cast<std::uint32_t>(out_.glyphs.size());
    const Font& usual = fonts_[fonts_.primary(request_.weight)];
    float ascent = usual.ascent, descent = usual.descent;  // so that lines of one script have one height
    to_visual_order(runs);
    for (const Run& run : runs) {
      ascent = std::max(ascent, fonts_[run.font].ascent);
      descent = std::max(descent, fonts_[run.font].descent);
      shape(text, run);
      line.width_px = place_glyphs(text, run, line.width_px);
    }
    line.glyph_count = static_cast<std::uint32_t>(out_.glyphs.size()) - line.glyph_first;

    const float natural_px = (ascent + descent) * request_.size_px;
    // Scripts with tall lines have air enough.
    const float led_px =
        request_.leading < 1
            ? natural_px * request_.leading
            : std::max(natural_px, (usual.ascent + usual.descent) * request_.size_px * request_.leading);
    const float extra_px = led_px - natural_px;
    line.top_px = out_.height_px;
    line.baseline_px = out_.height_px + extra_px / 2 + ascent * request_.size_px;
    out_.height_px += natural_px + extra_px;
    out_.width_px = std::max(out_.width_px, line.width_px);
    out_.lines.push_back(line);
  }

  float place_glyphs(const Text& text, const Run& run, float pen_px) {
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer_, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer_, &count);
    const float px = request_.size_px / fonts_[run.font].units_per_em;
    for (unsigned i = 0; i < count; ++i) {
      out_.glyphs.push_back({run.font, infos[i].codepoint,
                             pen_px + static_cast<float>(positions[i].x_offset) * px,
                             -static_cast<float>(positions[i].y_offset) * px, text.bytes[infos[i].cluster]});
      pen_px += static_cast<float>(positions[i].x_advance) * px;
    }
    return pen_px;
  }

  const FontSet& fonts_;
  const ParagraphRequest& request_;
  hb_language_t language_;
  hb_buffer_t* buffer_;
  Paragraph out_;
};

}  // namespace

namespace {

// Where the text may be cut: the first byte of every grapheme.
std::vector<std::size_t> graphemes_of(const ParagraphRequest& request) {
  std::vector<std::size_t> cuts;
  for (const Text& text : decode(request.text)) {
    const Boundaries boundaries = find_boundaries(text.characters, request.language);
    for (std::size_t i = 0; i < text.characters.size(); ++i) {
      if (boundaries.grapheme[i]) cuts.push_back(text.bytes[i]);
    }
  }
  return cuts;
}

// The longest beginning that fits together with the ellipsis.
Paragraph cut_off(const FontSet& fonts, const ParagraphRequest& request, bool malformed) {
  const std::vector<std::size_t> cuts = graphemes_of(request);
  const auto ending_at = [&](std::size_t cut) {
    std::string text(request.text.substr(0, cut));
    while (!text.empty() && text.back() == ' ') text.pop_back();
    text += "\u2026";
    ParagraphRequest shorter = request;
    shorter.text = text;
    shorter.lines_max = 0;
    Paragraph paragraph = Composer(fonts, shorter).compose();
    paragraph.malformed = malformed;
    return paragraph;
  };
  Paragraph best = ending_at(0);
  for (std::size_t low = 0, high = cuts.size(); low < high;) {
    const std::size_t middle = (low + high) / 2;
    Paragraph tried = ending_at(cuts[middle]);
    if (tried.lines.size() > request.lines_max) {
      high = middle;
    } else {
      low = middle + 1;
      best = std::move(tried);
    }
  }
  return best;
}

}  // namespace

float height_of(const Paragraph& paragraph, LineRange lines) {
  const auto top_of = [&](std::size_t line) {
    return line < paragraph.lines.size() ? paragraph.lines[line].top_px : paragraph.height_px;
  };
  const std::size_t count = paragraph.lines.size(), first = std::min(lines.first, count);
  return top_of(first + std::min(lines.count, count - first)) - top_of(first);
}

Paragraph lay_out(const FontSet& fonts, const ParagraphRequest& request) {
  Paragraph whole = Composer(fonts, request).compose();
  if (request.lines_max == 0 || whole.lines.size() <= request.lines_max) return whole;
  return cut_off(fonts, request, whole.malformed);
}

}  // namespace vantrum::kiosk
