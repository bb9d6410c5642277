#include "kiosk/app/own_words.h"

#include "kiosk/app/interview.h"
#include "kiosk/app/speech_view.h"
#include "kiosk/typing/graphemes.h"
#include "shared/survey/free_text.h"

namespace vantrum::kiosk {
namespace {

using survey::Question;
using survey::QuestionType;

void show_written(ScreenBuilder& screen, Element& element, const std::string& written) {
  ScreenBuilder::say(element, screen.words("speech.hidden"));
  element.words = written;
  element.spoken_language = std::exchange(element.language, "");
  bool from_right = is_written_from_right(written, screen.view.direction);
  element.direction = from_right ? Direction::right_to_left : Direction::left_to_right;
}

std::string shortened(const std::string& text) {
  constexpr std::size_t characters_max = 60;
  auto graphemes = find_graphemes(text, false);
  if (graphemes.count() <= characters_max) return text;
  return text.substr(0, graphemes.bounds[characters_max]) + "…";
}

std::string invitation(const Question& asked) {
  return asked.type == QuestionType::number ? "write.number" : "write.open";
}

// Whoever hears one letter after the other hears the text.
void hush_letters(ScreenBuilder& screen) {
  const auto hidden = screen.words("speech.hidden");
  for (auto& element : screen.view.elements) {
    const bool is_letter =
        element.id == "key:" + element.words || element.id == "key:family:" + element.words;
    if (element.role != Role::key || !is_letter) continue;
    element.spoken = hidden.text;
    element.spoken_language = hidden.language;
  }
}

void add_limits(ScreenBuilder& screen, const Question& asked, const std::string& text) {
  if (asked.type == QuestionType::number) {
    const auto range = screen.words("write.range");
    screen.add("count", Role::note, {fill(range.text, range_of(asked)), range.language, {}});
    return;
  }
  const Values values{{"count", std::to_string(survey::free_text_units(text))},
                      {"max", std::to_string(survey::free_text_units_max)}};
  // Not to be heard: it changes with every key.
  auto& count = screen.add("count", Role::note, filled(screen.words("write.count"), values));
  count.spoken.clear();
  count.pieces.clear();
}

// ---- Review ----

std::vector<ShownWords> chosen_words(const ScreenBuilder& screen, const Question& asked) {
  std::vector<ShownWords> list;
  const auto& answers = screen.visitor().answers;
  const auto chosen = answers.find(asked.id);
  if (chosen == answers.end()) return list;
  for (const auto& code : chosen->second) {
    const auto* option = asked.option_with_code(code);
    if (!option) continue;
    auto own = survey::own_label(asked, *option);
    list.push_back(own.empty() ? screen.asked_words(survey::option_key(asked, *option))
                               : ShownWords{own, "", {}});
  }
  return list;
}

const std::string* written_to(const ScreenBuilder& screen, const Question& asked) {
  const auto& texts = screen.visitor().texts;
  const auto written = texts.find(asked.id);
  return written == texts.end() ? nullptr : &written->second;
}

// Isolated: it may run the other way than the screen (R4).
ShownWords answer_to(const ScreenBuilder& screen, const Question& asked) {
  if (const auto* written = written_to(screen, asked))
    return {"\u2068" + shortened(*written) + "\u2069", "", {}};
  const auto chosen = chosen_words(screen, asked);
  if (chosen.empty()) return screen.words("review.skipped");
  ShownWords list;
  for (const auto& one : chosen) {
    list.text += (list.text.empty() ? "" : " · ") + one.text;
    if (!one.language.empty()) list.language = one.language;
  }
  return list;
}

// The question, and the answer to it where nobody else can hear (A10).
void say_review(const ScreenBuilder& screen, Element& element, ShownWords question, const Question& asked) {
  element.pieces = {{std::move(question.language), std::move(question.text)}};
  const auto add_piece = [&](ShownWords words) {
    element.pieces.push_back({std::move(words.language), std::move(words.text)});
  };
  const auto chosen = chosen_words(screen, asked);
  if (!may_speak_answers(screen.state) || written_to(screen, asked)) {
    add_piece(screen.words("speech.hidden"));
  } else if (chosen.empty()) {
    add_piece(screen.words("review.skipped"));
  } else {
    for (const auto& one : chosen) add_piece(one);
  }
  element.spoken.clear();
  for (const auto& piece : element.pieces)
    element.spoken += (element.spoken.empty() ? "" : " ") + piece.words;
}

}  // namespace

void add_field(ScreenBuilder& screen, const Question& asked) {
  auto& element = screen.add("field:" + asked.id, Role::field, screen.words(invitation(asked)));
  element.icon = Icon::pencil;
  const auto* written = written_to(screen, asked);
  if (!written) return;
  show_written(screen, element, shortened(*written));
  element.selected = true;
}

void add_writing(ScreenBuilder& screen) {
  const auto& writing = screen.visitor().writing;
  const auto& asked = *screen.survey().instrument.find(writing.question);
  auto& editor = screen.add("editor", Role::editor, screen.words(invitation(asked)));
  editor.apart = writing.edit.text.empty();  // an invitation, not a text
  editor.direction = screen.view.direction;
  if (!editor.apart) show_written(screen, editor, writing.edit.text);
  editor.caret = editor.apart ? 0 : writing.edit.caret;
  add_limits(screen, asked, writing.edit.text);
  add_keys(screen.view, writing, asked, *screen.state.keyboards, screen.view.language,
           [&](std::string id, Role role, std::string_view key) -> Element& {
             return screen.add(std::move(id), role, screen.words(key));
           });
  if (!may_speak_answers(screen.state)) hush_letters(screen);
  auto done = screen.primary("done", "write.done");
  done.enabled = can_be_done(writing, asked);
  screen.view.elements.push_back(std::move(done));
}

void add_private_words(ScreenBuilder& screen) {
  const auto& text = screen.visitor().writing.edit.text;
  screen.heading("private.heading");
  screen.add("text", Role::text, screen.words("private.text"));
  int number = 0;
  for (const auto& word : survey::find_private_words(text)) {
    const auto found = screen.words("private." + std::string(survey::name_of(word.kind)));
    auto& element =
        screen.add("found:" + std::to_string(++number), Role::text, filled(found, {{"words", ""}}));
    const auto shown = fill(found.text, {{"words", text.substr(word.begin, word.end - word.begin)}});
    element.words = found.language.empty() ? shown : marked(shown);
  }
  screen.add("remove", Role::button, screen.words("private.remove")).icon = Icon::erase;
  screen.view.elements.push_back(screen.primary("change", "private.change"));
}

void add_review(ScreenBuilder& screen) {
  screen.heading("review.heading");
  screen.add("text", Role::text, screen.words("review.text"));
  const auto& answers = screen.visitor().answers;
  for (const auto* asked : asked_questions(screen.survey(), answers)) {
    if (asked->type == QuestionType::note) continue;
    auto question = screen.asked_words(survey::wording_key(*asked, answers));
    const auto answer = answer_to(screen, *asked);
    const bool is_fallback = !question.language.empty() || !answer.language.empty();
    auto& element = screen.add("change:" + asked->id, Role::link,
                               {question.text + "\n" + answer.text, is_fallback ? "sv" : "", {}});
    element.icon = Icon::pencil;
    say_review(screen, element, std::move(question), *asked);
    if (asked->id == screen.visitor().changed_question) screen.view.opens_at = "change:" + asked->id;
  }
}

}  // namespace vantrum::kiosk
