#include "kiosk/app/make_view.h"

#include <algorithm>

#include "kiosk/app/interview.h"
#include "kiosk/app/own_words.h"
#include "kiosk/app/patience.h"
#include "kiosk/app/speech_view.h"

namespace vantrum::kiosk {
namespace {

using survey::Option;
using survey::Question;
using survey::QuestionType;

float share(std::chrono::milliseconds part, std::chrono::milliseconds whole) {
  return std::clamp(static_cast<float>(part.count()) / static_cast<float>(whole.count()), 0.0f, 1.0f);
}

// One screen being put together, in reading order.
class Screen : private ScreenBuilder {
 public:
  Screen(const State& of_state, const Texts& of_texts, MonotonicTime now)
      : ScreenBuilder(of_state, of_texts), now_(now) {}

  ViewModel take() && {
    page_button("page:previous", "page.back", Icon::up);
    page_button("page:next", "page.more", Icon::down);
    add_speech(view, state, texts);
    return std::move(view);
  }

  void build() {
    switch (view.screen) {
      case ScreenKind::attract:
        return attract();
      case ScreenKind::language:
        return language();
      case ScreenKind::info:
        return info();
      case ScreenKind::question:
        return question();
      case ScreenKind::writing:
        return add_writing(*this);
      case ScreenKind::private_words:
        return add_private_words(*this);
      case ScreenKind::review:
        add_review(*this);
        return bar(next("question.next"));
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
        add_listen_screen(view, state, texts);
        return bar(next("speech.continue"));
      case ScreenKind::closed:
        return message(Picture::closed_door, words("closed.heading"), words("closed.text"));
    }
  }

 private:
  // A language by its own name, in its own script (R9).
  Element& add_language(std::string id, Role role, const std::string& tag) {
    auto& element = add(std::move(id), role, {survey().instrument.texts.at(tag).own_name, "", {}});
    element.language = tag;
    return element;
  }
  void picture(Picture picture) { add("picture", Role::illustration).picture = picture; }
  void page_button(std::string id, std::string_view key, Icon icon) {
    view.page_buttons.push_back(button(std::move(id), key, icon));
  }
  // The bar, in one order and in one place on every screen of a visit (A48). What leads to this very screen
  // is left out of it.
  void bar(Element primary) {
    for (const auto& button : bar_buttons()) {
      const bool leads_here = (button.id == "language" && view.screen == ScreenKind::language) ||
                              (button.id == "help" && view.screen == ScreenKind::help);
      if (!leads_here) view.elements.push_back(button);
      view.bar_places.push_back(button);
    }
    for (const auto* key : {"bar.text.normal", "bar.text.large", "bar.text.double"}) {
      view.bar_places.push_back(button("text_size", key, Icon::letters));
    }
    for (const auto* key :
         {"info.next", "question.next", "question.skip", "help.return", "speech.continue"}) {
      view.bar_places.push_back(button("next", key, Icon::next));
      view.bar_places.back().role = Role::primary;
    }
    for (const auto* key : {"send.send", "send.finish"}) {
      view.bar_places.push_back(button("send", key, Icon::none));
      view.bar_places.back().role = Role::primary;
    }
    if (!primary.id.empty()) view.elements.push_back(std::move(primary));
  }

  std::vector<Element> bar_buttons() const {
    std::vector<Element> buttons{button("back", "bar.back", Icon::back)};
    if (survey().languages.size() > 1) buttons.push_back(button("language", "bar.language", Icon::globe));
    buttons.push_back(text_size_button());
    buttons.push_back(button("help", "bar.help", Icon::help));
    return buttons;
  }

  // ShownWords say which size is on; they are spoken with "på" or "av" (A26).
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

  void message(Picture shown, ShownWords heading_words, ShownWords text_words) {
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
    start.amount = start.pressed ? share(now_ - *visitor().held_since, state.timing.hold) : 0.0f;
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
    if (survey().free_text && !survey().instrument.free_text_info_key.empty()) {
      const auto& key = survey().instrument.free_text_info_key;
      add(key, Role::text, asked_words(key));
    }
    bar(next("info.next"));
  }

  void question() {
    const auto& asked = *survey().instrument.find(visitor().question);
    auto step = step_of(survey(), visitor().answers, asked.id);
    if (asked.type != QuestionType::note) {
      auto& progress = add("progress", Role::progress,
                           filled(words("question.step"), {{"step", std::to_string(step.step)},
                                                           {"steps", std::to_string(step.steps)}}));
      progress.step = step.step;
      progress.steps = step.steps;
    }
    add("question:" + asked.id, Role::question, asked_words(survey::wording_key(asked, visitor().answers)));
    if (asked.hint) add("hint", Role::note, asked_words(asked.id + ".hint"));
    if (asked.type == QuestionType::rating) {
      add("low", Role::note, asked_words(asked.id + ".low"));
      add("high", Role::note, asked_words(asked.id + ".high"));
    }
    if (asked.type == QuestionType::text || asked.type == QuestionType::number) add_field(*this, asked);
    for (auto index : survey::option_order(asked, survey().centre.value)) choice(asked, asked.options[index]);
    auto& plant = add("plant", Role::illustration);  // grows with every question
    plant.picture = Picture::growing_plant;
    plant.amount = static_cast<float>(step.step) / static_cast<float>(step.steps);
    bool is_answered = visitor().answers.contains(asked.id) || visitor().texts.contains(asked.id) ||
                       asked.type == QuestionType::note;
    bar(next(is_answered ? "question.next" : "question.skip"));
  }

  void choice(const Question& asked, const Option& option) {
    if (asked.type == QuestionType::number && !option.dont_know) return;
    auto role = asked.type == QuestionType::select_many ? Role::toggle : Role::choice;
    auto own = survey::own_label(asked, option);
    auto& element =
        add("choice:" + asked.id + ":" + option.code, role,
            own.empty() ? asked_words(survey::option_key(asked, option)) : ShownWords{own, "", {}});
    if (!own.empty()) element.row = 1;
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
    } else if (asked.type == QuestionType::feeling && option.weight) {
      element.icon = Icon::face;
      element.amount = static_cast<float>(*option.weight / 100);
    }
  }

  // A disc filled 4/4, 3/4, 2/4, 0/4, so that the scale reads without colour or words.
  static float disc(double weight) {
    if (weight >= 100) return 1.0f;
    if (weight > 50) return 0.75f;
    return weight > 0 ? 0.5f : 0.0f;
  }

  void send() {
    bool something = has_something_to_send(survey(), visitor().answers, visitor().texts);
    picture(Picture::letter);
    heading("send.heading");
    add("text", Role::text, words(something ? "send.text" : "send.empty"));
    bar(something ? primary("send", "send.send") : primary("finish", "send.finish"));
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
        std::max(timing_of(state).answer - (now_ - visitor().screen_since), std::chrono::milliseconds(0));
    auto seconds = (left.count() + 999) / 1000;
    heading("still.heading");
    add("text", Role::text, words("still.text"));
    auto& countdown = add("countdown", Role::countdown,
                          filled(words("still.seconds"), {{"seconds", std::to_string(seconds)}}));
    countdown.amount = share(left, timing_of(state).answer);
    view.elements.push_back(primary("here", "still.here"));
  }

  MonotonicTime now_;
};

}  // namespace

ViewModel make_view(const State& state, const Texts& texts, MonotonicTime now) {
  Screen screen(state, texts, now);
  screen.build();
  return std::move(screen).take();
}

}  // namespace vantrum::kiosk
