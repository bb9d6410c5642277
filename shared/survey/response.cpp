#include "shared/survey/response.h"

#include <fmt/format.h>

#include <algorithm>

namespace vantrum::survey {
namespace {

Result<void> validate_week(const IsoWeek& week);
Result<void> validate_answer(const Question& question, const std::vector<std::string>& codes);

}  // namespace

AnswerLookup lookup_in(const Answers& answers) {
  return [&answers](std::string_view question_id) {
    const auto found = answers.find(std::string(question_id));
    return found == answers.end() ? std::vector<std::string>{} : found->second;
  };
}

std::vector<const Question*> questions_asked(const Instrument& instrument, const Answers& answers,
                                             bool free_text) {
  std::vector<const Question*> asked;
  Answers counting;  // of the questions asked so far
  for (const auto& question : instrument.questions) {
    if (question.type == QuestionType::text && !free_text) continue;
    if (!question.when.holds(lookup_in(counting))) continue;
    asked.push_back(&question);
    const auto answer = answers.find(question.id);
    if (answer != answers.end()) counting.insert(*answer);
  }
  return asked;
}

std::string wording_key(const Question& question, const Answers& answers) {
  for (const auto& wording : question.alternatives) {
    if (wording.when.holds(lookup_in(answers))) return wording.text_key;
  }
  return question.id + ".text";
}

Result<void> validate(const Response& response, const Instrument& instrument) {
  if (response.instrument_number != instrument.number || response.instrument_version != instrument.version) {
    return Error::invalid(fmt::format("answers to instrument {} version {}; expected {} version {}",
                                      response.instrument_number, response.instrument_version,
                                      instrument.number, instrument.version));
  }
  if (response.week) TRY(validate_week(*response.week));
  if (response.answers.empty())
    return Error::invalid("no question is answered; expected at least one answer");

  const auto asked = questions_asked(instrument, response.answers, false);
  for (const auto& [id, codes] : response.answers) {
    const auto* question = instrument.find(id);
    if (question == nullptr) {
      return Error::invalid(
          fmt::format("answer to an unknown question{}; expected questions of the instrument",
                      is_id(id) ? " \"" + id + "\"" : ""));
    }
    if (question->linkage != Linkage::linked) {
      return Error::invalid(
          fmt::format("question \"{}\" is inside the response; expected linked questions only (P-31)", id));
    }
    if (std::ranges::find(asked, question) == asked.end()) {
      return Error::invalid(
          fmt::format("question \"{}\" is answered; expected no answer, as the rules skip it", id));
    }
    TRY(validate_answer(*question, codes));
  }
  return {};
}

SplitAnswers split_by_linkage(const Instrument& instrument, const Answers& answers) {
  SplitAnswers split;
  for (const auto* question : questions_asked(instrument, answers, false)) {
    const auto answer = answers.find(question->id);
    if (answer == answers.end()) continue;
    if (question->linkage == Linkage::linked) split.linked.insert(*answer);
    if (question->linkage != Linkage::counter) continue;
    for (const auto& code : answer->second) {
      // "Vet inte" stands alone, whatever stands beside it.
      const auto* option = question->option_with_code(code);
      if (answer->second.size() > 1 && option && option->dont_know) continue;
      split.counters.emplace_back(question->id, code);
    }
  }
  return split;
}

namespace {

Result<void> validate_week(const IsoWeek& week) {
  if (week.week >= 1 && week.week <= 53 && week.year >= 2000 && week.year <= 2999) return {};
  return Error::invalid("the week does not exist; expected an ISO week of this millennium, or none");
}

Result<void> validate_answer(const Question& question, const std::vector<std::string>& codes) {
  const auto refuse = [&](std::string_view what) {
    return Error::invalid(fmt::format("question \"{}\": {}", question.id, what));
  };
  if (codes.empty()) return refuse("an empty answer; expected codes, or no entry when it was skipped");
  if (question.type != QuestionType::select_many && codes.size() != 1)
    return refuse("several codes; expected one");
  const Option* last = nullptr;
  for (const auto& code : codes) {
    const auto* option = question.option_with_code(code);
    if (option == nullptr) return refuse("an unknown code; expected codes of its options");
    // One answer, one way to write it: otherwise equal answers differ in the sealed bytes.
    if (last != nullptr && option <= last)
      return refuse("codes twice or out of order; expected the instrument's order");
    last = option;
  }
  return {};
}

}  // namespace

}  // namespace vantrum::survey
