#include "kiosk/app/speech.h"

#include <cmath>

namespace vantrum::kiosk {

float gain_of(int level) {
  constexpr float step_db = 3;
  return std::pow(10.0f, -step_db * static_cast<float>(volume_levels - level) / 20);
}

}  // namespace vantrum::kiosk
