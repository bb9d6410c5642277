// One A8 picture of all glyphs drawn so far, in shelves, and one white texel for shapes: so that a whole
// screen is one texture and mostly one draw call.
//
// Glyphs are drawn unhinted and grey at their true size, at quarter-pixel positions. The atlas grows
// downwards, so a glyph never moves: coordinates are texels, not fractions, and draw lists built before it
// grew stay right.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "kiosk/text/font_set.h"

namespace vantrum::kiosk {

struct TexelRect {
  int x = 0, y = 0, width = 0, height = 0;
  bool empty() const { return width <= 0 || height <= 0; }
};

struct AtlasGlyph {
  TexelRect at;           // empty for a space
  int left = 0, top = 0;  // from the pen to the picture's left edge, and from the baseline up to its top
};

class GlyphAtlas {
 public:
  static constexpr int width_default = 2048;  // the least that an OpenGL ES 2 device of ours can take
  static constexpr int height_default = 256;
  static constexpr int height_max_default = 2048;

  explicit GlyphAtlas(const FontSet& fonts, int width = width_default, int height = height_default,
                      int height_max = height_max_default);

  // Starts afresh when little room is left, so that it never has to happen while a frame is being built.
  void begin_frame();

  // Draws the glyph if it isn't there. nullptr only if the atlas is full at its largest.
  const AtlasGlyph* find(FontIndex font, std::uint32_t glyph, float size_px, int quarter);

  int width() const { return width_; }
  int height() const { return height_; }
  const std::vector<std::uint8_t>& pixels() const { return pixels_; }
  static constexpr float white_x = 1.5f, white_y = 1.5f;  // in texels: the middle of a white patch

  // What changed since the last call; the whole atlas after it grew or started afresh.
  TexelRect take_dirty();

 private:
  void clear();
  bool make_room(int width, int height, TexelRect& at);
  void touch(const TexelRect& rect);

  const FontSet& fonts_;
  int width_, height_, height_first_, height_max_;
  std::vector<std::uint8_t> pixels_;
  std::unordered_map<std::uint64_t, AtlasGlyph> glyphs_;
  int shelf_x_ = 0, shelf_y_ = 0, shelf_height_ = 0;
  TexelRect dirty_;
};

}  // namespace vantrum::kiosk
