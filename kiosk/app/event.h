// What can happen to the kiosk, as values. Screens make the first four; the platform makes touches, keys,
// sound and Tick; the effect runner makes the rest when work is done. `turn` is the only reader.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kiosk/app/speech.h"

namespace vantrum::kiosk {

struct Survey;

struct Pressed {
  std::string id;
};  // finger went down on an enabled element
struct Released {
  std::string id;
};  // … and left it, wherever it is now
struct Tapped {
  std::string id;
};  // down and up inside the same element (A39)

// While somebody listens: another page of the same screen is shown, and this is the first element that
// begins on it.
struct PageTurned {
  std::string first_id;
};

struct Touched {};  // a finger came down, wherever: a sign of life, and speech stops (A6)
struct Lifted {};   // … and left

// What a key of the keypad or a keyboard means. Left and right follow the screen's direction.
enum class Key {
  none,
  next,      // Tab
  previous,  // Shift+Tab
  left,      // arrow, or 4 on the keypad
  right,     // 6
  up,        // 8: as previous
  down,      // 2: as next
  choose,    // Enter, space, 5
  stop,      // 0, Escape: be quiet (A5)
  repeat,    // *, R: say it again (A5)
  louder,    // +
  softer,    // -
  other,     // any other: a sign of life, and it starts a visit with speech (A21)
};
std::optional<Key> key_named(std::string_view name);  // "next", "choose", …; for the pilot
struct KeyPressed {
  Key key = Key::none;
};

// Start a visit without the hold: a key or a headset (A21).
struct Begin {};

// What can be played now; told at the start and whenever it changes.
struct SoundChanged {
  Sound sound;
};
struct Spoken {
  std::uint64_t number = 0;
};  // the utterance of this number has been heard to its end

struct Tick {};  // time has passed; `now` is handed to update

struct Stored {};     // the response is committed
struct NotStored {};  // it could not be stored; nothing is kept and nothing was thanked for
struct SurveyChanged {
  std::shared_ptr<const Survey> survey;
};  // a new round document was accepted

using Event = std::variant<Pressed, Released, Tapped, PageTurned, Touched, Lifted, KeyPressed, Begin,
                           SoundChanged, Spoken, Tick, Stored, NotStored, SurveyChanged>;

}  // namespace vantrum::kiosk
