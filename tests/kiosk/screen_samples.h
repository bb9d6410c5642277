// Screens as make_view would make them, with words of realistic length: every kind, Swedish and English.
#pragma once

#include <string>
#include <vector>

#include "kiosk/app/view.h"

namespace vantrum::kiosk {

struct Sample {
  std::string name;
  ViewModel view;
};

std::vector<Sample> sample_screens();
ViewModel sample_screen(const std::string& name);

}  // namespace vantrum::kiosk
