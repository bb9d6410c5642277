#include "kiosk/text/font_set.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb-ot.h>
#include <hb.h>

#include <limits>

#include "shared/base/toml.h"

namespace vantrum::kiosk {

namespace {

struct Family {
  std::string regular, bold;
  std::vector<ScriptTag> scripts;
  std::optional<float> ascent, descent;
};

Result<std::optional<float>> take_em(TomlTable& table, const std::string& key) {
  constexpr double em_max = 4;
  if (!table.has(key)) return std::optional<float>();
  return std::optional(static_cast<float>(TRY(table.take_real(key, 0, em_max))));
}

Result<Family> take_family(TomlTable& table, const std::string& folder) {
  TRY(table.take_string("name"));
  Family family;
  family.regular = folder + "/" + TRY(table.take_string("regular"));
  family.bold = folder + "/" + TRY(table.take_string("bold"));
  for (const auto& tag : TRY(table.take_strings("scripts"))) {
    if (tag.size() != 4) return table.error_at("scripts", "\"" + tag + "\" is no script; expected \"Latn\"");
    family.scripts.push_back(hb_tag_from_string(tag.data(), 4));
  }
  if (family.scripts.empty()) return table.error_at("scripts", "no script; expected some, as [\"Latn\"]");
  family.ascent = TRY(take_em(table, "ascent"));
  family.descent = TRY(take_em(table, "descent"));
  TRY(table.finish());
  return family;
}

Result<std::vector<Family>> parse_list(std::string_view file, std::string_view content) {
  const auto root = TRY(parse_toml(file, content));
  TomlTable list(file, root);
  const auto folder = TRY(list.take_string("folder"));
  std::vector<Family> families;
  for (auto& table : TRY(list.take_tables("family"))) families.push_back(TRY(take_family(table, folder)));
  if (families.empty()) return list.error_at("family", "no family; expected at least one [[family]]");
  TRY(list.finish());
  return families;
}

}  // namespace

struct FontSet::Opened {
  FT_Library library = nullptr;
  std::vector<hb_blob_t*> blobs;  // mapped, not read: only the pages that are used take memory

  Opened() { check(FT_Init_FreeType(&library) == 0); }
  ~Opened() {
    for (hb_blob_t* blob : blobs) hb_blob_destroy(blob);
    FT_Done_FreeType(library);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
};

FontSet::FontSet() : opened_(std::make_unique<Opened>()) {}

FontSet::~FontSet() {
  for (Font& font : fonts_) {
    if (font.face) FT_Done_Face(font.face);
    if (font.shaper) hb_font_destroy(font.shaper);
  }
}

Result<std::unique_ptr<FontSet>> FontSet::load(FileSystem& files, const std::string& list_path) {
  const std::string doing = "loading fonts of " + list_path;
  auto bytes = files.read(list_path, toml_bytes_max);
  if (!bytes) return bytes.error().while_doing(doing);
  auto families = parse_list(list_path, text_of(*bytes));
  if (!families) return families.error().while_doing(doing);

  std::unique_ptr<FontSet> set(new FontSet);
  for (const Family& family : *families) {
    for (const std::string& path : {family.regular, family.bold}) {
      if (auto added = set->add(path); !added) return added.error().while_doing(doing);
      Font& font = set->fonts_.back();
      font.ascent = family.ascent.value_or(font.ascent);
      font.descent = family.descent.value_or(font.descent);
    }
    set->scripts_.push_back(family.scripts);
  }
  return set;
}

Result<void> FontSet::add(const std::string& path) {
  hb_blob_t* blob = hb_blob_create_from_file_or_fail(path.c_str());
  if (!blob)
    return Error::not_found("font " + path + " is missing or cannot be read (package fonts-noto-core)");
  opened_->blobs.push_back(blob);

  unsigned length = 0;
  const char* data = hb_blob_get_data(blob, &length);
  Font& font = fonts_.emplace_back();
  font.path = path;
  hb_face_t* face = hb_face_create(blob, 0);
  const unsigned units = hb_face_get_upem(face);
  const unsigned glyphs = hb_face_get_glyph_count(face);
  font.shaper = hb_font_create(face);
  hb_face_destroy(face);
  hb_ot_font_set_funcs(font.shaper);
  hb_font_set_scale(font.shaper, static_cast<int>(units), static_cast<int>(units));

  hb_font_extents_t extents{};
  const bool measured = hb_font_get_h_extents(font.shaper, &extents) != 0;
  const bool drawable = length <= static_cast<unsigned>(std::numeric_limits<FT_Long>::max()) &&
                        FT_New_Memory_Face(opened_->library, reinterpret_cast<const FT_Byte*>(data),
                                           static_cast<FT_Long>(length), 0, &font.face) == 0;
  if (!drawable || !measured || glyphs == 0 || !FT_IS_SCALABLE(font.face) ||
      !has_glyph(static_cast<FontIndex>(fonts_.size() - 1), U' ')) {
    return Error::untrusted("font " + path + " is broken");
  }
  font.units_per_em = static_cast<float>(units);
  font.ascent = static_cast<float>(extents.ascender) / font.units_per_em;
  font.descent = -static_cast<float>(extents.descender) / font.units_per_em;
  return {};
}

const Font& FontSet::operator[](FontIndex index) const {
  check(index < fonts_.size());
  return fonts_[index];
}

std::size_t FontSet::size() const { return fonts_.size(); }

FontIndex FontSet::primary(Weight weight) const { return static_cast<FontIndex>(weight); }

FontIndex FontSet::for_script(ScriptTag script, Weight weight) const {
  for (std::size_t family = 0; family < scripts_.size(); ++family) {
    for (const ScriptTag tag : scripts_[family]) {
      if (tag == script) return static_cast<FontIndex>(family * 2 + static_cast<std::size_t>(weight));
    }
  }
  return primary(weight);
}

bool FontSet::has_glyph(FontIndex index, char32_t character) const {
  hb_codepoint_t glyph = 0;
  return hb_font_get_nominal_glyph((*this)[index].shaper, character, &glyph) != 0;
}

std::optional<FontIndex> FontSet::find_with_glyph(char32_t character, Weight weight) const {
  for (std::size_t index = static_cast<std::size_t>(weight); index < fonts_.size(); index += 2) {
    if (has_glyph(static_cast<FontIndex>(index), character)) return static_cast<FontIndex>(index);
  }
  return std::nullopt;
}

}  // namespace vantrum::kiosk
