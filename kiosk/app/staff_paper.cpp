#include "kiosk/app/staff_paper.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/app/interview.h"
#include "kiosk/app/staff_words.h"

namespace vantrum::kiosk {
namespace {

using survey::Question;
using survey::QuestionType;

constexpr std::string_view language_prefix = "choice:language:";

bool is_on_paper(const Question& question) {
  return question.type != QuestionType::text && question.type != QuestionType::note;
}

const Question* next_on_paper(const PaperEntry& paper, const Survey& survey, std::string id) {
  for (;;) {
    const auto* question = question_after(survey, paper.answers, id);
    if (!question || is_on_paper(*question)) return question;
    id = question->id;
  }
}

std::string last_on_paper(const PaperEntry& paper, const Survey& survey) {
  std::string id;
  while (const auto* question = next_on_paper(paper, survey, id)) id = question->id;
  return id;
}

// The key that chooses it; empty where there are too many.
std::string key_of(const Question& question, std::size_t index) {
  if (auto own = survey::own_label(question, question.options[index]); !own.empty()) return own;
  return index < 9 ? std::to_string(index + 1) : "";
}

bool is_rating(const Question& question) { return question.type == QuestionType::rating; }

void add_languages(ViewModel& view, const PaperEntry& paper, const Survey& survey) {
  add_staff(view, "question:language", Role::question, "Vilket språk är papperet på?");
  int number = 0;
  for (const auto& tag : survey.languages) {
    auto& choice = add_staff(view, std::string(language_prefix) + tag, Role::choice,
                             fmt::format("{}   {}", ++number, swedish_name_of(tag)));
    choice.selected = tag == paper.language;
  }
}

void add_question(ViewModel& view, const PaperEntry& paper, const Survey& survey) {
  const auto* question = survey.instrument.find(paper.question);
  if (!question) return;
  const auto step = step_of(survey, paper.answers, question->id);
  auto& progress =
      add_staff(view, "progress", Role::progress,
                fmt::format("Papper {}: fråga {} av {}", paper.saved + 1, step.step, step.steps));
  progress.step = step.step;
  progress.steps = step.steps;
  add_staff(view, "question:" + question->id, Role::question,
            survey.words("sv", survey::wording_key(*question, paper.answers)));
  if (question->type == QuestionType::select_many) add_staff(view, "hint", Role::note, "Flera svar går bra.");
  if (is_rating(*question)) {
    add_staff(view, "low", Role::note, survey.words("sv", question->id + ".low"));
    add_staff(view, "high", Role::note, survey.words("sv", question->id + ".high"));
  }
  const auto chosen = paper.answers.find(question->id);
  for (std::size_t i = 0; i < question->options.size(); ++i) {
    const auto& option = question->options[i];
    const auto own = survey::own_label(*question, option);
    const auto words = own.empty() ? survey.words("sv", survey::option_key(*question, option)) : own;
    const auto key = key_of(*question, i);
    const auto role = question->type == QuestionType::select_many ? Role::toggle : Role::choice;
    auto& choice = add_staff(view, "choice:" + question->id + ":" + option.code, role,
                             own.empty() && !key.empty() ? key + "   " + words : words);
    if (is_rating(*question) && !own.empty()) choice.row = 1;
    choice.apart = option.dont_know;
    choice.selected = chosen != paper.answers.end() && std::ranges::count(chosen->second, option.code) > 0;
  }
}

void add_end(ViewModel& view, const PaperEntry& paper, const Survey& survey) {
  const auto answers = asked_answers(survey, paper.answers);
  add_staff(view, "heading", Role::heading, fmt::format("Spara papper {}?", paper.saved + 1));
  const auto asked = asked_questions(survey, paper.answers);
  const auto count = std::ranges::count_if(asked, [](const Question* q) { return is_on_paper(*q); });
  auto words = fmt::format("{} av {} frågor har ett svar. Språk: {}.", answers.size(), count,
                           swedish_name_of(paper.language));
  if (answers.empty()) words = "Ingen fråga har ett svar. Då finns det inget att spara.";
  if (paper.saving) words = "Sparar …";
  add_staff(view, "text", Role::text, std::move(words));
  if (paper.failed)
    add_staff(view, "problem", Role::note,
              "Papperet kunde inte sparas. Behåll det och säg till regionen att plattan har fel.")
        .apart = true;
}

}  // namespace

void paper_begin(PaperEntry& paper, const Survey& survey) {
  PaperEntry fresh;
  fresh.language = std::ranges::count(survey.languages, paper.language) > 0 ? paper.language : "sv";
  fresh.saved = paper.saved;
  paper = std::move(fresh);
  if (survey.languages.size() < 2) paper_forward(paper, survey);
}

void paper_forward(PaperEntry& paper, const Survey& survey) {
  const auto* next = next_on_paper(paper, survey, paper.question);
  if (next) {
    paper.question = next->id;
  } else {
    paper.at_end = true;
  }
}

bool paper_back(PaperEntry& paper, const Survey& survey) {
  if (paper.at_end) {
    paper.at_end = false;
    paper.question = last_on_paper(paper, survey);
    return true;
  }
  if (paper.question.empty()) return false;
  const auto* before = question_before(survey, paper.answers, paper.question);
  while (before && !is_on_paper(*before)) before = question_before(survey, paper.answers, before->id);
  if (!before && survey.languages.size() < 2) return false;
  paper.question = before ? before->id : "";
  return true;
}

void type_on_paper(PaperEntry& paper, const Survey& survey, int digit) {
  if (paper.at_end || paper.saving) return;
  if (paper.question.empty()) {
    const auto index = static_cast<std::size_t>(digit - 1);
    if (digit > 0 && index < survey.languages.size()) paper.language = survey.languages[index];
    return;
  }
  const auto* question = survey.instrument.find(paper.question);
  for (std::size_t i = 0; question && i < question->options.size(); ++i) {
    if (key_of(*question, i) == std::to_string(digit))
      return choose(paper.answers, *question, question->options[i].code);
  }
}

void tap_on_paper(PaperEntry& paper, const Survey& survey, const std::string& id) {
  if (paper.at_end || paper.saving) return;
  if (paper.question.empty()) {
    if (!id.starts_with(language_prefix)) return;
    const auto tag = id.substr(language_prefix.size());
    if (std::ranges::count(survey.languages, tag) > 0) paper.language = tag;
    return;
  }
  const auto* question = survey.instrument.find(paper.question);
  const auto prefix = "choice:" + paper.question + ":";
  if (!question || !id.starts_with(prefix)) return;
  const auto code = id.substr(prefix.size());
  if (question->option_with_code(code)) choose(paper.answers, *question, code);
}

void add_paper(ViewModel& view, const PaperEntry& paper, const Survey& survey) {
  if (paper.at_end) return add_end(view, paper, survey);
  if (paper.question.empty()) return add_languages(view, paper, survey);
  add_question(view, paper, survey);
}

}  // namespace vantrum::kiosk
