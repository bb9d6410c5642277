#include "tests/support/plain_raster.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace vantrum::kiosk {

namespace {

constexpr std::int64_t sub = 256;  // positions in 1/256 pixel

struct Clip {
  int left, top, right, bottom;  // right and bottom are outside
};

struct Corner {
  std::int64_t x, y;  // in 1/256 pixel
  float u, v;
  std::array<std::uint8_t, 4> colour;
};

struct Sampler {
  const Texture& texture;

  std::array<std::uint8_t, 4> at(float u, float v) const {
    const int x = std::clamp(static_cast<int>(std::floor(u)), 0, texture.width - 1);
    const int y = std::clamp(static_cast<int>(std::floor(v)), 0, texture.height - 1);
    const auto texel =
        static_cast<std::size_t>(y) * static_cast<std::size_t>(texture.width) + static_cast<std::size_t>(x);
    if (texture.format == TextureFormat::a8) return {255, 255, 255, texture.pixels[texel]};
    const std::uint8_t* p = &texture.pixels[texel * 4];
    return {p[0], p[1], p[2], p[3]};
  }
};

std::uint32_t times(std::uint32_t a, std::uint32_t b) { return (a * b + 127) / 255; }

void blend(std::uint8_t* pixel, const std::array<std::uint8_t, 4>& colour,
           const std::array<std::uint8_t, 4>& texel) {
  const std::uint32_t alpha = times(colour[3], texel[3]);
  if (alpha == 0) return;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::uint32_t source = times(colour[i], texel[i]);
    pixel[i] = static_cast<std::uint8_t>((source * alpha + pixel[i] * (255 - alpha) + 127) / 255);
  }
}

// Twice the area of a, b, (x, y): positive inside, when a, b, c turn clockwise on a screen.
std::int64_t edge(const Corner& a, const Corner& b, std::int64_t x, std::int64_t y) {
  return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

// Pixels exactly on an edge belong to the triangle only if it is a top or a left edge.
std::int64_t bias_of(const Corner& a, const Corner& b) {
  const bool top = a.y == b.y && b.x > a.x;
  const bool left = b.y < a.y;
  return top || left ? 0 : -1;
}

std::uint8_t mix(std::uint8_t a, std::uint8_t b, std::uint8_t c, float wa, float wb, float wc) {
  const float value = static_cast<float>(a) * wa + static_cast<float>(b) * wb + static_cast<float>(c) * wc;
  return static_cast<std::uint8_t>(std::clamp(value + 0.5f, 0.0f, 255.0f));
}

int pixel_from(std::int64_t position) { return static_cast<int>((position - sub / 2 + sub - 1) >> 8); }

void fill_triangle(Image& image, const Clip& clip, const Sampler& sampler, Corner a, Corner b, Corner c) {
  std::int64_t area = edge(a, b, c.x, c.y);
  if (area == 0) return;
  if (area < 0) {
    std::swap(b, c);
    area = -area;
  }
  // The first pixel whose centre is at or after the left-most corner, and so on.
  const int left = std::max(clip.left, pixel_from(std::min({a.x, b.x, c.x})));
  const int right = std::min(clip.right, pixel_from(std::max({a.x, b.x, c.x})) + 1);
  const int top = std::max(clip.top, pixel_from(std::min({a.y, b.y, c.y})));
  const int bottom = std::min(clip.bottom, pixel_from(std::max({a.y, b.y, c.y})) + 1);

  const std::int64_t bias_a = bias_of(b, c), bias_b = bias_of(c, a), bias_c = bias_of(a, b);
  const std::int64_t step_a = -(c.y - b.y) * sub, step_b = -(a.y - c.y) * sub, step_c = -(b.y - a.y) * sub;
  const bool flat_colour = a.colour == b.colour && b.colour == c.colour;
  const bool flat_texel = a.u == b.u && b.u == c.u && a.v == b.v && b.v == c.v;
  const std::array<std::uint8_t, 4> first_texel = sampler.at(a.u, a.v);
  const float per_area = 1.0f / static_cast<float>(area);

  for (int y = top; y < bottom; ++y) {
    const std::int64_t centre_x = left * sub + sub / 2, centre_y = y * sub + sub / 2;
    std::int64_t at_a = edge(b, c, centre_x, centre_y), at_b = edge(c, a, centre_x, centre_y),
                 at_c = edge(a, b, centre_x, centre_y);
    std::uint8_t* pixel = &image.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                                       static_cast<std::size_t>(std::max(left, 0))) *
                                      4];
    for (int x = left; x < right; ++x, pixel += 4, at_a += step_a, at_b += step_b, at_c += step_c) {
      if (at_a + bias_a < 0 || at_b + bias_b < 0 || at_c + bias_c < 0) continue;
      const float wa = static_cast<float>(at_a) * per_area, wb = static_cast<float>(at_b) * per_area,
                  wc = static_cast<float>(at_c) * per_area;
      std::array<std::uint8_t, 4> colour = a.colour;
      if (!flat_colour) {
        for (std::size_t i = 0; i < 4; ++i)
          colour[i] = mix(a.colour[i], b.colour[i], c.colour[i], wa, wb, wc);
      }
      blend(pixel, colour,
            flat_texel ? first_texel
                       : sampler.at(a.u * wa + b.u * wb + c.u * wc, a.v * wa + b.v * wb + c.v * wc));
    }
  }
}

Corner corner_of(const ImDrawVert& vertex, const ImVec2& origin) {
  const auto fixed = [](float value) { return static_cast<std::int64_t>(std::lround(value * float{sub})); };
  return {
      fixed(vertex.pos.x - origin.x),
      fixed(vertex.pos.y - origin.y),
      vertex.uv.x,
      vertex.uv.y,
      {static_cast<std::uint8_t>(vertex.col & 255), static_cast<std::uint8_t>(vertex.col >> 8 & 255),
       static_cast<std::uint8_t>(vertex.col >> 16 & 255), static_cast<std::uint8_t>(vertex.col >> 24 & 255)}};
}

Clip clip_of(const ImDrawCmd& command, const ImVec2& origin, const Image& image) {
  const auto within = [](float value, int most) {
    return static_cast<int>(std::clamp(value, 0.0f, static_cast<float>(most)));
  };
  return {within(command.ClipRect.x - origin.x, image.width),
          within(command.ClipRect.y - origin.y, image.height),
          within(command.ClipRect.z - origin.x, image.width),
          within(command.ClipRect.w - origin.y, image.height)};
}

void fill_command(Image& image, const ImDrawList& list, const ImDrawCmd& command, const ImVec2& origin,
                  const Texture& texture) {
  const Clip clip = clip_of(command, origin, image);
  if (clip.left >= clip.right || clip.top >= clip.bottom) return;
  const Sampler sampler{texture};
  const auto vertex = [&](unsigned i) {
    const unsigned index = command.VtxOffset + list.IdxBuffer[static_cast<int>(command.IdxOffset + i)];
    return corner_of(list.VtxBuffer[static_cast<int>(index)], origin);
  };
  for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
    fill_triangle(image, clip, sampler, vertex(i), vertex(i + 1), vertex(i + 2));
  }
}

}  // namespace

Image draw_plainly(const Scene& scene, int width, int height) {
  Image image{width, height, {}};
  for (int i = 0; i < width * height; ++i) {
    for (const int part : {int{scene.background.r}, int{scene.background.g}, int{scene.background.b}, 255}) {
      image.rgba.push_back(static_cast<std::uint8_t>(part));
    }
  }
  for (int i = 0; i < scene.lists->CmdListsCount; ++i) {
    const ImDrawList& list = *scene.lists->CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const auto number = reinterpret_cast<std::uintptr_t>(command.GetTexID());
      fill_command(image, list, command, scene.lists->DisplayPos, scene.textures[number - 1]);
    }
  }
  return image;
}

}  // namespace vantrum::kiosk
