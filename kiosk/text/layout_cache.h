// Paragraphs laid out before. A screen asks for the same few dozen in every frame; laying them out again
// would be most of a frame's cost. Keyed by everything that a layout depends on.
#pragma once

#include <string>
#include <unordered_map>

#include "kiosk/text/paragraph.h"

namespace vantrum::kiosk {

class LayoutCache {
 public:
  static constexpr std::size_t entries_max_default = 512;

  explicit LayoutCache(const FontSet& fonts, std::size_t entries_max = entries_max_default)
      : fonts_(fonts), entries_max_(entries_max) {}

  // The reference is good until the next begin_frame. The first text that is not UTF-8 is logged: one line,
  // and none of its words.
  const Paragraph& get(const ParagraphRequest& request);

  // Above its bound it forgets what the last frame did not use.
  void begin_frame();

  // Nothing of a visitor's words may stay.
  void clear() { entries_.clear(); }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Paragraph paragraph;
    std::uint64_t frame_used = 0;
  };
  const FontSet& fonts_;
  std::size_t entries_max_;
  std::uint64_t frame_ = 0;
  bool has_warned_ = false;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace vantrum::kiosk
