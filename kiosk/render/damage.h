// What has changed on the screen since the last frame. The screen is a grid of tiles; a tile's fingerprint is
// that of every triangle that may reach into it, in order. Where it is the same as before the tile holds the
// right picture already: an idle screen costs nothing, and a tap what it changes.
//
// Why fingerprints and no list of changes from the screens: a screen cannot forget to say something. Two
// different tiles with one fingerprint of 64 bits are not to be expected in the life of all kiosks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kiosk/render/renderer.h"

namespace vantrum::kiosk {

class Damage {
 public:
  static constexpr int tile_width = 64, tile_height = 32;

  // A short list of rectangles, none over another, that holds all changes between the scene of the last
  // call and this one; all of the screen for the first one. They lie within width x height.
  const std::vector<PixelRect>& find(const Scene& scene, int width, int height);

  // What find() returned last.
  const std::vector<PixelRect>& last() const { return changed_; }

  // What the screen holds is no longer known: all of it is changed in the next scene.
  void forget() { tiles_.clear(); }

 private:
  void collect(const Scene& scene);
  void add(std::uint64_t print, const PixelRect& reach);
  void join_changed();

  int width_ = 0, height_ = 0, columns_ = 0, rows_ = 0;
  std::vector<std::uint64_t> tiles_, before_;  // row by row
  std::vector<PixelRect> changed_;
};

}  // namespace vantrum::kiosk
