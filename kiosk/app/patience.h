// How long the kiosk waits, for this visitor.
#pragma once

#include "kiosk/app/state.h"

namespace vantrum::kiosk {

// The kiosk's times; twice as long for who listens, and for who reads large text, and as long as a slow
// reader needs where the screen says much (A41). The hold that starts a visit stays what it is.
Timing timing_of(const State& state);

}  // namespace vantrum::kiosk
