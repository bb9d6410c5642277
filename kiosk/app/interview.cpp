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
  const auto counts = [](const Question* question) { return question->type != survey::QuestionType::note; };
  const auto here = questions.begin() + (index_of(questions, id) + 1);
  return {static_cast<int>(std::count_if(questions.begin(), here, counts)),
          static_cast<int>(std::count_if(questions.begin(), questions.end(), counts))};
}

void choose(Answers& answers, const Question& question, const std::string& code) {
  const auto* chosen_option = question.option_with_code(code);
  if (!chosen_option) return;
  auto& codes = answers[question.id];
  bool was_chosen = std::find(codes.begin(), codes.end(), code) != codes.end();
  if (question.type != survey::QuestionType::select_many) {
    codes = was_chosen ? std::vector<std::string>{} : std::vector<std::string>{code};
  } else {
    // In the instrument's order, so that the order of touching is not kept.
    std::vector<std::string> chosen;
    for (const auto& option : question.options) {
      // "Vet inte" stands alone.
      bool agree = option.dont_know == chosen_option->dont_know;
      bool had = agree && std::find(codes.begin(), codes.end(), option.code) != codes.end();
      if (option.code == code ? !was_chosen : had) chosen.push_back(option.code);
    }
    codes = chosen;
  }
  if (codes.empty()) answers.erase(question.id);
}

bool has_something_to_send(const Survey& survey, const Answers& answers,
                           const std::map<std::string, std::string>& texts) {
  return !survey::split_by_linkage(survey.instrument, asked_answers(survey, answers)).linked.empty() ||
         !asked_texts(survey, answers, texts).empty();
}

std::map<std::string, std::string> asked_texts(const Survey& survey, const Answers& answers,
                                               std::map<std::string, std::string> texts) {
  auto questions = asked(survey, asked_answers(survey, answers));
  std::erase_if(texts, [&](const auto& text) {
    auto index = index_of(questions, text.first);
    return index < 0 || questions[static_cast<std::size_t>(index)]->type != survey::QuestionType::text;
  });
  return texts;
}

}  // namespace vantrum::kiosk
