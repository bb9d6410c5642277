// What can happen to the kiosk, as values. Screens make the first four; the platform makes touches, keys,
// sound and Tick; the effect runner makes the rest when work is done. `turn` is the only reader.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kiosk/app/corners.h"
#include "kiosk/app/speech.h"
#include "kiosk/app/staff_facts.h"

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

// A finger came down, wherever: a sign of life, and speech stops (A6).
struct Touched {
  Corner corner = Corner::none;  // of the panel, never mirrored
};
struct Lifted {};  // … and left

// What a key of the keypad or a keyboard means. Left and right follow the screen's direction. Digits are
// digits where staff type them; to a visitor they mean what stands beside them, as on a keypad
// (`meaning_of`).
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
  erase,     // Backspace; to a visitor as any other
  digit_0,   // 0: stop
  digit_1,
  digit_2,  // 2: down
  digit_3,
  digit_4,  // 4: left
  digit_5,  // 5: choose
  digit_6,  // 6: right
  digit_7,
  digit_8,  // 8: up
  digit_9,
  letter_a,  // to a visitor as any other, but R: repeat
  letter_r = letter_a + 17,
  letter_z = letter_a + 25,
  other,  // any other: a sign of life, and it starts a visit with speech (A21)
};
Key meaning_of(Key key);                              // to a visitor
std::optional<int> digit_of(Key);                     // 0…9
std::optional<char> letter_of(Key);                   // A…Z
std::optional<Key> key_named(std::string_view name);  // "next", "choose", "7" …; for the pilot
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

// ---- To staff, from the worker ----

// About the door: whether a PIN and a key file are set, whether somebody may come in, and how long to wait
// for the next try.
struct DoorTold {
  bool has_pin = false, has_key = false;
  bool let_in = false;
  bool tried = false;      // the answer to TryPin
  bool was_wrong = false;  // … and it was not the PIN
  bool failed = false;     // the disk did not take the try
  std::chrono::milliseconds wait{0};
};
struct FactsTold {
  std::shared_ptr<const StaffFacts> facts;
  std::shared_ptr<const Survey> sitting = {};  // what the staff themselves are asked; none: nothing now (S30)
};
// How far this kiosk is with belonging to a centre, where that is done on its screen (staff_enrol.h).
struct EnrolTold {
  bool is_offered = false;  // it belongs to none, and may ask here; or it was asked here and is not finished
  Enrolment state = Enrolment::none;
  bool needs_pin = false;       // a member now, and staff have no PIN yet
  bool was_refused = false;     // the region did not take the code that was sent last
  std::string carrier_problem;  // in its words; empty when all is well
  std::string centre_name;
  bool is_answer = false;  // to Enrol or KeepPin
  std::string problem;     // … which did not work, and why
  bool operator==(const EnrolTold&) const = default;
};
// What staff asked for is done, or not; `problem` is in words for them.
struct WorkDone {
  bool done = false;
  std::string problem;
};
enum class StickStep : std::uint8_t { none, no_folder, working, done, failed };
struct StickTold {
  StickStep step = StickStep::none;
  std::size_t at = 0, of = 0;  // documents written so far
  std::size_t brought = 0, fetched = 0;
};

using Event = std::variant<Pressed, Released, Tapped, PageTurned, Touched, Lifted, KeyPressed, Begin,
                           SoundChanged, Spoken, Tick, Stored, NotStored, SurveyChanged, DoorTold, FactsTold,
                           WorkDone, StickTold, EnrolTold>;

}  // namespace vantrum::kiosk
