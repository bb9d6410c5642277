// What turns ImGui's draw lists into a picture: gles2 on the device, raster everywhere else.
//
// Texture coordinates are texels, not fractions, so a texture may grow without draw lists knowing. Draw lists
// name a texture by its place in Scene::textures, counted from 1.
//
// A renderer remembers its last picture and draws only what differs from it (damage.h). So a texel that a
// draw list has used may only change together with the whole texture, said so by its dirty rectangle.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shared/base/result.h"

struct ImDrawData;

namespace vantrum::kiosk {

enum class TextureFormat : std::uint8_t {
  a8,     // white with this coverage
  rgba8,  // not premultiplied
};

struct Texture {
  int width = 0, height = 0;
  TextureFormat format = TextureFormat::a8;
  std::span<const std::uint8_t> pixels;                             // rows without padding
  int dirty_x = 0, dirty_y = 0, dirty_width = 0, dirty_height = 0;  // changed since the last draw
};

struct Rgb {
  std::uint8_t r = 0, g = 0, b = 0;
  bool operator==(const Rgb&) const = default;
};

// Pixels of the screen; right and bottom are outside.
struct PixelRect {
  int left = 0, top = 0, right = 0, bottom = 0;
  bool operator==(const PixelRect&) const = default;
};

struct Scene {
  const ImDrawData* lists = nullptr;
  std::span<const Texture> textures;
  Rgb background;
};

class Renderer {
 public:
  virtual ~Renderer() = default;
  virtual Result<void> draw(const Scene& scene) = 0;

  // Where the last draw() has changed the picture; empty: nowhere, and there is nothing to show.
  virtual const std::vector<PixelRect>& changed() const = 0;

  // What was shown is lost: the next draw() changes all of it.
  virtual void forget() = 0;
};

// Rows from top to bottom, four bytes a pixel: red, green, blue, alpha (always 255 in a drawn picture).
struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
  bool operator==(const Image&) const = default;
};

}  // namespace vantrum::kiosk
