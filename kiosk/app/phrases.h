// Which words are one recording. The kiosk looks recordings up by their words, and `./run voices` makes them
// from the same functions, so that the two cannot drift apart.
//
// Words without placeholders are one phrase. Numbers stay with their noun: "Fråga {step} av {steps}" is cut
// after each placeholder, "Fråga 3" and "av 12", so that a voice needs one recording a number, not one a
// pair, and a language that inflects stays right. A name, {receiver}, is known only with the round: such a
// text is cut into its sentences, and a sentence whose name nobody has recorded is the only one that cannot
// be heard.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "kiosk/app/survey.h"
#include "kiosk/typing/keyboard.h"

namespace vantrum::kiosk {

using Values = std::vector<std::pair<std::string, std::string>>;

// Without what only the eye needs: isolates and marks of direction, no-break spaces, soft hyphens.
std::string spoken_form(const std::string& words);

// The phrases of a text, filled in.
std::vector<std::string> spoken_pieces(const std::string& text, const Values& values);

// One file of a voice: "question.step/step-3" speaks "Fråga 3".
struct Recording {
  std::string name;  // without ".opus"; letters, digits and ._/- only, so that it is a path on every system
  std::string words;
};

// For "write.range" of a question that is answered with a number.
Values range_of(const survey::Question& question);

// What is still a name on the page and a sound only with the round: {"receiver": "Region Kalmar län"}. A name
// that is not given leaves its sentence out.
using Names = std::map<std::string, std::string>;

// All that a kiosk can say in this language, in the order of the screens, the letters and digits of its
// keyboards last; the same words once. Words that another language lends (a missing translation) are that
// language's to record, not here.
std::vector<Recording> recordings_of(const Texts& texts, const survey::Instrument& instrument,
                                     const Keyboards& keyboards, const std::string& language,
                                     const Names& names);

}  // namespace vantrum::kiosk
