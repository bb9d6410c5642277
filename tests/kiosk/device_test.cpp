// The device behind the screens, with a real database and real documents, against a collector of a few lines.
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <set>

#include "kiosk/effects/effect_runner.h"
#include "shared/wire/text_item.h"
#include "tests/support/kiosk_support.h"
#include "tests/support/little_collector.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

constexpr const char* region = LittleCollector::region;

struct Fixture {
  testing::TemporaryFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();
  ManualClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 4)};
  SeededEntropy entropy{5};
  LittleCollector collector;
  DeviceSettings settings{.data = folder.path(),
                          .batch_items_min = 5,
                          .batch_delay_min = 0s,
                          .batch_delay_max = 0s,
                          .ballast_bytes = 0,
                          .store = {}};

  Device open() {
    auto device = Device::open(settings, *files, clock, entropy);
    if (!device) FAIL(device.error().message);
    return std::move(*device);
  }
  std::string path(const std::string& name) { return folder.path() + "/" + name; }
  void deliver(const std::vector<Bytes>& documents) {
    Bytes sequence;
    for (const auto& document : documents) sequence.insert(sequence.end(), document.begin(), document.end());
    REQUIRE(files->write_atomic(path("inbox/reply.cborseq"), sequence));
  }
  Identity enrol() {
    auto identity = *Identity::make(wire::EnrolmentCode::make(entropy), region, "Väntrummet", entropy);
    REQUIRE(save_identity(*files, path("identity"), identity));
    auto device = open();
    deliver({collector.reply_to_enrolment(identity),
             collector.sign(wire::DocumentType::round, wire::encode(collector.round()))});
    REQUIRE(*device.tend());
    REQUIRE(device.survey());
    return identity;
  }
  Submit submission(const Device& device, const std::string& code = "full") {
    return {device.survey(), {{"acc", {code}}, {"services", {"midwife", "social"}}}, "en"};
  }
  std::vector<std::string> outbox() { return *files->list(path("outbox")); }
  wire::Batch batch_in(const std::string& name, const Identity& identity) {
    auto document = *files->read(path("outbox/" + name), 1 << 20);
    auto verified = wire::verify_document(document, wire::DocumentType::batch, region,
                                          crypto::verify_key_of(identity.signing_key));
    REQUIRE(verified);
    return *wire::parse_batch(verified->payload);
  }
};

TEST_CASE_FIXTURE(Fixture, "a kiosk asks to be enrolled until it is, and pins the collector's key then") {
  auto identity = *Identity::make(wire::EnrolmentCode::make(entropy), region, "Väntrummet", entropy);
  REQUIRE(save_identity(*files, path("identity"), identity));
  CHECK((std::filesystem::status(path("identity")).permissions() & std::filesystem::perms::all) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  auto device = open();
  CHECK(outbox() == std::vector<std::string>{Outbox::name_of_enrolment(identity.enrolment_document())});
  CHECK_FALSE(device.survey());
  auto stranger = identity;
  stranger.code_key = *wire::EnrolmentCode::make(entropy).mac_key(region);
  deliver({collector.reply_to_enrolment(stranger)});  // someone who does not know the code
  CHECK_FALSE(*device.tend());
  CHECK(outbox() == std::vector<std::string>{Outbox::name_of_enrolment(identity.enrolment_document())});
  deliver({collector.reply_to_enrolment(identity)});
  CHECK(*device.tend());
  CHECK(outbox() == std::vector<std::string>{"status.cose"});
}

TEST_CASE_FIXTURE(Fixture, "a round is taken into use whole, and never goes back") {
  enrol();
  std::optional<Device> opened = open();
  auto& device = *opened;
  REQUIRE(device.survey());
  auto old = collector.sign(wire::DocumentType::round, wire::encode(collector.round()));
  auto closed = collector.round();
  closed.is_open = false;
  auto newer = collector.sign(wire::DocumentType::round, wire::encode(closed));
  deliver({newer});
  CHECK(*device.tend());
  CHECK_FALSE(device.survey()->is_open);
  deliver({old});
  CHECK_FALSE(*device.tend());
  CHECK_FALSE(device.survey()->is_open);
  auto foreign = collector.round();
  foreign.centre = CentreId{13};
  auto broken = collector.round();
  broken.instrument_files["sv.toml"].resize(100);
  auto stale_key = collector.round();
  stale_key.seal_to.epoch = 0;
  for (const auto& bad : {foreign, broken, stale_key}) {
    deliver({collector.sign(wire::DocumentType::round, wire::encode(bad))});
    CHECK_FALSE(*device.tend());
    CHECK_FALSE(device.survey()->is_open);
  }
  opened.reset();
  CHECK_FALSE(open().survey()->is_open);
}

TEST_CASE_FIXTURE(Fixture, "an answer of the round before is kept when a new round comes during the visit") {
  auto identity = enrol();
  auto device = open();
  auto visit = submission(device);
  auto first = collector.round();
  auto next = first;
  next.round = RoundId{4};
  next.instrument_files = *survey::read_instrument_files(*files, "tests/faults/instrument");
  next.languages = {"sv"};
  auto new_key = crypto::make_seal_key_pair(entropy);
  auto padded = wire::padded_bytes_for(*survey::parse_instrument(next.instrument_files));
  REQUIRE(padded < first.seal_to.padded_bytes);
  next.seal_to = {2, new_key.public_key, padded};
  deliver({collector.sign(wire::DocumentType::round, wire::encode(next))});
  REQUIRE(*device.tend());
  REQUIRE(device.survey()->round == RoundId{4});
  REQUIRE(device.submit(visit));
  REQUIRE(device.submit({device.survey(), {{"acc", {"not"}}}, "sv"}));
  REQUIRE(device.pack_all());

  std::map<std::uint32_t, Bytes> items;  // by round
  for (const auto& name : outbox()) {
    if (name.find("batch") == std::string::npos) continue;
    auto batch = batch_in(name, identity);
    REQUIRE(batch.items.size() == 1);
    items[batch.round.value] = batch.items[0].sealed;
  }
  REQUIRE(items.size() == 2);
  CHECK(items[3].size() - items[4].size() == first.seal_to.padded_bytes - padded);
  auto opened = wire::open_response(items[3], new_key.secret_key, visit.survey->instrument);
  REQUIRE(opened);
  CHECK(opened->round == RoundId{3});
  CHECK(opened->answers.at("acc") == std::vector<std::string>{"full"});
}

// Writes beyond `bytes` fail, as on a full disk, until the limit is lifted.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before_) == 0);
    rlimit limit{bytes, before_.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

TEST_CASE_FIXTURE(
    Fixture, "a write that fails is tried again with the same id, and then the answer is not thanked for") {
  enrol();
  auto device = open();
  REQUIRE(device.submit(submission(device)));
  {
    FullDisk full(100);
    auto refused = device.submit(submission(device));
    REQUIRE(!refused);
    CHECK(refused.error().kind == ErrorKind::storage);
  }
  CHECK(device.counts()->completed == 1);
  REQUIRE(device.submit(submission(device)));
  CHECK(device.counts()->completed == 2);
  CHECK(device.counts()->waiting == 2);
}

TEST_CASE_FIXTURE(
    Fixture,
    "what was stored is there after a restart, sealed, and leaves in batches of five or more (P-7)") {
  auto identity = enrol();
  {
    auto device = open();
    for (int i = 0; i < 4; ++i) REQUIRE(device.submit(submission(device)));
    REQUIRE(device.tend());
  }
  CHECK(outbox() == std::vector<std::string>{"status.cose"});
  auto device = open();
  CHECK(device.counts()->completed == 4);
  REQUIRE(device.submit(submission(device, "dk")));
  REQUIRE(device.tend());
  CHECK(outbox() == std::vector<std::string>{"batch-0000000001.cose", "status.cose"});
  auto batch = batch_in("batch-0000000001.cose", identity);
  REQUIRE(batch.items.size() == 5);
  int dont_know = 0;
  for (const auto& item : batch.items) {
    auto response =
        wire::open_response(item.sealed, collector.sealing.secret_key, device.survey()->instrument);
    REQUIRE(response);
    CHECK(response->week == IsoWeek{2026, 45});
    CHECK_FALSE(response->answers.contains("services"));  // unlinked: only a counter (P-31)
    dont_know += response->answers.at("acc") == std::vector<std::string>{"dk"};
  }
  CHECK(dont_know == 1);
}

TEST_CASE_FIXTURE(Fixture, "an implausible visit is kept, whole and marked, never dropped (P-29)") {
  auto identity = enrol();
  auto device = open();
  for (int i = 0; i < 5; ++i) {
    auto submission = this->submission(device, i == 0 ? "dk" : "full");
    submission.suspect = i == 0;
    REQUIRE(device.submit(submission));
  }
  CHECK(device.counts()->completed == 5);
  REQUIRE(device.tend());
  auto batch = batch_in("batch-0000000001.cose", identity);
  REQUIRE(batch.items.size() == 5);
  for (const auto& item : batch.items) {
    auto response =
        wire::open_response(item.sealed, collector.sealing.secret_key, device.survey()->instrument);
    REQUIRE(response);
    bool was_suspect = response->answers.at("acc") == std::vector<std::string>{"dk"};
    CHECK(response->flags == survey::Flags{.paper = false, .suspect = was_suspect});
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "a text is an item of its own, sealed, sent, and not counted as an answer (P-11, P-7)") {
  auto identity = enrol();
  auto device = open();
  for (int i = 0; i < 4; ++i) {
    auto submission = this->submission(device);
    submission.answers["gender"] = {"woman"};
    submission.texts["open"] = "Bra fika nummer " + std::to_string(i);
    REQUIRE(device.submit(submission));
  }
  CHECK(device.counts()->completed == 4);
  CHECK(device.counts()->waiting == 4);
  REQUIRE(device.tend());
  CHECK(outbox() == std::vector<std::string>{"status.cose"});  // eight items, but only four answers
  Submit only_text{device.survey(), {}, "sv", false, {{"open", "Bara text"}}};
  REQUIRE(device.submit(only_text));
  CHECK(device.counts()->completed == 4);
  REQUIRE(device.submit(submission(device)));
  REQUIRE(device.tend());
  auto batch = batch_in("batch-0000000001.cose", identity);
  std::set<std::string> texts;
  std::set<ItemId> ids;
  for (const auto& item : batch.items) {
    CHECK(ids.insert(wire::parse_item_head(item.sealed)->item).second);
    if (item.kind != wire::ItemKind::text) continue;
    auto text = wire::open_text(item.sealed, collector.sealing.secret_key, device.survey()->instrument);
    REQUIRE(text);
    CHECK(text->centre == CentreId{12});
    CHECK(text->label == (text->text == "Bara text" ? "" : "woman"));
    texts.insert(text->text);
  }
  CHECK(batch.items.size() == 10);
  CHECK(texts.size() == 5);
}

TEST_CASE_FIXTURE(Fixture, "a batch waits a random time after it could leave, unless staff asks (P-7)") {
  enrol();
  settings.batch_delay_min = 1800s;
  settings.batch_delay_max = 3600s;
  auto device = open();
  for (int i = 0; i < 6; ++i) REQUIRE(device.submit(submission(device)));
  REQUIRE(device.tend());
  clock.advance(1799s);
  REQUIRE(device.tend());
  CHECK(outbox().size() == 1);
  clock.advance(1801s);
  REQUIRE(device.tend());
  CHECK(outbox().size() == 2);
  REQUIRE(device.submit(submission(device)));
  REQUIRE(device.pack_all());
  CHECK(outbox().size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "a receipt deletes exactly what it names, and only a verified one of this chain") {
  auto identity = enrol();
  auto device = open();
  for (int i = 0; i < 5; ++i) REQUIRE(device.submit(submission(device)));
  REQUIRE(device.tend());
  auto batch = batch_in("batch-0000000001.cose", identity);
  auto good = collector.receipt_for(batch, identity.device);

  LittleCollector impostor;
  impostor.key = crypto::make_signing_key(impostor.entropy);
  impostor.key.bytes[0] ^= 1;
  auto other_device = good;
  other_device.device.bytes[0] ^= 1;
  auto wrong_number = good;
  wrong_number.number = 2;
  auto wrong_chain = good;
  wrong_chain.previous.bytes[0] ^= 1;
  auto wrong_batch = good;
  wrong_batch.batch.bytes[0] ^= 1;
  std::vector<Bytes> refused{impostor.sign_receipt(good)};
  for (const auto& bad : {other_device, wrong_number, wrong_chain, wrong_batch}) {
    refused.push_back(collector.sign(wire::DocumentType::receipt, wire::encode(bad)));
  }
  refused.push_back(to_bytes(view_of("<html>Welcome to our Wi-Fi</html>")));
  for (const auto& bad : refused) {
    deliver({bad});
    REQUIRE(device.tend());
    CHECK(device.counts()->waiting == 5);
    CHECK(outbox().size() == 2);
    CHECK(files->list(path("inbox"))->empty());
  }

  auto partial = good;
  partial.items.resize(3);
  deliver({collector.sign_receipt(partial)});
  REQUIRE(device.tend());
  CHECK(device.counts()->waiting == 2);
  CHECK(outbox().size() == 2);  // the batch is sent again for the two that were not named
  auto rest = collector.receipt_for(batch, identity.device);
  auto document = collector.sign_receipt(rest);
  deliver({document});
  REQUIRE(device.tend());
  CHECK(device.counts()->waiting == 0);
  CHECK(device.counts()->completed == 5);
  CHECK(outbox() == std::vector<std::string>{"status.cose"});
  deliver({document});  // the same receipt again
  REQUIRE(device.tend());
  CHECK(device.counts()->completed == 5);
}

TEST_CASE_FIXTURE(Fixture, "the outbox is mended from the database at start") {
  enrol();
  {
    auto device = open();
    for (int i = 0; i < 5; ++i) REQUIRE(device.submit(submission(device)));
    REQUIRE(device.tend());
  }
  auto kept = *files->read(path("outbox/batch-0000000001.cose"), 1 << 20);
  REQUIRE(files->remove(path("outbox/batch-0000000001.cose")));
  REQUIRE(files->write_atomic(path("outbox/batch-0000000009.cose"), view_of("receipted long ago")));
  REQUIRE(files->write_atomic(path("outbox/half.tmp"), view_of("cut")));
  auto device = open();
  CHECK(outbox() == std::vector<std::string>{"batch-0000000001.cose", "status.cose"});
  CHECK(*files->read(path("outbox/batch-0000000001.cose"), 1 << 20) ==
        kept);  // identical bytes on every resend
}

TEST_CASE_FIXTURE(Fixture, "counters travel only with a batch, so that no single visit shows in them") {
  auto identity = enrol();
  auto device = open();
  auto status = [&] {
    auto document = *files->read(path("outbox/status.cose"), 1 << 20);
    return *wire::parse_status(wire::verify_document(document, wire::DocumentType::status, region,
                                                     crypto::verify_key_of(identity.signing_key))
                                   ->payload);
  };
  REQUIRE(device.count_left({RoundId{3}, "wel"}));
  for (int i = 0; i < 4; ++i) REQUIRE(device.submit(submission(device)));
  REQUIRE(device.tend());
  CHECK(status().completed == 4);
  CHECK(status().counters.empty());
  REQUIRE(device.submit(submission(device)));
  REQUIRE(device.tend());
  CHECK(status().counters ==
        std::map<std::string, std::uint64_t>{
            {"language:en", 5}, {"left:wel", 1}, {"services:midwife", 5}, {"services:social", 5}});
}

TEST_CASE_FIXTURE(Fixture, "no answer can be read from anything on the device") {
  enrol();
  auto device = open();
  Submit submission{device.survey(), {{"acc", {"full"}}, {"gender", {"other"}}}, "en"};
  REQUIRE(device.submit(submission));
  REQUIRE(device.pack_all());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file() || entry.path().filename() == "identity") continue;
    auto bytes = *files->read(entry.path().string(), 1 << 26);
    // The response's CBOR would hold the answers as 7: {1: 1, 13: 3}.
    for (auto marker : {Bytes{0x07, 0xa2, 0x01, 0x01, 0x0d, 0x03}, Bytes{0xa2, 0x01, 0x01, 0x0d, 0x03}}) {
      CHECK(std::search(bytes.begin(), bytes.end(), marker.begin(), marker.end()) == bytes.end());
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "an idle device has no work until something lies in the inbox or a batch is due") {
  enrol();
  settings.batch_delay_min = settings.batch_delay_max = 10s;
  auto device = open();
  REQUIRE(device.tend());
  CHECK_FALSE(device.has_work());
  deliver({to_bytes(view_of("nothing that can be read"))});
  CHECK(device.has_work());
  REQUIRE(device.tend());
  CHECK_FALSE(device.has_work());
  // The sixth can still be discarded, and is in no batch yet.
  for (int i = 0; i < 6; ++i) REQUIRE(device.submit(submission(device)));
  REQUIRE(device.tend());
  CHECK_FALSE(device.has_work());
  clock.advance(10s);
  CHECK(device.has_work());
  REQUIRE(device.tend());
  CHECK_FALSE(device.has_work());
}

TEST_CASE_FIXTURE(Fixture, "a screen that asks the worker every moment does not keep it from the inbox") {
  const auto identity = *Identity::make(wire::EnrolmentCode::make(entropy), region, "Väntrummet", entropy);
  REQUIRE(save_identity(*files, path("identity"), identity));
  EffectRunner runner(open(), [] {});
  runner.wait_idle();
  deliver({collector.reply_to_enrolment(identity)});
  bool is_member = false;
  for (int i = 0; i < 40 && !is_member; ++i) {
    runner.run({AskEnrolment{}});
    std::this_thread::sleep_for(100ms);
    for (const auto& event : runner.take_events()) {
      const auto* told = std::get_if<EnrolTold>(&event);
      is_member = is_member || (told && told->state == Enrolment::member);
    }
  }
  CHECK(is_member);
}

TEST_CASE_FIXTURE(Fixture, "the runner answers each submission with exactly one event") {
  enrol();
  EffectRunner runner(open(), [] {});
  runner.wait_idle();
  auto events = runner.take_events();
  REQUIRE(!events.empty());
  auto survey = std::get<SurveyChanged>(events.front()).survey;
  for (int i = 0; i < 20; ++i)
    runner.run({Submit{survey, {{"acc", {"full"}}}, "sv"}, CountLeft{RoundId{3}, "wel"}});
  runner.wait_idle();
  int stored = 0;
  for (const auto& event : runner.take_events()) stored += std::holds_alternative<Stored>(event);
  CHECK(stored == 20);
  CHECK(runner.counts()->completed == 20);
  runner.run({Submit{survey, {{"acc", {"nonsense"}}}, "sv"}});
  runner.wait_idle();
  CHECK(std::holds_alternative<NotStored>(runner.take_events().back()));
}

}  // namespace
}  // namespace vantrum::kiosk
