#include "kiosk/app/update.h"

#include <algorithm>

#include "kiosk/app/interview.h"
#include "kiosk/app/patience.h"
#include "kiosk/app/staff.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

constexpr auto frame = 33ms;  // of the filling ring
constexpr std::string_view choice_prefix = "choice:", language_prefix = "language:",
                           change_prefix = "change:";

TextSize larger(TextSize size) {
  switch (size) {
    case TextSize::normal:
      return TextSize::large;
    case TextSize::large:
      return TextSize::double_size;
    case TextSize::double_size:
      return TextSize::normal;
  }
  return TextSize::normal;
}

bool starts_with(const std::string& id, std::string_view prefix) { return id.rfind(prefix, 0) == 0; }

// One turn: the state being changed, what it wants done, and the time it is.
class Turn {
 public:
  Turn(State state, MonotonicTime now) : now_(now) { next_.state = std::move(state); }

  Next take() && { return std::move(next_); }

  void on(const Pressed& event) {
    touched();
    if (event.id == "start" && screen() == ScreenKind::attract) visitor().held_since = now_;
  }

  void on(const Released& event) {
    touched();
    if (event.id == "start") visitor().held_since.reset();
  }

  void on(const Tapped& event) {
    touched();
    if (has_bar(screen()) && on_bar(event.id)) return;
    switch (screen()) {
      case ScreenKind::listen:
        if (event.id == "next" || event.id == "back") uncover();
        return;
      case ScreenKind::language:
        return on_language(event.id);
      case ScreenKind::info:
        return on_info(event.id);
      case ScreenKind::question:
        return on_question(event.id);
      case ScreenKind::writing:
        return on_writing(event.id);
      case ScreenKind::private_words:
        return on_private_words(event.id);
      case ScreenKind::review:
        return on_review(event.id);
      case ScreenKind::send:
        return on_send(event.id);
      case ScreenKind::help:
      case ScreenKind::about:
        if (event.id == "about") return lay_over(ScreenKind::about);
        if (event.id == "back" || event.id == "next") return uncover();
        return;
      case ScreenKind::still_there:
        if (event.id == "here") uncover();
        return;
      case ScreenKind::attract:
      case ScreenKind::sending:
      case ScreenKind::thanks:
      case ScreenKind::not_saved:
      case ScreenKind::closed:
        return;
      default:  // of the staff, who have their own update
        return;
    }
  }

  void on(const Touched&) { touched(); }
  void on(const PageTurned&) {}
  void on(const Begin&) {
    if (screen() == ScreenKind::attract) start();
  }
  // Speech is the business of `turn`.
  void on(const Lifted&) {}
  void on(const KeyPressed&) {}
  void on(const SoundChanged&) {}
  void on(const Spoken&) {}

  void on(const Tick&) {
    auto shown = now_ - visitor().screen_since;
    const auto timing = timing_of(next_.state);
    switch (screen()) {
      case ScreenKind::attract:
        if (visitor().held_since && now_ - *visitor().held_since >= timing.hold) start();
        return;
      case ScreenKind::language:
      case ScreenKind::info:
      case ScreenKind::question:
      case ScreenKind::writing:
      case ScreenKind::private_words:
      case ScreenKind::review:
      case ScreenKind::send:
      case ScreenKind::listen:
      case ScreenKind::help:
      case ScreenKind::about:
        if (now_ - visitor().touched >= timing.idle) lay_over(ScreenKind::still_there);
        return;
      case ScreenKind::still_there:
        if (shown >= timing.answer) leave();
        return;
      case ScreenKind::thanks:
        if (shown >= timing.thanks) next_.state.put_aside ? next_of_sitting(next_.state, now_) : wipe();
        return;
      case ScreenKind::not_saved:
        if (shown >= timing.not_saved) wipe();
        return;
      case ScreenKind::sending:
      case ScreenKind::closed:
        return;
      default:
        return;
    }
  }
  // Told to staff only; without staff nobody listens.
  void on(const DoorTold&) {}
  void on(const FactsTold&) {}
  void on(const WorkDone&) {}
  void on(const StickTold&) {}
  void on(const EnrolTold&) {}

  void on(const Stored&) {
    if (screen() != ScreenKind::sending) return;
    forget_answers();
    go(ScreenKind::thanks);
  }

  void on(const NotStored&) {
    if (screen() != ScreenKind::sending) return;
    forget_answers();
    next_.state.stopped = true;
    go(ScreenKind::not_saved);
  }

  void on(const SurveyChanged& event) {
    next_.state.next_survey = event.survey;
    if (screen() == ScreenKind::attract || screen() == ScreenKind::closed) wipe();
  }

 private:
  Visitor& visitor() { return next_.state.visitor; }
  ScreenKind screen() { return visitor().screen; }
  const Survey& survey() { return *next_.state.survey; }
  void touched() { visitor().touched = now_; }

  void forget_answers() {
    visitor().answers.clear();
    visitor().texts.clear();
    visitor().writing = Writing{};
    visitor().paces.clear();
    visitor().strays = 0;
  }

  // Adds the time since the question came up, or since this was last called.
  void note_pace() {
    if (screen() != ScreenKind::question) return;
    visitor().paces[visitor().question].shown += now_ - visitor().paced;
    visitor().paced = now_;
  }

  void go(ScreenKind to) {
    note_pace();
    visitor().screen = to;
    visitor().screen_since = visitor().paced = now_;
    visitor().touched = now_;
  }

  // To a screen of the walk: nothing lies over it.
  void walk_to(ScreenKind to) {
    visitor().under.clear();
    go(to);
  }

  // A screen is never twice on the pile: "Hjälp" from "Om tillgänglighet" is the way back to it.
  void lay_over(ScreenKind cover) {
    auto& under = visitor().under;
    auto known = std::find(under.begin(), under.end(), cover);
    if (known == under.end())
      under.push_back(screen());
    else
      under.erase(known, under.end());
    go(cover);
  }

  void uncover() {
    if (visitor().under.empty()) return;
    auto to = visitor().under.back();
    visitor().under.pop_back();
    go(to);
  }

  // What every screen with a bar can do. False: the screen itself knows.
  bool on_bar(const std::string& id) {
    if (id == "help") {
      if (screen() != ScreenKind::help) lay_over(ScreenKind::help);
    } else if (id == "language") {
      if (screen() != ScreenKind::language && survey().languages.size() > 1) lay_over(ScreenKind::language);
    } else if (id == "listen") {
      if (screen() != ScreenKind::listen) lay_over(ScreenKind::listen);
    } else if (id == "text_size") {
      visitor().text_size = larger(visitor().text_size);
    } else if (id == "contrast") {
      visitor().contrast = visitor().contrast == Contrast::high ? Contrast::light : Contrast::high;
    } else {
      return false;
    }
    ++visitor().strays;
    return true;
  }

  void wipe() { begin_again(next_.state, now_); }

  void start() {
    visitor().held_since.reset();
    walk_to(survey().languages.size() > 1 ? ScreenKind::language : ScreenKind::info);
  }

  void leave() {
    auto at = visitor().under.empty() ? screen() : visitor().under.front();
    bool asked = at == ScreenKind::question || at == ScreenKind::writing || at == ScreenKind::private_words;
    count_left(asked ? visitor().question : std::string(name_of(at)));
    wipe();
  }

  void count_left(std::string where) { next_.effects.push_back(CountLeft{survey().round, std::move(where)}); }

  void on_language(const std::string& id) {
    if (starts_with(id, language_prefix)) {
      auto language = id.substr(language_prefix.size());
      const auto& offered = survey().languages;
      if (std::find(offered.begin(), offered.end(), language) == offered.end()) return;
      visitor().language = language;
      return visitor().under.empty() ? walk_to(ScreenKind::info) : uncover();
    }
    if (id == "back") return visitor().under.empty() ? wipe() : uncover();
  }

  void on_info(const std::string& id) {
    if (id == "next") return show(question_after(survey(), visitor().answers, ""));
    if (id == "back") return survey().languages.size() > 1 ? walk_to(ScreenKind::language) : wipe();
  }

  void on_question(const std::string& id) {
    const auto* question = survey().instrument.find(visitor().question);
    check(question != nullptr);
    std::string prefix = std::string(choice_prefix) + question->id + ":";
    if (starts_with(id, prefix)) {
      note_pace();
      auto& pace = visitor().paces[question->id];
      if (pace.taps++ == 0) pace.untouched = pace.shown;
      if (question->type == survey::QuestionType::number) visitor().texts.erase(question->id);
      return choose(visitor().answers, *question, id.substr(prefix.size()));
    }
    if (id == "field:" + question->id) return write(*question);
    if (id != "next" && id != "back") return;
    if (std::exchange(visitor().changes_one_answer, false)) {
      visitor().changed_question = question->id;
      return walk_to(ScreenKind::review);
    }
    if (id == "next") return show(question_after(survey(), visitor().answers, question->id));
    if (const auto* before = question_before(survey(), visitor().answers, question->id)) return show(before);
    walk_to(ScreenKind::info);
  }

  // The question, or the end when there is none left.
  void show(const survey::Question* question) {
    if (!question) return walk_to(survey().review ? ScreenKind::review : ScreenKind::send);
    note_pace();
    visitor().question = question->id;
    walk_to(ScreenKind::question);
  }

  void show_last_question() { walk_to(visitor().question.empty() ? ScreenKind::info : ScreenKind::question); }

  void on_review(const std::string& id) {
    if (id == "next" || id == "back") visitor().changed_question.clear();
    if (id == "next") return walk_to(ScreenKind::send);
    if (id == "back") {
      visitor().question.clear();
      while (const auto* last = question_after(survey(), visitor().answers, visitor().question)) {
        visitor().question = last->id;
      }
      return show_last_question();
    }
    if (!starts_with(id, change_prefix)) return;
    for (const auto* question : asked_questions(survey(), visitor().answers)) {
      if (id.substr(change_prefix.size()) != question->id) continue;
      visitor().changes_one_answer = true;
      return show(question);
    }
  }

  // ---- Writing ----

  void write(const survey::Question& question) {
    const auto& keyboards = next_.state.keyboards;
    bool takes_text =
        question.type == survey::QuestionType::text || question.type == survey::QuestionType::number;
    if (!keyboards || !takes_text) return;
    auto written = visitor().texts.find(question.id);
    visitor().writing = begin_writing(question, written == visitor().texts.end() ? "" : written->second,
                                      *keyboards, visitor().language);
    go(ScreenKind::writing);
  }

  void on_writing(const std::string& id) {
    const auto* question = survey().instrument.find(visitor().writing.question);
    check(question != nullptr);
    if (id != "done") {
      return tap_key(visitor().writing, *question, *next_.state.keyboards, visitor().language, id);
    }
    if (!can_be_done(visitor().writing, *question)) return;
    auto text = written_text(visitor().writing);
    bool is_text = question->type == survey::QuestionType::text;
    if (is_text && !survey::find_private_words(text).empty()) return go(ScreenKind::private_words);
    keep(*question, std::move(text));
  }

  void on_private_words(const std::string& id) {
    const auto* question = survey().instrument.find(visitor().writing.question);
    check(question != nullptr);
    if (id == "change") return go(ScreenKind::writing);
    if (id == "remove") keep(*question, {});
  }

  // Of a number only the band is an answer; its digits are only shown.
  void keep(const survey::Question& question, std::string text) {
    if (question.type == survey::QuestionType::number) {
      visitor().answers.erase(question.id);
      if (!text.empty()) {
        const auto* band = question.band_of(static_cast<std::uint32_t>(std::stoul(text)));
        visitor().answers[question.id] = {band->code};
      }
    }
    visitor().texts.erase(question.id);
    if (!text.empty()) visitor().texts[question.id] = std::move(text);
    visitor().writing = Writing{};
    go(ScreenKind::question);
  }

  void on_send(const std::string& id) {
    if (id == "back") return survey().review ? walk_to(ScreenKind::review) : show_last_question();
    bool something = has_something_to_send(survey(), visitor().answers, visitor().texts);
    if (id == "send" && something) {
      auto answers = asked_answers(survey(), visitor().answers);
      bool suspect = survey::is_suspect(survey().instrument, answers, visitor().paces, visitor().strays);
      auto texts = asked_texts(survey(), answers, visitor().texts);
      next_.effects.push_back(
          Submit{next_.state.survey, std::move(answers), visitor().language, suspect, std::move(texts)});
      return go(ScreenKind::sending);
    }
    if (id == "finish" && !something) {
      count_left(std::string(name_of(ScreenKind::send)));
      wipe();
    }
  }

  MonotonicTime now_;
  Next next_;
};

}  // namespace

void next_of_sitting(State& state, MonotonicTime now) {
  state.visitor = Visitor{};
  state.visitor.screen = ScreenKind::info;
  state.visitor.screen_since = state.visitor.paced = state.visitor.touched = now;
}

void begin_again(State& state, MonotonicTime now) {
  state.visitor = Visitor{};
  if (state.put_aside) state.survey = *std::exchange(state.put_aside, std::nullopt);
  if (state.next_survey) state.survey = *std::exchange(state.next_survey, std::nullopt);
  bool asks = state.survey && state.survey->is_open && !state.survey->for_staff && !state.stopped;
  state.visitor.screen = asks ? ScreenKind::attract : ScreenKind::closed;
  state.visitor.screen_since = state.visitor.paced = state.visitor.touched = now;
}

Next update(State state, const Event& event, MonotonicTime now) {
  std::vector<Effect> of_staff;
  if (update_staff(state, event, now, of_staff)) return {std::move(state), std::move(of_staff)};
  Turn turn(std::move(state), now);
  std::visit([&](const auto& e) { turn.on(e); }, event);
  return std::move(turn).take();
}

std::optional<MonotonicTime> next_deadline(const State& state, MonotonicTime now) {
  const auto& visitor = state.visitor;
  const auto timing = timing_of(state);
  const auto staff = staff_deadline(state, now);
  if (is_staff(visitor.screen) || (staff && !visitor.held_since)) return staff;
  switch (visitor.screen) {
    case ScreenKind::attract:
      if (visitor.held_since) return std::min(now + frame, *visitor.held_since + timing.hold);
      return std::nullopt;
    case ScreenKind::language:
    case ScreenKind::info:
    case ScreenKind::question:
    case ScreenKind::writing:
    case ScreenKind::private_words:
    case ScreenKind::review:
    case ScreenKind::send:
    case ScreenKind::listen:
    case ScreenKind::help:
    case ScreenKind::about:
      return visitor.touched + timing.idle;
    case ScreenKind::still_there: {
      // Once a second, when the number changes.
      auto shown = now - visitor.screen_since;
      return std::min(visitor.screen_since + timing.answer, now + 1000ms - shown % 1000ms);
    }
    case ScreenKind::thanks:
      return visitor.screen_since + timing.thanks;
    case ScreenKind::not_saved:
      return visitor.screen_since + timing.not_saved;
    case ScreenKind::sending:
    case ScreenKind::closed:
      return std::nullopt;
    default:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace vantrum::kiosk
