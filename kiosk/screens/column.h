// A column of words and pieces, measured first and drawn afterwards from the same list, so that the two never
// disagree. Most screens are one or two of these.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

class Column {
 public:
  Column(Toolkit& kit, float width) : kit_(kit), width_(width) {}

  void space(float px) { pending_ = parts_.empty() ? 0 : std::max(pending_, px); }

  void words(const Element& element, const TextStyle& style, Rgb colour) {
    const Paragraph& paragraph = kit_.measure(element, style, width_);
    splits_word_ = splits_word_ || paragraph.split_word;
    add(paragraph.height_px,
        [this, &element, style, colour](const Rect& rect) { kit_.text(element, style, rect, colour); });
  }

  // `draw` gets a rectangle in screen coordinates, mirrored already.
  void piece(float height, std::function<void(const Rect&)> draw) { add(height, std::move(draw)); }

  float height() const { return height_; }
  bool splits_word() const { return splits_word_; }  // some word is wider than the column

  // From (x, y), in left-to-right coordinates.
  void draw(float x, float y) const {
    for (const Part& part : parts_) part.draw(kit_.place({x, std::round(y + part.top), width_, part.height}));
  }

 private:
  struct Part {
    float top, height;
    std::function<void(const Rect&)> draw;
  };
  void add(float height, std::function<void(const Rect&)> draw) {
    height_ += std::exchange(pending_, 0.0f);
    parts_.push_back({height_, height, std::move(draw)});
    height_ += height;
  }

  Toolkit& kit_;
  float width_;
  float height_ = 0, pending_ = 0;
  bool splits_word_ = false;
  std::vector<Part> parts_;
};

}  // namespace vantrum::kiosk
