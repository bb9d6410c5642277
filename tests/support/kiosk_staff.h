// The staff's way in and their screens, without a worker: the test answers in its place.
#pragma once

#include "tests/support/kiosk_support.h"
#include "tests/support/kiosk_walk.h"

namespace vantrum::kiosk {

// A centre in the middle of its round: 30 here and 7 elsewhere of 50.
StaffFacts some_facts();

// The four corners, the last one held.
void knock(Visit& visit);
// … and a PIN that is the right one: the overview.
void come_in(Visit& visit, const StaffFacts& facts = some_facts());

std::shared_ptr<const survey::ReflectionInstrument> the_reflection();

// Every staff screen, by name: "staff_pin", "staff_pin_wait", "staff_overview" …
std::vector<NamedView> walk_staff();

}  // namespace vantrum::kiosk
