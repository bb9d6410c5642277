#include "kiosk/app/make_view.h"

#include <algorithm>

#include "kiosk/app/interview.h"
#include "kiosk/app/language.h"
#include "kiosk/app/patience.h"
#include "kiosk/app/phrases.h"
#include "kiosk/app/speech_view.h"

namespace vantrum::kiosk {
namespace {

using survey::Option;
using survey::Question;
using survey::QuestionType;

float share(std::chrono::milliseconds part, std::chrono::milliseconds whole) {
  return std::clamp(static_cast<float>(part.count()) / static_cast<float>(whole.count()), 0.0f, 1.0f);
}

// What is shown, and its language where it is not the screen's.
struct Words {
  std::string text;
  std::string language;
  std::vector<Phrase> pieces;  // where it is spoken in more than one
};

// A string that is not translated yet is shown in Swedish and says so. Isolated, so that it reads as Swedish
// on a screen that is written from right to left, too (R4).
std::string marked(const std::string& swedish) { return "\u2066(sv) " + swedish + "\u2069"; }

Words filled(Words words, const std::vector<std::pair<std::string, std::string>>& values) {
  for (auto& piece : spoken_pieces(words.text, values)) words.pieces.push_back({"", std::move(piece)});
  words.text = fill(std::move(words.text), values);
  return words;
}

// One screen being put together, in reading order.
class Screen {
 public:
  Screen(const State& state, const Texts& texts, MonotonicTime now)
      : state_(state), texts_(texts), now_(now) {
    view_.screen = state.visitor.screen;
    view_.language = state.visitor.language;
    view_.direction = direction_of(view_.language);
    view_.text_size = visitor().text_size;
    view_.contrast = visitor().contrast;
  }

  ViewModel take() && {
    page_button("page:previous", "page.back", Icon::up);
    page_button("page:next", "page.more", Icon::down);
    add_speech(view_, state_, texts_);
    return std::move(view_);
  }

  void build() {
    switch (view_.screen) {
      case ScreenKind::attract:
        return attract();
      case ScreenKind::language:
        return language();
      case ScreenKind::info:
        return info();
      case ScreenKind::question:
        return question();
      case ScreenKind::review:
        return review();
      case ScreenKind::send:
        return send();
      case ScreenKind::help:
        return help();
      case ScreenKind::about:
        return about();
      case ScreenKind::sending:
        heading("sending.heading");
        return;
      case ScreenKind::thanks:
        return message(Picture::thanks_plant, words("thanks.heading"), asked_words("closing"));
      case ScreenKind::still_there:
        return still_there();
      case ScreenKind::not_saved:
        return message(Picture::closed_door, words("not_saved.heading"), words("not_saved.text"));
      case ScreenKind::listen:
        add_listen_screen(view_, state_, texts_);
        return bar(next("speech.continue"));
      case ScreenKind::closed:
        return message(Picture::closed_door, words("closed.heading"), words("closed.text"));
    }
  }

 private:
  const Visitor& visitor() const { return state_.visitor; }
  const Survey& survey() const { return *state_.survey; }
  // The interface's words, and the instrument's.
  Words words(std::string_view key) const {
    return {texts_.at(view_.language, key), texts_.is_fallback(view_.language, key) ? "sv" : "", {}};
  }
  Words asked_words(const std::string& key) const {
    return {survey().words(view_.language, key), survey().is_fallback(view_.language, key) ? "sv" : "", {}};
  }

  static void say(Element& element, Words words) {
    bool is_fallback = !words.language.empty();
    element.words = is_fallback ? marked(words.text) : words.text;
    element.spoken = std::move(words.text);
    element.pieces = std::move(words.pieces);
    element.language = std::move(words.language);
  }
  Element& add(std::string id, Role role, Words words = {}) {
    auto& element = view_.elements.emplace_back();
    element.id = std::move(id);
    element.role = role;
    say(element, std::move(words));
    return element;
  }
  // A language by its own name, in its own script (R9).
  Element& add_language(std::string id, Role role, const std::string& tag) {
    auto& element = add(std::move(id), role, {survey().instrument.texts.at(tag).own_name, "", {}});
    element.language = tag;
    return element;
  }
  void heading(std::string_view key) { add("heading", Role::heading, words(key)); }
  void picture(Picture picture) { add("picture", Role::illustration).picture = picture; }
  void page_button(std::string id, std::string_view key, Icon icon) {
    view_.page_buttons.push_back(button(std::move(id), key, icon));
  }
  // The bar, in one order and in one place on every screen of a visit (A48). What leads to this very screen
  // is left out of it.
  void bar(Element primary) {
    for (const auto& button : bar_buttons()) {
      const bool leads_here = (button.id == "language" && view_.screen == ScreenKind::language) ||
                              (button.id == "help" && view_.screen == ScreenKind::help);
      if (!leads_here) view_.elements.push_back(button);
      view_.bar_places.push_back(button);
    }
    for (const auto* key : {"bar.text.normal", "bar.text.large", "bar.text.double"}) {
      view_.bar_places.push_back(button("text_size", key, Icon::letters));
    }
    for (const auto* key :
         {"info.next", "question.next", "question.skip", "help.return", "speech.continue"}) {
      view_.bar_places.push_back(button("next", key, Icon::next));
      view_.bar_places.back().role = Role::primary;
    }
    for (const auto* key : {"send.send", "send.finish"}) {
      view_.bar_places.push_back(button("send", key, Icon::none));
      view_.bar_places.back().role = Role::primary;
    }
    if (!primary.id.empty()) view_.elements.push_back(std::move(primary));
  }

  std::vector<Element> bar_buttons() const {
    std::vector<Element> buttons{button("back", "bar.back", Icon::back)};
    if (survey().languages.size() > 1) buttons.push_back(button("language", "bar.language", Icon::globe));
    buttons.push_back(text_size_button());
    buttons.push_back(button("help", "bar.help", Icon::help));
    return buttons;
  }

  Element button(std::string id, std::string_view key, Icon icon) const {
    Element element;
    element.id = std::move(id);
    element.role = Role::button;
    say(element, words(key));
    element.icon = icon;
    return element;
  }

  // Words say which size is on; they are spoken with "på" or "av" (A26).
  Element text_size_button() const {
    const auto size = visitor().text_size;
    const std::string key = size == TextSize::normal  ? "bar.text.normal"
                            : size == TextSize::large ? "bar.text.large"
                                                      : "bar.text.double";
    auto element = button("text_size", key, Icon::letters);
    element.spoken = words(key + ".spoken").text;
    element.selected = size != TextSize::normal;
    return element;
  }

  Element primary(std::string id, std::string_view key, Icon icon = Icon::none) const {
    auto element = button(std::move(id), key, icon);
    element.role = Role::primary;
    return element;
  }
  // With an arrow, where the walk goes on.
  Element next(std::string_view key) const { return primary("next", key, Icon::next); }

  // On or off, and its words say so (A26).
  Element& contrast_toggle() {
    const bool on = visitor().contrast == Contrast::high;
    auto& element = add("contrast", Role::toggle, words(on ? "contrast.on" : "contrast.off"));
    element.icon = Icon::half;
    element.selected = on;
    return element;
  }

  void message(Picture shown, Words heading_words, Words text_words) {
    picture(shown);
    add("heading", Role::heading, std::move(heading_words));
    add("text", Role::text, std::move(text_words));
  }

  void attract() {
    picture(Picture::waiting_room);
    add("heading", Role::heading, asked_words("title"));
    add("text", Role::text, words("attract.text"));
    auto& start = add("start", Role::start, words("attract.start"));
    start.icon = Icon::leaf;
    start.pressed = visitor().held_since.has_value();
    start.amount = start.pressed ? share(now_ - *visitor().held_since, state_.timing.hold) : 0.0f;
    if (survey().languages.size() < 2) return;
    for (const auto& tag : survey().languages) {
      add_language("offered:" + tag, Role::note, tag);
    }
  }

  void language() {
    heading("language.heading");
    for (const auto& tag : survey().languages) {
      auto& element = add_language("language:" + tag, Role::language, tag);
      element.selected = !visitor().under.empty() && tag == visitor().language;
    }
    contrast_toggle();
    bar({});
  }

  void info() {
    heading("info.heading");
    for (const auto& key : survey().instrument.info_keys) {
      add(key, Role::text, filled(asked_words(key), {{"receiver", survey().receiver}}));
    }
    if (survey().free_text) {
      const auto& key = survey().instrument.free_text_info_key;
      add(key, Role::text, asked_words(key));
    }
    bar(next("info.next"));
  }

  void question() {
    const auto& asked = *survey().instrument.find(visitor().question);
    auto step = step_of(survey(), visitor().answers, asked.id);
    auto& progress = add("progress", Role::progress,
                         filled(words("question.step"), {{"step", std::to_string(step.step)},
                                                         {"steps", std::to_string(step.steps)}}));
    progress.step = step.step;
    progress.steps = step.steps;
    add("question:" + asked.id, Role::question, asked_words(survey::wording_key(asked, visitor().answers)));
    if (asked.hint) add("hint", Role::note, asked_words(asked.id + ".hint"));
    for (const auto& option : asked.options) choice(asked, option);
    auto& plant = add("plant", Role::illustration);  // grows with every question
    plant.picture = Picture::growing_plant;
    plant.amount = static_cast<float>(step.step) / static_cast<float>(step.steps);
    bar(next(visitor().answers.contains(asked.id) ? "question.next" : "question.skip"));
  }

  void choice(const Question& asked, const Option& option) {
    auto role = asked.type == QuestionType::select_many ? Role::toggle : Role::choice;
    auto& element =
        add("choice:" + asked.id + ":" + option.code, role, asked_words(survey::option_key(asked, option)));
    auto chosen = visitor().answers.find(asked.id);
    element.selected =
        chosen != visitor().answers.end() &&
        std::find(chosen->second.begin(), chosen->second.end(), option.code) != chosen->second.end();
    element.apart = option.dont_know;
    if (option.dont_know) {
      element.icon = Icon::unknown;
    } else if (asked.type == QuestionType::scale && option.weight) {
      element.icon = Icon::disc;
      element.amount = disc(*option.weight);
    }
  }

  // A disc filled 4/4, 3/4, 2/4, 0/4, so that the scale reads without colour or words.
  static float disc(double weight) {
    if (weight >= 100) return 1.0f;
    if (weight > 50) return 0.75f;
    return weight > 0 ? 0.5f : 0.0f;
  }

  void send() {
    bool something = has_something_to_send(survey(), visitor().answers);
    picture(Picture::letter);
    heading("send.heading");
    add("text", Role::text, words(something ? "send.text" : "send.empty"));
    bar(something ? primary("send", "send.send") : primary("finish", "send.finish"));
  }

  // Every question that was asked, with what was answered. Choosing one leads to it and back here.
  void review() {
    heading("review.heading");
    add("text", Role::text, words("review.text"));
    for (const auto* asked : asked_questions(survey(), visitor().answers)) {
      auto question_words = asked_words(survey::wording_key(*asked, visitor().answers));
      auto answer_words = answer_to(*asked);
      const bool is_fallback = !question_words.language.empty() || !answer_words.language.empty();
      auto& element = add("change:" + asked->id, Role::link,
                          {question_words.text + "\n" + answer_words.text, is_fallback ? "sv" : "", {}});
      element.icon = Icon::pencil;
      say_review(element, std::move(question_words), *asked);
    }
    if (view_.find("change:" + visitor().changed_question)) {
      view_.opens_at = "change:" + visitor().changed_question;
    }
    bar(next("question.next"));
  }

  // The question, and the answer to it where nobody else can hear (A10).
  void say_review(Element& element, Words question, const Question& asked) {
    element.pieces = {{std::move(question.language), std::move(question.text)}};
    const auto chosen = visitor().answers.find(asked.id);
    const auto add_piece = [&](Words words) {
      element.pieces.push_back({std::move(words.language), std::move(words.text)});
    };
    if (!may_speak_answers(state_)) {
      add_piece(words("speech.hidden"));
    } else if (chosen == visitor().answers.end()) {
      add_piece(words("review.skipped"));
    } else {
      for (const auto& code : chosen->second) {
        if (const auto* option = asked.option_with_code(code)) {
          add_piece(asked_words(survey::option_key(asked, *option)));
        }
      }
    }
    element.spoken.clear();
    for (const auto& piece : element.pieces)
      element.spoken += (element.spoken.empty() ? "" : " ") + piece.words;
  }

  Words answer_to(const Question& asked) const {
    const auto chosen = visitor().answers.find(asked.id);
    if (chosen == visitor().answers.end()) return words("review.skipped");
    Words list;
    for (const auto& code : chosen->second) {
      const auto* option = asked.option_with_code(code);
      auto one = option ? asked_words(survey::option_key(asked, *option)) : Words{code, "", {}};
      list.text += (list.text.empty() ? "" : " · ") + one.text;
      if (!one.language.empty()) list.language = one.language;
    }
    return list;
  }

  void guide(std::string_view heading_key, std::initializer_list<const char*> keys) {
    heading(heading_key);
    for (const auto* key : keys) add(key, Role::text, filled(words(key), {{"receiver", survey().receiver}}));
  }

  void help() {
    guide("help.heading", {"help.choose", "help.change", "help.skip", "help.stop", "help.who"});
    contrast_toggle();
    add("about", Role::link, words("about.heading")).icon = Icon::next;
    bar(next("help.return"));
  }

  void about() {
    guide("about.heading", {"about.can", "about.cannot", "about.closed", "about.contact"});
    bar(next("help.return"));
  }

  void still_there() {
    auto left =
        std::max(timing_of(state_).answer - (now_ - visitor().screen_since), std::chrono::milliseconds(0));
    auto seconds = (left.count() + 999) / 1000;
    heading("still.heading");
    add("text", Role::text, words("still.text"));
    auto& countdown = add("countdown", Role::countdown,
                          filled(words("still.seconds"), {{"seconds", std::to_string(seconds)}}));
    countdown.amount = share(left, timing_of(state_).answer);
    view_.elements.push_back(primary("here", "still.here"));
  }

  const State& state_;
  const Texts& texts_;
  MonotonicTime now_;
  ViewModel view_;
};

}  // namespace

ViewModel make_view(const State& state, const Texts& texts, MonotonicTime now) {
  Screen screen(state, texts, now);
  screen.build();
  return std::move(screen).take();
}

}  // namespace vantrum::kiosk
