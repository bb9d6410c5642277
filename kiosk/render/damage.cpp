#include "kiosk/render/damage.h"

#include <imgui.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace vantrum::kiosk {

namespace {

std::uint64_t mixed(std::uint64_t print, std::uint64_t value) {
  print = (print ^ value) * 0x9E3779B97F4A7C15u;
  return print ^ (print >> 29);
}

std::uint64_t pair_of(float a, float b) {
  return std::uint64_t{std::bit_cast<std::uint32_t>(a)} << 32 | std::bit_cast<std::uint32_t>(b);
}

std::uint64_t mixed(std::uint64_t print, const ImDrawVert& vertex) {
  print = mixed(print, pair_of(vertex.pos.x, vertex.pos.y));
  print = mixed(print, pair_of(vertex.uv.x, vertex.uv.y));
  return mixed(print, vertex.col);
}

// Pixels between two positions; those beyond an int of pixels count as its end.
int whole(float position) { return static_cast<int>(std::clamp(position, -1.0e6f, 1.0e6f)); }

// Glyphs never move in their atlas, so new ones leave old ones as they are; only when all of it has changed
// may old coordinates mean something else.
bool has_changed_as_a_whole(const Texture& texture) {
  return texture.dirty_width >= texture.width && texture.dirty_height >= texture.height;
}

}  // namespace

const std::vector<PixelRect>& Damage::find(const Scene& scene, int width, int height) {
  if (width != width_ || height != height_) {
    forget();
    width_ = width;
    height_ = height;
    columns_ = (width + tile_width - 1) / tile_width;
    rows_ = (height + tile_height - 1) / tile_height;
  }
  if (std::any_of(scene.textures.begin(), scene.textures.end(), has_changed_as_a_whole)) forget();
  std::swap(tiles_, before_);
  collect(scene);
  join_changed();
  return changed_;
}

void Damage::collect(const Scene& scene) {
  const Rgb ground = scene.background;
  tiles_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_),
                mixed(1, std::uint64_t{ground.r} << 16 | std::uint64_t{ground.g} << 8 | ground.b));
  const ImVec2 origin = scene.lists->DisplayPos;
  for (int i = 0; i < scene.lists->CmdListsCount; ++i) {
    const ImDrawList& list = *scene.lists->CmdLists[i];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      const ImVec4& clip = command.ClipRect;
      std::uint64_t start = mixed(2, reinterpret_cast<std::uintptr_t>(command.GetTexID()));
      start = mixed(mixed(start, pair_of(clip.x, clip.y)), pair_of(clip.z, clip.w));
      start = mixed(start, pair_of(origin.x, origin.y));
      const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
      const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
      for (unsigned at = 0; at + 2 < command.ElemCount; at += 3, index += 3) {
        const ImDrawVert &a = vertices[index[0]], &b = vertices[index[1]], &c = vertices[index[2]];
        const float left = std::max(std::min({a.pos.x, b.pos.x, c.pos.x}), clip.x) - origin.x,
                    top = std::max(std::min({a.pos.y, b.pos.y, c.pos.y}), clip.y) - origin.y,
                    right = std::min(std::max({a.pos.x, b.pos.x, c.pos.x}), clip.z) - origin.x,
                    bottom = std::min(std::max({a.pos.y, b.pos.y, c.pos.y}), clip.w) - origin.y;
        if (!(left <= right && top <= bottom)) continue;
        const PixelRect reach{whole(left) - 1, whole(top) - 1, whole(right) + 2, whole(bottom) + 2};
        add(mixed(mixed(mixed(start, a), b), c), reach);
      }
    }
  }
}

void Damage::add(std::uint64_t print, const PixelRect& reach) {
  const int left = std::max(reach.left, 0) / tile_width, top = std::max(reach.top, 0) / tile_height;
  const int right = std::min(reach.right, width_), bottom = std::min(reach.bottom, height_);
  for (int row = top; row * tile_height < bottom; ++row) {
    std::uint64_t* tile = &tiles_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_)];
    for (int column = left; column * tile_width < right; ++column) tile[column] = mixed(tile[column], print);
  }
}

// Changed tiles side by side are one rectangle, and so are rows of them that begin and end in one place.
void Damage::join_changed() {
  changed_.clear();
  const bool all = before_.size() != tiles_.size();
  for (int row = 0; row < rows_; ++row) {
    const int top = row * tile_height, bottom = std::min(top + tile_height, height_);
    const auto is_changed = [&](int column) {
      const auto tile = static_cast<std::size_t>(row * columns_ + column);
      return all || tiles_[tile] != before_[tile];
    };
    for (int column = 0; column < columns_; ++column) {
      if (!is_changed(column)) continue;
      const int first = column;
      while (column < columns_ && is_changed(column)) ++column;
      const PixelRect run{first * tile_width, top, std::min(column * tile_width, width_), bottom};
      const auto same = std::find_if(changed_.begin(), changed_.end(), [&](const PixelRect& rect) {
        return rect.bottom == top && rect.left == run.left && rect.right == run.right;
      });
      if (same != changed_.end()) {
        same->bottom = bottom;
      } else {
        changed_.push_back(run);
      }
    }
  }
}

}  // namespace vantrum::kiosk
