#include "tests/support/kiosk_listener.h"

namespace vantrum::kiosk {

Sound loudspeaker(std::set<std::string> voices) { return {true, true, false, std::move(voices)}; }
Sound headset(std::set<std::string> voices) { return {true, true, true, std::move(voices)}; }

std::string words_of(const Speak& speak) {
  std::string words;
  for (const auto& phrase : speak.phrases) words += (words.empty() ? "" : " ") + phrase.words;
  return words;
}

Listener::Listener(Sound sound, std::shared_ptr<const Survey> survey) : texts_(the_texts()) {
  state_.keyboards = the_keyboards();
  happen(SurveyChanged{std::move(survey)});
  happen(SoundChanged{std::move(sound)});
  effects_.clear();
}

Listener& Listener::happen(const Event& event) {
  auto next = turn(std::move(state_), event, texts_, now_);
  state_ = std::move(next.state);
  for (auto& effect : next.effects) {
    if (const auto* speak = std::get_if<Speak>(&effect)) {
      // A4: what is heard of an element has the focus.
      if (!speak->element.empty()) CHECK(speak->element == state_.visitor.focus);
      CHECK(speak->number > heard_);
      heard_ = speak->number;
      said_.push_back(*speak);
    }
    if (std::holds_alternative<Silence>(effect)) heard_ = 0;
    effects_.push_back(std::move(effect));
  }
  return *this;
}

Listener& Listener::touch(const std::string& id) {
  happen(Touched{}).happen(Pressed{id}).happen(Lifted{});
  return happen(Released{id}).happen(Tapped{id});
}

Listener& Listener::choose(const std::string& id) { return touch(id).touch(id); }

Listener& Listener::walk_to(const std::string& id, Key key) {
  for (int steps = 0; steps < 100 && visitor().focus != id; ++steps) this->key(key);
  REQUIRE_MESSAGE(visitor().focus == id, "keys do not reach " << id << " on\n" << to_text(view()));
  return *this;
}

Listener& Listener::wait(std::chrono::milliseconds time) {
  const auto until = now_ + time;
  while (now_ < until) {
    now_ =
        std::clamp(turn_deadline(state_, now_).value_or(until), now_ + std::chrono::milliseconds(1), until);
    happen(Tick{});
  }
  return *this;
}

Listener& Listener::start(const std::string& language) {
  key(Key::other);
  REQUIRE(visitor().screen == ScreenKind::listen);
  walk_to("next").key(Key::choose).walk_to("language:" + language).key(Key::choose);
  if (visitor().screen == ScreenKind::listen) walk_to("next").key(Key::choose);
  REQUIRE(visitor().screen == ScreenKind::info);
  return *this;
}

Listener& Listener::begin(const std::string& language) {
  return start(language).walk_to("next").key(Key::choose);
}

std::vector<Speak> Listener::hear() {
  while (heard_ != 0) happen(Spoken{std::exchange(heard_, 0)});
  return std::exchange(said_, {});
}

std::string Listener::hear_words() {
  std::string words;
  for (const auto& speak : hear()) words += words_of(speak) + "\n";
  return words;
}

}  // namespace vantrum::kiosk
