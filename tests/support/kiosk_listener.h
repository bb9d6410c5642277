// A visitor who listens: every utterance is heard to its end unless something stops it, and what was heard is
// kept for the test to look at.
#pragma once

#include <set>

#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {

// The languages that espeak-ng speaks honestly.
inline const std::set<std::string> the_voices = {"sv", "en", "ar", "fa", "uk", "fi"};

Sound loudspeaker(std::set<std::string> voices = the_voices);
Sound headset(std::set<std::string> voices = the_voices);

// Phrases with a space between, as one would write down what one hears.
std::string words_of(const Speak& speak);

class Listener {
 public:
  explicit Listener(Sound sound = loudspeaker(), std::shared_ptr<const Survey> survey = a_survey());

  Listener& happen(const Event& event);
  Listener& key(Key key) { return happen(KeyPressed{key}); }
  Listener& touch(const std::string& id);   // one tap of a finger, with all that it brings
  Listener& choose(const std::string& id);  // speech on: a tap to hear, a tap to choose
  Listener& walk_to(const std::string& id, Key key = Key::next);
  Listener& wait(std::chrono::milliseconds time);

  // From the idle screen by a key to the first words of the info screen in this language, with speech on.
  Listener& start(const std::string& language = "sv");
  Listener& begin(const std::string& language = "sv");  // … on the first question

  // Listens until nothing more is said; all that was said since the last time.
  std::vector<Speak> hear();
  std::string hear_words();  // the same, one utterance a line

  const Visitor& visitor() const { return state_.visitor; }
  const State& state() const { return state_; }
  ViewModel view() const { return make_view(state_, texts_, now_); }
  std::vector<Effect> take_effects() { return std::exchange(effects_, {}); }  // all, speech among them
  bool is_heard() const { return heard_ != 0; }                               // something is being said

 private:
  State state_;
  Texts texts_;
  MonotonicTime now_{0};
  std::vector<Effect> effects_;
  std::vector<Speak> said_;
  std::uint64_t heard_ = 0;  // number of the utterance under way
};

}  // namespace vantrum::kiosk
