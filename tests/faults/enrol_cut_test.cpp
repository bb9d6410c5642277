// Power that goes while a kiosk takes another identity, and again while it goes on with that.
#include <doctest/doctest.h>

#include <algorithm>

#include "shared/wire/reflection.h"
#include "tests/faults/world_checks.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

constexpr std::size_t answers_stored = 4;
constexpr const char* reflection_name = "outbox/reflection-00.cose";

// Two answers have receipts and are kept, one waits in a batch, one in none; a reflection waits, too.
class Fixture {
 public:
  explicit Fixture(std::uint64_t seed)
      : world_(the_beginning(), seed), collector_(the_beginning().collector), entropy_(seed) {
    start();
    for (std::size_t i = 0; i < answers_stored; ++i) {
      REQUIRE(world_.submit(*device_));
      if (i == 3) break;
      REQUIRE(device_->pack_all());
      if (i < 2) deliver(receipts());
    }
    const auto& old = *the_beginning().identity;
    const wire::Header header{wire::DocumentType::reflection, LittleCollector::region,
                              to_bytes(old.device.view()), 1};
    const auto payload = wire::encode(wire::SealedReflection{{}, 1, Bytes(1'072, 0x44)});
    REQUIRE(world_.files().write_atomic(path(reflection_name),
                                        wire::sign_document(header, payload, old.signing_key), 0600));
  }

  testing::Medium& medium() { return world_.medium(); }
  bool enrol_again() {
    return static_cast<bool>(device_->enrol_by_command(wire::EnrolmentCode::make(entropy_).printed(), true));
  }
  // Starts after a cut, with another in the midst of that.
  void restart(std::uint64_t changes) {
    device_.reset();
    medium().power_on();
    medium().cut_after(changes);
    static_cast<void>(static_cast<bool>(world_.open(settings())));
    medium().cut_now();
    medium().power_on();
    start();
  }
  bool is_as_before() { return load().device == the_beginning().identity->device; }
  void check_as_before() {
    CHECK(load().membership);
    CHECK(batches().size() == 1);
    CHECK(world_.status().receipt_number == 2);
  }
  // Let in, it sends everything, once, and signed by whom it is now.
  void check_all_arrives() {
    const auto identity = load();
    CHECK_FALSE(identity.before);
    CHECK_FALSE(identity.membership);
    CHECK(names("enrolment-").size() == 1);
    CHECK(batches().empty());
    collector_.receipts = 0;
    collector_.last_receipt = {};
    deliver(collector_.reply_to_enrolment(identity));
    REQUIRE(device_->pack_all());
    std::vector<ItemId> items;
    for (const auto& batch : open_batches())
      for (const auto& item : batch.items) items.push_back(wire::parse_item_head(item.sealed)->item);
    auto stored = world_.acknowledged();
    std::ranges::sort(items);
    std::ranges::sort(stored);
    CHECK(items == stored);
    deliver(receipts());
    CHECK(batches().empty());
    const auto reflection = *world_.files().read(path(reflection_name), wire::document_bytes_max);
    CHECK(wire::verify_document(reflection, wire::DocumentType::reflection, LittleCollector::region,
                                crypto::verify_key_of(identity.signing_key)));
  }

 private:
  static std::string path(const std::string& name) { return std::string(World::folder) + "/" + name; }
  DeviceSettings settings() const {
    auto settings = world_.settings();
    settings.region = LittleCollector::region;
    return settings;
  }
  void start() {
    auto opened = world_.open(settings());
    if (!opened) FAIL(opened.error().message);
    device_.emplace(std::move(*opened));
  }
  Identity load() { return **load_identity(world_.files(), path("identity")); }
  void deliver(const Bytes& documents) {
    REQUIRE(world_.files().write_atomic(path("inbox/reply.cborseq"), documents, 0644));
    REQUIRE(device_->tend());
  }
  std::vector<std::string> names(const std::string& prefix) {
    auto names = *world_.files().list(path("outbox"));
    std::erase_if(names, [&](const auto& name) { return !name.starts_with(prefix); });
    return names;
  }
  std::vector<std::string> batches() { return names("batch-"); }
  std::vector<wire::Batch> open_batches() {
    std::vector<wire::Batch> opened;
    const auto key = crypto::verify_key_of(load().signing_key);
    for (const auto& name : batches()) {
      const auto document = *world_.files().read(path("outbox/" + name), wire::document_bytes_max);
      auto verified =
          wire::verify_document(document, wire::DocumentType::batch, LittleCollector::region, key);
      REQUIRE(verified);
      opened.push_back(*wire::parse_batch(verified->payload));
    }
    return opened;
  }
  // For all batches in the outbox; no backup holds them.
  Bytes receipts() {
    Bytes sequence;
    for (const auto& batch : open_batches()) {
      auto receipt = collector_.receipt_for(batch, load().device);
      receipt.backed_up = 0;
      const auto document = collector_.sign_receipt(receipt);
      sequence.insert(sequence.end(), document.begin(), document.end());
    }
    return sequence;
  }

  World world_;
  LittleCollector collector_;
  SeededEntropy entropy_;
  std::optional<Device> device_;
};

}  // namespace

TEST_CASE("a kiosk that is enrolled again when power goes is the one of before, or the new one, and whole") {
  bool was_cut = true;
  std::uint64_t changes = 0, before = 0, after = 0;
  for (; was_cut; ++changes) {
    CAPTURE(changes);
    testing::Quiet quiet;
    Fixture kiosk(first_seed + changes);
    kiosk.medium().cut_after(changes);
    static_cast<void>(kiosk.enrol_again());
    was_cut = kiosk.medium().is_off();
    kiosk.medium().do_not_cut();
    if (was_cut) kiosk.restart(changes % 7);
    if (kiosk.is_as_before()) {
      kiosk.check_as_before();
      REQUIRE(kiosk.enrol_again());
      ++before;
    } else {
      ++after;
    }
    kiosk.check_all_arrives();
  }
  CHECK(before > 0);
  CHECK(after > 10);
}

}  // namespace vantrum::kiosk
