// From words to sound: recordings, their list, the players, and the sound that really comes out of SDL.
#include <algorithm>
#include <cstdlib>
#include <functional>
#include <thread>

#include "kiosk/audio/sdl_sink.h"
#include "kiosk/audio/speaker.h"
#include "kiosk/voices/espeak.h"
#include "kiosk/voices/heard.h"
#include "kiosk/voices/maker.h"
#include "shared/voice/manifest.h"
#include "tests/support/kiosk_support.h"
#include "tests/support/must.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace voice;

using namespace std::chrono_literals;
using vantrum::testing::must;
using vantrum::testing::TemporaryFolder;

FileSystem& disk() {
  static const auto files = real_file_system();
  return *files;
}

// A recording as a program makes it, with everything but the sound.
Result<Bytes> pretend(const std::string& words) { return to_bytes(view_of(made_mark("test") + " " + words)); }

const std::vector<Recording> two = {{"bar.back", "Tillbaka"}, {"besoksenkat/acc.text", "Det är lätt."}};

Result<VoiceReport> make(const std::string& folder, const std::vector<Recording>& recordings) {
  return make_voice(disk(), folder, "test", recordings, pretend);
}

std::string content(const std::string& path) {
  return std::string(text_of(must(disk().read(path, 1 << 20))));
}

// A voice of two words, really spoken. Made once.
const std::string& spoken_folder() {
  static const TemporaryFolder folder;
  static const std::string path = [] {
    must(make_voice(disk(), folder.path() + "/sv", "espeak-ng",
                    {{"a", "ja"}, {"b", "Nästa"}, {"c", "kan inte läsas"}},
                    [](const std::string& words) { return speak_with_espeak("sv", words); }));
    return folder.path();
  }();
  return path;
}

Speak say(std::uint64_t number, std::vector<std::string> words, int volume = volume_levels) {
  Speak speak;
  speak.number = number;
  for (auto& one : words) speak.phrases.push_back({"sv", std::move(one)});
  speak.instead = {"sv", "kan inte läsas"};
  speak.volume = volume;
  return speak;
}

// A speaker with a log in place of a device, and a clock that the test moves.
struct Booth {
  ManualClock clock{WallTime{}};
  LogSink* sink = nullptr;
  std::vector<Speaker::Said> said;
  Speaker speaker;

  Booth()
      : speaker(
            disk(), Voices::load(disk(), spoken_folder(), {"sv", "en"}),
            [this] {
              auto made = std::make_unique<LogSink>(clock);
              sink = made.get();
              return made;
            }(),
            &said) {}
  MonotonicTime now() const { return clock.monotonic(); }
  std::vector<Event> pass(std::chrono::milliseconds time) {
    clock.advance(time);
    return speaker.take_events(now());
  }
};

std::uint64_t spoken_in(const std::vector<Event>& events) {
  for (const auto& event : events) {
    if (const auto* spoken = std::get_if<Spoken>(&event)) return spoken->number;
  }
  return 0;
}
const Sound* sound_in(const std::vector<Event>& events) {
  for (const auto& event : events) {
    if (const auto* changed = std::get_if<SoundChanged>(&event)) return &changed->sound;
  }
  return nullptr;
}

Samples tone(std::chrono::milliseconds time) {
  Samples samples(static_cast<std::size_t>(time.count()) * samples_a_second / 1000);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = i % 96 < 48 ? 8000 : -8000;
  return samples;
}

}  // namespace

TEST_CASE(
    "A15: a recording is found by its exact words only, and a broken list costs only its own language") {
  TemporaryFolder folder;
  must(make(folder.path() + "/sv", two));
  must(disk().make_directories(folder.path() + "/en"));
  must(disk().write_atomic(folder.path() + "/en/recordings.tsv", view_of("nonsense\n")));
  const auto voices = Voices::load(disk(), folder.path(), {"sv", "en", "so"});
  CHECK(voices.languages() == std::set<std::string>{"sv"});
  REQUIRE(voices.problems().size() == 1);
  CHECK(voices.problems()[0].find("recordings.tsv:1:") != std::string::npos);
  CHECK(voices.find({"sv", "Tillbaka"})->path == folder.path() + "/sv/bar.back.opus");
  CHECK_FALSE(voices.find({"sv", "tillbaka"}));
  CHECK_FALSE(voices.find({"en", "Tillbaka"}));
  CHECK(Voices::load(disk(), folder.path() + "/nowhere", {"sv"}).languages().empty());
  CHECK(Voices::load(disk(), folder.path() + "/nowhere", {"sv"}).problems().empty());
}

TEST_CASE("A15: changed words are recorded anew, unchanged ones are left alone") {
  TemporaryFolder folder;
  const auto first = must(make(folder.path(), two));
  CHECK(first.made == 2);
  const auto second = must(make(folder.path(), two));
  CHECK(second.made == 0);
  CHECK(second.kept == 2);
  auto changed = two;
  changed[0].words = "Bakåt";
  CHECK(must(check_voice(disk(), folder.path(), changed)).missing ==
        std::vector<std::string>{"bar.back.opus"});
  CHECK(must(make(folder.path(), changed)).made == 1);
  CHECK(content(folder.path() + "/bar.back.opus").ends_with("Bakåt"));
  CHECK(must(check_voice(disk(), folder.path(), changed)).missing.empty());
  CHECK(must(check_voice(disk(), folder.path(), {changed[1]})).unused ==
        std::vector<std::string>{"bar.back.opus"});
}

TEST_CASE(
    "A15: a person's recording takes the place of any file, is never made over, and falls silent when it is "
    "stale") {
  TemporaryFolder folder;
  must(make(folder.path(), two));
  const auto file = folder.path() + "/bar.back.opus";
  must(disk().write_atomic(file, view_of("a person says Tillbaka")));
  auto report = must(make(folder.path(), two));
  CHECK(report.made == 0);
  CHECK(report.recorded == 1);

  auto changed = two;
  changed[0].words = "Bakåt";
  report = must(make(folder.path(), changed));
  CHECK(report.made == 0);
  CHECK(report.stale == std::vector<std::string>{"bar.back.opus"});
  CHECK(content(file) == "a person says Tillbaka");
  CHECK(must(check_voice(disk(), folder.path(), changed)).stale.size() == 1);
  TemporaryFolder root;
  must(disk().make_directories(root.path() + "/sv"));
  must(disk().write_atomic(root.path() + "/sv/recordings.tsv",
                           view_of(content(folder.path() + "/recordings.tsv"))));
  CHECK_FALSE(Voices::load(disk(), root.path(), {"sv"}).find({"sv", "Bakåt"}));

  must(disk().write_atomic(file, view_of("a person says Bakåt")));
  report = must(make(folder.path(), changed));
  CHECK(report.stale.empty());
  CHECK(report.recorded == 1);
  CHECK(content(folder.path() + "/recordings.tsv").find("person\tbar.back.opus\tBakåt") != std::string::npos);
}

TEST_CASE("a run that was interrupted is continued, and what it made is not taken for a person's") {
  TemporaryFolder folder;
  const auto failing = [](const std::string& words) -> Result<Bytes> {
    if (words == two[1].words) return Error::unavailable("the voice has gone");
    return pretend(words);
  };
  const auto broken = make_voice(disk(), folder.path(), "test", two, failing);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message.find("Det är lätt.") != std::string::npos);
  must(disk().remove(folder.path() + "/recordings.tsv"));  // as when the power went before it was written
  const auto report = must(make(folder.path(), two));
  CHECK(report.recorded == 0);
  CHECK(report.made == 2);
}

TEST_CASE("only what was asked for is made") {
  TemporaryFolder folder;
  CHECK(must(make_voice(disk(), folder.path(), "test", two, pretend, "bar.")).made == 1);
  CHECK(must(check_voice(disk(), folder.path(), two)).missing ==
        std::vector<std::string>{"besoksenkat/acc.text.opus"});
}

TEST_CASE("a list of recordings that is none is refused with its line") {
  const std::string good = "0123456789abcdef\tperson\tbar.back.opus\tTillbaka\n";
  CHECK(must(parse_manifest("x", good)).size() == 1);
  CHECK(format_manifest(must(parse_manifest("x", good))).ends_with(good));
  for (const std::string bad :
       {"0123456789abcdef\tperson\tbar.back.opus\n", "0123\tperson\tbar.back.opus\tTillbaka\n",
        "0123456789abcdef\tperson\t../bar.opus\tTillbaka\n",
        "0123456789abcdef\tperson\t/etc/passwd.opus\tTillbaka\n",
        "0123456789abcdef\tperson\tbar.wav\tTillbaka\n", "0123456789abcdef\tperson\tbar.back.opus\t\n"}) {
    const auto refused = parse_manifest("x", "# remark\n" + bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.starts_with("x:2: "));
  }
  CHECK_FALSE(parse_manifest("x", good + good));
}

TEST_CASE("what the eye reads is written for the voice") {
  CHECK(pronounced("sv", "Mitt barn är 0–1 år") == "Mitt barn är 0 till 1 år");
  CHECK(pronounced("en", "Don't know / not for me") == "Don't know, not for me");
  CHECK(pronounced("sv", "BVC – barn") == "BVC – barn");
  CHECK_FALSE(espeak_voice("so"));
  CHECK_FALSE(espeak_voice("ti"));
  CHECK_FALSE(espeak_voice("ckb"));
  CHECK_FALSE(speak_with_espeak("ti", "1"));
}

TEST_CASE("a spoken word is sound; cut or broken at any place it is refused or shorter, never a crash") {
  const auto bytes = must(speak_with_espeak("sv", "ja; rm -rf $(HOME) `\"'"));
  const auto whole = must(decode_opus(bytes));
  CHECK(whole.size() > samples_a_second / 4);
  CHECK(*std::max_element(whole.begin(), whole.end()) > 1000);
  CHECK(must(speak_with_espeak("sv", "ja")) == must(speak_with_espeak("sv", "ja")));
  const auto small = must(speak_with_espeak("sv", "ja"));
  for (std::size_t length = 0; length < small.size(); length += 7) {
    const auto cut = decode_opus(ByteView(small).first(length));
    if (cut) CHECK(cut->size() <= must(decode_opus(small)).size());
  }
  for (std::size_t at = 0; at < small.size(); at += 13) {
    auto flipped = small;
    flipped[at] ^= 0x55;
    static_cast<void>(decode_opus(flipped));
  }
  CHECK_FALSE(decode_opus({}));
  CHECK_FALSE(decode_opus(view_of("not a recording")));
}

TEST_CASE("A15: a recording that nobody could hear is told, with its reason") {
  const auto said = [](const Samples& samples) {
    const auto heard = check_heard(samples);
    return heard ? std::string("heard") : heard.error().message;
  };
  CHECK(said(must(decode_opus(must(speak_with_espeak("sv", "ja"))))) == "heard");
  CHECK(said(tone(300ms)) == "heard");
  CHECK(said(tone(90ms)).find("shorter") != std::string::npos);
  CHECK(said(Samples(samples_a_second)).find("too quiet") != std::string::npos);
  auto faint = tone(500ms), loud = tone(500ms);
  for (auto& sample : faint) sample = static_cast<std::int16_t>(sample / 100);
  for (std::size_t i = 0; i < loud.size(); i += 500) loud[i] = 32767;  // 0.2 %
  CHECK(said(faint).find("too quiet") != std::string::npos);
  CHECK(said(loud).find("clipped") != std::string::npos);
  for (std::size_t i = 0; i < loud.size(); i += 1000) loud[i] = 0;  // half of them: 0.1 %
  CHECK(said(loud) == "heard");

  TemporaryFolder folder;
  must(disk().write_atomic(folder.path() + "/bar.back.opus", view_of("no sound")));
  const auto unheard = find_unheard(disk(), folder.path(), two);  // what is not there is not meant
  REQUIRE(unheard.size() == 1);
  CHECK(unheard[0].starts_with("bar.back.opus: "));
}

TEST_CASE("an utterance is heard to its end, told once, and another one takes its place (A6)") {
  Booth booth;
  const auto first = booth.speaker.take_events(booth.now());
  REQUIRE(sound_in(first));
  CHECK(sound_in(first)->works);
  CHECK(sound_in(first)->voices == std::set<std::string>{"sv"});
  booth.speaker.carry_out(say(1, {"ja", "Nästa"}), booth.now());
  const auto left = booth.sink->left();
  CHECK(left > 500ms);
  CHECK(booth.speaker.deadline(booth.now()) == booth.now() + left);
  CHECK(spoken_in(booth.pass(left - 1ms)) == 0);
  CHECK(spoken_in(booth.pass(1ms)) == 1);
  CHECK(spoken_in(booth.pass(1ms)) == 0);

  booth.speaker.carry_out(say(2, {"Nästa"}), booth.now());
  booth.pass(100ms);
  booth.speaker.carry_out(say(3, {"ja"}), booth.now());
  booth.pass(100ms);
  booth.speaker.carry_out(Silence{}, booth.now());
  CHECK(booth.sink->left() == 0ms);
  CHECK(spoken_in(booth.pass(10s)) == 0);
  const auto& heard = booth.sink->heard();
  REQUIRE(heard.size() == 3);
  for (std::size_t i = 1; i < heard.size(); ++i) CHECK(heard[i - 1].ended <= heard[i].began);
  CHECK(heard[2].ended - heard[2].began == 100ms);
  REQUIRE(booth.said.size() == 3);
  CHECK(booth.said[1].ended == booth.said[2].began);
}

TEST_CASE("A13: a level more is 3 dB more") {
  Booth booth;
  for (int level = 1; level <= volume_levels; ++level) {
    booth.speaker.carry_out(say(static_cast<std::uint64_t>(level), {"Nästa"}, level), booth.now());
  }
  const auto& heard = booth.sink->heard();
  REQUIRE(heard.size() == volume_levels);
  for (std::size_t i = 1; i < heard.size(); ++i) {
    CHECK(static_cast<double>(heard[i].peak) / heard[i - 1].peak == doctest::Approx(1.4125).epsilon(0.01));
  }
}

TEST_CASE("words without a recording are said to be on the screen, once, and the visit goes on") {
  Booth booth;
  booth.speaker.carry_out(say(1, {"kan inte läsas"}), booth.now());
  const auto instead = booth.sink->heard().back().samples;
  booth.speaker.carry_out(say(2, {"Familjecentralen Norr", "Region Kalmar län"}), booth.now());
  CHECK(booth.said.back().without_recording == 2);
  CHECK(booth.sink->heard().back().samples == instead);
  Speak mute = say(3, {"Familjecentralen Norr"});
  mute.instead.words = "inte inspelat";
  booth.speaker.carry_out(mute, booth.now());
  CHECK(spoken_in(booth.pass(1ms)) == 3);  // nothing to wait for
}

TEST_CASE("a device that is gone is told, and told again when it is back") {
  Booth booth;
  booth.speaker.take_events(booth.now());
  booth.sink->set_works(false);
  booth.speaker.carry_out(say(1, {"ja"}), booth.now());
  auto events = booth.speaker.take_events(booth.now());
  REQUIRE(sound_in(events));
  CHECK_FALSE(sound_in(events)->works);
  booth.sink->set_works(true);
  booth.sink->set_private(true);
  events = booth.pass(3s);
  REQUIRE(sound_in(events));
  CHECK(sound_in(events)->works);
  CHECK(sound_in(events)->is_private);
}

TEST_CASE(
    "A21: a silent kiosk wakes up often enough to see a headset plugged in, and without recordings never") {
  Booth booth;
  booth.speaker.take_events(booth.now());
  REQUIRE(booth.speaker.deadline(booth.now()));
  CHECK(*booth.speaker.deadline(booth.now()) <= booth.now() + 2s);
  booth.sink->set_private(true);
  const auto events = booth.pass(*booth.speaker.deadline(booth.now()) - booth.now());
  REQUIRE(sound_in(events));
  CHECK(sound_in(events)->is_private);

  Speaker mute(disk(), Voices(), std::make_unique<LogSink>(booth.clock));
  mute.take_events(booth.now());
  CHECK_FALSE(mute.deadline(booth.now()));
}

TEST_CASE("A3: recordings without a device to play them on are told to whoever reads the log") {
  TemporaryFolder folder;
  const auto log = folder.path() + "/log";
  {
    vantrum::testing::Quiet quiet(log);
    Booth booth;
    booth.sink->set_works(false);
    booth.speaker.take_events(booth.now());
    booth.pass(10s);
  }
  const auto text = content(log);
  const auto at = text.find("no device to play them on");
  CHECK(at != std::string::npos);
  CHECK(text.find("no device to play them on", at + 1) == std::string::npos);
}

// What every sink promises, told by its own time.
static void check_sink(AudioSink& sink, const std::function<void(std::chrono::milliseconds)>& wait) {
  REQUIRE(sink.works());
  CHECK(sink.left() == 0ms);
  REQUIRE(sink.play(tone(400ms)));
  CHECK(sink.left() > 100ms);
  REQUIRE(sink.play(tone(300ms)));
  CHECK(sink.left() <= 300ms);  // in its place, not after it
  sink.silence();
  CHECK(sink.left() == 0ms);
  sink.rest();
  REQUIRE(sink.play(tone(100ms)));
  for (int i = 0; i < 100 && sink.left() > 0ms; ++i) wait(50ms);
  CHECK(sink.left() == 0ms);
  sink.rest();
}

TEST_CASE("the sink of the tests keeps a sink's promises") {
  ManualClock clock{WallTime{}};
  LogSink sink(clock);
  check_sink(sink, [&](std::chrono::milliseconds time) { clock.advance(time); });
}

TEST_CASE("SDL's sink keeps a sink's promises") {
  setenv("SDL_AUDIODRIVER", "dummy", 1);
  const auto sink = open_sdl_sink({});
  check_sink(*sink, [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); });
  CHECK_FALSE(sink->is_private());
  CHECK(open_sdl_sink({true, ""})->is_private());
}

TEST_CASE("A11: sound reaches the device when something is said, and nothing at all when nothing is") {
  TemporaryFolder folder;
  const auto path = folder.path() + "/sound.raw";
  setenv("SDL_AUDIODRIVER", "disk", 1);
  setenv("SDL_DISKAUDIOFILE", path.c_str(), 1);
  const auto sink = open_sdl_sink({});
  REQUIRE(sink->works());
  std::this_thread::sleep_for(200ms);
  CHECK_FALSE(disk().read(path, 1 << 24));  // the device has not even been opened
  REQUIRE(sink->play(tone(200ms)));
  for (int i = 0; i < 200 && sink->left() > 0ms; ++i) std::this_thread::sleep_for(10ms);
  std::this_thread::sleep_for(100ms);  // what is in the device's own buffer
  sink->rest();
  const auto sound = must(disk().read(path, 1 << 24));
  std::size_t loud = 0;
  for (std::size_t i = 1; i < sound.size(); i += 2) {
    if (sound[i] == 0x1f || sound[i] == 0xe0) ++loud;  // the upper bytes of 8000 and -8000
  }
  CHECK(loud >= tone(200ms).size());
  std::this_thread::sleep_for(300ms);
  CHECK(must(disk().read(path, 1 << 24)).size() == sound.size());
}

TEST_CASE("a machine without any sound has a sink that does not work") {
  setenv("SDL_AUDIODRIVER", "no such driver", 1);
  const auto sink = open_sdl_sink({});
  CHECK_FALSE(sink->works());
  CHECK_FALSE(sink->play(tone(10ms)));
  CHECK(sink->left() == 0ms);
  sink->silence();
  sink->rest();
}

}  // namespace vantrum::kiosk
