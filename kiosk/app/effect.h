// What `turn` wants done, as values. The effect runner does it on its own thread and answers with events;
// sound is played by kiosk/audio.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/app/pin.h"
#include "kiosk/app/speech.h"
#include "kiosk/app/survey.h"
#include "shared/survey/reflection.h"
#include "shared/survey/response.h"

namespace vantrum::kiosk {

// A finished questionnaire: validate, seal, commit. Answered by Stored or NotStored, exactly one of them.
struct Submit {
  std::shared_ptr<const Survey> survey;
  survey::Answers answers;  // of the questions that were asked, counters among them
  std::string language;     // becomes a counter, never part of the response (P-4)
  bool suspect = false;     // an implausible visit: sealed with the flag, kept and marked (P-29)
  // What was written, by question: each becomes an item of its own (P-11). Without private words (P-10).
  std::map<std::string, std::string> texts = {};
  bool paper = false;  // staff entered it from paper; sealed with that flag, counted like any other
};

// A visit that ended without sending: only "left at question wel" remains (P-5).
struct CountLeft {
  RoundId round;
  std::string where;  // question id or screen name
};

// Say these phrases, one after the other, in place of whatever is being said (A6). Answered by Spoken when
// the last one has been heard, unless Silence or another Speak comes first.
struct Speak {
  std::uint64_t number = 0;  // goes up with every utterance since the program's start
  std::string element;       // whose words they are: it has the focus (A4). Empty: no element's
  std::vector<Phrase> phrases;
  Phrase instead;  // once in place of phrases that have no recording
  int volume = volume_default;
};

// Nothing is heard after this, within 100 ms (A5).
struct Silence {};

// ---- Of the staff ----

struct AskDoor {};  // is a PIN set, must one wait, is a key file there? Answered by DoorTold
struct TryPin {
  Pin pin;
};  // answered by DoorTold
// What a group agreed on, and nothing of what its members thought. Answered by Stored or NotStored.
struct KeepReflection {
  survey::Reflection group;
  std::shared_ptr<const survey::ReflectionInstrument> instrument;
};
struct AskFacts {};  // answered by FactsTold
struct CarryByStick {
};  // everything that waits onto the stick, and what is for us from it. Answered by StickTold

// Taking the kiosk into use (staff_enrol.h). Each is answered by EnrolTold.
struct AskEnrolment {};
struct Enrol {
  std::string code;  // the one-time code, as typed
};
struct KeepPin {
  Pin pin;  // the staff's first one
};

enum class StaffWork : std::uint8_t {
  ask,      // although the round's days are not now (S37); until the program starts again
  pause,    // visitors see that it is paused; survives a restart
  resume,   // undoes pause, and retire as long as it is not done
  discard,  // the last visit (docs/discarding.md)
  retire,   // ask nobody, deliver everything, then wipe
};
struct DoWork {
  StaffWork work = StaffWork::pause;
};  // answered by WorkDone, then FactsTold

using Effect = std::variant<Submit, CountLeft, Speak, Silence, AskDoor, TryPin, AskFacts, CarryByStick,
                            DoWork, KeepReflection, AskEnrolment, Enrol, KeepPin>;

}  // namespace vantrum::kiosk
