// One turn of the kiosk: what a person did becomes what it means, `update` changes the visit, and what has
// changed is spoken where somebody listens. Pure, as update is.
//
//  - Any input stops what is being said; two utterances never overlap (A6).
//  - The element that is spoken has the focus (A4). A new screen is read from its first words, element by
//    element; the focus goes along. So is a page that somebody turns by touch, and the review page from the
//    answer that was just changed.
//  - While speech is on a first tap speaks and focuses, a second one on the same element chooses (A25). Stop
//    and Repeat act at once: they change nothing but the sound.
//  - After a choice its words are spoken only to a headset, or where the visitor has asked for it after a
//    warning; else only that something was chosen. Nor is it told then which answer is chosen when the screen
//    is read again (A10, P-27).
//  - Words that must stay secret (a staff code) have `spoken` that does not hold them: "siffra inmatad" (A9).
//    Only `spoken` is ever read, never `words`.
//  - A headset that is pulled out ends speech, and the volume is the kiosk's own again: the room must not hear
//    what was meant for one pair of ears (A10, A14).
//  - A key, a headset that is plugged in, or three seconds of a finger anywhere start a visit with speech
//  (A21).
//  - A language without a voice, or a kiosk without sound, is told on the screen and in a language that has a
//    voice; speech then stays off (A15).
#pragma once

#include "kiosk/app/update.h"
#include "kiosk/app/view.h"

namespace vantrum::kiosk {

Next turn(State state, const Event& event, const Texts& texts, MonotonicTime now);

// As next_deadline of update.h, with what speech waits for.
std::optional<MonotonicTime> turn_deadline(const State& state, MonotonicTime now);

// What is said of this element, in the recordings that say it.
std::vector<Phrase> phrases_of(const Element& element, const std::string& screen_language);

}  // namespace vantrum::kiosk
