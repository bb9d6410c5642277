#include "kiosk/screens/grid.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vantrum::kiosk {

// What is set apart gets a row of its own.
CardGrid::CardGrid(Toolkit& kit, std::vector<const Element*> cards, float width, int columns, const Fit& fit)
    : kit_(kit), cards_(std::move(cards)), columns_(columns), fit_(fit) {
  const Metrics& m = kit.metrics();
  gap_ = m.gap;
  column_width_ = std::floor((width - gap_ * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  int in_row = columns;  // full: the first card opens a row
  bool apart = false;
  for (const Element* element : cards_) {
    const bool leaves = element->apart && !apart;
    if (in_row == columns || leaves) {
      gaps_before_.push_back(row_heights_.empty() ? 0 : leaves ? gap_ + m.grid * 0.75f * fit.spaces : gap_);
      row_heights_.push_back(0);
      in_row = 0;
    }
    apart = element->apart;
    row_heights_.back() = std::max(row_heights_.back(), card_height(kit, *element, column_width_, fit));
    splits_word_ = splits_word_ || card_splits_word(kit, *element, column_width_, fit);
    ++in_row;
  }
}

float CardGrid::height() const {
  return std::accumulate(row_heights_.begin(), row_heights_.end(), 0.0f) +
         std::accumulate(gaps_before_.begin(), gaps_before_.end(), 0.0f);
}

void CardGrid::grow(float spare) {
  if (row_heights_.empty() || spare <= 0) return;
  const float most = std::round(kit_.metrics().target * 0.16f);
  const float each = std::floor(std::min(most, spare / static_cast<float>(row_heights_.size())));
  for (float& height : row_heights_) height += each;
}

void CardGrid::draw(float x, float y) {
  std::size_t row = 0;
  int in_row = columns_;
  bool apart = false;
  float top = y;
  for (const Element* element : cards_) {
    if (in_row == columns_ || (element->apart && !apart)) {
      if (element != cards_.front()) {
        top += row_heights_[row];
        ++row;
      }
      top += gaps_before_[row];
      in_row = 0;
    }
    apart = element->apart;
    const float left = x + static_cast<float>(in_row) * (column_width_ + gap_);
    card(kit_, *element, kit_.place({left, std::round(top), column_width_, row_heights_[row]}), fit_);
    ++in_row;
  }
}

}  // namespace vantrum::kiosk
