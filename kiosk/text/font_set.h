// The fonts of the kiosk, in one fixed order from assets/fonts.toml.
//
// A fixed list and no fontconfig: the same words give the same picture on every machine, and a font that is
// missing stops the program at its start instead of showing empty boxes to a visitor.
//
// HarfBuzz shapes with its own OpenType functions in font units; FreeType draws from the same mapped file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/file_system.h"
#include "shared/base/result.h"

struct hb_font_t;
struct FT_FaceRec_;

namespace vantrum::kiosk {

enum class Weight : std::uint8_t { regular, bold };

using FontIndex = std::uint16_t;  // in a FontSet; stable for its life
using ScriptTag = std::uint32_t;  // ISO 15924, four letters, the first one highest ("Latn")

// One font file in one weight. The pointers are borrowed from the FontSet.
struct Font {
  std::string path;
  hb_font_t* shaper = nullptr;  // scale is units_per_em
  FT_FaceRec_* face = nullptr;
  float units_per_em = 1000;
  float ascent = 1, descent = 0;  // of one em, both positive
};

class FontSet {
 public:
  // Reads the list and opens every file in it. The error names the file that is missing or broken.
  static Result<std::unique_ptr<FontSet>> load(FileSystem& files, const std::string& list_path);
  ~FontSet();
  FontSet(const FontSet&) = delete;
  FontSet& operator=(const FontSet&) = delete;

  const Font& operator[](FontIndex index) const;
  std::size_t size() const;

  FontIndex primary(Weight weight) const;
  FontIndex for_script(ScriptTag script, Weight weight) const;  // primary if no family claims the script
  bool has_glyph(FontIndex index, char32_t character) const;
  std::optional<FontIndex> find_with_glyph(char32_t character, Weight weight) const;

 private:
  struct Opened;
  FontSet();
  Result<void> add(const std::string& path);

  std::unique_ptr<Opened> opened_;
  std::vector<Font> fonts_;  // regular and bold of each family, side by side
  std::vector<std::vector<ScriptTag>> scripts_;
};

}  // namespace vantrum::kiosk
