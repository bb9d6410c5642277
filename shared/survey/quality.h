// Was this a visit, or a child patting the screen? (P-29)
//
// The kiosk measures how long each question was on the screen and how often its answers were tapped, in
// memory, while the visitor is there. From that comes one flag, sealed with the answers; the times themselves
// are never stored, sent or logged (P-1, P-2). A flagged response is kept and marked, never dropped: the
// leads choose whether to include flagged ones before they see results.
//
// Two signs, each enough by itself:
//   haste         more than a third of the answers were tapped before the question's words can have been
//   read, or left behind
//                 before a finger can have moved twice.
//                 What can be read is counted in the Swedish words, so that the bound is the same in every
//                 language and no script is judged by its number of letters.
//   restlessness  answers, or the bar beside them, were tapped far more often than it takes to choose: hands
//                 that pat.
// A child that takes its time cannot be told from an adult by any of this, and neither can an adult who does
// not mean it; the flag is a count for the report, not a judgement.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "shared/survey/response.h"

namespace vantrum::survey {

// Of one question in one visit. In memory only.
struct Pace {
  std::chrono::milliseconds shown{0};      // all its time on the screen, however often it was gone back to
  std::chrono::milliseconds untouched{0};  // … of this, until its answers were tapped for the first time
  std::uint32_t taps = 0;                  // on its answers, taking one back included
  bool operator==(const Pace&) const = default;
};
using Paces = std::map<std::string, Pace>;  // by question id

// The least time in which a question can have been read: its Swedish words at a thousand a minute, twice as
// fast as quick readers read.
std::chrono::milliseconds least_reading(const Instrument& instrument, const Question& question,
                                        const Answers& answers);

// `answers` of the questions asked. No choice answered: nothing to judge, so not suspect.
// `strays`: taps on the bar that changed how the screen looks or laid another one over it.
bool is_suspect(const Instrument& instrument, const Answers& answers, const Paces& paces,
                std::uint32_t strays);

}  // namespace vantrum::survey
