// What the collector orders and counts, and what the kiosk keeps after a receipt; with a real database and
// real documents.
#include <algorithm>
#include <filesystem>

#include "kiosk/store/salvage.h"
#include "tests/kiosk/ordered_tablet.h"

namespace vantrum::kiosk {

using Fixture = OrderedTablet;

TEST_CASE_FIXTURE(Fixture,
                  "a paused kiosk asks nobody and delivers, until it is resumed, over every restart") {
  answer(3);
  deliver({order(OrderAction::pause)});
  CHECK_FALSE(device->survey()->is_open);
  CHECK(device->orders().words() == "Nytt golv");
  CHECK(status().order_serial == collector.serial);
  start();
  CHECK_FALSE(device->survey()->is_open);
  REQUIRE(device->pack_all());
  CHECK(batches().size() == 1);
  deliver({order(OrderAction::resume)});
  CHECK(device->survey()->is_open);
  start();
  CHECK(device->survey()->is_open);
}

TEST_CASE_FIXTURE(Fixture, "an older order, another kiosk's, and one that nobody signed change nothing") {
  auto old = order(OrderAction::pause);
  deliver({order(OrderAction::resume)});
  auto serial = device->orders().serial();
  auto other = wire::Order{entropy.random_id<DeviceId>(), OrderAction::revoke, "", 0, {}, 0};
  LittleCollector impostor;
  impostor.key.bytes[0] ^= 1;
  impostor.serial = 1'000;
  deliver({old, collector.sign(DocumentType::order, wire::encode(other)),
           impostor.sign(DocumentType::order,
                         wire::encode(wire::Order{identity.device, OrderAction::revoke, "", 0, {}, 0}))});
  CHECK(device->survey()->is_open);
  CHECK(device->orders().serial() == serial);
  CHECK(files->read(path("identity"), 4096));
}

TEST_CASE_FIXTURE(Fixture,
                  "an order that was altered on the disk counts as not there, and is asked for again") {
  deliver({order(OrderAction::pause)});
  auto document = file("order.cose");
  document[document.size() / 2] ^= 1;
  REQUIRE(files->write_atomic(path("order.cose"), document));
  start();
  CHECK(device->survey()->is_open);
  CHECK(status().order_serial == 0);
}

TEST_CASE_FIXTURE(Fixture, "a kiosk that is retired delivers everything and then wipes itself (P-21)") {
  answer(3);
  deliver({order(OrderAction::retire)});
  CHECK_FALSE(device->survey()->is_open);
  REQUIRE(batches().size() == 1);  // fewer than five, but the last ones
  start();
  REQUIRE(device->tend());
  CHECK(device->counts()->waiting == 3);
  auto named =
      *wire::parse_receipt(wire::verify_document(receipt(batches().front(), 0), DocumentType::receipt,
                                                 "kalmar", crypto::verify_key_of(collector.key))
                               ->payload);
  auto id = to_bytes(named.items.front().item.view());
  collector.receipts = 0;
  collector.last_receipt = {};
  deliver({receipt(batches().front(), 0), centre(0)});
  CHECK(outbox() == std::vector<std::string>{"status.cose"});
  CHECK(status().counters.at("alarm:wiped") == 1);
  CHECK(status().waiting == 0);
  for (const char* name : {"identity", "order.cose"}) CHECK_FALSE(files->read(path(name), 1 << 24));
  // A fresh database is there by now; of the old one, and of the key, nothing is left in any file.
  const auto key = identity.signing_key.view();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file()) continue;
    auto bytes = *files->read(entry.path().string(), 1 << 26);
    for (auto secret : {key, ByteView(id)})
      CHECK(std::search(bytes.begin(), bytes.end(), secret.begin(), secret.end()) == bytes.end());
  }
  CHECK_FALSE(device->survey());
  start();
  REQUIRE(device->tend());
  CHECK_FALSE(device->survey());
}

TEST_CASE_FIXTURE(Fixture, "retiring waits for the backup of a collector that makes any") {
  answer(5);
  deliver({receipt(batches().front(), 0)});
  answer(5);
  deliver({order(OrderAction::retire)});
  deliver({receipt(batches().front(), 1)});
  CHECK(status().counters.count("alarm:wiped") == 0);
  deliver({centre(0, 1)});
  start();
  REQUIRE(device->tend());
  CHECK(files->read(path("identity"), 4096));
  deliver({centre(0, 2)});
  CHECK(status().counters.at("alarm:wiped") == 1);
}

TEST_CASE_FIXTURE(
    Fixture, "retiring waits for the next backup also where all receipts are younger than the last one") {
  answer(5);
  const auto first = receipt(batches().front(), 0);
  SUBCASE("the order first") { deliver({order(OrderAction::retire), first, centre(0, 0, true)}); }
  SUBCASE("the receipt first") { deliver({first, order(OrderAction::retire)}); }
  SUBCASE("the count of before it") {
    --collector.receipts;
    const auto before = centre(0);
    ++collector.receipts;
    deliver({before, first, order(OrderAction::retire)});
  }
  for (int starts = 0; starts < 2; ++starts) {
    start();
    REQUIRE(device->tend());
    CHECK_FALSE(status().counters.contains("alarm:wiped"));
    deliver({centre(0, 0, true)});
    live_days(20);
    CHECK_FALSE(status().counters.contains("alarm:wiped"));
  }
  deliver({centre(0, 1)});
  CHECK(status().counters.at("alarm:wiped") == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "where no backup was ever made a retiring kiosk waits for the collector to say so") {
  answer(5);
  deliver({order(OrderAction::retire), receipt(batches().front(), 0)});
  live_days(20);
  CHECK_FALSE(status().counters.contains("alarm:wiped"));
  deliver({centre(0)});
  CHECK(status().counters.at("alarm:wiped") == 1);
}

TEST_CASE_FIXTURE(
    Fixture, "a revoked kiosk wipes itself at once, whatever waits, also after a cut in the middle of it") {
  answer(3);
  auto before = file("identity");
  Submit an_answer;
  an_answer.survey = device->survey();
  an_answer.answers = {{"acc", {"full"}}};
  an_answer.language = "sv";
  deliver({order(OrderAction::revoke)});
  CHECK(outbox() == std::vector<std::string>{"status.cose"});
  CHECK(status().counters.at("alarm:wiped") == 1);
  CHECK_FALSE(files->read(path("identity"), 4096));
  CHECK_FALSE(device->submit(an_answer));  // from a visit that went on meanwhile
  // The power went before the identity was gone.
  REQUIRE(files->write_atomic(path("identity"), before));
  REQUIRE(files->write_atomic(path("order.cose"), order(OrderAction::revoke)));
  start();
  CHECK_FALSE((device->survey() && device->survey()->is_open));
  REQUIRE(device->tend());
  CHECK_FALSE(files->read(path("identity"), 4096));
  CHECK_FALSE(files->read(path("order.cose"), 4096));
}

TEST_CASE_FIXTURE(Fixture,
                  "a round that stops at its quota stops for all tablets of the centre together (S26)") {
  auto round = collector.round();
  round.quota = 10;
  round.stop_at_quota = true;
  deliver({collector.sign(DocumentType::round, wire::encode(round))});
  answer(4);
  CHECK(device->survey()->is_open);
  deliver({centre(5)});
  CHECK(device->survey()->is_open);
  CHECK(device->centre_progress()->here == 4);
  CHECK(device->centre_progress()->elsewhere == 5);
  answer(1);
  CHECK_FALSE(device->survey()->is_open);
  start();
  CHECK_FALSE(device->survey()->is_open);
  deliver({centre(3)});  // a kiosk was revoked
  CHECK(device->survey()->is_open);
}

TEST_CASE_FIXTURE(Fixture, "what has a receipt is kept until a backup holds it, and then pruned (P-21)") {
  answer(5);
  auto first = receipt(batches().front(), 0);
  deliver({first});
  CHECK(device->counts()->waiting == 0);
  CHECK(batches().empty());
  start();
  CHECK(batches().empty());
  // The collector comes back from a backup without that receipt.
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 5);
  REQUIRE(batches().size() == 1);
  deliver({first});  // the same bytes got the same receipt
  CHECK(device->counts()->waiting == 0);
  deliver({centre(0, 1)});
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 0);
  CHECK(batches().empty());
}

TEST_CASE_FIXTURE(Fixture, "after fourteen days what has a receipt goes without a backup") {
  answer(5);
  auto first = receipt(batches().front(), 0);
  deliver({first, centre(0)});
  live_days(13);
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 5);
  deliver({first, centre(0)});
  live_days(14);
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 0);
}

TEST_CASE_FIXTURE(Fixture, "a clock that is set, again and again, is no fourteen days (row 13)") {
  answer(5);
  deliver({receipt(batches().front(), 0)});
  for (auto jump : {-24 * 365 * 56, 24 * 365 * 56, 24 * 14, -24 * 400, 24 * 400, -24, 24}) {
    clock.jump_wall(std::chrono::hours(jump));
    REQUIRE(device->tend());
    start();
    REQUIRE(device->tend());
  }
  live_days(12);
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 5);
}

TEST_CASE_FIXTURE(Fixture, "sending again begins after the last receipt that counts, with the same bytes") {
  std::vector<Bytes> documents, receipts;
  for (int i = 0; i < 3; ++i) {
    answer(5);
    documents.push_back(file("outbox/" + batches().front()));
    receipts.push_back(receipt(batches().front(), 0));
    deliver({receipts.back()});
  }
  deliver({order(OrderAction::resend, 1, crypto::hash_of(receipts[0]))});
  REQUIRE(batches().size() == 2);
  CHECK(file("outbox/" + batches()[0]) == documents[1]);
  CHECK(file("outbox/" + batches()[1]) == documents[2]);
  CHECK(status().receipt_number == 1);
  deliver({receipts[1], receipts[2]});
  CHECK(batches().empty());
  CHECK(status().receipt_number == 3);
}

TEST_CASE_FIXTURE(Fixture,
                  "the receipt of a batch that was damaged here after it was sent continues the chain") {
  answer(5);
  auto late = receipt(batches().front(), 0);
  change("UPDATE batch SET document = zeroblob(10)");
  REQUIRE(device->tend());
  REQUIRE(device->pack_all());
  auto next = receipt(batches().back(), 0);
  deliver({next});
  CHECK(device->counts()->waiting == 5);
  deliver({late, next});
  CHECK(device->counts()->waiting == 0);
  CHECK(status().receipt_number == 2);
  CHECK_FALSE(status().counters.contains("alarm:chain"));
}

TEST_CASE_FIXTURE(Fixture, "a chain begun anew passes no batch that waits for an earlier receipt") {
  answer(5);
  auto first = receipt(batches().front(), 1);
  answer(5);
  auto second = receipt(batches().back(), 1);
  change("INSERT INTO receipt_chain VALUES (1, 0, zeroblob(32))");  // as a salvage does
  deliver({second});
  CHECK(device->counts()->waiting == 5);
  deliver({first});
  CHECK(device->counts()->waiting == 0);
  // Not pruned: the first is in the backup, the kiosk knows it by a later number.
  live_days(1);
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 10);
}

TEST_CASE_FIXTURE(Fixture, "what a chain begun anew had passed goes with the last one that a backup holds") {
  answer(5);
  auto first = receipt(batches().front(), 0);
  answer(5);
  auto second = receipt(batches().back(), 0);
  change("INSERT INTO receipt_chain VALUES (1, 0, zeroblob(32))");  // as a salvage does
  deliver({second});
  deliver({first, centre(0, 2)});
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 0);
}

TEST_CASE_FIXTURE(Fixture, "a receipt that comes twice changes nothing: what the backup holds goes") {
  answer(5);
  auto first = receipt(batches().front(), 0);
  deliver({first});
  deliver({first, centre(0, 1)});
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 0);
}

TEST_CASE_FIXTURE(Fixture, "the receipt of a batch that a salvage gave up continues the chain begun anew") {
  answer(5);
  device.reset();
  REQUIRE(salvage(*files, path("kiosk.db"), entropy, settings.store));
  start();
  REQUIRE(device->pack_all());
  REQUIRE(batches().size() == 1);
  // The collector gets what was packed anew first, then the batch of before from a stick, then the next one.
  deliver({receipt(batches().back(), 0)});
  CHECK(device->counts()->waiting == 0);
  auto late = collector.sign_receipt({identity.device,
                                      collector.receipts + 1,
                                      collector.last_receipt,
                                      entropy.random_id<BatchId>(),
                                      {},
                                      WallTime(),
                                      0});
  deliver({late});
  CHECK(status().receipt_number == 2);
  CHECK_FALSE(status().counters.contains("alarm:chain"));
  answer(5);
  deliver({receipt(batches().back(), 0)});
  CHECK(device->counts()->waiting == 0);
}

TEST_CASE_FIXTURE(Fixture, "after a salvage, too, a receipt of before the collector's loss does not count") {
  answer(5);
  auto lost = receipt(batches().front(), 0);
  deliver({order(OrderAction::resend, 0, {}, collector.serial)});
  device.reset();
  REQUIRE(salvage(*files, path("kiosk.db"), entropy, settings.store));
  start();
  deliver({lost});
  CHECK(status().receipt_number == 0);
  CHECK(device->counts()->waiting == 5);
}

TEST_CASE_FIXTURE(Fixture,
                  "what a count of before the collector's loss says of its backup is not believed after it") {
  answer(5);
  deliver({receipt(batches().front(), 0)});
  auto old = centre(0, 1);
  deliver({order(OrderAction::resend, 1, collector.last_receipt, collector.serial + 1)});
  deliver({old});  // from a stick that lay in a drawer
  start();
  REQUIRE(device->tend());
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 5);
}

TEST_CASE_FIXTURE(Fixture,
                  "what is kept makes room when room is scarce, the oldest first; what waits never does") {
  settings.store.slots = 20;
  std::filesystem::remove(path("kiosk.db"));
  std::filesystem::remove(path("kiosk.db-wal"));
  start();
  deliver({collector.sign(DocumentType::round, wire::encode(collector.round()))});
  std::vector<Bytes> receipts;
  for (int i = 0; i < 4; ++i) {
    answer(5);
    receipts.push_back(receipt(batches().front(), 0));
    deliver({receipts.back()});
  }
  CHECK(device->survey()->is_open);
  deliver({order(OrderAction::resend)});
  CHECK(device->counts()->waiting == 15);
}

TEST_CASE_FIXTURE(Fixture,
                  "the next receipt of a chain that is not ours raises an alarm: somebody has our key") {
  answer(5);
  auto forked = receipt(batches().front(), 0);
  collector.receipts = 0;
  collector.last_receipt = crypto::hash_of(view_of("the copy's"));
  deliver({receipt(batches().front(), 0)});
  CHECK(device->counts()->waiting == 5);
  CHECK(status().counters.at("alarm:chain") == 1);
  // Unless the collector says that it was read back: its receipts may overtake that.
  deliver({order(OrderAction::resend, 0, {}, collector.serial)});
  CHECK_FALSE(status().counters.contains("alarm:chain"));
}

}  // namespace vantrum::kiosk
