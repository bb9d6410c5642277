// What the device does for staff: counts, pausing, papers, sticks and retiring; with a real database, real
// documents and a folder for a stick.
#include <filesystem>
#include <fstream>

#include "kiosk/effects/carrier_state.h"
#include "kiosk/effects/effect_runner.h"
#include "shared/wire/reflection.h"
#include "tests/support/kiosk_support.h"
#include "tests/support/little_collector.h"
#include "tests/support/must.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;
using testing::must;
namespace fs = std::filesystem;

constexpr crypto::PassphraseCost cheap{1, 1};

struct Fixture {
  testing::TemporaryFolder folder, media;
  std::unique_ptr<FileSystem> files = real_file_system();
  ManualClock clock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 4)};
  SeededEntropy entropy{5};
  LittleCollector collector;
  DeviceSettings settings;
  Identity identity = *Identity::make(wire::EnrolmentCode::make(entropy), "kalmar", "Väntrummet", entropy);
  std::optional<Device> device;

  Fixture() {
    settings.data = folder.path();
    settings.batch_delay_min = settings.batch_delay_max = 0s;
    settings.ballast_bytes = 0;
    settings.store.slots = 100;
    settings.sticks = media.path();
    settings.battery = folder.path() + "/battery";
    settings.pin_cost = cheap;
    must(save_identity(*files, path("identity"), identity));
    start();
    deliver({collector.reply_to_enrolment(identity),
             collector.sign(wire::DocumentType::round, wire::encode(collector.round()))});
  }
  void start() {
    device.reset();
    device.emplace(must(Device::open(settings, *files, clock, entropy)));
  }
  std::string path(const std::string& name) { return folder.path() + "/" + name; }
  void deliver(const std::vector<Bytes>& documents) {
    Bytes sequence;
    for (const auto& document : documents) sequence.insert(sequence.end(), document.begin(), document.end());
    must(files->write_atomic(path("inbox/reply.cborseq"), sequence));
    must(device->tend());
  }
  Submit an_answer(bool paper = false) {
    Submit submission{device->survey(), {{"acc", {"full"}}, {"services", {"midwife"}}}, "sv"};
    submission.paper = paper;
    return submission;
  }
  std::vector<Bytes> batches() {
    std::vector<Bytes> found;
    for (const auto& name : must(files->list(path("outbox")))) {
      if (name.starts_with("batch")) found.push_back(must(files->read(path("outbox/" + name), 1 << 20)));
    }
    return found;
  }
  wire::Batch read_batch(ByteView document) {
    auto verified = must(wire::verify_document(document, wire::DocumentType::batch, "kalmar",
                                               crypto::verify_key_of(identity.signing_key)));
    return must(wire::parse_batch(verified.payload));
  }
};

TEST_CASE_FIXTURE(Fixture, "S26: the overview counts here and elsewhere, what has arrived and what waits") {
  for (int i = 0; i < 6; ++i) must(device->submit(an_answer()));
  auto facts = must(device->staff_facts());
  CHECK(facts.enrolment == Enrolment::member);
  CHECK(facts.centre_name == "Norr");
  CHECK(facts.label == "Väntrummet");
  CHECK(facts.here == 6);
  CHECK(facts.quota == 50);
  CHECK(facts.waiting == 6);
  CHECK(facts.packed == 0);
  must(device->pack_all());
  must(device->submit(an_answer()));
  facts = must(device->staff_facts());
  CHECK(facts.waiting == 7);
  CHECK(facts.packed == 6);
  deliver({collector.sign_receipt(collector.receipt_for(read_batch(batches().front()), identity.device))});
  facts = must(device->staff_facts());
  CHECK(facts.here == 7);
  CHECK(facts.waiting == 1);
  CHECK(facts.packed == 0);
  wire::CentreCount count;
  count.device = identity.device;
  count.round = RoundId{3};
  count.elsewhere = 11;
  count.flagged = 2;
  deliver({collector.sign(wire::DocumentType::centre, wire::encode(count))});
  facts = must(device->staff_facts());
  CHECK(facts.elsewhere == 11);
  CHECK(facts.flagged == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "P-4: languages are shown from five up, and never so that a small one can be computed") {
  for (int i = 0; i < 8; ++i) must(device->submit(an_answer()));
  auto other = an_answer();
  other.language = "ti";
  must(device->submit(other));
  must(device->pack_all());
  CHECK(must(device->staff_facts()).languages.empty());  // 8 of 9 would tell of the ninth
}

TEST_CASE_FIXTURE(Fixture, "a paper is sealed with its flag and counts like any other answer") {
  must(device->submit(an_answer(true)));
  CHECK(must(device->counts()).completed == 1);
  must(device->pack_all());
  const auto instrument = must(survey::parse_instrument(collector.round().instrument_files));
  const auto opened = must(wire::open_response(read_batch(batches().front()).items.front().sealed,
                                               collector.sealing.secret_key, instrument));
  CHECK(opened.flags.paper);
  CHECK_FALSE(opened.flags.suspect);
}

TEST_CASE_FIXTURE(Fixture,
                  "S27: staff pause and resume offline, through restarts, and do not undo the leads' pause") {
  REQUIRE(device->survey()->is_open);
  must(device->set_paused(true));
  CHECK_FALSE(device->survey()->is_open);
  CHECK(device->survey()->is_paused);
  start();
  CHECK_FALSE(device->survey()->is_open);
  CHECK(must(device->staff_facts()).is_paused_here);
  must(device->submit(an_answer(true)));  // papers go on
  const wire::Order order{identity.device, wire::OrderAction::pause, "Nytt golv", 0, {}, 0};
  deliver({collector.sign(wire::DocumentType::order, wire::encode(order))});
  must(device->set_paused(false));
  CHECK_FALSE(device->survey()->is_open);
  CHECK(device->survey()->is_paused);
  CHECK(must(device->staff_facts()).lead_words == "Nytt golv");
  const wire::Order resume{identity.device, wire::OrderAction::resume, "", 0, {}, 0};
  deliver({collector.sign(wire::DocumentType::order, wire::encode(resume))});
  CHECK(device->survey()->is_open);
  start();
  CHECK(device->survey()->is_open);
}

TEST_CASE_FIXTURE(
    Fixture,
    "a stick takes everything that waits and brings the receipt; without one it says which is missing") {
  must(device->submit(an_answer()));
  CHECK(device->carry_by_stick({}).step == StickStep::none);
  fs::create_directories(media.path() + "/user");  // where a stick was, or will be
  CHECK(device->carry_by_stick({}).step == StickStep::none);
  fs::create_directories(media.path() + "/OTHER/pictures");
  CHECK(device->carry_by_stick({}).step == StickStep::no_folder);
  const auto stick = media.path() + "/usb0/STICK";
  fs::create_directories(stick + "/vantrum");
  std::vector<std::pair<std::size_t, std::size_t>> steps;
  auto told = device->carry_by_stick([&](std::size_t at, std::size_t of) { steps.emplace_back(at, of); });
  CHECK(told.step == StickStep::done);
  CHECK(told.brought == 2);  // the batch and the status
  CHECK(steps == std::vector<std::pair<std::size_t, std::size_t>>{{0, 2}, {1, 2}});
  REQUIRE(fs::exists(stick + "/vantrum/outbox"));
  const auto own = fs::directory_iterator(stick + "/vantrum/outbox")->path().filename().string();
  CHECK(fs::exists(stick + "/vantrum/outbox/" + own + "/status.cose"));
  CHECK(must(device->staff_facts()).waiting == 1);

  fs::create_directories(stick + "/vantrum/inbox/" + own);
  auto receipt =
      collector.sign_receipt(collector.receipt_for(read_batch(batches().front()), identity.device));
  std::ofstream(stick + "/vantrum/inbox/" + own + "/r.cborseq", std::ios::binary)
      .write(reinterpret_cast<const char*>(receipt.data()), static_cast<std::streamsize>(receipt.size()));
  told = device->carry_by_stick({});
  CHECK(told.fetched == 1);
  must(device->tend());
  CHECK(must(device->staff_facts()).waiting == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "A47: the key stick is noticed once each time it is put in, and only the right one") {
  CHECK_FALSE(device->is_key_stick_new());
  auto key = must(device->gate().make_key(entropy));
  const auto stick = media.path() + "/KEY/vantrum";
  fs::create_directories(stick);
  std::ofstream(stick + "/personal.key") << "not the key\n";
  CHECK_FALSE(device->is_key_stick_new());
  std::ofstream(stick + "/personal.key") << key;
  CHECK(device->is_key_stick_new());
  CHECK_FALSE(device->is_key_stick_new());
  CHECK(device->has_key_stick());
  fs::remove_all(media.path() + "/KEY");
  CHECK_FALSE(device->is_key_stick_new());
  fs::create_directories(stick);
  std::ofstream(stick + "/personal.key") << key;
  CHECK(device->has_key_stick());
  CHECK_FALSE(device->is_key_stick_new());  // somebody was let in by it already
  // A file of a gigabyte is no key.
  std::ofstream(stick + "/personal.key") << std::string(1'000, 'a');
  CHECK_FALSE(device->has_key_stick());
}

TEST_CASE_FIXTURE(Fixture,
                  "retiring here asks nobody, delivers what there is and then leaves nothing; until then it "
                  "can be undone") {
  must(device->gate().set_pin("739164", entropy));
  must(device->submit(an_answer()));
  must(device->set_retiring(true));
  CHECK_FALSE(device->survey()->is_open);
  must(device->set_retiring(false));
  CHECK(device->survey()->is_open);
  must(device->set_retiring(true));
  start();
  CHECK(must(device->staff_facts()).is_retiring);
  must(device->tend());
  REQUIRE(batches().size() == 1);  // one answer is enough now
  CHECK(fs::exists(path("identity")));
  deliver({collector.sign_receipt(collector.receipt_for(read_batch(batches().front()), identity.device))});
  must(device->tend());
  CHECK_FALSE(fs::exists(path("identity")));
  for (const auto& name : must(files->list(folder.path()))) CHECK_FALSE(name.starts_with("staff"));
  CHECK_FALSE(device->gate().has_pin());
  CHECK(must(device->staff_facts()).enrolment == Enrolment::none);
}

TEST_CASE_FIXTURE(Fixture,
                  "S37: outside the round's days nobody is asked, unless staff say so; the days are told") {
  auto round = collector.round();
  const std::chrono::sys_days first = std::chrono::year(2026) / 11 / 9;
  round.window = survey::Window{first, first + std::chrono::days(13)};
  deliver({collector.sign(wire::DocumentType::round, wire::encode(round))});
  CHECK_FALSE(device->survey()->is_open);
  auto facts = must(device->staff_facts());
  CHECK(facts.is_outside_window);
  CHECK(facts.first_day == first);
  CHECK(facts.last_day == first + std::chrono::days(13));
  device->ask_anyway();
  CHECK(device->survey()->is_open);
  CHECK_FALSE(must(device->staff_facts()).is_outside_window);
}

survey::Reflection a_reflection() {
  survey::Reflection group;
  group.participants = 4;
  group.values["health"] = {2, "bra"};
  group.priorities[0] = {"health", "fler", "vi räknar", "", ""};
  group.priorities[1] = {"known", "fler", "vi frågar", "3 av 10", "6 av 10"};
  return group;
}

TEST_CASE_FIXTURE(
    Fixture,
    "S46: a group's reflection lies sealed in the outbox until the collector has it, and retiring waits") {
  const auto instrument =
      must(survey::load_reflection_instrument(*files, "config/reflection/sjalvreflektion.toml"));
  auto group = a_reflection();
  group.instrument_number = instrument.number;
  group.instrument_version = instrument.version;
  must(device->keep_reflection(group, instrument));
  std::string name;
  for (const auto& one : must(files->list(path("outbox")))) {
    if (one.starts_with("reflection-")) name = one;
  }
  REQUIRE_FALSE(name.empty());
  const auto document = must(files->read(path("outbox/" + name), 1 << 20));
  CHECK(std::string(text_of(document)).find("räknar") == std::string::npos);
  auto verified = must(wire::verify_document(document, wire::DocumentType::reflection, "kalmar",
                                             crypto::verify_key_of(identity.signing_key)));
  const auto sealed = must(wire::parse_sealed_reflection(verified.payload));
  const auto opened = must(wire::open_reflection(sealed, collector.sealing.secret_key, instrument));
  CHECK(opened.values == group.values);
  CHECK(opened.centre == CentreId{12});
  CHECK(opened.year == 2026);
  CHECK(must(device->staff_facts()).areas_of_last_year.size() == 2);
  CHECK(must(device->staff_facts()).areas_of_last_year[1] == group.priorities[1]);

  start();
  must(device->set_retiring(true));
  must(device->tend());
  CHECK(fs::exists(path("identity")));
  auto other =
      wire::ReflectionReceipt{identity.device, sealed.reflection, crypto::hash_of(view_of(std::string("x")))};
  deliver({collector.sign(wire::DocumentType::reflection_receipt, wire::encode(other))});
  CHECK(fs::exists(path("outbox/" + name)));
  auto receipt = wire::ReflectionReceipt{identity.device, sealed.reflection, crypto::hash_of(document)};
  deliver({collector.sign(wire::DocumentType::reflection_receipt, wire::encode(receipt))});
  CHECK_FALSE(fs::exists(path("outbox/" + name)));
  must(device->tend());
  CHECK_FALSE(fs::exists(path("identity")));
  CHECK_FALSE(fs::exists(path("staff-areas")));
}

TEST_CASE_FIXTURE(Fixture, "a reflection that is not whole is refused, and nothing of it is left") {
  const auto instrument =
      must(survey::load_reflection_instrument(*files, "config/reflection/sjalvreflektion.toml"));
  auto group = a_reflection();
  group.instrument_number = instrument.number;
  group.instrument_version = instrument.version;
  group.priorities[1].goal.clear();
  CHECK_FALSE(device->keep_reflection(group, instrument));
  for (const auto& one : must(files->list(path("outbox")))) CHECK_FALSE(one.starts_with("reflection-"));
  CHECK(must(device->staff_facts()).areas_of_last_year.empty());
}

TEST_CASE("the carrier's state is read, and nothing that does not look like it") {
  const std::string good =
      R"({"format": 1, "last_contact_hour": "2026-11-02T08:00:00Z", "waiting": 2, "delivered": 0,
    "problem": {"code": "S1", "words": "Ingen kontakt.", "what_to_do": "Vänta."}})";
  auto state = parse_carrier_state(view_of(good));
  REQUIRE(state);
  CHECK(vantrum::to_text(*state->last_contact) == "2026-11-02T08:00:00Z");
  CHECK(state->problem == "Ingen kontakt.");
  CHECK(state->what_to_do == "Vänta.");
  CHECK_FALSE(parse_carrier_state(
                  view_of(std::string(R"({"format": 1, "last_contact_hour": null, "problem": null})")))
                  ->last_contact);
  for (const char* bad : {"", "[]", "{}", "{\"format\": 2}", "not json"})
    CHECK_FALSE(parse_carrier_state(view_of(std::string(bad))));
  for (std::size_t length = 0; length < good.size(); ++length)
    CHECK_FALSE(parse_carrier_state(view_of(good.substr(0, length))));
  CHECK_FALSE(parse_carrier_state(
                  view_of(std::string(R"({"format": 1, "last_contact_hour": "2026-13-02T08:00:00Z"})")))
                  ->last_contact);
}

TEST_CASE_FIXTURE(Fixture, "battery, storage and clock are told; a battery that tells nonsense is none") {
  CHECK_FALSE(must(device->staff_facts()).battery_percent);
  fs::create_directories(settings.battery);
  std::ofstream(settings.battery + "/capacity") << "42\n";
  std::ofstream(settings.battery + "/status") << "Discharging\n";
  auto facts = must(device->staff_facts());
  CHECK(facts.battery_percent == 42);
  CHECK_FALSE(facts.is_charging);
  CHECK(facts.clock_is_trusted);
  std::ofstream(settings.battery + "/capacity") << "4200\n";
  clock.jump_wall(-std::chrono::days(20'000));
  facts = must(device->staff_facts());
  CHECK_FALSE(facts.battery_percent);
  CHECK_FALSE(facts.clock_is_trusted);
}

TEST_CASE_FIXTURE(
    Fixture,
    "S27, row 40: the leads are told that staff have paused, and of guessing at the door; never of a PIN") {
  const auto counters = [&] {
    must(device->tend());
    auto verified = must(wire::verify_document(must(files->read(path("outbox/status.cose"), 1 << 20)),
                                               wire::DocumentType::status, "kalmar",
                                               crypto::verify_key_of(identity.signing_key)));
    CHECK(std::string(text_of(verified.payload)).find("739164") == std::string::npos);
    return must(wire::parse_status(verified.payload)).counters;
  };
  must(device->gate().set_pin("739164", entropy));
  CHECK(counters().empty());
  must(device->set_paused(true));
  for (int i = 0; i < 6; ++i) {
    CHECK_FALSE(must(device->gate().try_pin("739165")).let_in);
    clock.advance(1h);
    CHECK(counters().contains("alarm:door") == (i == 5));
  }
  CHECK(counters().at("alarm:paused") == 1);
  CHECK(must(device->gate().try_pin("739164")).let_in);
  must(device->set_paused(false));
  CHECK(counters().empty());
}

TEST_CASE_FIXTURE(Fixture, "the worker answers the door, and a PIN is in nothing it says") {
  must(device->gate().set_pin("739164", entropy));
  EffectRunner runner(std::move(*device), [] {});
  device.reset();
  const auto ask = [&](const std::string& digits) {
    runner.wait_idle();
    static_cast<void>(runner.take_events());
    Pin pin;
    for (char digit : digits) pin.add(digit);
    runner.run({TryPin{pin}});
    runner.wait_idle();
    for (const auto& event : runner.take_events()) {
      if (const auto* told = std::get_if<DoorTold>(&event)) return *told;
    }
    FAIL("no answer");
    return DoorTold{};
  };
  CHECK(ask("739165").was_wrong);
  CHECK_FALSE(ask("739165").let_in);
  const auto in = ask("739164");
  CHECK(in.let_in);
  CHECK(in.tried);
  CHECK_FALSE(in.was_wrong);
}

}  // namespace
}  // namespace vantrum::kiosk
