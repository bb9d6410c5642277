// A backup that is read in: everything of then, no number given out twice, and keys that tell before from after.
#include "sync/collector/fleet.h"
#include "sync/collector/key_care.h"
#include "sync/collector/paper_key.h"
#include "sync/collector/quarantine.h"
#include "tests/sync/backup_site.h"

namespace vantrum::collector {

TEST_CASE(
    "a collector read back from a backup knows everything of then, and gives no number out twice (row 28)") {
  Ready site;
  auto first = site.deliver(3);
  must(Opener(site.collector).run());
  auto backup = site.back_up(true).path;
  // What the backup does not hold: a batch, a round, a centre.
  auto lost = site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 2)));
  auto lost_receipt = must(site.send(lost));
  must(close_round(site.collector, site.round));
  auto lost_round = site.open_round();
  auto lost_serial = must(site.store->latest_round_document(site.oak))->serial;

  Restored restored(site, backup);
  CHECK(must(restored.answers->count_answers(site.round))[site.oak] == 3);
  CHECK(must(restored.store->last_receipt(site.kiosk.id)).hash == crypto::hash_of(first));
  CHECK(must(restored.store->find_device(site.kiosk.id))->backed_up == 1);
  CHECK(must(restored.store->latest_round_document(site.oak))->serial < lost_serial);

  wire::Status status;
  status.round = site.round;
  status.round_serial = lost_serial;
  status.receipt_number = 2;
  auto reply = must(exchange_document(*restored.collector, site.kiosk.sign(status)));
  auto documents = must(wire::split_sequence(reply));
  auto order = must(wire::parse_order(
      must(wire::verify_document(documents.front(), wire::DocumentType::order, "kalmar", site.keys.verify))
          .payload));
  CHECK(order.action == wire::OrderAction::resend);
  CHECK(order.receipt_number == 1);
  CHECK(order.receipt == crypto::hash_of(first));
  CHECK(order.receipt_serial > must(wire::peek_header(lost_receipt)).serial);

  auto again = must(exchange_document(*restored.collector, lost));
  auto receipt = must(wire::parse_receipt(
      must(wire::verify_document(again, wire::DocumentType::receipt, "kalmar", site.keys.verify)).payload));
  CHECK(receipt.number == 2);
  CHECK(receipt.previous == crypto::hash_of(first));
  CHECK(must(wire::peek_header(again)).serial > order.receipt_serial);
  must(Opener(*restored.collector).run());
  CHECK(must(restored.answers->count_answers(site.round))[site.oak] == 5);

  must(close_round(*restored.collector, site.round));
  CHECK(must(restored.store->latest_round_document(site.oak))->serial > lost_serial);
  CHECK(must(open_round(*restored.collector, site.plan())).value > lost_round.value);
  CHECK(must(restored.store->add_centre("Ny", 50)).value > site.pine.value + 1);
}

TEST_CASE("a kiosk that did not hear of one loss is told of it before the next one (row 28)") {
  Ready site;
  site.deliver(1);
  auto backup = site.back_up(true).path;
  wire::Status status;
  status.round = site.round;
  const auto orders = [&](const Collector& collector) {
    std::vector<std::pair<std::uint64_t, wire::Order>> found;
    for (const auto& document :
         must(wire::split_sequence(must(exchange_document(collector, site.kiosk.sign(status))))))
      if (auto order = wire::verify_document(document, wire::DocumentType::order, "kalmar", site.keys.verify))
        found.emplace_back(must(wire::peek_header(document)).serial, must(wire::parse_order(order->payload)));
    return found;
  };
  // Lost and read back, and of what comes then a backup is made; twice.
  for (const std::uint64_t losses : {1, 2, 3}) {
    site.clock.jump_wall(std::chrono::hours(1));
    Restored restored(site, backup);
    const auto told = orders(*restored.collector);
    REQUIRE(told.size() == losses);
    for (std::uint64_t i = 0; i < losses; ++i) CHECK(told[i].second.receipt_number == i + 1);
    CHECK(std::is_sorted(told.begin(), told.end(), [](auto& a, auto& b) { return a.first < b.first; }));
    must(exchange_document(
        *restored.collector,
        site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)))));
    if (losses == 3) {  // it has heard of the first two
      status.order_serial = told[1].first;
      CHECK(orders(*restored.collector).size() == 1);
      site.clock.jump_wall(std::chrono::hours(1));
    }
    backup = must(back_up(*restored.collector, *site.files, site.target, true)).path;
    restored.store.reset();
    restored.answers.reset();
    fs::remove_all(restored.data.path);
  }
  site.clock.jump_wall(std::chrono::hours(1));
  Restored restored(site, backup);
  CHECK(orders(*restored.collector).size() == 2);  // the third, and this one
  CHECK(must(restored.store->device_documents(site.kiosk.id, Purpose::resend)).size() == 2);
}

TEST_CASE("the same backup, read back twice, gives no document's number out twice (row 28)") {
  Ready site;
  auto backup = site.back_up(true).path;
  std::vector<std::uint64_t> serials;
  for (int times = 0; times < 2; ++times) {
    Restored restored(site, backup);
    serials.push_back(must(restored.store->next_serial(wire::DocumentType::order)));
    restored.store.reset();
    fs::remove_all(restored.data.path);
    site.clock.advance(std::chrono::hours(1));
  }
  CHECK(serials[1] > serials[0] + 1'000'000);
}

TEST_CASE("after a backup was read back documents of all types go on from one number (row 28)") {
  Ready site;
  site.deliver(5);
  for (int times = 0; times < 2; ++times) {  // within the same second
    must(site.store->leap(site.clock.wall()));
    const auto receipt = must(site.store->next_serial(wire::DocumentType::receipt));
    CHECK(must(site.store->next_serial(wire::DocumentType::centre)) == receipt);
    must(site.store->next_serial(wire::DocumentType::receipt));
  }
}

TEST_CASE(
    "a backup is not read back while the clock is earlier than the backup, and nothing is made (row 28)") {
  Ready site;
  auto backup = site.back_up(true).path;
  const DataFolder data{site.folder.path() + "/restored"};
  const auto now = site.clock.wall();
  for (auto early : {now.time_since_epoch(), std::chrono::seconds(1)}) {  // at 1970, and a second too early
    site.clock.jump_wall(-early);
    auto restored = restore(*site.files, site.entropy, site.clock, backup, data);
    REQUIRE_FALSE(restored);
    CHECK(restored.error().kind == ErrorKind::refused);
    CHECK(restored.error().message.find("set the clock first") != std::string::npos);
    CHECK_FALSE(fs::exists(data.path));
    site.clock.jump_wall(early);
  }
  Restored restored(site, backup);
}

TEST_CASE("without its sealing key a restored collector receives, and opens once the key is back") {
  Ready site;
  site.deliver(2);
  auto backup = site.back_up().path;
  Restored restored(site, backup);
  CHECK(must(Opener(*restored.collector).run()).quarantined == 2);
  must(restored.keys.add_sealing(*site.files, restored.data, 1, site.keys.sealing.at(1)));
  for (const auto& item : must(restored.store->list_quarantine())) CHECK(must(restored.store->requeue(item)));
  CHECK(must(Opener(*restored.collector).run()).opened == 2);
}

TEST_CASE("a damaged, foreign or hostile backup is refused, and a folder in use is never overwritten") {
  Ready site;
  site.deliver(1);
  auto backup = site.back_up().path;
  auto try_it = [&](const std::string& into) {
    return restore(*site.files, site.entropy, site.clock, backup,
                   DataFolder{site.folder.path() + "/" + into});
  };
  CHECK(try_it("collector").error().kind == ErrorKind::conflict);
  CHECK(restore(*site.files, site.entropy, site.clock, site.target, DataFolder{site.folder.path() + "/a"})
            .error()
            .kind == ErrorKind::invalid);
  auto manifest = std::string(text_of(must(site.files->read(backup + "/manifest.json", 1 << 20))));
  auto hostile = manifest;
  hostile.replace(hostile.find("ca.pem"), 6, "../x");
  must(site.files->write_atomic(backup + "/manifest.json", view_of(hostile)));
  CHECK(try_it("b").error().kind == ErrorKind::invalid);
  must(site.files->write_atomic(backup + "/manifest.json", view_of(manifest)));
  must(site.files->write_atomic(backup + "/ca.pem", view_of("x")));
  CHECK(try_it("c").error().kind == ErrorKind::invalid);
  CHECK_FALSE(fs::exists(site.folder.path() + "/c/collector.db"));
  auto pem = must(site.files->read(site.data.ca_certificate(), 1 << 20));
  must(site.files->write_atomic(backup + "/ca.pem", pem));
  {
    auto path = backup + "/collector.db";
    auto bytes = must(site.files->read(path, 1 << 26));
    for (std::size_t i = 4096; i < bytes.size(); i += 97) bytes[i] ^= 0x5a;
    must(site.files->write_atomic(path, bytes));
  }
  CHECK_FALSE(try_it("d"));
  CHECK_FALSE(fs::exists(site.folder.path() + "/d/collector.db"));
}

TEST_CASE(
    "a key that was made after the backup and lost comes back, and its epoch is no other key's (row 28)") {
  Ready site;
  site.deliver(1);
  must(Opener(site.collector).run());
  auto backup = site.back_up(true).path;
  must(new_key(site.collector, *site.files));
  const auto sheets = must(paper_key("kalmar", 2, site.keys.sealing.at(2), 2, 2, site.entropy));
  const auto told = site.document(*site.store);
  REQUIRE(told.seal_to.epoch == 2);
  const auto visit = a_response(site.entropy, site.round, site.oak, {{"acc", {"full"}}});
  const auto batch = site.kiosk.sign(
      site.kiosk.batch_of(site.round, {must(wire::seal_response(visit, survey_instrument(), told.seal_to))}));

  site.clock.jump_wall(std::chrono::hours(1));
  Restored restored(site, backup);
  const auto made = restored.keys.seal_to.rbegin()->first;
  CHECK(made > 1'000);
  CHECK(restored.keys.sealing.contains(made));
  CHECK(restored.keys.seal_to.size() == 2);
  must(exchange_document(*restored.collector, batch));
  CHECK(must(Opener(*restored.collector).run()).quarantined == 1);
  CHECK(must(restored.store->quarantine_causes())[cause::unknown_epoch] == 1);

  must(new_key(*restored.collector, *site.files));  // before the sheets are found
  const auto newest = restored.keys.seal_to.rbegin()->first;
  CHECK(newest == made + 1);
  CHECK(site.document(*restored.store).seal_to.epoch == newest);
  must(restore_key(*restored.collector, *site.files, sheets));
  CHECK(restored.keys.seal_to.at(2) == told.seal_to.key);
  CHECK(site.document(*restored.store).seal_to.epoch == newest);  // nobody goes back
  must(requeue(*restored.collector, {}));
  CHECK(must(Opener(*restored.collector).run()).opened == 1);
  CHECK(must(restored.answers->count_answers(site.round))[site.oak] == 2);
  CHECK(must(load_keys(*site.files, restored.data)).sealing.size() == 4);
}

TEST_CASE(
    "what is closed, opened or changed after a loss names a newer key than any kiosk has seen (row 28)") {
  Ready site;
  auto backup = site.back_up(true).path;
  must(new_key(site.collector, *site.files));
  std::uint32_t seen = site.document(*site.store).seal_to.epoch;
  for (int losses = 0; losses < 2; ++losses) {  // the same backup twice
    site.clock.jump_wall(std::chrono::hours(1));
    Restored restored(site, backup);
    must(close_round(*restored.collector, site.round));
    const auto closed = site.document(*restored.store);
    CHECK_FALSE(closed.is_open);
    CHECK(closed.seal_to.epoch > seen);
    CHECK(closed.seal_to.key == restored.keys.seal_to.at(closed.seal_to.epoch));
    CHECK(must(restored.store->find_round(site.round))->seal_epoch == closed.seal_to.epoch);
    must(new_key(*restored.collector, *site.files));
    seen = restored.keys.seal_to.rbegin()->first;
    restored.store.reset();
    restored.answers.reset();
    fs::remove_all(restored.data.path);
  }
}

TEST_CASE("of two documents for one kiosk the one with the older key comes first") {
  Ready site;
  auto plan = site.plan();
  plan.files = must(survey::read_instrument_files(*site.files, "config/instruments/samverkansenkat"));
  must(open_round(site.collector, plan));
  const auto order_in = [&] {
    std::vector<std::uint64_t> serials;
    wire::Status status;
    for (const auto& document : must(wire::split_sequence(must(site.send(site.kiosk.sign(status))))))
      if (auto header = must(wire::peek_header(document)); header.type == wire::DocumentType::round)
        serials.push_back(header.serial);
    REQUIRE(serials.size() == 2);
    return serials[0] < serials[1];
  };
  CHECK(order_in());
  must(close_round(site.collector, site.round));  // now the visitors' is the later one
  CHECK(order_in());
}

TEST_CASE("a key's file that holds another key is never written over") {
  Ready site;
  const auto lost = crypto::make_seal_key_pair(site.entropy).secret_key;
  must(site.files->write_atomic(site.data.sealing_key(2), lost.view(), 0600));
  must(new_key(site.collector, *site.files));
  CHECK(site.keys.seal_to.rbegin()->first == 3);
  const auto other = crypto::make_seal_key_pair(site.entropy).secret_key;
  const auto sheets = must(paper_key("kalmar", 2, other, 2, 2, site.entropy));
  CHECK(restore_key(site.collector, *site.files, sheets).error().kind == ErrorKind::conflict);
  CHECK(must(site.files->read(site.data.sealing_key(2), 32)) == to_bytes(lost.view()));
}

}  // namespace vantrum::collector
