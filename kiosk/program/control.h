// A kiosk without a window, driven by lines on standard input: for tests, pictures and the demo. The same
// program logic and the same screens; only the clock is moved by hand, so that a visit of three minutes takes
// milliseconds.
//
//   dump            what is on the screen: its name, language, and each element's id, role, words, state and
//   place tap WHAT        touch an element, by id or by its exact words hold WHAT MS    keep the finger on it
//   wait MS         let time pass
//   shot FILE       write the screen as PNG
//   key NAME        press and let go of a key: next previous left right up down choose stop repeat louder
//   softer
//                   other
//   touch X Y MS    a finger on the glass at this pixel for so long, whatever lies there
//   said            what has been said since the last time: element, words, language, volume, when it began
//   and
//                   ended, and how many of its phrases have no recording
//   tend            look at the inbox now
//   pack            as when staff asks: put everything that waits into batches now
//   counts          completed and waiting
//   quit
//
// Each line is answered by one line of JSON: {"ok": true, …} or {"ok": false, "error": "…"}.
#pragma once

#include <istream>
#include <ostream>

#include "kiosk/platform/headless.h"
#include "kiosk/program/loop.h"

namespace vantrum::kiosk {

void run_control(std::istream& in, std::ostream& out, Headless& headless, Loop& loop, EffectRunner& runner,
                 ManualClock& clock, std::vector<Speaker::Said>& said);

}  // namespace vantrum::kiosk
