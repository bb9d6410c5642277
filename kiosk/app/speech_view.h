// What speech adds to the semantic screen: the Lyssna button and the controls beside it, the screen that
// explains, and what is spoken of an element's state.
#pragma once

#include <optional>
#include <string>

#include "kiosk/app/state.h"
#include "kiosk/app/view.h"

namespace vantrum::kiosk {

// One of the answers to a question.
bool is_answer(const Element& element);

// The level now, 1…volume_levels.
int volume_of(const State& state);

// True where nobody else hears an answer, or the visitor has asked for it (A10). Also while speech is off:
// then nothing is heard at all.
bool may_speak_answers(const State& state);

// The language in which it is said that the visitor's own has no voice: Swedish, or the first offered that
// has one. None where nothing can be played.
std::optional<std::string> lent_voice(const State& state);

// Lyssna is on: how it works, how loud it is, and who may hear. Or why there is nothing to be heard.
void add_listen_screen(ViewModel& view, const State& state, const Texts& texts);

// The last step of every screen: focus, the Lyssna button after "language", and what is spoken of states.
void add_speech(ViewModel& view, const State& state, const Texts& texts);

}  // namespace vantrum::kiosk
