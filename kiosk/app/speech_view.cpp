#include "kiosk/app/speech_view.h"

#include <algorithm>

#include "kiosk/app/phrases.h"

namespace vantrum::kiosk {
namespace {

// Its elements and states, in the visitor's language; in Swedish where a translation is missing.
class SpeechView {
 public:
  SpeechView(ViewModel& view, const State& state, const Texts& texts)
      : view_(view), state_(state), texts_(texts) {}

  void explain() {
    if (!speech().on) return tell_why_not();
    add("heading", Role::heading, "speech.heading");
    add("how", Role::text, "speech.how");
    if (state_.visitor.by_keys) add("keys", Role::text, "speech.keys");
    if (!state_.sound.is_private) {
      add("others", Role::text, "speech.others");
      add("speech:answers", Role::toggle, "speech.answers").selected = speech().answers_aloud;
    }
    const Values level{{"level", std::to_string(volume_of(state_))}};
    const auto& volume = texts_.at(view_.language, "speech.volume");
    auto& text = add("volume", Role::text, "speech.volume");
    text.words = text.spoken = fill(volume, level);
    for (auto& piece : spoken_pieces(volume, level)) text.pieces.push_back({"", std::move(piece)});
    add("speech:louder", Role::link, "speech.louder").icon = Icon::plus;
    add("speech:softer", Role::link, "speech.softer").icon = Icon::minus;
  }

  void add_controls() {
    auto listen = made("listen", Role::button, "bar.listen", Icon::sound);
    listen.selected = speech().on;
    view_.bar_places.insert(place_of(view_.bar_places, "text_size"), listen);
    view_.elements.insert(place_of(view_.elements, "text_size"), std::move(listen));
    if (!speech().on) return;
    // After all that is always there, so that nothing of it moves.
    const auto primary = std::find_if(view_.elements.begin(), view_.elements.end(),
                                      [](const Element& element) { return element.role == Role::primary; });
    view_.elements.insert(primary, {made("speech:stop", Role::button, "speech.stop", Icon::silence),
                                    made("speech:repeat", Role::button, "speech.repeat", Icon::repeat)});
  }

  void add_states() {
    for (auto& element : view_.elements) {
      if (element.role == Role::language) add_state_of_language(element);
      if (is_answer(element) && element.selected && may_speak_answers(state_))
        append(element, "speech.chosen");
      if (is_switch(element)) append(element, element.selected ? "speech.on" : "speech.off");
    }
  }

 private:
  const Speech& speech() const { return state_.visitor.speech; }
  static std::vector<Element>::iterator place_of(std::vector<Element>& elements, std::string_view id) {
    return std::find_if(elements.begin(), elements.end(),
                        [&](const Element& element) { return element.id == id; });
  }
  static bool is_switch(const Element& element) {
    return element.id == "listen" || element.id == "speech:answers";
  }

  void tell_why_not() {
    const bool works = state_.sound.works && lent_voice(state_);
    add("heading", Role::heading, works ? "speech.no_voice" : "speech.no_sound");
    add("text", Role::text, works ? "speech.no_voice_text" : "speech.no_sound_text");
    // What is said meanwhile, in the language in which it is said (A8).
    if (works) {
      auto& said = add("said", Role::text, "speech.no_voice");
      said.language = *lent_voice(state_);
      said.words = said.spoken = texts_.at(said.language, "speech.no_voice");
    }
  }

  // The wall shows languages by their own names. One without a voice of its own is named in the visitor's.
  void add_state_of_language(Element& element) {
    const auto tag = element.language;
    const auto name = "name." + tag;
    if (!state_.sound.voices.contains(tag) && texts_.has(name)) {
      element.spoken = texts_.at(view_.language, name);
      element.spoken_language = language_of(name);
    }
    if (element.selected) append(element, "speech.chosen");
  }

  // Says after the words in which state they are.
  void append(Element& element, std::string_view key) {
    if (element.pieces.empty()) element.pieces.push_back({"", element.spoken});
    const auto& state = texts_.at(view_.language, key);
    element.spoken += ", " + state;
    element.pieces.push_back({language_of(key), state});
  }

  std::string language_of(std::string_view key) const {
    return texts_.is_fallback(view_.language, key) ? "sv" : view_.language;
  }
  Element made(std::string id, Role role, std::string_view key, Icon icon = Icon::none) const {
    Element element;
    element.id = std::move(id);
    element.role = role;
    element.words = element.spoken = texts_.at(view_.language, key);
    if (language_of(key) != view_.language) element.language = "sv";
    element.icon = icon;
    return element;
  }
  Element& add(std::string id, Role role, std::string_view key) {
    return view_.elements.emplace_back(made(std::move(id), role, key));
  }

  ViewModel& view_;
  const State& state_;
  const Texts& texts_;
};

}  // namespace

bool is_answer(const Element& element) {
  return (element.role == Role::choice || element.role == Role::toggle) && element.id.starts_with("choice:");
}

int volume_of(const State& state) {
  return std::clamp(state.volume + state.visitor.speech.volume_change, 1, volume_levels);
}

bool may_speak_answers(const State& state) {
  return !state.visitor.speech.on || state.sound.is_private || state.visitor.speech.answers_aloud;
}

std::optional<std::string> lent_voice(const State& state) {
  if (state.sound.speaks("sv")) return "sv";
  if (!state.survey) return std::nullopt;
  for (const auto& language : state.survey->languages) {
    if (state.sound.speaks(language)) return language;
  }
  return std::nullopt;
}

void add_listen_screen(ViewModel& view, const State& state, const Texts& texts) {
  SpeechView(view, state, texts).explain();
}

void add_speech(ViewModel& view, const State& state, const Texts& texts) {
  SpeechView speech(view, state, texts);
  if (has_bar(view.screen)) speech.add_controls();
  speech.add_states();
  view.focus = state.visitor.focus;
  view.listening = state.visitor.speech.on;
}

}  // namespace vantrum::kiosk
