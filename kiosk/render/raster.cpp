#include "kiosk/render/raster.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>

namespace vantrum::kiosk {

namespace {

constexpr std::int64_t sub = 256;  // positions in 1/256 pixel

using Clip = PixelRect;
using Colour = std::array<std::uint8_t, 4>;

struct Corner {
  std::int64_t x, y;  // in 1/256 pixel
  float u, v;
  Colour colour;
};

struct Sampler {
  const Texture& texture;

  Colour at(float u, float v) const {
    const int x = std::clamp(static_cast<int>(std::floor(u)), 0, texture.width - 1);
    const int y = std::clamp(static_cast<int>(std::floor(v)), 0, texture.height - 1);
    const auto texel =
        static_cast<std::size_t>(y) * static_cast<std::size_t>(texture.width) + static_cast<std::size_t>(x);
    if (texture.format == TextureFormat::a8) return {255, 255, 255, texture.pixels[texel]};
    const std::uint8_t* p = &texture.pixels[texel * 4];
    return {p[0], p[1], p[2], p[3]};
  }
};

std::uint8_t* pixel_at(Image& image, int x, int y) {
  return image.rgba.data() +
         (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) *
             4;
}

std::uint32_t times(std::uint32_t a, std::uint32_t b) { return (a * b + 127) / 255; }

Colour shaded(const Colour& colour, const Colour& texel) {
  Colour shade{};
  for (std::size_t i = 0; i < 4; ++i) shade[i] = static_cast<std::uint8_t>(times(colour[i], texel[i]));
  return shade;
}

void blend(std::uint8_t* pixel, const Colour& source) {
  const std::uint32_t alpha = source[3];
  if (alpha == 0) return;
  for (std::size_t i = 0; i < 3; ++i) {
    pixel[i] = static_cast<std::uint8_t>((source[i] * alpha + pixel[i] * (255 - alpha) + 127) / 255);
  }
}

void fill_span(std::uint8_t* pixel, int count, const Colour& source) {
  if (source[3] != 255) {
    for (; count > 0; --count, pixel += 4) blend(pixel, source);
    return;
  }
  // What is drawn is opaque, so the fourth byte stays 255.
  for (; count > 0; --count, pixel += 4) std::memcpy(pixel, source.data(), 4);
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

// A value that grows by `step` with each pixel, and the pixels where it is not negative.
struct Edge {
  std::int64_t at, step, bias;

  void narrow(std::int64_t& from, std::int64_t& end) const {
    const std::int64_t value = at + bias;
    if (step == 0) {
      if (value < 0) end = from;
    } else if (step > 0) {
      if (value < 0) from = std::max(from, (-value + step - 1) / step);
    } else if (value < 0) {
      end = from;
    } else {
      end = std::min(end, value / -step + 1);
    }
  }
};

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
  if (left >= right) return;

  Edge edge_a{0, -(c.y - b.y) * sub, bias_of(b, c)}, edge_b{0, -(a.y - c.y) * sub, bias_of(c, a)},
      edge_c{0, -(b.y - a.y) * sub, bias_of(a, b)};
  const bool flat_colour = a.colour == b.colour && b.colour == c.colour;
  const bool flat_texel = a.u == b.u && b.u == c.u && a.v == b.v && b.v == c.v;
  const Colour first_texel = sampler.at(a.u, a.v);
  const Colour flat_shade = shaded(a.colour, first_texel);
  const float per_area = 1.0f / static_cast<float>(area);

  for (int y = top; y < bottom; ++y) {
    const std::int64_t centre_x = left * sub + sub / 2, centre_y = y * sub + sub / 2;
    edge_a.at = edge(b, c, centre_x, centre_y);
    edge_b.at = edge(c, a, centre_x, centre_y);
    edge_c.at = edge(a, b, centre_x, centre_y);
    std::int64_t from = 0, end = right - left;
    for (const Edge* side : {&edge_a, &edge_b, &edge_c}) side->narrow(from, end);
    if (from >= end) continue;
    std::uint8_t* pixel = pixel_at(image, left + static_cast<int>(from), y);
    if (flat_colour && flat_texel) {
      fill_span(pixel, static_cast<int>(end - from), flat_shade);
      continue;
    }
    std::int64_t at_a = edge_a.at + from * edge_a.step, at_b = edge_b.at + from * edge_b.step,
                 at_c = edge_c.at + from * edge_c.step;
    for (; from < end; ++from, pixel += 4, at_a += edge_a.step, at_b += edge_b.step, at_c += edge_c.step) {
      const float wa = static_cast<float>(at_a) * per_area, wb = static_cast<float>(at_b) * per_area,
                  wc = static_cast<float>(at_c) * per_area;
      Colour colour = a.colour;
      if (!flat_colour) {
        for (std::size_t i = 0; i < 4; ++i)
          colour[i] = mix(a.colour[i], b.colour[i], c.colour[i], wa, wb, wc);
      }
      const Colour texel = flat_texel
                               ? first_texel
                               : sampler.at(a.u * wa + b.u * wb + c.u * wc, a.v * wa + b.v * wb + c.v * wc);
      blend(pixel, shaded(colour, texel));
    }
  }
}

// An upright rectangle of one colour: a ground, or a glyph's picture at its own size.
struct Quad {
  Corner first, last;  // top left, bottom right
  bool flat;           // one texel for all of it
};

// From two triangles as ImGui's PrimRect writes them; nothing if they are anything else.
std::optional<Quad> quad_of(const Corner& a, const Corner& b, const Corner& c, const Corner& d) {
  const bool upright = a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x && a.x < b.x && a.y < d.y;
  if (!upright || a.colour != b.colour || a.colour != c.colour || a.colour != d.colour) return {};
  if (a.u == b.u && a.u == c.u && a.u == d.u && a.v == b.v && a.v == c.v && a.v == d.v)
    return Quad{a, c, true};
  const bool texels_upright = a.v == b.v && b.u == c.u && c.v == d.v && d.u == a.u;
  const auto is_whole = [](const Corner& corner) {
    return corner.x % sub == 0 && corner.y % sub == 0 && corner.u == std::floor(corner.u) &&
           corner.v == std::floor(corner.v);
  };
  const bool one_to_one = texels_upright && is_whole(a) && is_whole(c) &&
                          static_cast<float>((c.x - a.x) / sub) == c.u - a.u &&
                          static_cast<float>((c.y - a.y) / sub) == c.v - a.v;
  if (!one_to_one) return {};
  return Quad{a, c, false};
}

void fill_quad(Image& image, const Clip& clip, const Sampler& sampler, const Quad& quad) {
  const int x0 = pixel_from(quad.first.x), y0 = pixel_from(quad.first.y);
  const int left = std::max(clip.left, x0), right = std::min(clip.right, pixel_from(quad.last.x));
  const int top = std::max(clip.top, y0), bottom = std::min(clip.bottom, pixel_from(quad.last.y));
  if (left >= right) return;
  if (quad.flat) {
    const Colour shade = shaded(quad.first.colour, sampler.at(quad.first.u, quad.first.v));
    for (int y = top; y < bottom; ++y) fill_span(pixel_at(image, left, y), right - left, shade);
    return;
  }
  for (int y = top; y < bottom; ++y) {
    std::uint8_t* pixel = pixel_at(image, left, y);
    const float v = quad.first.v + static_cast<float>(y - y0);
    for (int x = left; x < right; ++x, pixel += 4) {
      blend(pixel, shaded(quad.first.colour, sampler.at(quad.first.u + static_cast<float>(x - x0), v)));
    }
  }
}

Corner corner_of(const ImDrawVert& vertex, const ImVec2& origin) {
  // As lround, which costs a call.
  const auto fixed = [](float value) {
    const double exact = static_cast<double>(value) * double{sub};
    return static_cast<std::int64_t>(exact + (exact < 0 ? -0.5 : 0.5));
  };
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

Clip common(const Clip& a, const Clip& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
          std::min(a.bottom, b.bottom)};
}
bool is_empty(const Clip& clip) { return clip.left >= clip.right || clip.top >= clip.bottom; }

// The parts of the screen that are drawn anew, and one rectangle around all of them.
struct Parts {
  const std::vector<PixelRect>& list;
  PixelRect around;
};

Parts parts_of(const std::vector<PixelRect>& list) {
  PixelRect around = list.front();
  for (const PixelRect& part : list) {
    around = {std::min(around.left, part.left), std::min(around.top, part.top),
              std::max(around.right, part.right), std::max(around.bottom, part.bottom)};
  }
  return {list, around};
}

bool misses(const PixelRect& rect, const Corner& a, const Corner& b, const Corner& c) {
  const std::int64_t left = rect.left * sub, top = rect.top * sub, right = rect.right * sub,
                     bottom = rect.bottom * sub;
  return (a.x < left && b.x < left && c.x < left) || (a.x > right && b.x > right && c.x > right) ||
         (a.y < top && b.y < top && c.y < top) || (a.y > bottom && b.y > bottom && c.y > bottom);
}

void fill_command(Image& image, const Parts& parts, const ImDrawList& list, const ImDrawCmd& command,
                  const ImVec2& origin, const Texture& texture) {
  const Clip clip = clip_of(command, origin, image);
  if (is_empty(common(clip, parts.around))) return;
  const Sampler sampler{texture};
  const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
  const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
  const auto corner = [&](unsigned i) { return corner_of(vertices[index[i]], origin); };
  for (unsigned i = 0; i + 2 < command.ElemCount;) {
    const Corner a = corner(i), b = corner(i + 1), c = corner(i + 2);
    std::optional<Quad> quad;
    if (i + 5 < command.ElemCount && index[i + 3] == index[i] && index[i + 4] == index[i + 2]) {
      quad = quad_of(a, b, c, corner(i + 5));
    }
    i += quad ? 6 : 3;
    // A quad reaches no further than its first triangle.
    if (misses(parts.around, a, b, c)) continue;
    for (const PixelRect& part : parts.list) {
      const Clip within = common(clip, part);
      if (is_empty(within) || misses(part, a, b, c)) continue;
      if (quad) {
        fill_quad(image, within, sampler, *quad);
      } else {
        fill_triangle(image, within, sampler, a, b, c);
      }
    }
  }
}

void fill_background(Image& image, const PixelRect& part, Rgb ground) {
  for (int y = part.top; y < part.bottom; ++y) {
    fill_span(pixel_at(image, part.left, y), part.right - part.left, {ground.r, ground.g, ground.b, 255});
  }
}

}  // namespace

Raster::Raster(int width, int height) { resize(width, height); }

void Raster::resize(int width, int height) {
  check(width > 0 && height > 0);
  image_.width = width;
  image_.height = height;
  image_.rgba.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255);
  damage_.forget();
}

Result<void> Raster::draw(const Scene& scene) {
  const auto& changed = damage_.find(scene, image_.width, image_.height);
  if (changed.empty()) return {};
  for (const PixelRect& part : changed) fill_background(image_, part, scene.background);
  const Parts parts = parts_of(changed);
  for (int i = 0; i < scene.lists->CmdListsCount; ++i) {
    const ImDrawList& list = *scene.lists->CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const auto number = reinterpret_cast<std::uintptr_t>(command.GetTexID());
      check(number >= 1 && number <= scene.textures.size() && command.UserCallback == nullptr);
      fill_command(image_, parts, list, command, scene.lists->DisplayPos, scene.textures[number - 1]);
    }
  }
  return {};
}

}  // namespace vantrum::kiosk
