// Draws on the CPU, the same bytes on every machine: positions are fixed-point, coverage follows the top-left
// rule (neighbouring triangles share no pixel and leave none out), textures are sampled at the nearest texel.
//
// For pictures and tests, and for a device whose graphics driver fails. ImGui's own shapes carry their smooth
// edges in their triangles, so nothing here has to anti-alias.
//
// Only what has changed is drawn, row by row of each triangle; upright rectangles, which glyphs and most
// grounds are, are copied as such. Neither changes a byte: a pixel's value depends on its triangles alone.
#pragma once

#include "kiosk/render/damage.h"

namespace vantrum::kiosk {

class Raster final : public Renderer {
 public:
  Raster(int width, int height);

  Result<void> draw(const Scene& scene) override;
  const std::vector<PixelRect>& changed() const override { return damage_.last(); }
  void forget() override { damage_.forget(); }
  void resize(int width, int height);
  const Image& image() const { return image_; }

 private:
  Damage damage_;
  Image image_;
};

}  // namespace vantrum::kiosk
