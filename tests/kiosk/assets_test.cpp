// Recordings that a round brings, at the kiosk: asked for piece by piece, kept, checked, and only then used.
#include <filesystem>

#include "kiosk/effects/effect_runner.h"
#include "shared/base/forwarding_file_system.h"
#include "shared/voice/manifest.h"
#include "tests/support/kiosk_support.h"
#include "tests/support/little_collector.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

Bytes recordings(std::size_t size, std::uint64_t seed = 3) {
  Bytes bytes(size);
  SeededEntropy(seed).fill(bytes);
  return bytes;
}

// One recording, of the word "ja".
Bytes a_pack() {
  testing::TemporaryFolder folder;
  const auto files = real_file_system();
  const auto sound = to_bytes(view_of("not heard here"));
  REQUIRE(files->make_directories(folder.path() + "/sv"));
  REQUIRE(files->write_atomic(folder.path() + "/sv/a.opus", sound));
  REQUIRE(files->write_atomic(
      folder.path() + "/sv/recordings.tsv",
      view_of(voice::format_manifest({{voice::fingerprint_of(sound), "person", "a.opus", "ja"}}))));
  return *voice::make_pack(*files, folder.path(), "sv");
}

// A folder in its place: it opens, and then the disk gives nothing.
void make_unreadable(const std::string& path) {
  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
}

// An enrolled kiosk, and a collector that answers its questions as the real one does.
struct Kiosk {
  testing::TemporaryFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();
  ManualClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 4)};
  SeededEntropy entropy{5};
  LittleCollector collector;
  DeviceSettings settings{.data = folder.path() + "/data",
                          .batch_items_min = 1,
                          .batch_delay_min = 0s,
                          .batch_delay_max = 0s,
                          .ballast_bytes = 0,
                          .free_bytes_min = 0,
                          .store = {},
                          .sticks = folder.path() + "/media"};
  std::map<crypto::Hash, Bytes> assets;
  std::optional<Identity> identity;
  std::optional<Device> device;
  int replies = 0;

  Kiosk() {
    REQUIRE(files->make_directories(settings.data));
    identity =
        *Identity::make(wire::EnrolmentCode::make(entropy), LittleCollector::region, "Väntrummet", entropy);
    REQUIRE(save_identity(*files, path("identity"), *identity));
    start();
    deliver(collector.reply_to_enrolment(*identity));
    REQUIRE(device->tend());
    identity = *load_identity(*files, path("identity"));
  }
  std::string path(const std::string& name) const { return settings.data + "/" + name; }
  void start() {
    device.reset();
    auto opened = Device::open(settings, *files, clock, entropy);
    if (!opened) FAIL(opened.error().message);
    device = std::move(*opened);
  }
  void deliver(const Bytes& document) {
    REQUIRE(files->write_atomic(path("inbox/reply-" + std::to_string(replies++) + ".cborseq"), document));
  }
  wire::AssetName add(const Bytes& bytes, const std::string& language = "sv") {
    const auto sha256 = crypto::hash_of(bytes);
    assets[sha256] = bytes;
    return {sha256, static_cast<std::uint32_t>(bytes.size()), language};
  }
  void name(std::vector<wire::AssetName> named) {
    auto round = collector.round();
    round.assets = std::move(named);
    deliver(collector.sign(wire::DocumentType::round, wire::encode(round)));
    REQUIRE(device->tend());
  }
  std::vector<std::string> questions() {
    auto names = *files->list(path("outbox"));
    std::erase_if(names, [](const std::string& name) { return !name.starts_with("want-"); });
    return names;
  }
  wire::AssetRequest question(const std::string& name) {
    const auto document = *files->read(path("outbox/" + name), wire::document_bytes_max);
    const auto verified =
        wire::verify_document(document, wire::DocumentType::asset_request, LittleCollector::region,
                              crypto::verify_key_of(identity->signing_key));
    REQUIRE(verified);
    CHECK(verified->header.serial == wire::parse_asset_request(verified->payload)->serial());
    return *wire::parse_asset_request(verified->payload);
  }
  wire::AssetPiece piece(const wire::AssetRequest& asked) {
    const ByteView whole = assets.at(asked.asset);
    const auto from = asked.piece * wire::asset_piece_bytes;
    return {asked.asset, asked.piece,
            to_bytes(whole.subspan(from, std::min(wire::asset_piece_bytes, whole.size() - from)))};
  }
  Bytes signed_piece(const wire::AssetPiece& answer) {
    const auto& key = collector.key;
    return wire::sign_document({wire::DocumentType::asset, LittleCollector::region,
                                crypto::key_id_of(crypto::verify_key_of(key)), answer.serial()},
                               wire::encode(answer), key);
  }
  // One pass of a carrier; false when there was nothing to ask.
  bool answer_all() {
    const auto names = questions();
    for (const auto& name : names) deliver(signed_piece(piece(question(name))));
    REQUIRE(device->tend());
    return !names.empty();
  }
  wire::Status status() {
    const auto document = *files->read(path("outbox/status.cose"), wire::document_bytes_max);
    const auto verified = wire::verify_document(document, wire::DocumentType::status, LittleCollector::region,
                                                crypto::verify_key_of(identity->signing_key));
    return *wire::parse_status(verified->payload);
  }
  std::vector<std::string> kept() {
    auto names = files->list(path("assets"));
    return names ? *names : std::vector<std::string>();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Kiosk,
                  "a round's recordings come piece by piece, few at once, and are used only when whole") {
  const auto sv = add(recordings(20 * wire::asset_piece_bytes + 17)), en = add(recordings(9, 4), "en");
  name({sv, en});
  CHECK(questions().size() == Assets::asked_at_once);
  CHECK(status().assets_missing == 2);
  CHECK(device->voices().empty());
  CHECK(answer_all());
  CHECK(questions().size() == 6);  // five of the first, one of the second
  CHECK(kept().size() == 16);
  CHECK(device->voices().empty());
  CHECK(answer_all());
  CHECK_FALSE(answer_all());
  REQUIRE(device->voices().size() == 2);
  CHECK(*files->read(device->voices()[0], 8 << 20) == assets[sv.sha256]);
  CHECK(*files->read(device->voices()[1], 8 << 20) == assets[en.sha256]);
  CHECK(kept().size() == 2);
  CHECK(status().assets_missing == 0);
}

TEST_CASE_FIXTURE(Kiosk, "pieces come in any order and twice, and a start in between goes on where it was") {
  const auto sv = add(recordings(3 * wire::asset_piece_bytes));
  name({sv});
  const auto last = signed_piece(piece({sv.sha256, 2}));
  deliver(last);
  deliver(last);
  REQUIRE(device->tend());
  CHECK(questions().size() == 2);
  start();
  CHECK(kept().size() == 1);
  REQUIRE(device->tend());
  CHECK(questions().size() == 2);
  CHECK(status().assets_missing == 1);
  answer_all();
  CHECK(device->voices().size() == 1);
  start();  // … and what is whole is looked at once more before it is used
  CHECK(device->voices().empty());
  REQUIRE(device->tend());
  CHECK(device->voices().size() == 1);
  CHECK(questions().empty());
}

TEST_CASE_FIXTURE(Kiosk, "a piece that is wrong is dropped, and asked for again without haste") {
  testing::Quiet quiet;
  const auto sv = add(recordings(2 * wire::asset_piece_bytes));
  name({sv});
  const auto asked = questions();
  auto cut = piece({sv.sha256, 0});
  cut.bytes.pop_back();
  auto stranger = signed_piece(piece({sv.sha256, 0}));
  stranger.back() ^= 1;
  const auto beyond = wire::AssetPiece{sv.sha256, 7, Bytes(wire::asset_piece_bytes)};
  const auto unasked = wire::AssetPiece{crypto::hash_of(Bytes{9}), 0, {1}};
  for (const auto& bad : {signed_piece(cut), stranger, signed_piece(beyond), signed_piece(unasked)}) {
    deliver(bad);
    REQUIRE(device->tend());
    CHECK(kept().empty());
    CHECK(questions() == asked);  // the same bytes, so the carrier keeps its own pace
  }
}

TEST_CASE_FIXTURE(Kiosk,
                  "a whole that is not what the round names is never used, and fetched again after an hour") {
  testing::Quiet quiet;
  const auto good = recordings(2 * wire::asset_piece_bytes);
  const auto sv = add(good);
  name({sv});
  assets[sv.sha256][100] ^= 1;
  for (auto wait : {1h, 2h, 4h, 8h, 16h, 24h, 24h}) {
    CHECK(answer_all());
    CHECK(device->voices().empty());
    CHECK(kept().empty());
    CHECK(questions().empty());
    clock.advance(wait - 1s);
    REQUIRE(device->tend());
    CHECK(questions().empty());
    clock.advance(1s);
    REQUIRE(device->tend());
    CHECK(questions().size() == 2);
  }
  assets[sv.sha256] = good;
  CHECK(answer_all());
  CHECK(device->voices().size() == 1);
}

TEST_CASE_FIXTURE(Kiosk, "what rots on the disk is found at the next start and fetched again") {
  testing::Quiet quiet;
  const auto sv = add(recordings(1'000));
  name({sv});
  answer_all();
  auto rotten = assets[sv.sha256];
  rotten[500] ^= 4;
  REQUIRE(files->write_atomic(device->voices().at(0), rotten));
  start();
  REQUIRE(device->tend());
  CHECK(device->voices().empty());
  CHECK(status().assets_missing == 1);
  answer_all();
  CHECK(device->voices().size() == 1);
}

TEST_CASE_FIXTURE(Kiosk,
                  "one file is read at a time, so that neither an answer nor the watchdog waits for all") {
  const std::vector<wire::AssetName> names{add(recordings(2 * wire::asset_piece_bytes)),
                                           add(recordings(1'000, 4), "en"), add(recordings(2'000, 5), "so")};
  name(names);
  CHECK_FALSE(device->has_work());
  for (const auto& name : questions()) deliver(signed_piece(piece(question(name))));
  const auto one_after_another = [&] {
    for (std::size_t here = 1; here <= names.size(); ++here) {
      CHECK(device->has_work());
      REQUIRE(device->tend());
      CHECK(device->voices().size() == here);
    }
    CHECK_FALSE(device->has_work());
  };
  one_after_another();  // put together
  start();
  one_after_another();  // looked at once more
  start();
  REQUIRE(device->set_retiring(true));
  CHECK_FALSE(device->has_work());  // nobody will hear them
}

TEST_CASE_FIXTURE(Kiosk, "A15: a pack that is none costs only itself, and what is known is not read again") {
  testing::Quiet quiet;
  const auto sv = add(a_pack()), en = add(recordings(999), "en");
  name({en, sv});
  answer_all();
  REQUIRE(device->tend());
  REQUIRE(device->voices().size() == 2);
  const auto packs = device->packs();
  CHECK(packs.is_all);
  REQUIRE(packs.usable.size() == 1);
  CHECK(packs.usable[0].path == device->voices()[1]);
  CHECK(packs.usable[0].head.recordings.at(0).words == "ja");
  for (const auto& path : device->voices()) make_unreadable(path);
  const auto again = device->packs();
  CHECK(again.usable.size() == 1);
  CHECK(again.is_all);  // nor is what was none
}

TEST_CASE_FIXTURE(Kiosk,
                  "A2: recordings that the disk did not give once are asked for again, and heard then") {
  testing::Quiet quiet;
  const auto sv = add(a_pack());
  name({sv});
  answer_all();
  REQUIRE(device->voices().size() == 1);
  const auto path = device->voices()[0];
  make_unreadable(path);
  EffectRunner runner(std::move(*device), [] {});
  device.reset();
  runner.wait_idle();
  auto voices = runner.take_voices();
  REQUIRE(voices);
  CHECK(voices->empty());
  clock.advance(30s);
  REQUIRE(runner.tend());
  CHECK_FALSE(runner.take_voices());  // the speaker knows that there is none
  std::filesystem::remove(path);
  REQUIRE(files->write_atomic(path, assets[sv.sha256]));
  REQUIRE(runner.tend());
  CHECK_FALSE(runner.take_voices());  // not at every answer
  clock.advance(30s);
  REQUIRE(runner.tend());
  voices = runner.take_voices();
  REQUIRE(voices);
  REQUIRE(voices->size() == 1);
  CHECK(voices->front().head.recordings.at(0).words == "ja");
  clock.advance(30s);
  REQUIRE(runner.tend());
  CHECK_FALSE(runner.take_voices());
}

TEST_CASE_FIXTURE(Kiosk, "what no round in use names goes, half of it too; so does everything at a wipe") {
  const auto first = add(recordings(3 * wire::asset_piece_bytes)), second = add(recordings(800, 9));
  name({first});
  deliver(signed_piece(piece({first.sha256, 1})));
  REQUIRE(device->tend());
  name({second});
  CHECK(kept().empty());
  CHECK(questions().size() == 1);
  answer_all();
  CHECK(kept().size() == 1);
  name({});
  CHECK(kept().empty());
  CHECK(device->voices().empty());
  name({second});
  answer_all();
  REQUIRE(device->voices().size() == 1);
  name({first, second});
  deliver(
      collector.sign(wire::DocumentType::order,
                     wire::encode(wire::Order{identity->device, wire::OrderAction::revoke, "", 0, {}, 0})));
  REQUIRE(device->tend());
  CHECK(kept().empty());
  CHECK(questions().empty());
  CHECK(device->voices().empty());
}

TEST_CASE_FIXTURE(Kiosk, "with little room nothing is asked for, and what was asked is taken back") {
  const auto sv = add(recordings(3 * wire::asset_piece_bytes));
  name({sv});
  CHECK(questions().size() == 3);
  settings.free_bytes_min = UINT64_MAX;
  start();
  REQUIRE(device->tend());
  CHECK(questions().empty());
  CHECK(status().assets_missing == 1);
  settings.free_bytes_min = *files->free_bytes(settings.data) / 2;
  start();
  REQUIRE(device->tend());
  CHECK(questions().size() == 3);
}

TEST_CASE_FIXTURE(Kiosk, "one stick's way brings all of it, and the round itself on the same visit") {
  const auto sv = add(recordings(40 * wire::asset_piece_bytes));
  const auto stick = settings.sticks + "/stick/vantrum";
  REQUIRE(files->make_directories(stick + "/outbox"));
  const StickProgress nobody;
  REQUIRE(device->carry_by_stick(nobody).step == StickStep::done);
  const auto on_stick = [&](const std::string& box) {
    const auto own = std::string(text_of(*files->read(path("stick-name"), 64)));
    REQUIRE(files->make_directories(stick + "/" + box + "/" + own));
    return stick + "/" + box + "/" + own + "/";
  };
  const auto questions_on_stick = [&] {
    auto names = *files->list(on_stick("outbox"));
    std::erase_if(names, [](const std::string& name) { return !name.starts_with("want-"); });
    return names;
  };
  auto round = collector.round();
  round.assets = {sv};
  REQUIRE(files->write_atomic(on_stick("inbox") + "status-1.cborseq",
                              collector.sign(wire::DocumentType::round, wire::encode(round))));
  REQUIRE(device->carry_by_stick(nobody).step == StickStep::done);
  CHECK(questions_on_stick().size() == 40);
  for (const auto& name : questions_on_stick())
    REQUIRE(files->write_atomic(on_stick("inbox") + name.substr(0, name.size() - 5) + ".cborseq",
                                signed_piece(piece(question(name)))));
  REQUIRE(device->carry_by_stick(nobody).step == StickStep::done);
  CHECK(device->voices().size() == 1);
  CHECK(questions_on_stick().empty());
}

namespace {

// How many files were written or removed in a row while the worker's turns stood still: on a slow card each
// is a good part of a second, and the watchdog waits ten.
class WatchedFiles final : public ForwardingFileSystem {
 public:
  using ForwardingFileSystem::ForwardingFileSystem;
  Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode) override {
    look();
    return ForwardingFileSystem::write_atomic(path, bytes, mode);
  }
  Result<void> remove(const std::string& path) override {
    look();
    return ForwardingFileSystem::remove(path);
  }

  std::atomic<const EffectRunner*> runner = nullptr;
  std::size_t all = 0, still = 0, still_max = 0;  // once the worker is idle

 private:
  void look() {
    if (!runner) return;
    const auto turns = runner.load()->turns();
    still = turns == seen_ ? still + 1 : 0;
    still_max = std::max(still_max, still);
    seen_ = turns;
    ++all;
  }
  std::uint64_t seen_ = 0;
};

}  // namespace

TEST_CASE_FIXTURE(Kiosk,
                  "while a stick carries recordings the watchdog sees the worker go on, file by file") {
  const auto stick = settings.sticks + "/stick/vantrum";
  REQUIRE(files->make_directories(stick));
  name({add(recordings(100 * wire::asset_piece_bytes, 3)),
        add(recordings(100 * wire::asset_piece_bytes, 4), "en")});
  WatchedFiles watched(*files);
  device.reset();
  auto opened = Device::open(settings, watched, clock, entropy);
  REQUIRE(opened);
  EffectRunner runner(std::move(*opened), [] {});
  runner.wait_idle();
  watched.runner = &runner;
  runner.run({CarryByStick{}});
  runner.wait_idle();
  REQUIRE(questions().size() == 200);
  const auto inbox = stick + "/inbox/" + std::string(text_of(*files->read(path("stick-name"), 64))) + "/";
  REQUIRE(files->make_directories(inbox));
  for (const auto& name : questions())
    REQUIRE(files->write_atomic(inbox + name + ".cborseq", signed_piece(piece(question(name)))));
  runner.run({CarryByStick{}});
  runner.wait_idle();
  CHECK(questions().empty());
  CHECK(watched.all > 1'000);
  CHECK(watched.still_max < 3);
  watched.runner = nullptr;
}

}  // namespace vantrum::kiosk
