// What `update` wants done, as values. The effect runner does it on its own thread and answers with events.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "kiosk/app/survey.h"
#include "shared/survey/response.h"

namespace vantrum::kiosk {

// A finished questionnaire: validate, seal, commit. Answered by Stored or NotStored, exactly one of them.
struct Submit {
  std::shared_ptr<const Survey> survey;
  survey::Answers answers;  // of the questions that were asked, counters among them
  std::string language;     // becomes a counter, never part of the response (P-4)
  bool suspect = false;     // an implausible visit: sealed with the flag, kept and marked (P-29)
};

// A visit that ended without sending: only "left at question wel" remains (P-5).
struct CountLeft {
  RoundId round;
  std::string where;  // question id or screen name
};

using Effect = std::variant<Submit, CountLeft>;

}  // namespace vantrum::kiosk
