#include "kiosk/app/interview.h"

#include <algorithm>

namespace vantrum::kiosk {
namespace {

using survey::Answers;
using survey::Question;

std::vector<const Question*> asked(const Survey& survey, const Answers& answers) {
  return survey::questions_asked(survey.instrument, answers, survey.free_text);
}

// Index of the question with this id; -1 when it is not asked (or the id is empty).
std::ptrdiff_t index_of(const std::vector<const Question*>& questions, const std::string& id) {
  auto it = std::find_if(questions.begin(), questions.end(), [&](const Question* q) { return q->id == id; });
  return it == questions.end() ? -1 : it - questions.begin();
}

const Question* neighbour(const Survey& survey, const Answers& answers, const std::string& id,
                          std::ptrdiff_t by) {
  auto questions = asked_questions(survey, answers);
  auto index = index_of(questions, id) + by;
  return index >= 0 && index < std::ssize(questions) ? questions[static_cast<std::size_t>(index)] : nullptr;
}

}  // namespace

Answers asked_answers(const Survey& survey, Answers answers) {
  // Rules look only backwards, so dropping an answer may drop later ones but never bring one back: this ends.
  for (;;) {
    auto questions = asked(survey, answers);
    auto dropped =
        std::erase_if(answers, [&](const auto& answer) { return index_of(questions, answer.first) < 0; });
    if (dropped == 0) return answers;
  }
}

std::vector<const Question*> asked_questions(const Survey& survey, const Answers& answers) {
  return asked(survey, asked_answers(survey, answers));
}

const Question* question_after(const Survey& survey, const Answers& answers, const std::string& id) {
  return neighbour(survey, answers, id, 1);
}

const Question* question_before(const Survey& survey, const Answers& answers, const std::string& id) {
  return neighbour(survey, answers, id, -1);
}

Step step_of(const Survey& survey, const Answers& answers, const std::string& id) {
  auto questions = asked_questions(survey, answers);
  return {static_cast<int>(index_of(questions, id)) + 1, static_cast<int>(questions.size())};
}

void choose(Answers& answers, const Question& question, const std::string& code) {
  if (!question.option_with_code(code)) return;
  auto& codes = answers[question.id];
  bool was_chosen = std::find(codes.begin(), codes.end(), code) != codes.end();
  if (question.type != survey::QuestionType::select_many) {
    codes = was_chosen ? std::vector<std::string>{} : std::vector<std::string>{code};
  } else {
    // In the instrument's order, so that the order of touching is not kept.
    std::vector<std::string> chosen;
    for (const auto& option : question.options) {
      bool had = std::find(codes.begin(), codes.end(), option.code) != codes.end();
      if (option.code == code ? !was_chosen : had) chosen.push_back(option.code);
    }
    codes = chosen;
  }
  if (codes.empty()) answers.erase(question.id);
}

bool has_something_to_send(const Survey& survey, const Answers& answers) {
  return !survey::split_by_linkage(survey.instrument, asked_answers(survey, answers)).linked.empty();
}

}  // namespace vantrum::kiosk
