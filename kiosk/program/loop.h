// The turn of the program, the same with a window and without: events change the state, effects go to the
// worker and the speaker, the state becomes the next view.
#pragma once

#include <algorithm>

#include "kiosk/app/make_view.h"
#include "kiosk/app/turn.h"
#include "kiosk/audio/speaker.h"
#include "kiosk/effects/effect_runner.h"
#include "kiosk/program/settings.h"
#include "kiosk/program/words.h"

namespace vantrum::kiosk {

class Loop {
 public:
  Loop(Words words, const Settings& settings, EffectRunner& runner, Speaker& speaker)
      : texts_(std::move(words.texts)), runner_(runner), speaker_(speaker) {
    state_.timing = settings.timing;
    state_.volume = settings.volume;
    state_.keyboards = std::move(words.keyboards);
    state_.reflection = std::move(words.reflection);
  }

  // What the screens, the worker and the clock have brought since the last turn.
  void take(const std::vector<Event>& from_screens, MonotonicTime now) {
    if (auto voices = runner_.take_voices()) speaker_.use_packs(*voices);
    for (const auto& event : runner_.take_events()) happen(event, now);
    for (const auto& event : from_screens) happen(event, now);
    for (const auto& event : speaker_.take_events(now)) happen(event, now);
    happen(Tick{}, now);
    auto screen = state_.visitor.screen;
    runner_.set_visitor_is_here(screen != ScreenKind::attract && screen != ScreenKind::closed);
  }

  ViewModel view(MonotonicTime now) const { return make_view(state_, texts_, now); }
  std::optional<MonotonicTime> deadline(MonotonicTime now) const {
    const auto ours = turn_deadline(state_, now), spoken = speaker_.deadline(now);
    return ours && spoken ? std::min(*ours, *spoken) : ours ? ours : spoken;
  }

 private:
  void happen(const Event& event, MonotonicTime now) {
    auto next = turn(std::move(state_), event, texts_, now);
    state_ = std::move(next.state);
    std::vector<Effect> work;
    for (auto& effect : next.effects) {
      if (const auto* speak = std::get_if<Speak>(&effect)) {
        speaker_.carry_out(*speak, now);
      } else if (const auto* silence = std::get_if<Silence>(&effect)) {
        speaker_.carry_out(*silence, now);
      } else {
        work.push_back(std::move(effect));
      }
    }
    if (!work.empty()) runner_.run(std::move(work));
  }

  State state_;
  Texts texts_;
  EffectRunner& runner_;
  Speaker& speaker_;
};

}  // namespace vantrum::kiosk
