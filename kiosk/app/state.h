// The kiosk's whole state as one value. What belongs to a visitor is one member, wiped by one assignment: the
// next visitor must never meet the last one's answers, language or text size.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/speech.h"
#include "kiosk/app/staff.h"
#include "kiosk/app/survey.h"
#include "kiosk/app/view.h"
#include "kiosk/app/writing.h"
#include "shared/base/clock.h"
#include "shared/survey/quality.h"

namespace vantrum::kiosk {

struct Visitor {
  ScreenKind screen = ScreenKind::closed;  // until a survey arrives
  std::string language = "sv";
  std::string question;  // id of the question shown, or last shown
  survey::Answers answers;
  survey::Paces paces;                       // what the one flag of P-29 is made from; never stored
  std::uint32_t strays = 0;                  // … and taps on the bar, for the same
  MonotonicTime paced{0};                    // until when the time of this question is in `paces`
  std::map<std::string, std::string> texts;  // what was written, by question; digits for a number
  Writing writing;                           // what is being written now
  TextSize text_size = TextSize::normal;
  Contrast contrast = Contrast::light;
  bool changes_one_answer = false;          // came from the review page, and goes back there
  std::string changed_question;             // … and came back: the review page opens where it stands
  std::optional<MonotonicTime> held_since;  // finger on the start button
  Speech speech;
  std::string focus;  // id of the element that is spoken, or where the keypad is; empty while touch is used
  bool by_keys = false;                         // the last input was a key
  std::optional<MonotonicTime> touching_since;  // finger anywhere on the glass (A21)
  // Screens of the walk and above it that "language", "help", "about", "listen" and "still there" lie on; the
  // last one is where they return to. Empty: the screen is part of the walk itself.
  std::vector<ScreenKind> under;
  MonotonicTime screen_since{0};  // when this screen came up
  MonotonicTime touched{0};       // last sign of life
};

struct Timing {
  std::chrono::milliseconds hold{1'000};     // start (P-29)
  std::chrono::milliseconds idle{90'000};    // until "Är du kvar?" (A41)
  std::chrono::milliseconds answer{30'000};  // until the visit is wiped
  std::chrono::milliseconds thanks{8'000};
  std::chrono::milliseconds not_saved{30'000};
};

struct State {
  Visitor visitor;
  std::shared_ptr<const Survey> survey;       // none: not enrolled, or no round yet
  // Arrived during a visit, taken into use when it ends: another survey, or that there is none any more.
  std::optional<std::shared_ptr<const Survey>> next_survey;
  // Staff sit and answer their own survey, one after the other: `survey` is theirs, and this the visitors'.
  std::optional<std::shared_ptr<const Survey>> put_aside;
  std::shared_ptr<const Keyboards> keyboards;  // none: nothing can be written, and no text is asked for
  std::shared_ptr<const survey::ReflectionInstrument> reflection;  // none: självreflektion is not offered
  Sound sound;                                                     // what the device can play
  int volume = volume_default;                                     // at the start of every visit (A14)
  std::uint64_t utterances = 0;                                    // said since the program's start
  Staff staff;           // the knock, and what staff do; wiped when they leave
  bool stopped = false;  // storing failed: nobody is asked until the program starts again
  Timing timing;
};

}  // namespace vantrum::kiosk
