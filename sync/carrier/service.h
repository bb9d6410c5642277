// The carrier's life: wait, pass, say how it went.
#pragma once

#include "shared/base/clock.h"
#include "shared/base/entropy.h"
#include "sync/carrier/cycle.h"
#include "sync/carrier/state_file.h"
#include "sync/carrier/waker.h"

namespace vantrum::carrier {

// Between two passes lies at least this much, whatever happens.
constexpr std::chrono::milliseconds pause_min{1'000};

// One pass. `unavailable`, with the reason, unless every document in the outbox was answered.
Result<void> carry_once(Cycle& cycle, StateFile& state, const Clock& clock);

struct ServiceOptions {
  std::chrono::seconds poll{60};
  // The first pass waits anything up to this, so that all kiosks of a region do not start at once after a
  // power cut.
  std::chrono::seconds start_delay_max{300};
};

// Until it is asked to stop. No problem ends it.
void carry_on(Cycle& cycle, StateFile& state, const Clock& clock, Entropy& entropy, Waker& waker,
              const ServiceOptions& options);

}  // namespace vantrum::carrier
