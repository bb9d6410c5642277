// Pausing, retiring, revoking, and the count of a centre, as the collector tells them.
#include <algorithm>

#include "sync/collector/commands.h"
#include "sync/collector/fleet.h"
#include "sync/collector/orders.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

using wire::DocumentType;
using wire::OrderAction;

struct Ready : Site {
  Ready() : round(open_round()), first(entropy), second(entropy) {
    first.enrol(*this, oak);
    second.enrol(*this, oak);
    seen = must(store->latest_round_document(oak))->serial;
  }

  wire::Status status(std::uint64_t completed = 0) const {
    wire::Status said;
    said.round = round;
    said.round_serial = seen;
    said.completed = completed;
    said.hour = static_cast<std::uint64_t>(clock.wall().time_since_epoch().count() / 3600);
    return said;
  }
  // The documents in the reply to a status, by type.
  std::map<DocumentType, std::vector<wire::Document>> say(Kiosk& kiosk, const wire::Status& said) {
    std::map<DocumentType, std::vector<wire::Document>> documents;
    for (const auto& bytes : must(wire::split_sequence(must(send(kiosk.sign(said)))))) {
      auto type = must(wire::peek_header(bytes)).type;
      documents[type].push_back(must(wire::verify_document(bytes, type, "kalmar", keys.verify)));
    }
    return documents;
  }
  wire::CentreCount count(Kiosk& kiosk, const wire::Status& said) {
    auto documents = say(kiosk, said);
    REQUIRE(documents[DocumentType::centre].size() == 1);
    return must(wire::parse_centre(documents[DocumentType::centre].front().payload));
  }
  CommandOutput run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.path});
    auto parsed = parse_command_line(arguments);
    if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute(collector, *files, std::get<Invocation>(parsed).command, ".");
  }
  DeviceState state(const Kiosk& kiosk) { return must(store->find_device(kiosk.id))->state; }

  RoundId round;
  Kiosk first, second;
  std::uint64_t seen = 0;
};

}  // namespace

TEST_CASE("an order goes out with every reply until the kiosk says that it is in use") {
  Ready site;
  must(order(site.collector, site.first.id, OrderAction::pause, "Nytt golv"));
  auto said = site.status();
  for (int i = 0; i < 2; ++i) {
    auto orders = site.say(site.first, said)[DocumentType::order];
    REQUIRE(orders.size() == 1);
    auto document = must(wire::parse_order(orders.front().payload));
    CHECK(document.action == OrderAction::pause);
    CHECK(document.device == site.first.id);
    CHECK(document.words == "Nytt golv");
    if (i == 1) said.order_serial = orders.front().header.serial;
  }
  CHECK(site.say(site.first, said)[DocumentType::order].empty());
  CHECK(site.say(site.second, site.status())[DocumentType::order].empty());
}

TEST_CASE("only steps that exist can be ordered") {
  Ready site;
  auto step = [&](OrderAction action) { return bool(order(site.collector, site.first.id, action, "")); };
  CHECK(step(OrderAction::pause));
  CHECK(step(OrderAction::resume));
  CHECK(step(OrderAction::retire));
  CHECK_FALSE(step(OrderAction::pause));
  CHECK(step(OrderAction::resume));  // called back before it was done
  CHECK(site.state(site.first) == DeviceState::active);
  CHECK_FALSE(step(OrderAction::resend));
  must(site.store->set_device_state(site.first.id, DeviceState::retired));
  CHECK_FALSE(step(OrderAction::resume));
  CHECK(step(OrderAction::revoke));
  CHECK_FALSE(step(OrderAction::resume));
  CHECK_FALSE(step(OrderAction::revoke));
  CHECK_FALSE(order(site.collector, site.second.id, OrderAction::pause, std::string(201, 'x')));
  CHECK(site.state(site.second) == DeviceState::active);
}

TEST_CASE("a revoked kiosk is told to wipe itself, and nothing else that it says counts") {
  Ready site;
  must(order(site.collector, site.first.id, OrderAction::revoke, ""));
  auto said = site.status(40);
  said.round_serial = 0;
  said.counters = {{"services:bvc", 40}};
  auto documents = site.say(site.first, said);
  CHECK(documents.size() == 1);
  CHECK(must(wire::parse_order(documents[DocumentType::order].front().payload)).action ==
        OrderAction::revoke);
  CHECK(must(site.store->statuses(site.round)).empty());
  CHECK(site.all_counters(site.round).empty());
  CHECK(site.count(site.second, site.status()).elsewhere == 0);
}

TEST_CASE("a retired kiosk is out of use once it says that it has wiped itself") {
  Ready site;
  must(order(site.collector, site.first.id, OrderAction::retire, ""));
  site.say(site.first, site.status());
  CHECK(site.state(site.first) == DeviceState::retiring);
  auto last = site.status(3);
  last.counters = {{"alarm:wiped", 1}};
  site.say(site.first, last);
  CHECK(site.state(site.first) == DeviceState::retired);
  CHECK(must(look_at_fleet(site.collector)).front().alarms.empty());
  CHECK(site.count(site.second, site.status()).elsewhere == 3);
}

TEST_CASE("a retiring kiosk that has delivered everything and waits for a backup is told of") {
  Ready site;
  const std::string waits = "väntar på en säkerhetskopia";
  const auto is_told = [&] {
    for (const auto& kiosk : must(look_at_fleet(site.collector))) {
      for (const auto& alarm : kiosk.alarms)
        if (alarm.find(waits) != std::string::npos) return true;
    }
    return false;
  };
  const auto deliver = [&] {
    must(site.send(
        site.first.sign(site.first.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)))));
  };
  deliver();
  must(site.store->set_backed_up(site.first.id, 1));
  deliver();
  auto said = site.status(2);
  said.receipt_number = 2;
  site.say(site.first, said);
  CHECK_FALSE(is_told());  // it is in use
  must(order(site.collector, site.first.id, OrderAction::retire, ""));
  CHECK(is_told());
  must(site.store->set_backed_up(site.first.id, 2));
  CHECK_FALSE(is_told());
  must(site.store->set_backed_up(site.first.id, 0));
  CHECK_FALSE(is_told());  // no backup was ever made
  must(site.store->note_backups());
  CHECK(is_told());
}

TEST_CASE("two tablets of one centre come to one number, and beyond the quota is counted apart (S26)") {
  Ready site;
  auto deliver = [&](Kiosk& kiosk, std::size_t count) {
    must(site.send(kiosk.sign(kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, count)))));
  };
  // Both were offline; the quota is 50.
  CHECK(site.count(site.first, site.status(30)).elsewhere == 0);
  CHECK(site.count(site.second, site.status(28)).elsewhere == 30);
  deliver(site.first, 30);
  deliver(site.second, 28);
  auto first = site.count(site.first, site.status(30)), second = site.count(site.second, site.status(28));
  CHECK(first.elsewhere + 30 == 58);
  CHECK(second.elsewhere + 28 == 58);
  CHECK(first.accepted == 58);
  CHECK(first.flagged == 8);
  CHECK(first.quarantined == 0);
  CHECK(first.receipt_number == 1);
  must(Opener(site.collector).run());
  CHECK(site.answers(site.round) == 58);
}

TEST_CASE("the count goes out again only when something in it has changed") {
  Ready site;
  auto said = site.status(4);
  auto documents = site.say(site.first, said);
  said.centre_serial = documents[DocumentType::centre].front().header.serial;
  CHECK(site.say(site.first, said).empty());
  site.say(site.second, site.status(1));
  CHECK(site.say(site.first, said).size() == 1);
}

TEST_CASE("a kiosk that only staff use hears of backups, too: what it delivered waits for them") {
  Ready site;
  CHECK_FALSE(site.say(site.first, {}).contains(DocumentType::centre));  // it has delivered nothing
  must(site.send(
      site.first.sign(site.first.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)))));
  must(site.store->set_backed_up(site.first.id, 1));
  wire::Status said;
  said.receipt_number = 1;
  const auto count = site.count(site.first, said);
  CHECK(count.round == RoundId{});
  CHECK(count.elsewhere == 0);
  CHECK(count.backed_up == 1);
}

TEST_CASE("after a restore every kiosk is told from which receipt on to send again, until it has done so") {
  Ready site;
  auto visits = sealed_visits(site, site.round, site.oak, 2);
  auto receipt = must(site.send(site.first.sign(site.first.batch_of(site.round, visits))));
  must(site.store->in_transaction([&] { return order_resend(site.collector); }));
  auto said = site.status(9);
  said.receipt_number = 4;
  auto orders = site.say(site.first, said)[DocumentType::order];
  REQUIRE(orders.size() == 1);
  auto document = must(wire::parse_order(orders.front().payload));
  CHECK(document.action == OrderAction::resend);
  CHECK(document.receipt_number == 1);
  CHECK(document.receipt == crypto::hash_of(receipt));
  CHECK(document.receipt_serial > must(wire::peek_header(receipt)).serial);
  CHECK(must(wire::parse_order(site.say(site.second, site.status())[DocumentType::order].front().payload))
            .receipt == crypto::Hash());
  said.order_serial = orders.front().header.serial;
  CHECK(site.say(site.first, said)[DocumentType::order].empty());
  must(order(site.collector, site.first.id, OrderAction::pause, ""));
  must(site.store->in_transaction([&] { return order_resend(site.collector); }));
  orders = site.say(site.first, said)[DocumentType::order];
  REQUIRE(orders.size() == 2);
  CHECK(orders[0].header.serial < orders[1].header.serial);
}

TEST_CASE("a kiosk gets the receipts that its chain lacks, whether or not it asks for them") {
  Ready site;
  std::vector<Bytes> receipts;
  for (int i = 0; i < 10; ++i) {
    auto visits = sealed_visits(site, site.round, site.oak, 1);
    receipts.push_back(must(site.send(site.first.sign(site.first.batch_of(site.round, visits)))));
  }
  auto said = site.status(10);
  said.receipt_number = 1;
  CHECK(site.say(site.first, said)[DocumentType::receipt].size() == 8);
  must(site.store->in_transaction([&] { return order_resend(site.collector); }));
  auto documents = site.say(site.first, said);
  CHECK(documents[DocumentType::receipt].empty());  // first it is to go back
  said.order_serial = documents[DocumentType::order].front().header.serial;
  auto lacking = site.say(site.first, said)[DocumentType::receipt];
  REQUIRE(lacking.size() == 8);
  CHECK(must(wire::parse_receipt(lacking.front().payload)).number == 2);
  CHECK(lacking.front().header.serial == must(wire::peek_header(receipts[1])).serial);
  said.receipt_number = 9;
  CHECK(site.say(site.first, said)[DocumentType::receipt].size() == 1);
  said.receipt_number = 10;
  CHECK(site.say(site.first, said)[DocumentType::receipt].empty());
}

TEST_CASE("a kiosk that knows receipts which are not here is an alarm: a backup was laid back by hand") {
  Ready site;
  auto said = site.status(9);
  said.receipt_number = 4;
  site.say(site.first, said);
  bool alarmed = false;
  for (const auto& kiosk : must(look_at_fleet(site.collector))) alarmed = alarmed || !kiosk.alarms.empty();
  CHECK(alarmed);
}

TEST_CASE("kiosks are ordered by command, one or all of a centre") {
  Ready site;
  auto id = site.first.id.hex();
  CHECK(site.run({"device", "pause", "--device", id.substr(0, 8)}).out.find(": pausad") != std::string::npos);
  CHECK(site.run({"device", "pause", "--centre", "1", "--words", "Stängt"}).out.find("pausad") !=
        std::string::npos);
  CHECK(site.state(site.second) == DeviceState::paused);
  CHECK(site.run({"device", "list"}).out.find("pausad") != std::string::npos);
  CHECK(site.run({"device", "resume", "--centre", "1"}).exit_code == 0);
  CHECK(site.state(site.second) == DeviceState::active);
  CHECK(site.run({"device", "retire", "--device", id}).out.find("avvecklas") != std::string::npos);
  CHECK(site.run({"device", "revoke", "--device", id}).out.find("spärrad") != std::string::npos);
  CHECK(site.run({"device", "pause", "--device", id}).exit_code != 0);
  CHECK(site.run({"device", "pause", "--device", "zz"}).exit_code != 0);
  CHECK(site.run({"device", "retire", "--centre", "1"}).exit_code == 64);
}

}  // namespace vantrum::collector
