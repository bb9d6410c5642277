// A finished questionnaire, and the one function that says whether it may be stored or accepted.
//
// The same `validate` runs on the kiosk before an answer is sealed and on the collector after it is opened.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/ids.h"
#include "shared/survey/instrument.h"

namespace vantrum::survey {

// Question id → option codes, in the order of the instrument's options. A skipped question is not in the map.
using Answers = std::map<std::string, std::vector<std::string>>;

AnswerLookup lookup_in(const Answers& answers);

struct Flags {
  bool paper = false;    // entered by staff from paper
  bool suspect = false;  // implausible visit (P-29); kept and marked, never dropped
  auto operator<=>(const Flags&) const = default;
};

// What is sealed: P-1 allows nothing more.
struct Response {
  ItemId item;
  RoundId round;
  CentreId centre;
  std::uint32_t instrument_number = 0, instrument_version = 0;
  std::optional<IsoWeek> week;  // none: the device's clock was not to be trusted (P-2)
  Answers answers;              // linked questions only
  Flags flags;
  bool operator==(const Response&) const = default;
};

// Every question of this visit, in order, given what is answered so far: rules hold, free text only if turned
// on. An answer to a question that is skipped now (the visitor went back and changed an earlier one) counts
// as no answer.
std::vector<const Question*> questions_asked(const Instrument& instrument, const Answers& answers,
                                             bool free_text);

// The text key of a question for this visitor: the first alternative whose rule holds, else "<id>.text".
std::string wording_key(const Question& question, const Answers& answers);

// `invalid` naming the question, never the answer: unknown id or code, codes twice or not in the instrument's
// order, several codes where one is asked, an answer to a question that the rules skip, an unlinked or
// separate question inside the response, instrument or version that do not match, a week that does not exist,
// no answer at all.
Result<void> validate(const Response& response, const Instrument& instrument);

// Splits one visit's answers by what may be kept where (P-31): the linked ones stay, the counters come back,
// in the instrument's order. Answers to questions that are skipped now are left out, so that `linked`
// validates.
struct SplitAnswers {
  Answers linked;
  std::vector<std::pair<std::string, std::string>> counters;  // question id, option code
};
SplitAnswers split_by_linkage(const Instrument& instrument, const Answers& answers);

}  // namespace vantrum::survey
