// Where the keypad is: the same elements in the same order as they are read, drawn and spoken (A19, A43).
#pragma once

#include <string>

#include "kiosk/app/event.h"
#include "kiosk/app/view.h"

namespace vantrum::kiosk {

// With speech on, everything that has words is walked to, since walking is how it is heard again; without,
// what can be chosen.
bool is_stop(const ViewModel& view, const Element& element);

// The id that has the focus after this key, round and round: never trapped. The first (or last) stop when
// nothing has the focus yet; empty when there is none. Left is on where the screen runs from right to left.
std::string focus_after(const ViewModel& view, Key key);

// Where the view opens, else the first stop in reading order; empty when there is none.
std::string first_stop(const ViewModel& view);

// The stop after this one, none after the last: for reading aloud.
std::string stop_after(const ViewModel& view, const std::string& id);

}  // namespace vantrum::kiosk
