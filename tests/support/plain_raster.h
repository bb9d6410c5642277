// What Raster must draw, said as plainly as can be: every pixel of a triangle's box is asked whether it is
// inside. Slow; only to compare with.
#pragma once

#include "kiosk/render/renderer.h"

namespace vantrum::kiosk {

Image draw_plainly(const Scene& scene, int width, int height);

// Draws the same scene plainly whenever it is given one.
class PlainRaster final : public Renderer {
 public:
  PlainRaster(int width, int height) : width_(width), height_(height) {}
  Result<void> draw(const Scene& scene) override {
    image_ = draw_plainly(scene, width_, height_);
    return {};
  }
  const std::vector<PixelRect>& changed() const override { return nothing_; }
  void forget() override {}
  const Image& image() const { return image_; }

 private:
  int width_, height_;
  Image image_;
  std::vector<PixelRect> nothing_;
};

}  // namespace vantrum::kiosk
