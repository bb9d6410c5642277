// Taking this kiosk into use, on its own screen: the one-time code from the region, then the staff's PIN.
//
//   code ── right form ──▶ waiting ── the region's answer ──▶ PIN ──▶ PIN again ──▶ done
//     ◀── refused, or "Ändra koden" ──┘
//
//  - Shown by itself where a kiosk belongs to no centre: there is nothing to protect yet, and no PIN to ask
//    for. A kiosk that was asked in by the command line (vantrum-kiosk enrol) waits as before, without this
//    screen.
//  - The code travels as any document does: the worker puts the request into the outbox, the carrier carries
//    it.
//  - There is no PIN from the factory and none is drawn: staff choose one, type it twice, and it is never
//    shown. Until it is kept nobody is asked anything; after a power cut the kiosk asks for it again.
//
// Pure. Keys: digits and Backspace, letters where there is a keyboard, Enter.
#pragma once

#include <string>

#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "kiosk/app/pin.h"

namespace vantrum::kiosk {

struct State;
struct ViewModel;

struct Enrolling {
  std::string code;  // as typed, without dashes
  EnrolTold told;
  bool asking = false;   // the worker was given the code, or the PIN
  bool editing = false;  // the code is to be changed although the region has not answered
  Pin first;             // of the two PINs
  bool again = false;    // the second one is typed
  std::string problem;   // in words for people; until the next key
};

constexpr std::size_t enrol_code_letters = 13;

// True if the event was this screen's. `effects` gets what is to be done.
bool update_enrolling(State& state, const Event& event, MonotonicTime now, std::vector<Effect>& effects);

// When the screen must be looked at again.
MonotonicTime enrolling_deadline(const State& state, MonotonicTime now);

void add_enrolling(ViewModel& view, const State& state);

}  // namespace vantrum::kiosk
