// Which question comes when, for one visitor. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kiosk/app/survey.h"
#include "shared/survey/response.h"

namespace vantrum::kiosk {

// The answers of questions that are asked, given themselves; answers that a changed mind has made unaskable
// are gone.
survey::Answers asked_answers(const Survey& survey, survey::Answers answers);

// All that are asked after these answers, in their order.
std::vector<const survey::Question*> asked_questions(const Survey& survey, const survey::Answers& answers);

// The question after or before this one; null at the end or the start. An empty id stands before the first.
const survey::Question* question_after(const Survey& survey, const survey::Answers& answers,
                                       const std::string& id);
const survey::Question* question_before(const Survey& survey, const survey::Answers& answers,
                                        const std::string& id);

// "Fråga 3 av 12". Notes are not counted; on one of them `step` is that of the question before.
struct Step {
  int step = 0, steps = 0;
};
Step step_of(const Survey& survey, const survey::Answers& answers, const std::string& id);

// Chooses or takes back one option; a single choice replaces the one before.
void choose(survey::Answers& answers, const survey::Question& question, const std::string& code);

// True when at least one answer goes into the sealed response, or one text into an item of its own.
bool has_something_to_send(const Survey& survey, const survey::Answers& answers,
                           const std::map<std::string, std::string>& texts);

// The free texts of questions that are asked; digits of numbers are none.
std::map<std::string, std::string> asked_texts(const Survey& survey, const survey::Answers& answers,
                                               std::map<std::string, std::string> texts);

}  // namespace vantrum::kiosk
