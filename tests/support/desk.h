// The real window without a screen (SDL's dummy driver), drawn on the CPU, with the program's turn around it:
// SDL's own events go in, and what comes out is what an X server would be given.
#pragma once

#include "kiosk/platform/window.h"
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {

class Desk {
 public:
  explicit Desk(std::shared_ptr<const Survey> survey = a_survey(), WindowOptions::Size size = {1280, 800});

  // 16 ms and one turn; false if it had nothing to do but look.
  bool turn();
  // Turn after turn, as the program does while it does not sleep; how many there were.
  int settle();
  // From deadline to deadline, as it sleeps.
  Desk& wait(MonotonicTime time);

  Desk& finger_down(float x, float y);
  Desk& finger_move(float x, float y);
  Desk& finger_up(float x, float y);
  Desk& key(int sdl_key);
  // Waits for the debounce first. The element must be there.
  Desk& tap(std::string_view id);
  Desk& hold(std::string_view id, MonotonicTime time);
  // A window manager says that it has changed something.
  Desk& expose();

  bool has(std::string_view id) { return stage().find_box(id) != nullptr; }
  Rect place_of(std::string_view id);
  Image shown() const;   // the window's own memory
  Image drawn_afresh();  // the same frame by a renderer that knows nothing; only while settled

  Stage& stage() { return window_->stage(); }
  const Window& window() const { return *window_; }
  const State& state() const { return state_; }

 private:
  void happen(const Event& event);

  State state_;
  Texts texts_;
  ManualClock clock_{WallTime{}};
  std::unique_ptr<Window> window_;
};

}  // namespace vantrum::kiosk
