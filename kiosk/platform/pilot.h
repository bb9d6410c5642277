// Sits at the screen in place of a visitor: finds an element by its id or by the words it shows, and touches
// it where it stands, through the same input feed as a finger. The way a person's tap goes is the way a
// test's tap goes.
#pragma once

#include <functional>
#include <string_view>

#include "kiosk/platform/stage.h"

namespace vantrum::kiosk {

class Pilot {
 public:
  // One turn of the program's loop: lets time pass, draws a frame, handles its events; returns the time after
  // it.
  using Turn = std::function<MonotonicTime()>;

  Pilot(Stage& stage, Turn turn) : stage_(stage), turn_(std::move(turn)) {}

  // `what` is an id, or the exact words on the screen. The error says what was on the screen instead.
  Result<void> tap(std::string_view what);
  Result<void> hold(std::string_view what, MonotonicTime how_long);

  // A finger on the glass at this pixel, whatever lies there.
  Result<void> touch(float x, float y, MonotonicTime how_long);

  // A key of the keypad, as soon as a hand could press it again (A27).
  Result<void> press(Key key);

  // Goes down on one element and up outside of it.
  Result<void> slide_off(std::string_view what);

  // Lets turns pass until nothing is waiting. `refused` if that does not happen.
  Result<void> settle();

  // What is on the screen, one line an element: for messages and for people.
  std::string describe() const;

 private:
  Result<Rect> find_enabled(std::string_view what);
  Result<void> wait_until(MonotonicTime when);

  Stage& stage_;
  Turn turn_;
  MonotonicTime now_{0};
};

}  // namespace vantrum::kiosk
