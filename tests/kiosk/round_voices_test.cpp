// The recordings that a round brings, beside a kiosk's own: which is heard, and the device that is opened
// late.
#include <optional>

#include "kiosk/audio/late_sink.h"
#include "kiosk/audio/speaker.h"
#include "kiosk/voices/espeak.h"
#include "kiosk/voices/maker.h"
#include "shared/voice/pack.h"
#include "tests/support/must.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;
using testing::must;
using testing::TemporaryFolder;

FileSystem& disk() {
  static const auto files = real_file_system();
  return *files;
}

// A folder with one recording of each of these words, by this speaker; the bytes are speaker and words.
void record(const std::string& folder, const std::string& speaker, const std::vector<std::string>& words) {
  must(disk().make_directories(folder));
  std::vector<voice::ManifestLine> lines;
  for (const auto& one : words) {
    const auto bytes = to_bytes(view_of(speaker + " " + one));
    const auto file = "r" + std::to_string(lines.size()) + ".opus";
    must(disk().write_atomic(folder + "/" + file, bytes));
    lines.push_back({voice::fingerprint_of(bytes), speaker, file, one});
  }
  must(disk().write_atomic(folder + "/recordings.tsv", view_of(voice::format_manifest(lines))));
}

voice::Pack packed(const TemporaryFolder& folder, const std::string& voices, const std::string& language) {
  const auto path = folder.path() + "/" + voices + "-" + language;
  const auto bytes = must(voice::make_pack(disk(), folder.path() + "/" + voices, language));
  must(disk().write_atomic(path, bytes));
  return must(voice::open_pack(disk(), path, bytes.size()));
}

std::string heard(const Voices& voices, const Phrase& phrase) {
  const auto place = voices.find(phrase);
  if (!place) return "nothing";
  const auto bytes = place->bytes == 0 ? must(disk().read(place->path, 1 << 20))
                                       : must(disk().read_part(place->path, place->offset, place->bytes));
  return std::string(text_of(bytes));
}

Speak say(std::uint64_t number, const std::string& words) {
  Speak speak;
  speak.number = number;
  speak.phrases.push_back({"sv", words});
  return speak;
}

}  // namespace

TEST_CASE("A15: of two recordings of the same words a person's is heard, and of two alike the round's") {
  TemporaryFolder folder;
  record(folder.path() + "/own/sv", "person", {"a"});
  record(folder.path() + "/made/sv", "espeak-ng", {"a", "b", "c"});
  record(folder.path() + "/round/sv", "person", {"a", "b"});
  record(folder.path() + "/round/so", "person", {"d"});
  auto voices = Voices::load(disk(), folder.path() + "/own", {"sv", "en"});
  CHECK(heard(voices, {"sv", "b"}) == "nothing");
  voices.add_pack(packed(folder, "made", "sv"));
  CHECK(heard(voices, {"sv", "a"}) == "person a");     // the kiosk's own, by a person
  CHECK(heard(voices, {"sv", "b"}) == "espeak-ng b");  // which the kiosk lacks
  voices.add_pack(packed(folder, "round", "sv"));
  CHECK(voices.find({"sv", "a"})->path == folder.path() + "/round-sv");
  CHECK(heard(voices, {"sv", "a"}) == "person a");
  CHECK(heard(voices, {"sv", "b"}) == "person b");
  CHECK(heard(voices, {"sv", "c"}) == "espeak-ng c");
  CHECK(heard(voices, {"sv", "A"}) == "nothing");
  CHECK(voices.languages() == std::set<std::string>{"sv"});
  voices.add_pack(packed(folder, "round", "so"));
  CHECK(voices.languages() == std::set<std::string>{"so", "sv"});
  CHECK(heard(voices, {"so", "d"}) == "person d");
}

TEST_CASE("A15: of a new pack no more than its head is read, however long it is") {
  TemporaryFolder folder;
  const auto recorded = folder.path() + "/recorded";
  must(disk().make_directories(recorded + "/sv"));
  const Bytes sound(voice::pack_head_bytes_max + 1'000, 7);
  must(disk().write_atomic(recorded + "/sv/a.opus", sound));
  must(disk().write_atomic(
      recorded + "/sv/recordings.tsv",
      view_of(voice::format_manifest({{voice::fingerprint_of(sound), "person", "a.opus", "ja"}}))));
  auto bytes = must(voice::make_pack(disk(), recorded, "sv"));
  const auto size = bytes.size();
  const auto path = folder.path() + "/pack";
  // All of it that may be read; then one byte less than what must be.
  bytes.resize(voice::pack_head_bytes_max);
  must(disk().write_atomic(path, bytes));
  CHECK(must(voice::open_pack(disk(), path, size)).head.recordings.at(0).bytes == sound.size());
  bytes.pop_back();
  must(disk().write_atomic(path, bytes));
  CHECK_FALSE(voice::open_pack(disk(), path, size));
}

TEST_CASE("A11: a kiosk without recordings opens no device until a round brings some; then they are heard") {
  TemporaryFolder folder;
  must(make_voice(disk(), folder.path() + "/round/sv", "espeak-ng", {{"a", "ja"}},
                  [](const std::string& words) { return speak_with_espeak("sv", words); }));
  const auto pack = packed(folder, "round", "sv");
  ManualClock clock{WallTime{}};
  LogSink* opened = nullptr;
  auto late = std::make_unique<LateSink>(
      [&] {
        auto made = std::make_unique<LogSink>(clock);
        opened = made.get();
        return made;
      },
      false);
  Speaker speaker(disk(), Voices(), std::move(late));
  const auto told = [&]() -> std::optional<Sound> {
    for (const auto& event : speaker.take_events(clock.monotonic())) {
      if (const auto* changed = std::get_if<SoundChanged>(&event)) return changed->sound;
    }
    return std::nullopt;
  };
  CHECK_FALSE(told()->speaks("sv"));
  speaker.carry_out(say(1, "ja"), clock.monotonic());
  speaker.carry_out(Silence{}, clock.monotonic());
  clock.advance(1h);
  CHECK_FALSE(told());
  CHECK(opened == nullptr);
  speaker.use_packs({pack});
  CHECK(told()->speaks("sv"));
  REQUIRE(opened != nullptr);
  speaker.carry_out(say(2, "ja"), clock.monotonic());
  REQUIRE(opened->heard().size() == 1);
  CHECK(opened->heard()[0].peak > 1'000);
  clock.advance(10s);
  static_cast<void>(told());
  testing::Quiet quiet;
  speaker.use_packs({});  // the round is closed
  CHECK_FALSE(told()->speaks("sv"));
  speaker.carry_out(say(3, "ja"), clock.monotonic());
  CHECK(opened->heard().size() == 1);
}

}  // namespace vantrum::kiosk
