// What is said, when, and to whom: the rules A1–A26 that a machine can check, without a sound being made.
#include <algorithm>
#include <cmath>

#include "kiosk/app/focus.h"
#include "kiosk/app/phrases.h"
#include "tests/support/kiosk_listener.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

template <class Kind>
int count_of(const std::vector<Effect>& effects) {
  return static_cast<int>(std::count_if(effects.begin(), effects.end(), [](const Effect& effect) {
    return std::holds_alternative<Kind>(effect);
  }));
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Without spaces: where one recording ends and the next begins is not written.
std::string letters_of(std::string text) {
  std::erase(text, ' ');
  return text;
}

// Everything there is to record, by language.
std::set<std::string> recorded(const std::string& language) {
  static std::map<std::string, std::set<std::string>> known;
  auto& words = known[language];
  if (words.empty()) {
    const Names names{{"receiver", "Region Kalmar län"}, {"centre", "Familjecentralen Norr"}};
    for (auto& one : recordings_of(the_texts(), a_survey()->instrument, *the_keyboards(), language, names))
      words.insert(one.words);
  }
  return words;
}

// A listener's whole visit in a language, by keys: what was said on each screen, with the screen.
struct Heard {
  ViewModel view;
  std::vector<Speak> said;
};
std::vector<Heard> whole_visit(const std::string& language) {
  std::vector<Heard> all;
  Listener visit(headset());
  const auto hear = [&] {
    auto said = visit.hear();
    all.push_back({visit.view(), std::move(said)});
  };
  visit.key(Key::other);
  hear();
  visit.walk_to("next").hear();
  visit.key(Key::choose);
  hear();
  visit.walk_to("language:" + language).hear();
  visit.key(Key::choose);
  hear();
  while (visit.visitor().screen == ScreenKind::listen || visit.visitor().screen == ScreenKind::info ||
         visit.visitor().screen == ScreenKind::question) {
    visit.walk_to("next").hear();
    visit.key(Key::choose);
    hear();
  }
  return all;
}

}  // namespace

TEST_CASE("A1: a survey is answered by ear and keypad alone, from the idle screen to the thanks") {
  Listener visit;
  visit.key(Key::choose);
  CHECK(holds(visit.hear_words(), "Lyssna är på"));
  visit.walk_to("next").key(Key::choose).walk_to("language:sv").key(Key::choose);
  CHECK(visit.visitor().screen == ScreenKind::info);
  visit.walk_to("next").key(Key::choose);
  int answered = 0;
  while (visit.visitor().screen == ScreenKind::question) {
    const auto view = visit.view();
    for (const auto& element : view.elements) {
      if (element.role != Role::choice && element.role != Role::toggle) continue;
      visit.walk_to(element.id).key(Key::choose);
      ++answered;
      break;
    }
    visit.walk_to("next").key(Key::choose);
  }
  CHECK(answered > 10);
  CHECK(visit.visitor().screen == ScreenKind::send);
  visit.take_effects();
  visit.walk_to("send").key(Key::choose);
  CHECK(count_of<Submit>(visit.take_effects()) == 1);
  visit.hear();
  visit.happen(Stored{});
  CHECK(holds(visit.hear_words(), "Tack! Dina svar är sparade."));
}

TEST_CASE("A1: the same by touch-explore, without seeing: every element is heard before it does anything") {
  Listener visit;
  visit.key(Key::other).choose("next").choose("language:en").choose("next").choose("next");
  while (visit.visitor().screen == ScreenKind::question) {
    const auto view = visit.view();
    for (const auto& element : view.elements) {
      if (element.role != Role::choice && element.role != Role::toggle) continue;
      visit.choose(element.id);
      break;
    }
    visit.choose("next");
  }
  visit.take_effects();
  visit.choose("send");
  auto effects = visit.take_effects();
  REQUIRE(count_of<Submit>(effects) == 1);
  for (const auto& effect : effects) {
    if (const auto* submit = std::get_if<Submit>(&effect)) CHECK(submit->answers.size() > 10);
  }
}

TEST_CASE("A2: on every screen in every language with a voice, all that is shown is said") {
  for (const auto& language : the_voices) {
    CAPTURE(language);
    for (const auto& [view, said] : whole_visit(language)) {
      CAPTURE(std::string(name_of(view.screen)));
      std::map<std::string, std::string> heard;
      for (const auto& speak : said) heard[speak.element] += words_of(speak) + "\n";
      for (const auto& element : view.elements) {
        if (element.words.empty()) continue;
        CAPTURE(element.id);
        const bool has_own_voice = element.role != Role::language || the_voices.contains(element.language);
        REQUIRE(heard.contains(element.id));
        if (has_own_voice)
          CHECK(holds(letters_of(heard[element.id]), letters_of(spoken_form(element.words))));
      }
    }
  }
}

TEST_CASE("A15: whatever is said is a recording of exactly these words, in a language that has a voice") {
  for (const auto& language : the_voices) {
    CAPTURE(language);
    for (const auto& [view, said] : whole_visit(language)) {
      for (const auto& speak : said) {
        for (const auto& phrase : speak.phrases) {
          CAPTURE(phrase.words);
          CAPTURE(phrase.language);
          CHECK(the_voices.contains(phrase.language));
          CHECK(recorded(phrase.language).contains(phrase.words));
        }
        CHECK(recorded(speak.instead.language).contains(speak.instead.words));
      }
    }
  }
}

TEST_CASE("A4, A6: a new screen is read from its first words, and any input stops it at once") {
  Listener visit;
  visit.begin();
  REQUIRE(visit.is_heard());
  const auto first = visit.view().elements.front().id;
  CHECK(visit.visitor().focus == first);
  for (const auto& input :
       std::vector<Event>{Touched{}, KeyPressed{Key::stop}, KeyPressed{Key::other}, Pressed{"next"}}) {
    visit.key(Key::next);
    REQUIRE(visit.is_heard());
    visit.take_effects();
    visit.happen(input);
    CHECK_FALSE(visit.is_heard());
    CHECK(count_of<Silence>(visit.take_effects()) == 1);
  }
}

TEST_CASE("A6: an utterance that was stopped and ends late changes nothing") {
  Listener visit;
  visit.begin();
  const auto stopped = visit.visitor().speech.speaking;
  visit.key(Key::stop);
  const auto focus = visit.visitor().focus;
  visit.happen(Spoken{stopped});
  CHECK_FALSE(visit.is_heard());
  CHECK(visit.visitor().focus == focus);
}

TEST_CASE("A4: the screen is read element by element to its last one, and the focus goes along") {
  Listener visit;
  visit.begin();
  std::vector<std::string> wanted, got;
  for (const auto& element : visit.view().elements) {
    if (!element.spoken.empty()) wanted.push_back(element.id);
  }
  for (const auto& speak : visit.hear()) got.push_back(speak.element);
  got.erase(got.begin(), std::find(got.begin(), got.end(), wanted.front()));
  CHECK(got == wanted);
  CHECK(visit.visitor().focus == "next");
}

TEST_CASE("A5: stop makes silence, and repeat says the same again, by key and by button") {
  Listener visit;
  visit.begin();
  visit.hear();
  visit.key(Key::next);
  const auto once = visit.hear().back();
  visit.key(Key::stop);
  CHECK_FALSE(visit.is_heard());
  visit.key(Key::repeat);
  auto again = visit.hear();
  REQUIRE(again.size() == 1);
  CHECK(again.front().element == once.element);
  CHECK(again.front().phrases == once.phrases);
  visit.touch("speech:repeat");  // at once: it changes nothing but the sound
  again = visit.hear();
  REQUIRE(again.size() == 1);
  CHECK(again.front().phrases == once.phrases);
  visit.key(Key::next).touch("speech:stop");
  CHECK_FALSE(visit.is_heard());
}

TEST_CASE("A12, A13: eight levels 3 dB apart, told as they change, with an end at both ends") {
  for (int level = 2; level <= volume_levels; ++level) {
    const float db = 20 * std::log10(gain_of(level) / gain_of(level - 1));
    CHECK(db == doctest::Approx(3).epsilon(0.001));
  }
  CHECK(gain_of(volume_levels) == doctest::Approx(1));
  CHECK(20 * std::log10(gain_of(volume_levels) / gain_of(1)) >= 18);

  Listener visit;
  visit.begin();
  visit.hear();
  visit.key(Key::softer);
  auto said = visit.hear();
  REQUIRE(said.size() == 1);
  CHECK(words_of(said[0]) == "Volym 4 av 8");
  CHECK(said[0].volume == 4);
  for (int i = 0; i < 10; ++i) visit.key(Key::softer);
  said = visit.hear();
  CHECK(words_of(said.back()) == "Volym 1 av 8");
  for (int i = 0; i < 10; ++i) visit.key(Key::louder);
  CHECK(words_of(visit.hear().back()) == "Volym 8 av 8");
}

TEST_CASE("A17: the thanks are said only when the answers are stored") {
  Listener visit;
  visit.begin().walk_to("choice:role:relative").key(Key::choose);
  while (visit.visitor().screen == ScreenKind::question) visit.walk_to("next").key(Key::choose);
  visit.walk_to("send").key(Key::choose);
  CHECK_FALSE(holds(visit.hear_words(), "Tack!"));
  Listener unlucky = visit;
  visit.happen(Stored{});
  CHECK(holds(visit.hear_words(), "Tack! Dina svar är sparade."));
  unlucky.happen(NotStored{});
  const auto said = unlucky.hear_words();
  CHECK(holds(said, "Dina svar kunde inte sparas"));
  CHECK_FALSE(holds(said, "Tack!"));
}

TEST_CASE("A25: while somebody listens, the first tap says and focuses, the second one on the same chooses") {
  Listener visit;
  visit.begin();
  visit.hear();
  const auto answers = visit.visitor().answers;
  visit.touch("choice:role:relative");
  CHECK(visit.hear_words() == "Jag är en annan närstående\n");
  CHECK(visit.visitor().answers == answers);
  visit.touch("next");
  CHECK(visit.visitor().question == "role");
  visit.touch("choice:role:relative");
  CHECK(visit.visitor().answers == answers);  // the one before was another element
  visit.touch("choice:role:relative");
  CHECK(visit.visitor().answers.contains("role"));
}

TEST_CASE("A4, A16: a page turned by touch is read on from its first words, and only to a listener") {
  Listener visit;
  visit.begin();
  visit.hear();
  std::vector<std::string> choices;
  for (const auto& element : visit.view().elements) {
    if (element.role == Role::choice) choices.push_back(element.id);
  }
  REQUIRE(choices.size() > 2);
  visit.happen(PageTurned{choices[1]});
  CHECK(visit.visitor().focus == choices[1]);
  const auto said = visit.hear();
  REQUIRE(said.size() > 2);
  CHECK(said[0].element == choices[1]);
  CHECK(said[1].element == choices[2]);
  visit.happen(PageTurned{"nothing"});
  CHECK(visit.hear().empty());

  Visit seeing;
  seeing.happen(SoundChanged{loudspeaker()});
  seeing.begin().happen(PageTurned{choices[1]});
  CHECK(count_of<Speak>(seeing.take_effects()) == 0);
  CHECK(seeing.visitor().focus.empty());
}

TEST_CASE("A26: what is on or off, chosen or not, is said and shown") {
  Listener visit(headset());
  visit.begin();
  const auto listen = *visit.view().find("listen");
  CHECK(listen.selected);
  CHECK(listen.spoken == "Lyssna, på");
  visit.choose("listen");
  CHECK(visit.view().find("listen")->spoken == "Lyssna, av");
  CHECK_FALSE(visit.view().find("listen")->selected);
  visit.touch("choice:role:relative");
  CHECK(visit.view().find("choice:role:relative")->spoken == "Jag är en annan närstående, valt");
}

TEST_CASE("A11: without somebody asking for it, nothing is ever said") {
  Listener idle;
  idle.wait(10min);
  CHECK(count_of<Speak>(idle.take_effects()) == 0);
  Visit visit;
  visit.happen(SoundChanged{loudspeaker()});
  visit.start().tap("next").tap("choice:role:relative");
  while (visit.visitor().screen == ScreenKind::question) visit.tap("next");
  visit.tap("send").happen(Stored{});
  CHECK(count_of<Speak>(visit.take_effects()) == 0);
}

TEST_CASE("A41: while somebody listens every time-out is twice as long, and the question is said") {
  Listener visit;
  visit.begin();
  visit.hear();
  visit.wait(179s);
  CHECK(visit.visitor().screen == ScreenKind::question);
  visit.wait(1s);
  CHECK(visit.visitor().screen == ScreenKind::still_there);
  CHECK(holds(visit.hear_words(), "Är du kvar?"));
  visit.wait(59s);
  CHECK(visit.visitor().screen == ScreenKind::still_there);
  visit.wait(1s);
  CHECK(visit.visitor().screen == ScreenKind::attract);
}

TEST_CASE("A41: any key, and any touch of a listener, says that somebody is there, as often as it takes") {
  Listener visit;
  visit.begin();
  for (int times = 0; times < 12; ++times) {
    visit.wait(181s);
    REQUIRE(visit.visitor().screen == ScreenKind::still_there);
    times % 2 == 0 ? visit.key(Key::other) : visit.happen(Touched{}).happen(Lifted{});
    CHECK(visit.visitor().screen == ScreenKind::question);
  }
}

TEST_CASE("A16: that nothing was answered is said, and what to do about it") {
  Listener visit;
  visit.begin();
  while (visit.visitor().screen == ScreenKind::question) visit.walk_to("next").key(Key::choose);
  REQUIRE(visit.visitor().screen == ScreenKind::send);
  CHECK(holds(visit.hear_words(), "Du har inte svarat på någon fråga, så det finns inget att skicka."));
}

TEST_CASE("A1, A10: a text is written by ear with a headset; on a loudspeaker not a letter of it is heard") {
  auto survey = std::make_shared<Survey>(*a_survey());
  survey->free_text = true;
  for (const bool alone : {true, false}) {
    CAPTURE(alone);
    Listener visit(alone ? headset() : loudspeaker(), survey);
    visit.begin();
    while (visit.visitor().question != "open") visit.walk_to("next").key(Key::choose);
    visit.walk_to("field:open").key(Key::choose).hear();
    std::vector<Speak> said;
    const auto type = [&](const std::string& key) {
      visit.walk_to(key).hear();
      visit.key(Key::choose);
      for (auto& one : visit.hear()) said.push_back(std::move(one));
    };
    for (const auto* key : {"key:h", "key:e", "key:j", "key:space", "key:layer:signs"}) type(key);
    CHECK(visit.visitor().writing.edit.text == "hej ");
    const auto letters =
        std::count_if(said.begin(), said.end(), [](const Speak& one) { return words_of(one) == "j"; });
    CHECK(letters == (alone ? 1 : 0));
    for (int i = 0; i < 10; ++i) type("key:7");
    type("done");
    CHECK(visit.visitor().screen == ScreenKind::private_words);
    for (const auto& one : said) {
      CAPTURE(words_of(one));
      CHECK_FALSE(holds(words_of(one), "hej"));
      CHECK_FALSE(holds(words_of(one), "77"));
      if (!alone) CHECK(words_of(one) != "7");
      for (const auto& phrase : one.phrases) CHECK(recorded(phrase.language).contains(phrase.words));
    }
    CHECK(holds(words_of(said.back()), "Ändra texten"));  // read on to the end
  }
}

TEST_CASE("words are cut where a voice needs it: numbers stay with their noun, names with their sentence") {
  CHECK(spoken_pieces("Fråga {step} av {steps}", {{"step", "3"}, {"steps", "12"}}) ==
        std::vector<std::string>{"Fråga 3", " av 12"});
  CHECK(spoken_pieces("{seconds} sekunder kvar", {{"seconds", "9"}}) ==
        std::vector<std::string>{"9 sekunder kvar"});
  CHECK(spoken_pieces("Vi frågar. De går till {receiver}. Tack.", {{"receiver", "Region Kalmar län"}}) ==
        std::vector<std::string>{"Vi frågar.", "De går till Region Kalmar län.", "Tack."});
  CHECK(spoken_form("\u2068Det\u00A0tar\u2069 tre\u200E ") == "Det tar tre");
}

TEST_CASE("a name that nobody has recorded leaves its sentence out, and only that") {
  const auto with = recordings_of(the_texts(), a_survey()->instrument, *the_keyboards(), "sv",
                                  {{"receiver", "Region Kalmar län"}});
  const auto without = recordings_of(the_texts(), a_survey()->instrument, *the_keyboards(), "sv", {});
  const auto has = [](const auto& all, const std::string& words) {
    return std::any_of(all.begin(), all.end(), [&](const Recording& one) { return one.words == words; });
  };
  CHECK(has(with, "De går till Region Kalmar län."));
  CHECK(has(with, "Svaren används för att göra familjecentralen bättre."));
  CHECK(has(without, "Svaren används för att göra familjecentralen bättre."));
  for (const auto& one : without) CHECK_FALSE(holds(one.words, "{"));
  const auto named = std::count_if(
      with.begin(), with.end(), [](const Recording& one) { return holds(one.words, "Region Kalmar län"); });
  CHECK(named >= 1);
  CHECK(with.size() == without.size() + static_cast<std::size_t>(named));
  std::set<std::string> names;
  for (const auto& one : with) CHECK(names.insert(one.name).second);
}

}  // namespace vantrum::kiosk
