// Cards in one or more columns, row by row in reading order; cards of one row have one height.
#pragma once

#include <vector>

#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

class CardGrid {
 public:
  CardGrid(Toolkit& kit, std::vector<const Element*> cards, float width, int columns, const Fit& fit);

  float height() const;  // with the least heights
  bool splits_word() const { return splits_word_; }
  // Spreads up to `spare` pixels over the rows, a little each: roomy, but never stretched.
  void grow(float spare);
  void draw(float x, float y);

 private:
  Toolkit& kit_;
  std::vector<const Element*> cards_;
  int columns_;
  Fit fit_;
  float column_width_, gap_;
  bool splits_word_ = false;
  std::vector<float> row_heights_;
  std::vector<float> gaps_before_;  // wider before what is set apart
};

}  // namespace vantrum::kiosk
