// Power that goes while an order is obeyed.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/faults/world_checks.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

constexpr int batches_kept = 2;

class Fixture {
 public:
  explicit Fixture(std::uint64_t seed)
      : world_(the_beginning(), seed), collector_(the_beginning().collector) {
    device_ = *world_.open();
    for (int i = 0; i < batches_kept; ++i) {
      REQUIRE(world_.submit(*device_));
      REQUIRE(device_->pack_all());
      deliver(receipt());
      REQUIRE(batches().empty());
    }
    collector_.serial += 1'000;
    order_ = collector_.sign(
        wire::DocumentType::order,
        wire::encode(wire::Order{identity().device, wire::OrderAction::resend, "", 0, {}, 0}));
  }

  testing::Medium& medium() { return world_.medium(); }
  const Bytes& order() const { return order_; }
  bool is_obeyed() { return world_.status().order_serial == collector_.serial; }

  void deliver(const Bytes& document) {
    auto written = world_.files().write_atomic(path("inbox/reply.cborseq"), document, 0644);
    if (written) static_cast<void>(static_cast<bool>(device_->tend()));
  }
  void restart_after_cut() {
    device_.reset();
    medium().power_on();
    device_ = *world_.open();
    REQUIRE(device_->tend());
  }
  std::vector<std::string> batches() {
    auto names = *world_.files().list(path("outbox"));
    std::erase_if(names, [](const auto& name) { return !name.starts_with("batch-"); });
    return names;
  }

 private:
  static std::string path(const std::string& name) { return std::string(World::folder) + "/" + name; }
  static const Identity& identity() { return *the_beginning().identity; }

  // For the one batch in the outbox, and no backup holds it.
  Bytes receipt() {
    auto document = *world_.files().read(path("outbox/" + batches().at(0)), wire::document_bytes_max);
    auto verified = *wire::verify_document(document, wire::DocumentType::batch, LittleCollector::region,
                                           crypto::verify_key_of(identity().signing_key));
    auto receipt = collector_.receipt_for(*wire::parse_batch(verified.payload), identity().device);
    receipt.backed_up = 0;
    return collector_.sign_receipt(receipt);
  }

  World world_;
  LittleCollector collector_;
  std::optional<Device> device_;
  Bytes order_;
};

}  // namespace

TEST_CASE(
    "an order to send again is obeyed whenever power goes: before that, the kiosk does not say so (row 28)") {
  bool was_cut = true;
  std::uint64_t changes = 0;
  for (; was_cut; ++changes) {
    CAPTURE(changes);
    testing::Quiet quiet;
    Fixture kiosk(first_seed + changes);
    kiosk.medium().cut_after(changes);
    kiosk.deliver(kiosk.order());
    was_cut = kiosk.medium().is_off();
    kiosk.medium().do_not_cut();
    if (was_cut) kiosk.restart_after_cut();
    // The collector sends it with every reply until the status names it.
    if (!kiosk.is_obeyed()) kiosk.deliver(kiosk.order());
    CHECK(kiosk.is_obeyed());
    CHECK(kiosk.batches().size() == batches_kept);
  }
  CHECK(changes > 10);
}

}  // namespace vantrum::kiosk
