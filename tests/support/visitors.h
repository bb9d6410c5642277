// Simulated visitors with different habits. They see what a person sees (the elements on the screen) and do
// what a person does (touch them); whether they were thanked is read off the screen, never assumed.
#pragma once

#include <string>

#include "shared/base/entropy.h"
#include "tests/support/kiosk_pilot.h"

namespace vantrum::testing {

enum class Habit {
  hurried,    // answers a little more positively than it means, never goes back
  thorough,   // changes an answer now and then, goes back, changes the language
  skipping,   // answers every second question
  giving_up,  // walks away in the middle
  toddler,    // pats anything on the screen for a while
};
std::string_view name_of(Habit habit);

struct VisitEnd {
  bool thanked = false;
  bool started = false;  // came past the attract screen; started and not thanked is an abandoned visit
};

// Ends with the kiosk back on its attract screen.
Result<VisitEnd> visit(KioskPilot& kiosk, Habit habit, SeededEntropy& chance);

}  // namespace vantrum::testing
