// The only thing that changes the state. Pure: no clock, disk, thread or randomness; the same state and event
// give the same result.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "kiosk/app/state.h"

namespace vantrum::kiosk {

struct Next {
  State state;
  std::vector<Effect> effects;
};

// `now` must never go back. Events that make no sense on the present screen (a tap on an element that is
// gone, a late Stored) change nothing.
Next update(State state, const Event& event, MonotonicTime now);

// In a sitting of the staff: the next one begins, and nothing of the last one is left.
void next_of_sitting(State& state, MonotonicTime now);

// The one assignment after which nothing of the visit is left, and no sitting; a newer survey is taken into
// use.
void begin_again(State& state, MonotonicTime now);

// When the screen must be looked at again although nobody touched it: a time-out, a countdown, the filling
// ring. None: sleep until an event.
std::optional<MonotonicTime> next_deadline(const State& state, MonotonicTime now);

}  // namespace vantrum::kiosk
