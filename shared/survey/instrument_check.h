// The checks of an instrument that look at more than one question: what a round, and the visitors' anonymity,
// rely on.
#pragma once

#include <string_view>
#include <vector>

#include "shared/survey/instrument.h"

namespace vantrum::survey {

// Where a question stands in instrument.toml, for messages.
struct QuestionLines {
  std::size_t id = 0, number = 0, type = 0, linkage = 0, background = 0, when = 0, alternatives = 0,
              options = 0, quote_label = 0;
};

// One entry of `lines` for each question. `file` is named in the messages.
//
//   ids, codes, numbers   unique, and none that would collide in the language files
//   rules                 refer to earlier questions with options, and to codes those have; a linked question
//   is
//                         asked by linked answers only, so that the collector can check a response by itself
//   linkage               free text is separate and nothing else is (P-11); every linked choice that is not
//   on a
//                         scale is background, at most two of them, and their options multiply to at most 12
//                         (P-31)
//   background            at most four questions, all of them choices
Result<void> check_questions(std::string_view file, const Instrument& instrument,
                             const std::vector<QuestionLines>& lines);

}  // namespace vantrum::survey
