// The turn of the program, the same with a window and without: events change the state, effects go to the
// worker, the state becomes the next view.
#pragma once

#include "kiosk/app/make_view.h"
#include "kiosk/app/update.h"
#include "kiosk/effects/effect_runner.h"

namespace vantrum::kiosk {

class Loop {
 public:
  Loop(Texts texts, std::shared_ptr<const Keyboards> keyboards, Timing timing, EffectRunner& runner)
      : texts_(std::move(texts)), runner_(runner) {
    state_.timing = timing;
    state_.keyboards = std::move(keyboards);
  }

  // What the screens, the worker and the clock have brought since the last turn.
  void take(const std::vector<Event>& from_screens, MonotonicTime now) {
    for (const auto& event : runner_.take_events()) happen(event, now);
    for (const auto& event : from_screens) happen(event, now);
    happen(Tick{}, now);
    auto screen = state_.visitor.screen;
    runner_.set_visitor_is_here(screen != ScreenKind::attract && screen != ScreenKind::closed);
  }

  ViewModel view(MonotonicTime now) const { return make_view(state_, texts_, now); }
  std::optional<MonotonicTime> deadline(MonotonicTime now) const { return next_deadline(state_, now); }

 private:
  void happen(const Event& event, MonotonicTime now) {
    auto next = update(std::move(state_), event, now);
    state_ = std::move(next.state);
    if (!next.effects.empty()) runner_.run(std::move(next.effects));
  }

  State state_;
  Texts texts_;
  EffectRunner& runner_;
};

}  // namespace vantrum::kiosk
