#include <algorithm>

#include "shared/wire/text_item.h"
#include "sync/collector/fleet.h"
#include "tests/support/crash_vfs.h"
#include "tests/support/quiet.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

// A site with an open round and one enrolled kiosk.
struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) { kiosk.enrol(*this, oak); }
  RoundId round;
  Kiosk kiosk;
};

std::vector<wire::Outcome> outcomes(const wire::Receipt& receipt) {
  std::vector<wire::Outcome> all;
  for (const auto& item : receipt.items) all.push_back(item.outcome);
  return all;
}

using enum wire::Outcome;

}  // namespace

TEST_CASE("a batch is stored once however often it is sent, and the receipt is the same each time") {
  Ready site;
  auto document =
      site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 5)));
  auto reply = must(site.send(document));
  site.clock.jump_wall(std::chrono::hours(1));
  CHECK(must(site.send(document)) == reply);
  CHECK(must(site.send(document)) == reply);

  auto receipt = receipt_in(site, reply);
  CHECK(receipt.device == site.kiosk.id);
  CHECK(receipt.number == 1);
  CHECK(receipt.previous == crypto::Hash());
  CHECK(outcomes(receipt) == std::vector(5, stored));
  CHECK(must(site.store->outbox_size()) == 5);
  CHECK(must(site.store->last_receipt(site.kiosk.id)).number == 1);
}

TEST_CASE("an item that comes again in another batch is a duplicate, which is success") {
  Ready site;
  auto items = sealed_visits(site, site.round, site.oak, 3);
  must(site.send(site.kiosk.sign(site.kiosk.batch_of(site.round, items))));
  must(Opener(site.collector).run());
  items.push_back(sealed_visits(site, site.round, site.oak, 1).front());
  auto receipt = receipt_in(site, must(site.send(site.kiosk.sign(site.kiosk.batch_of(site.round, items)))));
  CHECK(outcomes(receipt) == std::vector{duplicate, duplicate, duplicate, stored});
  must(Opener(site.collector).run());
  CHECK(site.answers(site.round) == 4);
}

TEST_CASE("the same item twice in one batch is kept once") {
  Ready site;
  auto items = sealed_visits(site, site.round, site.oak, 1);
  items.push_back(items.front());
  auto receipt = receipt_in(site, must(site.send(site.kiosk.sign(site.kiosk.batch_of(site.round, items)))));
  CHECK(outcomes(receipt) == std::vector{stored, duplicate});
}

TEST_CASE("a known id with other bytes goes to quarantine and changes nothing") {
  Ready site;
  auto visit = a_response(site.entropy, site.round, site.oak, {{"acc", {"full"}}});
  auto first = sealed(site, visit);
  must(site.send(site.kiosk.sign(site.kiosk.batch_of(site.round, {first}))));
  visit.answers = {{"acc", {"not"}}};
  auto second = sealed(site, visit);
  auto receipt =
      receipt_in(site, must(site.send(site.kiosk.sign(site.kiosk.batch_of(site.round, {second})))));
  CHECK(outcomes(receipt) == std::vector{quarantined});
  CHECK(receipt.items.front().cause == "conflict");
  CHECK(receipt.items.front().item == visit.item);
  CHECK(must(site.store->outbox_block(10)).front().sealed == first);
  CHECK(must(site.store->outbox_size()) == 1);
  CHECK(must(site.store->list_quarantine()).front().sealed == second);
  CHECK(must(site.store->books(site.round)).set_aside == 0);  // else it would hide one that is lost
}

TEST_CASE("an id that was a text's in one round and is a response's in the next is counted as each") {
  Ready site;
  const survey::FreeText text{site.entropy.random_id<ItemId>(), site.round, site.oak, "open", "", "Bra fika"};
  auto batch = site.kiosk.batch_of(site.round, {});
  const wire::SealTo to{1, crypto::public_key_of(site.keys.sealing.at(1)), 0};
  batch.items.push_back({wire::ItemKind::text, must(wire::seal_text(text, survey_instrument(), to))});
  must(site.send(site.kiosk.sign(batch)));
  must(Opener(site.collector).run());
  must(close_round(site.collector, site.round));
  const auto next = site.open_round();
  auto visit = a_response(site.entropy, next, site.oak, {{"acc", {"full"}}});
  visit.item = text.item;
  must(site.send(site.kiosk.sign(site.kiosk.batch_of(next, {sealed(site, visit)}))));
  wire::Status status;
  status.round = next;
  status.completed = 1;
  must(site.send(site.kiosk.sign(status)));
  CHECK(must(reconcile(site.collector)).differences.empty());
}

TEST_CASE("a known id in another round waits in quarantine, and the batch gets its receipt") {
  Ready site;
  auto items = sealed_visits(site, site.round, site.oak, 1);
  must(site.send(site.kiosk.sign(site.kiosk.batch_of(site.round, items))));
  must(close_round(site.collector, site.round));
  auto next = site.open_round();
  auto send = [&] {
    return receipt_in(site, must(site.send(site.kiosk.sign(site.kiosk.batch_of(next, items)))));
  };
  auto receipt = send();
  CHECK(outcomes(receipt) == std::vector{quarantined});
  CHECK(receipt.items.front().cause == "conflict");
  CHECK(outcomes(send()) == std::vector{duplicate});
  CHECK(must(reconcile(site.collector)).differences.empty());
  CHECK(must(site.store->books(next)).set_aside == 1);
  must(Opener(site.collector).run());
  CHECK(site.answers(site.round) == 1);
  CHECK(site.answers(next) == 0);
  CHECK(must(reconcile(site.collector)).differences.empty());
}

TEST_CASE("the same batch id with other bytes gets a receipt of its own, item by item") {
  Ready site;
  auto batch = site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 2));
  auto first = must(site.send(site.kiosk.sign(batch)));
  batch.items.push_back({wire::ItemKind::response, sealed_visits(site, site.round, site.oak, 1).front()});
  auto second = must(site.send(site.kiosk.sign(batch)));
  CHECK(outcomes(receipt_in(site, second)) == std::vector{duplicate, duplicate, stored});
  CHECK(receipt_in(site, second).number == 2);
  CHECK(receipt_in(site, second).previous == crypto::hash_of(first));
}

TEST_CASE("receipts are a chain for each device") {
  Ready site;
  Kiosk other(site.entropy);
  other.enrol(site, site.pine);
  crypto::Hash previous;
  for (std::uint64_t number = 1; number <= 4; ++number) {
    auto reply = must(site.send(
        site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)))));
    auto receipt = receipt_in(site, reply);
    CHECK(receipt.number == number);
    CHECK(receipt.previous == previous);
    previous = crypto::hash_of(reply);
    must(site.send(other.sign(other.batch_of(site.round, sealed_visits(site, site.round, site.pine, 1)))));
  }
  CHECK(must(site.store->last_receipt(other.id)).number == 4);
}

TEST_CASE("a batch with a flipped bit anywhere is refused, with no receipt and nothing stored") {
  Ready site;
  auto document =
      site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 2)));
  for (std::size_t i = 0; i < document.size(); ++i) {
    CAPTURE(i);
    auto flipped = document;
    flipped[i] ^= static_cast<std::uint8_t>(1 << (i % 8));
    auto reply = site.send(flipped);
    REQUIRE_FALSE(reply);
    // Flipped in its device id it comes from somebody unknown; anywhere else it does not verify.
    bool refused = reply.error().kind == ErrorKind::untrusted || reply.error().kind == ErrorKind::not_found ||
                   reply.error().kind == ErrorKind::refused;
    REQUIRE(refused);
  }
  CHECK(must(site.store->outbox_size()) == 0);
  CHECK(must(site.store->list_quarantine()).empty());
  CHECK(must(site.store->last_receipt(site.kiosk.id)).number == 0);
  must(site.send(document));
}

TEST_CASE("a batch that is cut short, or goes on after its end, is refused") {
  Ready site;
  auto document =
      site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)));
  for (std::size_t size = 0; size < document.size(); ++size)
    CHECK_FALSE(site.send(ByteView(document).first(size)));
  document.push_back(0);
  CHECK_FALSE(site.send(document));
  CHECK(must(site.store->outbox_size()) == 0);
}

TEST_CASE("a batch of another region is refused") {
  Ready site;
  auto batch = site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1));
  auto document = site.kiosk.sign(wire::DocumentType::batch, 1, wire::encode(batch), "skane");
  CHECK(site.send(document).error().kind == ErrorKind::untrusted);
  CHECK(must(site.store->outbox_size()) == 0);
}

TEST_CASE("a device that is not enrolled is told so") {
  Ready site;
  Kiosk stranger(site.entropy);
  auto reply =
      site.send(stranger.sign(stranger.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1))));
  CHECK(reply.error().kind == ErrorKind::not_found);
  CHECK(site.refused("device not enrolled") == 1);
  CHECK(must(site.store->outbox_size()) == 0);
}

TEST_CASE("documents that only a collector writes are refused") {
  Ready site;
  auto document = site.kiosk.sign(wire::DocumentType::receipt, 1, wire::encode(wire::Receipt{}));
  CHECK(site.send(document).error().kind == ErrorKind::untrusted);
}

TEST_CASE("items of an unknown round, and items nobody can read, are kept in quarantine") {
  Ready site;
  RoundId unknown{77};
  auto receipt = receipt_in(site, must(site.send(site.kiosk.sign(site.kiosk.batch_of(
                                      unknown, sealed_visits(site, unknown, site.oak, 1))))));
  CHECK(receipt.items.front().cause == "unknown round");
  auto later_version = sealed_visits(site, site.round, site.oak, 1);
  later_version.front().front() = 9;
  receipt =
      receipt_in(site, must(site.send(site.kiosk.sign(site.kiosk.batch_of(site.round, later_version)))));
  CHECK(receipt.items.front().cause == "unreadable head");
  CHECK(must(site.store->outbox_size()) == 0);
  CHECK(must(site.store->list_quarantine()).size() == 2);
}

TEST_CASE("late items, and more than the quota, are accepted") {
  Ready site;
  must(site.send(
      site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 60)))));
  must(close_round(site.collector, site.round));
  must(site.send(
      site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 7)))));
  must(Opener(site.collector).run());
  CHECK(site.answers(site.round) == 67);
}

TEST_CASE("what a revoked device sends is quarantined, and its receipt says so") {
  Ready site;
  must(site.store->set_device_state(site.kiosk.id, DeviceState::revoked));
  auto reply = must(site.send(
      site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)))));
  CHECK(receipt_in(site, reply).items.front().cause == "device revoked");
  CHECK(must(site.store->outbox_size()) == 0);
}

TEST_CASE("a status is kept by its serial and answered with the round if there is a newer one") {
  Ready site;
  wire::Status status;
  status.round = site.round;
  status.completed = 12;
  status.counters = {{"left:acc", 2}};
  auto reply = must(wire::split_sequence(must(site.send(site.kiosk.sign(status)))));
  auto round = must(site.store->latest_round_document(site.oak));
  CHECK(reply.front() == round->bytes);
  CHECK(must(wire::peek_header(reply.back())).type == wire::DocumentType::centre);

  status.round_serial = round->serial;
  status.centre_serial = must(wire::peek_header(reply.back())).serial;
  status.completed = 13;
  auto second = site.kiosk.sign(status);
  CHECK(must(site.send(second)).empty());
  status.completed = 99;  // an old one that was on a stick
  must(site.send(site.kiosk.sign(wire::DocumentType::status, 1, wire::encode(status))));
  CHECK(must(site.store->statuses(site.round)).front().status.completed == 13);

  must(close_round(site.collector, site.round));
  auto closed =
      must(wire::parse_round(must(wire::verify_document(must(site.send(second)), wire::DocumentType::round,
                                                        "kalmar", site.keys.verify))
                                 .payload));
  CHECK_FALSE(closed.is_open);
}

TEST_CASE("a round is not opened with languages nobody reviewed, unless that is asked for and remembered") {
  Site site;
  RoundPlan plan{"Höst", "Nämnden", survey_files(), {"en", "sv"}, {}, {}, false, false};
  // Given a language file that is not reviewed, whatever the real one says by now.
  auto& english = plan.files.at("en.toml");
  if (auto at = english.find("\"reviewed\""); at != std::string::npos) english.replace(at, 10, "\"pending\"");
  CHECK(open_round(site.collector, plan).error().kind == ErrorKind::refused);
  CHECK(must(site.store->list_rounds()).empty());
  plan.allow_unreviewed = true;
  auto round = must(open_round(site.collector, plan));
  auto record = must(site.store->find_round(round));
  CHECK(record->languages == std::vector<std::string>{"sv", "en"});
  CHECK(std::count(record->unreviewed.begin(), record->unreviewed.end(), "en") == 1);
  CHECK(record->instrument_files.size() == 3);
  CHECK(open_round(site.collector, plan).error().kind == ErrorKind::conflict);
}

TEST_CASE(
    "refused documents cost no commit each; they are counted at once, and on disk after the next tidy") {
  testing::Quiet quiet;
  testing::Medium medium(5);
  testing::CrashVfs vfs(medium);
  ManualClock clock{WallTime()};
  SeededEntropy entropy{9};
  Keys keys;
  const char* path = "/collector/collector.db";
  auto store = must(SqliteCollectorStore::open(path, vfs.name().c_str()));
  auto send = [&](int times) {
    Collector now{*store, keys, {"kalmar", "Region Kalmar län"}, clock, entropy};
    for (int i = 0; i < times; ++i) CHECK_FALSE(exchange_document(now, view_of("rubbish")));
  };
  auto counted = [&] { return must(store->refusals())["document does not verify"]; };
  const auto before = medium.syncs();
  send(1'000);
  CHECK(medium.syncs() == before);
  CHECK(counted() == 1'000);
  must(store->tidy());
  CHECK(medium.syncs() < before + 20);
  CHECK(counted() == 1'000);
  send(3);
  must(store->tidy());
  send(4);
  CHECK(counted() == 1'007);
  medium.cut_now();
  store.reset();
  medium.power_on();
  store = must(SqliteCollectorStore::open(path, vfs.name().c_str()));
  CHECK(counted() == 1'003);  // the last few may be lost
}

}  // namespace vantrum::collector
