// The device's renderer: OpenGL ES 2, no extension. The caller has made a context current and swaps
// afterwards, if anything has changed: a frame that is like the last one is not drawn.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "kiosk/render/damage.h"

namespace vantrum::kiosk {

// True for the names (GL_RENDERER) of drivers that draw on the CPU: Mesa's llvmpipe and its kin, SwiftShader.
bool is_software(std::string_view renderer);

class Gles2 final : public Renderer {
 public:
  // `unavailable` with the driver's own words if the shaders are refused.
  static Result<std::unique_ptr<Gles2>> create(int width, int height);
  ~Gles2() override;
  Gles2(const Gles2&) = delete;
  Gles2& operator=(const Gles2&) = delete;

  Result<void> draw(const Scene& scene) override;
  const std::vector<PixelRect>& changed() const override { return damage_.last(); }
  void forget() override { damage_.forget(); }
  void resize(int width, int height);

  // GL_RENDERER: what draws, in the driver's own words.
  static std::string renderer();

 private:
  struct Uploaded {
    unsigned name = 0;
    int width = 0, height = 0;
  };
  Gles2() = default;
  void upload(const Texture& texture, Uploaded& uploaded);

  Damage damage_;
  int width_ = 0, height_ = 0;
  unsigned program_ = 0, vertices_ = 0, indices_ = 0;
  int view_scale_ = -1, texel_scale_ = -1, is_alpha_ = -1;
  std::vector<Uploaded> textures_;
};

}  // namespace vantrum::kiosk
