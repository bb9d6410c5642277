// The semantic screen: everything a visitor can see, hear, walk to or tap, as plain values.
//
// make_view (make_view.h) makes it from the state; kiosk/screens draws it; the pilot and the tests tap it;
// speech reads it and the keypad walks it. Nothing on a visitor's screen exists outside of this list
// (A2, A51). Words are final: language chosen, numbers filled in. Ids are the same in every language.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/speech.h"

namespace vantrum::kiosk {

enum class ScreenKind {
  attract,        // waits for a visitor; nothing moves
  language,       // the language wall
  info,           // what this is, before the first question (P-26)
  question,       // one question
  writing,        // a text or a number, with the on-screen keyboard
  private_words,  // something in the text tells who somebody is (P-10)
  review,         // what was answered, and a way to change it; only where the round asks for it
  send,           // all asked; the explicit send (A45)
  sending,        // the answer is on its way to the disk
  thanks,         // stored durably
  still_there,    // "Är du kvar?" (A41)
  not_saved,      // could not be stored; says so honestly
  listen,         // Lyssna: how it works, or why there is nothing to be heard
  closed,         // nothing to ask now: not enrolled, no round, paused
  help,           // how it works, and what can be set for this visit
  about,          // "Om tillgänglighet" (A52)
  // Of the staff, in Swedish, behind the corners and the PIN (staff.h)
  staff_pin,         // the pad
  staff_overview,    // how far the centre is, what is wrong, and what can be done
  staff_meeting,     // one page for the house meeting (S23)
  staff_paper,       // a questionnaire on paper, question by question
  staff_stick,       // to and from a USB stick
  staff_device,      // this kiosk: the last visit, retiring
  staff_confirm,     // "Är du säker?"
  staff_reflection,  // självreflektion, of a group round the kiosk
  staff_enrol,       // this kiosk is taken into use
};

enum class Role {
  illustration,  // decorative; words are empty, `picture` names it
  heading,       // the screen's one large sentence
  question,      // the question, large
  text,          // body text
  note,          // quiet text
  progress,      // words "Fråga 3 av 12"; step and steps set
  choice,        // one of several answers; selecting one unselects the others
  toggle,        // any number of answers
  field,         // what was written, or an invitation to write; leads to the keyboard
  editor,        // what is being written; `caret` is where the next character goes
  key,           // of the on-screen keyboard; `row` is set
  language,      // a language by its own name; `language` is set
  link,          // a card that leads to another screen; what follows a line feed is its main part
  button,        // a quiet button in the bar
  primary,       // the one main button at the reading end
  start,         // press and hold one second (P-29); `amount` is how far
  countdown,     // seconds left; `amount` is what is left of the whole, 1…0
  gauge,         // a number of a whole, large, in a ring; `amount` is the share
  fact,          // a name and a value; the value follows a line feed
};

enum class Icon {
  none,
  back,
  next,
  up,
  down,
  globe,
  tick,
  disc,
  unknown,
  leaf,
  letters,
  help,
  half,
  pencil,
  sound,
  silence,
  repeat,
  plus,
  minus,
  erase,
  left,
  right,
  face
};

enum class Picture { none, waiting_room, letter, thanks_plant, closed_door, growing_plant };

enum class Direction { left_to_right, right_to_left };

struct Element {
  std::string id;  // stable and language-neutral: "next", "choice:acc:full", "language:sv"
  Role role = Role::text;
  std::string words;            // what is shown; empty only for an illustration
  std::string spoken;           // what is read aloud; the same as `words` unless said otherwise
  std::string language;         // BCP 47 tag of the words where it differs from the screen's, else empty
  std::string spoken_language;  // of `spoken`, where it differs from that of the words
  // `spoken` in the recordings that say it, where it is more than one (phrases.h). A phrase without a
  // language has that of `spoken`.
  std::vector<Phrase> pieces;
  bool enabled = true;
  bool selected = false;
  bool pressed = false;  // held down now (start button)
  bool apart = false;    // set apart from the scale: "Vet inte / gäller inte mig"
  Icon icon = Icon::none;
  Picture picture = Picture::none;
  std::optional<float> amount;         // 0…1: fill of a scale disc, of the hold ring, of a countdown
  int step = 0, steps = 0;             // progress only; 1-based
  int row = 0;                         // of keys, and of choices that are small tiles: 1-based; else 0
  std::optional<std::size_t> caret;    // editor only: byte of `words` that it stands before
  std::optional<Direction> direction;  // of the words, where it may differ from the screen's

  bool operator==(const Element&) const = default;
};

enum class TextSize {
  normal,
  large,        // capitals of at least 6.1 mm in the smallest text (A18)
  double_size,  // 200 % of normal
};
enum class Contrast { light, high };

struct ViewModel {
  ScreenKind screen = ScreenKind::attract;
  std::string language = "sv";
  Direction direction = Direction::left_to_right;
  TextSize text_size = TextSize::normal;
  Contrast contrast = Contrast::light;
  std::vector<Element> elements;  // in reading and focus order
  std::string focus;              // id of the element with the ring round it; empty: none
  std::string opens_at;    // id of the element to begin with, if not the first: its page is shown first
  bool listening = false;  // speech is on: a first touch speaks, a second one chooses (A25)

  // "page:previous" and "page:next". Where the elements do not fit on the panel at this text size, the screen
  // is shown in pages, and whichever of these leads to another page is on it too. Only who draws can measure
  // that; which page is shown is presentation, changes no state and is forgotten with the screen.
  std::vector<Element> page_buttons;

  // What the bar shows on this screen, on the others of this visit, or in another state, in its order;
  // several with one id share a place. So every button of the bar has one place all through a visit (A48).
  // None of it is drawn unless it is among the elements, too. Empty where there is no bar.
  std::vector<Element> bar_places;

  const Element* find(std::string_view id) const;
  bool operator==(const ViewModel&) const = default;  // an equal view is an equal picture
};

// What can be chosen, by touch or key.
bool is_touchable(Role role);

// A screen of the staff: no visitor sees it, and nothing of it stays when a visitor comes.
bool is_staff(ScreenKind screen);

// A screen of a visit that has the bar (A48).
bool has_bar(ScreenKind screen);

std::string_view name_of(ScreenKind screen);
std::string_view name_of(Role role);

// The golden form: one line an element, readable by translators.
std::string to_text(const ViewModel& view);

}  // namespace vantrum::kiosk
