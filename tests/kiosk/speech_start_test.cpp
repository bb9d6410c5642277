// Who may hear what, how speech begins and ends, and what there is when it cannot be had (A9, A10, A14, A15,
// A21, P-27).
#include <algorithm>

#include "tests/support/kiosk_listener.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
std::string label(const Listener& visit, const std::string& id) { return visit.view().find(id)->words; }
bool has_spoken(const std::vector<Effect>& effects) {
  return std::any_of(effects.begin(), effects.end(),
                     [](const Effect& effect) { return std::holds_alternative<Speak>(effect); });
}

}  // namespace

TEST_CASE("A10, P-27: on a loudspeaker an answer is never heard once it is given, unless the visitor asks") {
  Listener visit(loudspeaker());
  visit.begin();
  visit.hear();
  visit.walk_to("next").key(Key::choose);  // to a scale
  visit.walk_to("choice:acc:mostly").hear();
  const auto answer = label(visit, "choice:acc:mostly");
  visit.key(Key::choose);
  CHECK(visit.hear_words() == "Ditt svar är valt.\n");
  visit.key(Key::repeat);
  CHECK_FALSE(holds(visit.hear_words(), answer));
  // The screen read again says of no answer that it is the chosen one.
  visit.walk_to("back").key(Key::choose).hear();
  visit.walk_to("next").key(Key::choose);
  CHECK_FALSE(holds(visit.hear_words(), "valt"));
  visit.walk_to("choice:acc:mostly").hear();
  visit.key(Key::choose);
  CHECK(visit.hear_words() == "Ditt svar är borttaget.\n");
}

TEST_CASE("A10: with a headset the answer is heard, and so it is after the warning and a choice") {
  Listener private_visit(headset());
  private_visit.begin().walk_to("next").key(Key::choose).walk_to("choice:acc:mostly").hear();
  private_visit.key(Key::choose);
  CHECK(private_visit.hear_words() == "Stämmer till stor del valt\n");
  private_visit.key(Key::choose);
  CHECK(private_visit.hear_words() == "Stämmer till stor del inte valt\n");

  Listener asked(loudspeaker());
  asked.key(Key::other);
  CHECK(holds(asked.hear_words(), "Andra i rummet kan höra."));  // the warning, before the choice
  asked.walk_to("speech:answers").hear();
  asked.key(Key::choose);
  CHECK(asked.hear_words() == "Läs upp mina svar också på\n");
  asked.walk_to("next").key(Key::choose).walk_to("language:sv").key(Key::choose);
  asked.walk_to("next").key(Key::choose).walk_to("next").key(Key::choose).walk_to("choice:acc:full").hear();
  asked.key(Key::choose);
  CHECK(asked.hear_words() == "Stämmer helt valt\n");
}

TEST_CASE("A9: only `spoken` is ever said, so that masked characters stay secret") {
  Element digit;
  digit.words = "7";
  digit.spoken = "siffra inmatad";
  CHECK(phrases_of(digit, "sv") == std::vector<Phrase>{{"sv", "siffra inmatad"}});
}

TEST_CASE("A14: the next visitor hears the kiosk's own volume, however the visit ended") {
  const auto end = [](Listener& visit, int how) {
    if (how == 0) visit.wait(10min);  // left
    if (how != 1) return;
    while (visit.visitor().screen == ScreenKind::question) visit.walk_to("next").key(Key::choose);
    visit.walk_to("finish").key(Key::choose);
  };
  for (int how = 0; how < 2; ++how) {
    Listener visit;
    visit.begin().key(Key::louder).key(Key::louder);
    CHECK(visit.hear().back().volume == volume_default + 2);
    end(visit, how);
    REQUIRE(visit.visitor().screen == ScreenKind::attract);
    CHECK_FALSE(visit.is_heard());
    CHECK_FALSE(visit.visitor().speech.on);
    visit.hear();
    visit.key(Key::other);
    CHECK(visit.hear().front().volume == volume_default);
  }
}

TEST_CASE("A15: a language without a voice says so on the screen, and aloud in one that has") {
  Listener visit;
  visit.happen(Pressed{"start"}).wait(1s).happen(Tapped{"language:so"}).touch("listen");
  CHECK(visit.visitor().screen == ScreenKind::listen);
  CHECK_FALSE(visit.visitor().speech.on);
  CHECK(visit.hear_words() == "Det finns ingen röst på det här språket\n");
  const auto view = visit.view();
  CHECK(view.find("heading")->words == the_texts().at("so", "speech.no_voice"));
  CHECK(view.find("said")->words == "Det finns ingen röst på det här språket");
  visit.touch("next");
  CHECK(visit.visitor().screen == ScreenKind::info);
  visit.touch("next");
  CHECK(visit.visitor().screen == ScreenKind::question);  // one tap: nobody is listening
  CHECK_FALSE(visit.is_heard());
}

TEST_CASE("A15: while somebody listens, a language without a voice cannot be chosen, and that is said") {
  Listener visit;
  visit.key(Key::other).walk_to("next").key(Key::choose);
  CHECK(holds(visit.hear_words(), "Somaliska"));  // its name, in a voice that there is
  visit.walk_to("language:ti").hear();
  visit.key(Key::choose);
  CHECK(holds(visit.hear_words(), "Det språket har ingen röst."));
  CHECK(visit.visitor().screen == ScreenKind::language);
  CHECK(visit.visitor().language == "sv");
}

TEST_CASE("A21: a key, a headset, or three seconds of a finger anywhere start a visit with speech") {
  const auto starts = [](Listener& visit) {
    return visit.visitor().speech.on && visit.visitor().screen == ScreenKind::listen && visit.is_heard();
  };
  for (const auto key : {Key::other, Key::choose, Key::next, Key::louder, Key::stop}) {
    Listener visit;
    visit.key(key);
    CHECK(starts(visit));
  }
  Listener plugged;
  plugged.happen(SoundChanged{headset()});
  CHECK(starts(plugged));

  Listener held;
  held.happen(Touched{}).wait(2900ms);
  CHECK(held.visitor().screen == ScreenKind::attract);
  held.wait(200ms);
  CHECK(starts(held));

  Listener on_start;  // on the button, which starts after one second
  on_start.happen(Touched{}).happen(Pressed{"start"}).wait(1500ms);
  CHECK(on_start.visitor().screen == ScreenKind::language);
  CHECK_FALSE(on_start.visitor().speech.on);
  on_start.wait(1600ms);
  CHECK(starts(on_start));

  Listener lifted;
  lifted.happen(Touched{}).wait(2900ms).happen(Lifted{}).wait(10s);
  CHECK(lifted.visitor().screen == ScreenKind::attract);

  Listener from_the_start(headset());  // a handset that is always there starts nothing
  CHECK(from_the_start.visitor().screen == ScreenKind::attract);
}

TEST_CASE(
    "A21, A10, A14: who pulls the headset out is not heard by the room; the next one has the kiosk's "
    "volume") {
  Listener visit;
  visit.happen(SoundChanged{headset()});
  visit.hear();
  visit.key(Key::louder).walk_to("next").key(Key::choose).walk_to("language:sv").key(Key::choose);
  REQUIRE(visit.visitor().speech.on);
  REQUIRE(visit.visitor().speech.volume_change == 1);
  REQUIRE(visit.is_heard());
  visit.happen(SoundChanged{loudspeaker()});
  CHECK_FALSE(visit.is_heard());
  CHECK_FALSE(visit.visitor().speech.on);
  CHECK(visit.visitor().speech.volume_change == 0);
  CHECK(visit.visitor().screen == ScreenKind::info);  // the visit goes on, for who reads
  visit.happen(SoundChanged{headset()});
  CHECK(visit.visitor().speech.on);  // plugged in again
  CHECK(visit.is_heard());
  visit.happen(SoundChanged{loudspeaker()}).wait(10min);
  REQUIRE(visit.visitor().screen == ScreenKind::attract);
  visit.hear();
  visit.key(Key::other);
  CHECK(visit.hear().front().volume == volume_default);
}

TEST_CASE("Lyssna turns on and off, explains itself, and goes back to where it was") {
  Listener visit;
  visit.happen(Pressed{"start"}).wait(1s).happen(Tapped{"language:fi"}).touch("next").touch("listen");
  CHECK(visit.visitor().screen == ScreenKind::listen);
  CHECK(holds(visit.hear_words(), "Kuuntelu on päällä"));
  visit.choose("next");
  CHECK(visit.visitor().screen == ScreenKind::question);
  CHECK(holds(visit.hear_words(), "Kysymys 1 /15"));
  visit.choose("listen");
  CHECK_FALSE(visit.visitor().speech.on);
  CHECK_FALSE(visit.is_heard());
  CHECK(visit.visitor().screen == ScreenKind::question);
  visit.touch("next");
  CHECK_FALSE(visit.is_heard());
}

TEST_CASE("Lyssna is turned off on its own screen, and on where a language has got a voice") {
  Listener visit;
  visit.key(Key::other).choose("listen");
  CHECK_FALSE(visit.visitor().speech.on);
  CHECK(visit.visitor().screen == ScreenKind::language);
  visit.touch("language:so").touch("listen").touch("language").touch("language:en");
  CHECK(visit.visitor().screen == ScreenKind::listen);
  CHECK(visit.visitor().speech.on);
  CHECK(holds(visit.hear_words(), "Listening is on"));
}

TEST_CASE("another language explains Lyssna again, in its own voice") {
  Listener visit;
  visit.key(Key::other);
  CHECK(holds(visit.hear_words(), "Lyssna är på"));
  visit.choose("next").choose("language:uk");
  CHECK(visit.visitor().screen == ScreenKind::listen);
  const auto said = visit.hear();
  CHECK(words_of(said.back()) == "Продовжити");
  for (const auto& phrase : said.back().phrases) CHECK(phrase.language == "uk");
}

TEST_CASE("a kiosk without sound says so on the screen, and goes on as if nothing were") {
  for (const auto& sound : {Sound{true, false, false, the_voices}, Sound{true, false, false, {}}}) {
    Listener visit(sound);
    visit.key(Key::other);
    CHECK(visit.visitor().screen == ScreenKind::listen);
    CHECK(visit.view().find("heading")->words == "Ljudet fungerar inte just nu");
    CHECK_FALSE(visit.visitor().speech.on);
    CHECK_FALSE(has_spoken(visit.take_effects()));
    visit.key(Key::choose).walk_to("language:sv").key(Key::choose);
    CHECK(visit.visitor().screen == ScreenKind::info);
  }
  Listener lost;
  lost.begin().happen(SoundChanged{Sound{true, false, false, the_voices}});
  CHECK_FALSE(lost.visitor().speech.on);
  CHECK_FALSE(lost.is_heard());
  CHECK(lost.visitor().screen == ScreenKind::question);
}

}  // namespace vantrum::kiosk
