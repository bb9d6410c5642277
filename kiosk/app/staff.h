// The staff's screens: how somebody comes in, what is seen there, and the few things that can be done.
// Swedish only; counts only, never an answer (P-20). Pure.
//
//   attract or closed ── four corners (corners.h) ──▶ pad ── PIN ──▶ overview ──▶ meeting, paper, stick,
//   device
//                     ── a stick with the key file ────────────────▶ overview
//
//  - Every staff screen ends by itself after a time without touch, and nothing of it is left: `Staff` is
//  wiped by
//    one assignment, and the visitor's part begins anew with it.
//  - The digits of the PIN are shown as dots and spoken as "siffra inmatad" (A9); they are in no element.
//  - "Samverkansenkät" hands the kiosk to the staff themselves: a survey of their own, answered by one after
//  the
//    other, each as anonymous as a visitor (S30). Without a touch it ends as a visit does.
//  - Whoever came in can pause, carry by stick, enter paper and discard. Nobody can read.
//
// Keys: digits and Backspace on the pad; on the paper screen a digit answers and Enter goes on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "kiosk/app/reflection_sitting.h"
#include "kiosk/app/staff_enrol.h"
#include "kiosk/app/view.h"

namespace vantrum::kiosk {

struct State;

// A questionnaire on paper, while it is typed in. In memory only, as a visit is.
struct PaperEntry {
  std::string language = "sv";  // of the paper; stays for the next one
  std::string question;         // id; empty: which language it is in
  bool at_end = false;
  bool saving = false, failed = false;
  survey::Answers answers;
  std::uint32_t saved = 0;  // since somebody came in
};

struct Staff {
  Knock knock;

  Pin pin;
  std::optional<DoorTold> door;   // none yet: the worker was asked
  bool checking = false;          // a PIN is being looked at
  MonotonicTime closed_until{0};  // too many wrong ones
  MonotonicTime asked_at{0};      // when the worker was asked last

  std::shared_ptr<const StaffFacts> facts;
  std::shared_ptr<const Survey> sitting;  // the staff's own survey, if they have one now
  std::optional<StaffWork> confirming;    // "Är du säker?"
  std::string problem;                    // the last thing asked for could not be done, and why
  std::string pending, notice;            // … or it was: what is to be said then, and what is said now
  std::optional<StickTold> stick;
  PaperEntry paper;
  ReflectionSitting reflection;
  Enrolling enrolling;
};

struct StaffTiming {
  static constexpr MonotonicTime pad{30'000}, screen{180'000}, meeting{1'800'000};
  static constexpr MonotonicTime reflection{3'600'000};  // a group that talks
  static constexpr MonotonicTime ask_again{1'000};       // whether a stick with the key is there
  static constexpr MonotonicTime look_again{5'000};      // at the facts
};

// Takes what is the staff's: the knock, and everything on a staff screen. False: the event is a visitor's,
// too, and nothing but the knock has changed.
bool update_staff(State& state, const Event& event, MonotonicTime now, std::vector<Effect>& effects);

// Whether a digit can be typed on the pad now.
bool pad_is_open(const Staff& staff, MonotonicTime now);

// When the screen must be looked at again; none: no cause.
std::optional<MonotonicTime> staff_deadline(const State& state, MonotonicTime now);

ViewModel staff_view(const State& state, MonotonicTime now);

// Enter and the digits go to the screen itself, unless somebody walks about with the arrows.
bool staff_takes(const State& state, Key key);

}  // namespace vantrum::kiosk
