#include "kiosk/app/patience.h"

namespace vantrum::kiosk {

Timing timing_of(const State& state) {
  Timing timing = state.timing;
  if (!state.visitor.speech.on && state.visitor.text_size == TextSize::normal) return timing;
  timing.idle *= 2;
  timing.answer *= 2;
  timing.thanks *= 2;
  timing.not_saved *= 2;
  return timing;
}

}  // namespace vantrum::kiosk
