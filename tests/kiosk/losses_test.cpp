// A collector that was lost and read back from a backup, as the kiosk hears of it.
#include "tests/kiosk/ordered_tablet.h"

namespace vantrum::kiosk {

using Fixture = OrderedTablet;

TEST_CASE_FIXTURE(Fixture, "a receipt of before the collector's loss does not count after it") {
  answer(5);
  auto lost = receipt(batches().front(), 0);
  deliver({lost});
  deliver({order(OrderAction::resend, 0, {}, collector.serial)});
  CHECK(device->counts()->waiting == 5);
  deliver({lost});  // from a stick that lay in a drawer
  CHECK(device->counts()->waiting == 5);
  CHECK_FALSE(status().counters.contains("alarm:chain"));  // known for what it is: nobody has our key
  collector.receipts = 0;
  collector.last_receipt = {};
  deliver({receipt(batches().front(), 0)});
  CHECK(device->counts()->waiting == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "a receipt for a batch that is here no more continues the chain after a loss only") {
  auto gone = [&] {
    wire::Receipt receipt{identity.device, 1, {}, entropy.random_id<BatchId>(), {}, WallTime(), 0};
    collector.receipts = 0;
    return collector.sign_receipt(receipt);
  };
  answer(5);
  deliver({gone()});
  CHECK(status().receipt_number == 0);
  CHECK(status().counters.contains("alarm:chain"));
  deliver({order(OrderAction::resend, 0, {}, collector.serial)});
  deliver({gone()});
  CHECK(status().receipt_number == 1);
  CHECK_FALSE(status().counters.contains("alarm:chain"));
  CHECK(device->counts()->waiting == 5);
  deliver({receipt(batches().front(), 0)});
  CHECK(status().receipt_number == 2);
  CHECK(device->counts()->waiting == 0);
}

TEST_CASE_FIXTURE(Fixture,
                  "what a collector that was read back says of its backup is not believed before its order") {
  answer(5);
  auto first = receipt(batches().front(), 0);
  deliver({first});
  CHECK(device->counts()->waiting == 0);
  // The collector, which has lost it, numbers another one so, and has a backup of that.
  collector.receipts = 0;
  collector.last_receipt = {};
  deliver(
      {collector.sign_receipt({identity.device, 1, {}, entropy.random_id<BatchId>(), {}, WallTime(), 1})});
  deliver({order(OrderAction::resend, 0, {}, collector.serial)});
  CHECK(device->counts()->waiting == 5);
}

TEST_CASE_FIXTURE(
    Fixture, "of a collector that was lost twice before the kiosk heard of it both orders count (row 28)") {
  std::vector<Bytes> batches_made, lost;
  for (int i = 0; i < 2; ++i) {
    answer(5);
    batches_made.push_back(file("outbox/" + batches().front()));
    lost.push_back(receipt(batches().front(), 0));
    deliver({lost.back()});
  }
  CHECK(device->counts()->waiting == 0);
  // Lost, and read back without either. The second batch comes again, by a stick; that is in the next backup.
  const auto first = order(OrderAction::resend, 0, {}, collector.serial);
  collector.receipts = 0;
  collector.last_receipt = {};
  const auto second_batch =
      *wire::parse_batch(wire::verify_document(batches_made[1], DocumentType::batch, "kalmar",
                                               crypto::verify_key_of(identity.signing_key))
                             ->payload);
  auto held = collector.receipt_for(second_batch, identity.device);
  const auto held_receipt = collector.sign_receipt(held);
  // Lost again, and read back: its receipt number 1 is not ours.
  const auto second = order(OrderAction::resend, 1, crypto::hash_of(held_receipt), collector.serial);
  deliver({first, second, centre(0, 1)});
  REQUIRE(batches().size() == 2);
  CHECK(file("outbox/" + batches()[0]) == batches_made[0]);
  CHECK(device->counts()->waiting == 10);
  deliver({lost[0], lost[1]});
  CHECK(device->counts()->waiting == 10);
  deliver({held_receipt});
  CHECK(device->counts()->waiting == 5);
  CHECK(status().receipt_number == 1);
  deliver({receipt(batches().front(), 1)});
  CHECK(device->counts()->waiting == 0);
}

TEST_CASE_FIXTURE(
    Fixture,
    "a kiosk without a network for weeks keeps what no backup holds: an older one may be read back") {
  answer(5);
  deliver({receipt(batches().front(), 0)});
  answer(5);
  deliver({receipt(batches().front(), 1)});  // from now on it knows that there are backups
  deliver({centre(0, 1)});
  CHECK(device->counts()->waiting == 0);
  const auto floor = collector.serial;
  live_days(20);
  start();
  live_days(20);
  deliver({order(OrderAction::resend, 1, {}, floor)});
  CHECK(device->counts()->waiting == 5);
}

TEST_CASE_FIXTURE(Fixture,
                  "fourteen days are no reason before the collector has said that it makes no backups") {
  answer(5);
  bool is_kept = true;
  const auto first = receipt(batches().front(), 0);
  SUBCASE("it has said nothing") { deliver({first}); }
  SUBCASE("it makes backups, and none holds the receipt") { deliver({first, centre(0, 0, true)}); }
  SUBCASE("it makes none") {
    deliver({first, centre(0)});
    is_kept = false;
  }
  start();
  live_days(20);
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == (is_kept ? 5 : 0));
}

TEST_CASE_FIXTURE(
    Fixture, "who was told to go back knows of backups, and keeps what none of them holds, also retiring") {
  deliver({order(OrderAction::resend, 0, {}, collector.serial)});  // of before this kiosk delivered anything
  answer(5);
  deliver({receipt(batches().front(), 0), centre(0, 0)});
  start();
  live_days(20);
  deliver({order(OrderAction::retire)});
  CHECK_FALSE(status().counters.contains("alarm:wiped"));
  deliver({order(OrderAction::resend, 0, {}, collector.serial)});
  CHECK(device->counts()->waiting == 5);
}

}  // namespace vantrum::kiosk
