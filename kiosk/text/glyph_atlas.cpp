#include "kiosk/text/glyph_atlas.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <cmath>

namespace vantrum::kiosk {

namespace {

constexpr int white_side = 3;
constexpr int gap = 1;  // so that no renderer's rounding touches a neighbour

std::uint64_t key_of(FontIndex font, std::uint32_t glyph, float size_px, int quarter) {
  const auto eighths = static_cast<std::uint64_t>(std::lround(size_px * 8));
  return (std::uint64_t{font} << 48) | ((eighths & 0xffff) << 32) | ((std::uint64_t{glyph} & 0xffffff) << 8) |
         static_cast<std::uint64_t>(quarter & 3);
}

// Draws into the face's slot; false for glyphs that this font cannot draw.
bool render(FT_Face face, std::uint32_t glyph, float size_px, int quarter) {
  if (FT_Set_Char_Size(face, 0, std::lround(size_px * 64), 72, 72) != 0) return false;
  if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP) != 0) return false;
  if (face->glyph->format == FT_GLYPH_FORMAT_OUTLINE)
    FT_Outline_Translate(&face->glyph->outline, quarter * 16, 0);
  return FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) == 0;
}

}  // namespace

GlyphAtlas::GlyphAtlas(const FontSet& fonts, int width, int height, int height_max)
    : fonts_(fonts), width_(width), height_(height), height_first_(height), height_max_(height_max) {
  clear();
}

void GlyphAtlas::clear() {
  height_ = height_first_;
  pixels_.assign(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 0);
  glyphs_.clear();
  for (int y = 0; y < white_side; ++y) {
    for (int x = 0; x < white_side; ++x) pixels_[static_cast<std::size_t>(y * width_ + x)] = 255;
  }
  shelf_x_ = white_side + gap;
  shelf_y_ = 0;
  shelf_height_ = white_side;
  dirty_ = {0, 0, width_, height_};
}

void GlyphAtlas::begin_frame() {
  const int used = shelf_y_ + shelf_height_;
  if (height_ == height_max_ && used > height_max_ - height_max_ / 4) clear();
}

const AtlasGlyph* GlyphAtlas::find(FontIndex font, std::uint32_t glyph, float size_px, int quarter) {
  const std::uint64_t key = key_of(font, glyph, size_px, quarter);
  if (const auto known = glyphs_.find(key); known != glyphs_.end()) return &known->second;

  AtlasGlyph made;
  FT_Face face = fonts_[font].face;
  if (render(face, glyph, size_px, quarter)) {
    const FT_Bitmap& bitmap = face->glyph->bitmap;
    const auto columns = static_cast<int>(bitmap.width), rows = static_cast<int>(bitmap.rows);
    if (columns > 0 && rows > 0) {
      if (!make_room(columns, rows, made.at)) return nullptr;
      for (int y = 0; y < rows; ++y) {
        std::copy_n(bitmap.buffer + y * bitmap.pitch, columns,
                    pixels_.begin() + (made.at.y + y) * width_ + made.at.x);
      }
      made.left = face->glyph->bitmap_left;
      made.top = face->glyph->bitmap_top;
      touch(made.at);
    }
  }
  return &glyphs_.emplace(key, made).first->second;
}

bool GlyphAtlas::make_room(int width, int height, TexelRect& at) {
  if (width + gap > width_) return false;
  if (shelf_x_ + width + gap > width_) {
    shelf_y_ += shelf_height_ + gap;
    shelf_x_ = 0;
    shelf_height_ = 0;
  }
  while (shelf_y_ + height + gap > height_) {
    if (height_ >= height_max_) return false;
    height_ = std::min(height_ * 2, height_max_);
    pixels_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 0);
    dirty_ = {0, 0, width_, height_};
  }
  at = {shelf_x_, shelf_y_, width, height};
  shelf_x_ += width + gap;
  shelf_height_ = std::max(shelf_height_, height);
  return true;
}

void GlyphAtlas::touch(const TexelRect& rect) {
  if (dirty_.empty()) {
    dirty_ = rect;
    return;
  }
  const int right = std::max(dirty_.x + dirty_.width, rect.x + rect.width);
  const int bottom = std::max(dirty_.y + dirty_.height, rect.y + rect.height);
  dirty_.x = std::min(dirty_.x, rect.x);
  dirty_.y = std::min(dirty_.y, rect.y);
  dirty_.width = right - dirty_.x;
  dirty_.height = bottom - dirty_.y;
}

TexelRect GlyphAtlas::take_dirty() { return std::exchange(dirty_, {}); }

}  // namespace vantrum::kiosk
