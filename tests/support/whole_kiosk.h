// A kiosk as a visitor meets it, from finger to pixels, without a window, a disk or a real clock: input,
// stage, update and make_view in one turn, as the program's loop has them. Effects are kept, and answered by
// the test.
#pragma once

#include "kiosk/platform/headless.h"
#include "kiosk/platform/pilot.h"
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {

class WholeKiosk {
 public:
  explicit WholeKiosk(std::shared_ptr<const Survey> survey = a_survey(), StageOptions options = {});

  // 16 ms and one frame.
  MonotonicTime turn();
  // From deadline to deadline, as a window would sleep.
  WholeKiosk& wait(MonotonicTime time);
  WholeKiosk& happen(const Event& event);

  WholeKiosk& tap(std::string_view what);  // fails the test with what is on the screen instead
  WholeKiosk& hold(std::string_view what, MonotonicTime time);
  WholeKiosk& start(const std::string& language = "sv");  // to the info screen
  // On a screen with several pages: turns them until the element is there, if it is on one of them.
  WholeKiosk& find(std::string_view id);

  const State& state() const { return state_; }
  const Visitor& visitor() const { return state_.visitor; }
  ScreenKind screen() const { return state_.visitor.screen; }
  ViewModel view() const { return make_view(state_, texts_, now_); }
  Stage& stage() { return headless_->stage(); }
  Image picture();
  MonotonicTime now() const { return now_; }
  std::vector<Effect> take_effects() { return std::exchange(effects_, {}); }
  std::vector<Event> take_events() { return std::exchange(events_, {}); }  // from the screens
  State& mutable_state() { return state_; }

 private:
  State state_;
  Texts texts_;
  MonotonicTime now_{1000};
  std::vector<Effect> effects_;
  std::vector<Event> events_;
  std::unique_ptr<Headless> headless_;
  Pilot pilot_;
};

}  // namespace vantrum::kiosk
