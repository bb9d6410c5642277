#include "kiosk/app/turn.h"

#include <algorithm>

#include "kiosk/app/focus.h"
#include "kiosk/app/make_view.h"
#include "kiosk/app/phrases.h"
#include "kiosk/app/speech_view.h"
#include "kiosk/app/staff.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

constexpr auto hold_for_speech = 3s;  // A21
constexpr std::string_view language_prefix = "language:";

bool changes_only_sound(const std::string& id) { return id == "speech:stop" || id == "speech:repeat"; }

class Listener {
 public:
  Listener(State state, const Texts& texts, MonotonicTime now) : texts_(texts), now_(now) {
    next_.state = std::move(state);
    screen_before_ = screen_now();
    was_on_ = speech().on;
    is_heard_ = speech().speaking != 0;
  }

  Next take(const Event& event) && {
    std::visit([&](const auto& e) { on(e); }, event);
    follow();
    return std::move(next_);
  }

 private:
  void on(const Touched& event) {
    be_quiet();
    visitor().by_keys = false;
    if (!speech().on) visitor().focus.clear();
    visitor().touching_since = now_;
    if (speech().on && says_here()) return;
    pass(event);
  }
  void on(const Lifted& event) {
    visitor().touching_since.reset();
    pass(event);
  }
  void on(const Pressed& event) {
    be_quiet();
    pass(event);
  }
  void on(const Released& event) { pass(event); }

  void on(const Tapped& event) {
    be_quiet();
    visitor().by_keys = false;
    if (!speech().on) {
      visitor().focus.clear();
      return choose(event.id);
    }
    if (changes_only_sound(event.id) || visitor().focus == event.id) return choose(event.id);
    const auto view = view_now();
    const auto* element = view.find(event.id);
    if (!element) return;
    pass(Touched{});
    visitor().focus = event.id;
    say_element(view, *element);
  }

  // Read from its first words, as a new screen is.
  void on(const PageTurned& event) {
    const auto view = view_now();
    const auto* element = view.find(event.first_id);
    if (!speech().on || !element) return;
    be_quiet();
    visitor().focus = element->id;
    say_element(view, *element);
    speech().reading_on = true;
  }

  void on(const KeyPressed& event) {
    be_quiet();
    if (is_staff(visitor().screen) && staff_takes(next_.state, event.key)) {
      visitor().focus.clear();
      return pass(event);
    }
    pass(Touched{});
    if (visitor().screen == ScreenKind::attract) return begin_with_speech();
    visitor().by_keys = true;
    if (says_here()) return;
    switch (meaning_of(event.key)) {
      case Key::choose:
        return choose_focused();
      case Key::louder:
        return change_volume(1);
      case Key::softer:
        return change_volume(-1);
      case Key::repeat:
        return repeat();
      case Key::next:
      case Key::previous:
      case Key::left:
      case Key::right:
      case Key::up:
      case Key::down:
        return walk(meaning_of(event.key));
      default:
        return;
    }
  }

  void on(const SoundChanged& event) {
    auto& sound = next_.state.sound;
    const bool plugged_in = sound.known && !sound.is_private && event.sound.is_private && event.sound.works;
    const bool pulled_out = sound.is_private && !event.sound.is_private;
    sound = event.sound;
    sound.known = true;
    // Who pulls the headset out must not be heard by the room, at a volume made for ears.
    if (speech().on && (pulled_out || !sound.works)) {
      be_quiet();
      speech() = Speech{};
    }
    if (plugged_in && !speech().on) begin_with_speech();
  }

  void on(const Spoken& event) {
    if (event.number != speech().speaking) return;  // of an utterance that was stopped
    speech().speaking = 0;
    is_heard_ = false;
    if (!speech().reading_on) return;
    const auto view = view_now();
    const auto id = stop_after(view, visitor().focus);
    speech().reading_on = !id.empty();
    if (id.empty()) return;
    visitor().focus = id;
    say_element(view, *view.find(id));
  }

  void on(const Tick& event) {
    const auto since = visitor().touching_since;
    const bool starting = visitor().screen == ScreenKind::attract || visitor().screen == ScreenKind::language;
    if (since && starting && !speech().on && next_.state.sound.works && now_ - *since >= hold_for_speech) {
      visitor().touching_since.reset();
      begin_with_speech();
    }
    pass(event);
  }

  template <class Other>
  void on(const Other& event) {
    pass(event);
  }

  // ---- What is meant ----

  void pass(const Event& event) {
    auto next = update(std::move(next_.state), event, now_);
    next_.state = std::move(next.state);
    std::move(next.effects.begin(), next.effects.end(), std::back_inserter(next_.effects));
  }

  // "Är du kvar?" is answered by any key, and by any touch of who cannot see the button (A41).
  bool says_here() {
    if (visitor().screen != ScreenKind::still_there) return false;
    pass(Tapped{"here"});
    return true;
  }

  // From the idle screen, or into a visit that runs already: with the screen that explains.
  void begin_with_speech() {
    if (visitor().screen == ScreenKind::attract) {
      pass(Begin{});
      visitor().by_keys = true;
    }
    if (!view_now().find("listen")) return;
    pass(Tapped{"listen"});
    turn_on();
  }

  void turn_on() {
    speech() = Speech{};
    speech().on = next_.state.sound.speaks(visitor().language);
    if (!speech().on) announce_silence();
  }

  // In a language that has a voice, since this one has none (A15).
  void announce_silence() {
    const auto language = lent_voice(next_.state);
    if (language) say("", {{*language, spoken_form(texts_.at(*language, "speech.no_voice"))}});
  }

  void choose_focused() {
    const auto view = view_now();
    const auto* element = view.find(visitor().focus);
    if (!element) return walk(Key::next);
    if (element->enabled && is_touchable(element->role)) return choose(element->id);
    if (speech().on) say_element(view, *element);
  }

  void choose(const std::string& id) {
    if (id == "listen" && speech().on) {
      speech() = Speech{};
      return visitor().screen == ScreenKind::listen ? pass(Tapped{"next"}) : pass(Touched{});
    }
    if (id == "listen") {
      pass(Tapped{id});
      if (visitor().screen == ScreenKind::listen) turn_on();
      return;
    }
    if (id == "speech:repeat") return repeat();
    if (id == "speech:louder") return change_volume(1);
    if (id == "speech:softer") return change_volume(-1);
    if (speech().on) before_ = view_now();
    if (id == "speech:answers") {
      speech().answers_aloud = !speech().answers_aloud;
      chosen_ = id;
      return pass(Touched{});
    }
    if (speech().on && id.starts_with(language_prefix) &&
        !next_.state.sound.speaks(id.substr(language_prefix.size()))) {
      pass(Touched{});
      return say_text("speech.locked");
    }
    chosen_ = id;
    pass(Tapped{id});
    if (visitor().screen == ScreenKind::listen && !speech().on && id.starts_with(language_prefix)) turn_on();
    const bool other_language = speech().on && visitor().language != speech().explained_in;
    if (other_language && id.starts_with(language_prefix)) pass(Tapped{"listen"});
  }

  void walk(Key key) {
    const auto view = view_now();
    visitor().focus = focus_after(view, key);
    if (const auto* element = view.find(visitor().focus); element && speech().on) say_element(view, *element);
  }

  void change_volume(int by) {
    pass(Touched{});
    const int level = std::clamp(volume_of(next_.state) + by, 1, volume_levels);
    speech().volume_change = level - next_.state.volume;
    if (!speech().on) return;
    const auto& language = visitor().language;
    std::vector<Phrase> phrases;
    for (const auto& piece :
         spoken_pieces(texts_.at(language, "speech.volume"), {{"level", std::to_string(level)}})) {
      phrases.push_back({language_of_text("speech.volume"), spoken_form(piece)});
    }
    say("", std::move(phrases));
  }

  void repeat() {
    pass(Touched{});
    if (!speech().on || speech().last.empty()) return;
    // The words of then, and the focus with them (A4) if their element is still there.
    if (view_now().find(speech().last_element)) visitor().focus = speech().last_element;
    say(speech().last_element, speech().last);
  }

  // ---- What is said ----

  // The visit has changed, or not: what is to be heard of it?
  void follow() {
    if (is_heard_ && speech().speaking == 0) next_.effects.emplace_back(Silence{});  // the visit has ended
    const bool is_new = screen_now() != screen_before_;
    if (speech().on) {
      if (visitor().screen == ScreenKind::listen) speech().explained_in = visitor().language;
      if (is_new || !was_on_) return read_from_the_start();
      if (!chosen_.empty()) return tell_choice();
      return;
    }
    if (!is_new && !visitor().by_keys && visitor().focus.empty()) return;
    const auto view = view_now();
    if (view.find(visitor().focus) && !is_new) return;
    // Staff's Enter goes on until an arrow is pressed.
    if (is_staff(visitor().screen)) return visitor().focus.clear();
    visitor().focus = visitor().by_keys ? first_stop(view) : std::string();
  }

  void read_from_the_start() {
    const auto view = view_now();
    visitor().focus = first_stop(view);
    const auto* element = view.find(visitor().focus);
    if (!element) return be_quiet();
    say_element(view, *element);
    speech().reading_on = true;
  }

  void tell_choice() {
    const auto view = view_now();
    const auto* element = view.find(chosen_);
    const auto* before = before_.find(chosen_);
    if (!element) return;
    if (element->role == Role::key) return say_element(view, *element);  // what was written, or done
    if (!is_answer(*element)) {
      if (!before || before->spoken != element->spoken) say_element(view, *element);
      return tell_news(view);
    }
    if (!may_speak_answers(next_.state))
      return say_text(element->selected ? "speech.noted" : "speech.removed");
    auto phrases = phrases_of(*element, view.language);
    if (!element->selected) phrases.push_back({language_of_text("speech.not_chosen"), not_chosen()});
    say(element->id, std::move(phrases));
  }

  // Words that have come up on the same screen, such as why a text cannot be sent (A16).
  void tell_news(const ViewModel& view) {
    for (const auto& element : view.elements) {
      if (is_touchable(element.role) || element.role == Role::countdown || element.spoken.empty()) continue;
      const auto* before = before_.find(element.id);
      if (before && before->spoken == element.spoken) continue;
      visitor().focus = element.id;
      return say_element(view, element);
    }
  }

  void say_element(const ViewModel& view, const Element& element) {
    say(element.id, phrases_of(element, view.language));
  }
  void say_text(std::string_view key) {
    say("", {{language_of_text(key), spoken_form(texts_.at(visitor().language, key))}});
  }
  std::string not_chosen() const {
    return spoken_form(texts_.at(next_.state.visitor.language, "speech.not_chosen"));
  }
  std::string language_of_text(std::string_view key) const {
    const auto& language = next_.state.visitor.language;
    return texts_.is_fallback(language, key) ? "sv" : language;
  }

  void say(const std::string& element, std::vector<Phrase> phrases) {
    speech().speaking = ++next_.state.utterances;
    is_heard_ = true;
    if (!changes_only_sound(element)) {
      speech().last_element = element;
      speech().last = phrases;
    }
    Phrase instead{language_of_text("speech.shown_only"),
                   spoken_form(texts_.at(visitor().language, "speech.shown_only"))};
    next_.effects.emplace_back(
        Speak{speech().speaking, element, std::move(phrases), std::move(instead), volume_of(next_.state)});
  }

  void be_quiet() {
    speech().reading_on = false;
    if (std::exchange(speech().speaking, 0) == 0) return;
    is_heard_ = false;
    next_.effects.emplace_back(Silence{});
  }

  Visitor& visitor() { return next_.state.visitor; }
  Speech& speech() { return next_.state.visitor.speech; }
  ViewModel view_now() const { return make_view(next_.state, texts_, now_); }
  // What tells one screen from another.
  std::string screen_now() const {
    const auto& visitor = next_.state.visitor;
    std::string screen(name_of(visitor.screen));
    if (visitor.screen == ScreenKind::question) screen += " " + visitor.question;
    return screen + " " + visitor.language;
  }

  const Texts& texts_;
  MonotonicTime now_;
  Next next_;
  std::string screen_before_;
  bool was_on_ = false;
  bool is_heard_ = false;  // an utterance is under way
  std::string chosen_;     // what was chosen in this turn
  ViewModel before_;       // as it was before that
};

}  // namespace

Next turn(State state, const Event& event, const Texts& texts, MonotonicTime now) {
  return Listener(std::move(state), texts, now).take(event);
}

std::optional<MonotonicTime> turn_deadline(const State& state, MonotonicTime now) {
  auto deadline = next_deadline(state, now);
  const auto& visitor = state.visitor;
  const bool starting = visitor.screen == ScreenKind::attract || visitor.screen == ScreenKind::language;
  if (!visitor.touching_since || !starting || visitor.speech.on || !state.sound.works) return deadline;
  const auto due = *visitor.touching_since + hold_for_speech;
  return deadline ? std::min(*deadline, due) : due;
}

std::vector<Phrase> phrases_of(const Element& element, const std::string& screen_language) {
  const auto& language = !element.spoken_language.empty() ? element.spoken_language
                         : !element.language.empty()      ? element.language
                                                          : screen_language;
  std::vector<Phrase> phrases;
  if (element.pieces.empty()) return {{language, spoken_form(element.spoken)}};
  for (const auto& piece : element.pieces) {
    phrases.push_back({piece.language.empty() ? language : piece.language, spoken_form(piece.words)});
  }
  return phrases;
}

}  // namespace vantrum::kiosk
