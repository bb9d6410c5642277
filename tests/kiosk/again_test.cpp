// A kiosk that the collector does not know any more becomes another device, and loses nothing by it.
#include <algorithm>
#include <filesystem>

#include "shared/base/forwarding_file_system.h"
#include "shared/wire/reflection.h"
#include "shared/wire/serial_block.h"
#include "tests/kiosk/ordered_tablet.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

struct Fixture : OrderedTablet {
  Fixture() {
    settings.region = LittleCollector::region;
    settings.label = "Väntrummet";
    start();
  }

  Result<void> enrol(bool again) {
    return device->enrol_by_command(wire::EnrolmentCode::make(entropy).printed(), again);
  }
  void become_another(bool again = true) {
    REQUIRE(enrol(again));
    identity = *load();
    start();
  }
  std::optional<Identity> load() { return *load_identity(*files, path("identity")); }

  // One batch that is kept, one that has no receipt, and two answers in none.
  void live() {
    answer(5);
    deliver({receipt(batches().front(), 0), centre(3, 0, true)});
    answer(5);
    answer(2);
    REQUIRE(batches().size() == 1);
  }
  std::string put_reflection() {
    const auto id = entropy.random_id<survey::ReflectionId>();
    const wire::Header header{DocumentType::reflection, "kalmar", to_bytes(identity.device.view()), 1};
    const auto payload = wire::encode(wire::SealedReflection{id, 1, Bytes(1'072, 0x44)});
    const auto name = "outbox/reflection-" + to_hex(id.view()) + ".cose";
    REQUIRE(files->write_atomic(path(name), wire::sign_document(header, payload, identity.signing_key)));
    return name;
  }
  bool is_signed_by(const Identity& whom, const std::string& name) {
    return static_cast<bool>(wire::verify_document(file(name), DocumentType::reflection, "kalmar",
                                                   crypto::verify_key_of(whom.signing_key)));
  }
  // The collector lets the kiosk in, and takes everything.
  std::size_t let_in_and_take_all() {
    collector.receipts = 0;
    collector.last_receipt = {};
    deliver({collector.reply_to_enrolment(identity)});
    take(collector.round());
    REQUIRE(device->pack_all());
    std::set<ItemId> items;
    std::size_t count = 0;
    for (const auto& name : batches()) {
      const auto own_key = crypto::verify_key_of(identity.signing_key);
      const auto verified =
          wire::verify_document(file("outbox/" + name), DocumentType::batch, "kalmar", own_key);
      REQUIRE(verified);
      const auto batch = *wire::parse_batch(verified->payload);
      for (const auto& item : batch.items) {
        items.insert(wire::parse_item_head(item.sealed)->item);
        ++count;
      }
    }
    CHECK(items.size() == count);
    for (const auto& name : batches()) deliver({receipt(name, 0)});
    CHECK(batches().empty());
    return count;
  }
};

// A disk that writes, and removes nothing.
class KeepsAll final : public ForwardingFileSystem {
 public:
  using ForwardingFileSystem::ForwardingFileSystem;
  Result<void> remove(const std::string& path) override {
    return Error::storage(path + " cannot be removed");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "enrolled again, a kiosk sends everything again: kept, waiting, and in no batch") {
  live();
  const auto before = identity.device;
  become_another();
  CHECK(identity.device != before);
  CHECK_FALSE(identity.membership);
  CHECK_FALSE(identity.before);
  CHECK(outbox() == std::vector<std::string>{Outbox::name_of_enrolment(identity.enrolment_document())});
  CHECK_FALSE(asks());
  CHECK(let_in_and_take_all() == 12);
  CHECK(asks());
  CHECK(status().completed == 12);
  CHECK(status().waiting == 0);
  CHECK(status().receipt_number == 1);
  // What has a receipt is kept, and counts of before say nothing of backups.
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 12);
}

TEST_CASE_FIXTURE(Fixture, "a collector with another signing key, and with lower numbers, is believed") {
  deliver({collector.sign(DocumentType::round, wire::encode(of_staff(collector)))});
  live();
  deliver({order(OrderAction::pause)});
  const auto reflection = put_reflection();
  LittleCollector other;
  other.key = crypto::make_signing_key(entropy);
  own = other;
  deliver({centre(1)});
  CHECK(status().centre_serial > collector.serial);  // not the pinned one's
  become_another();
  own = other;
  CHECK(let_in_and_take_all() == 12);
  CHECK(status().order_serial == 0);
  CHECK(status().staff_serial == 0);
  deliver({centre(7)});
  CHECK(status().centre_serial == collector.serial);
  CHECK(device->centre_progress()->elsewhere == 7);
  deliver({order(OrderAction::pause)});
  CHECK_FALSE(asks());
  CHECK(is_signed_by(identity, reflection));
  const auto id = wire::parse_sealed_reflection(
                      wire::verify_document(file(reflection), DocumentType::reflection, "kalmar",
                                            crypto::verify_key_of(identity.signing_key))
                          ->payload)
                      ->reflection;
  deliver({collector.sign(
      DocumentType::reflection_receipt,
      wire::encode(wire::ReflectionReceipt{identity.device, id, crypto::hash_of(file(reflection))}))});
  CHECK_FALSE(files->read(path(reflection), 1 << 20));
}

TEST_CASE_FIXTURE(Fixture, "who mistyped the code asks anew, as often as it takes, and still loses nothing") {
  live();
  const auto reflection = put_reflection();
  become_another();
  const auto mistyped = identity;
  CHECK(is_signed_by(mistyped, reflection));
  become_another(false);
  CHECK(identity.device != mistyped.device);
  CHECK(is_signed_by(identity, reflection));
  CHECK(let_in_and_take_all() == 12);
}

TEST_CASE_FIXTURE(Fixture, "the last word of a kiosk that was wiped waits for the next code, too") {
  device.reset();
  for (const auto* end : {"", "-wal"}) std::filesystem::remove(path("kiosk.db") + end);
  start();
  take(collector.round());
  live();
  for (const auto& name : batches()) deliver({receipt(name, 0)});
  REQUIRE(device->pack_all());
  for (const auto& name : batches()) deliver({receipt(name, 0)});
  deliver({centre(3), order(OrderAction::retire)});
  REQUIRE_FALSE(load());
  const auto last_word = file("outbox/status.cose");
  const auto block = wire::block_of(wire::peek_header(last_word)->serial);
  REQUIRE(block == 1);  // since the database was lost
  for (int times = 0; times < 2; ++times) {  // the first code was mistyped
    REQUIRE(enrol(false));
    CHECK(file("outbox/status.cose") == last_word);
  }
  identity = *load();
  start();
  deliver({collector.reply_to_enrolment(identity)});
  // Its own statuses go on from there, so its batches are in no earlier block.
  CHECK(wire::peek_header(file("outbox/status.cose"))->serial > wire::peek_header(last_word)->serial);
  CHECK(load()->serial_block == block);
}

TEST_CASE_FIXTURE(Fixture, "where there is nothing to do a kiosk is not enrolled again") {
  const auto carrier_says = [&](const std::string& problem) {
    REQUIRE(files->write_atomic(path("carrier-state.json"),
                                view_of("{\"format\": 1, \"last_contact_hour\": \"2026-11-02T08:00:00Z\", "
                                        "\"problem\": " +
                                        problem + "}")));
  };
  live();
  CHECK(enrol(false).error().kind == ErrorKind::conflict);  // it belongs to a centre
  CHECK(device->enrol_by_command("K7M", true).error().kind == ErrorKind::invalid);
  carrier_says("null");
  CHECK(enrol(true).error().kind == ErrorKind::conflict);
  carrier_says("{\"code\": \"S6\", \"words\": \"W\", \"what_to_do\": \"D\"}");
  CHECK(load()->device == identity.device);
  CHECK(batches().size() == 1);
  become_another();
  CHECK(enrol(true).error().kind == ErrorKind::conflict);  // it belongs to no centre
}

TEST_CASE_FIXTURE(Fixture, "an enrolment of before that cannot be removed keeps nobody from asking") {
  testing::Quiet quiet;
  take(collector.round());
  REQUIRE(files->write_atomic(path("outbox/enrolment-0123456789abcdef.cose"), view_of("of before")));
  KeepsAll keeps_all(*files);
  device.reset();
  auto opened = Device::open(settings, keeps_all, clock, entropy);
  if (!opened) FAIL(opened.error().message);
  CHECK(opened->survey()->is_open);
}

}  // namespace vantrum::kiosk
