// Gaps, silence, alarms, and the comparison of what kiosks say with what is here.
#include <algorithm>
#include <filesystem>

#include "sync/collector/fleet.h"
#include "sync/collector/readings.h"
#include "sync/store/answer_schema.h"
#include "sync/store/collector_schema.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) { kiosk.enrol(*this, oak); }
  void deliver(std::size_t count) {
    must(send(kiosk.sign(kiosk.batch_of(round, sealed_visits(*this, round, oak, count)))));
  }
  void say(std::uint64_t completed, std::uint64_t waiting, std::uint64_t receipt,
           const std::map<std::string, std::uint64_t>& counters = {}) {
    wire::Status status;
    status.round = round;
    status.completed = completed;
    status.waiting = waiting;
    status.receipt_number = receipt;
    status.counters = counters;
    status.hour = static_cast<std::uint64_t>(clock.wall().time_since_epoch().count() / 3600);
    last_said = kiosk.sign(status);
    must(send(last_said));
  }
  KioskHealth health() { return must(look_at_fleet(collector)).front(); }
  std::vector<std::string> differences() { return must(reconcile(collector)).differences; }

  RoundId round;
  Kiosk kiosk;
  Bytes last_said;
};

bool mentions(const std::vector<std::string>& sentences, const std::string& words) {
  return std::any_of(sentences.begin(), sentences.end(),
                     [&](const auto& sentence) { return sentence.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("missing batch numbers are listed until they come") {
  Ready site;
  site.deliver(1);
  auto second =
      site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)));
  site.kiosk.batches += 2;
  site.deliver(1);
  CHECK(gaps_text(site.health().missing) == "2–4");
  CHECK(mentions(site.health().alarms, "Sändning 2–4 har aldrig kommit fram."));
  CHECK(must(device_table(site.collector)).find("2–4") != std::string::npos);
  CHECK(progress_text(must(read_progress(site.collector, site.round))).find("Sändning 2–4") !=
        std::string::npos);
  must(site.send(second));
  CHECK(gaps_text(site.health().missing) == "3–4");
  CHECK(gaps_text({{1, 1}, {3, 3}, {7, 9}}) == "1, 3, 7–9");
}

TEST_CASE("a kiosk that is not heard for three days is silent, unless it is out of use") {
  Ready site;
  site.deliver(1);
  site.clock.jump_wall(std::chrono::hours(72));
  CHECK_FALSE(site.health().is_silent);
  site.clock.jump_wall(std::chrono::hours(25));
  CHECK(site.health().is_silent);
  CHECK(mentions(site.health().alarms, "Har inte hörts på 4 dygn."));
  must(site.store->set_device_state(site.kiosk.id, DeviceState::retired));
  CHECK_FALSE(site.health().is_silent);
  must(site.store->set_device_state(site.kiosk.id, DeviceState::active));
  site.say(1, 0, 1);
  CHECK(site.health().alarms.empty());
}

TEST_CASE("a status that is only sent again is no sign of life, nor is an old one; a new one each hour is") {
  Ready site;
  site.say(0, 0, 0);
  const auto first = site.last_said;
  site.deliver(1);
  const auto batch =
      site.kiosk.sign(site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)));
  must(site.send(batch));
  for (int hour = 0; hour < 96; ++hour) {
    site.clock.jump_wall(std::chrono::hours(1));
    site.say(2, 0, 2);
  }
  CHECK(site.health().alarms.empty());
  const auto last_word = must(site.store->find_device(site.kiosk.id))->last_contact;
  CHECK(last_word == site.clock.wall());
  // The kiosk's program dies, and the carrier beside it does not.
  for (int hour = 0; hour < 96; ++hour) {
    site.clock.jump_wall(std::chrono::hours(1));
    must(site.send(site.last_said));
    must(site.send(batch));
  }
  must(site.send(first));  // from a stick that lay in a drawer
  CHECK(must(site.store->find_device(site.kiosk.id))->last_contact == last_word);
  CHECK(site.health().is_silent);
  CHECK(mentions(site.health().alarms, "Har inte hörts på 4 dygn."));
  site.say(2, 0, 2);
  CHECK(site.health().alarms.empty());
  // Of a revoked kiosk nothing is kept, but whether it was heard since is known all the same.
  must(site.store->set_device_state(site.kiosk.id, DeviceState::revoked));
  site.clock.jump_wall(std::chrono::hours(1));
  must(site.send(site.last_said));
  CHECK(must(site.store->find_device(site.kiosk.id))->last_contact < site.clock.wall());
  site.say(2, 0, 2);
  CHECK(must(site.store->find_device(site.kiosk.id))->last_contact == site.clock.wall());
}

TEST_CASE("a kiosk's alarms are shown as alarms, in words, and never among the visitors' counters") {
  Ready site;
  site.say(0, 0, 0, {{"alarm:disk", 1}, {"alarm:damaged", 2}, {"alarm:new", 3}, {"services:bvc", 9}});
  auto alarms = site.health().alarms;
  CHECK(mentions(alarms, "minneskort är fullt"));
  CHECK(mentions(alarms, "Skadade databaser ligger undan på kiosken: 2."));
  CHECK(mentions(alarms, "Kiosken larmar: new (3)."));
  auto json = progress_json(must(read_progress(site.collector, site.round)));
  CHECK(json.find("minneskort är fullt") != std::string::npos);
  CHECK(site.all_counters(site.round).size() == 1);
  site.say(0, 0, 0);
  CHECK(site.health().alarms.empty());
}

TEST_CASE("a wrong clock of a kiosk is an alarm") {
  Ready site;
  wire::Status status;
  status.round = site.round;
  status.hour = 10;  // January 1970
  must(site.send(site.kiosk.sign(status)));
  CHECK(mentions(site.health().alarms, "klocka går fel"));
  status.hour = static_cast<std::uint64_t>(site.clock.wall().time_since_epoch().count() / 3600) + 24;
  must(site.send(site.kiosk.sign(status)));
  CHECK(mentions(site.health().alarms, "klocka går fel"));
}

TEST_CASE("what a kiosk says it delivered is compared with what is here") {
  Ready site;
  site.deliver(5);
  site.say(7, 2, 1);
  CHECK(site.differences().empty());
  site.say(7, 7, 0);  // the receipt is still on its way to the kiosk
  CHECK(site.differences().empty());
  site.say(9, 2, 1);
  CHECK(mentions(site.differences(), "7 svar i omgång 1 är levererade, men 5 finns här"));
  site.say(9, 4, 2);
  CHECK(mentions(site.differences(), "kiosken har kvitto 2, men här är det senaste 1"));
  CHECK(reconciliation_text(must(reconcile(site.collector))).find("1 skillnader") != std::string::npos);
}

TEST_CASE("an answer that is gone from the books is a difference") {
  Ready site;
  site.deliver(5);
  must(Opener(site.collector).run());
  CHECK(site.differences().empty());
  auto path = site.data.answer_database();
  site.answer_store.reset();
  {
    auto database = must(store::Database::open(path, {.application_id = answer_application_id}));
    must(database.run("DELETE FROM answer WHERE id = (SELECT id FROM answer LIMIT 1)"));
  }
  site.answer_store = must(SqliteAnswerStore::open(path));
  Collector again{*site.store, site.keys,    site.collector.region,
                  site.clock,  site.entropy, site.answer_store.get()};
  CHECK(mentions(must(reconcile(again)).differences, "5 svar har tagits emot, men 4 finns kvar"));
}

TEST_CASE("the first released schema is brought up to date with everything in it") {
  testing::TemporaryFolder folder;
  auto path = folder.path() + "/collector.db";
  std::filesystem::copy_file("tests/collector_dbs/schema-1.db", path);
  auto store = must(SqliteCollectorStore::open(path));
  auto devices = must(store->list_devices());
  REQUIRE(devices.size() == 1);
  CHECK(devices.front().state == DeviceState::revoked);
  CHECK(devices.front().label == "Väntrummet");
  CHECK(devices.front().copies == 0);
  CHECK(must(store->missing_batches(devices.front().id)).empty());
  CHECK(must(store->last_receipt(devices.front().id)).number == 3);
  std::vector<std::uint32_t> rounds;
  must(store->each_batch(devices.front().id, [&](const BatchRecord& batch) -> Result<void> {
    rounds.push_back(batch.round.value);
    return {};
  }));
  CHECK(rounds == std::vector<std::uint32_t>(3, 0));  // not noted then
  auto items = must(store->list_quarantine());
  REQUIRE(items.size() == 1);
  CHECK(items.front().cause == "unknown key epoch");
  CHECK(items.front().kind == wire::ItemKind::response);
  CHECK_FALSE(items.front().device.has_value());
  CHECK_FALSE(items.front().day.has_value());
  CHECK(must(store->intake_of(RoundId{1}, CentreId{2}))[intake::accepted] == 14);
  CHECK(must(store->books(RoundId{1})).items == 15);
  auto statuses = must(store->statuses_of(devices.front().id));
  REQUIRE(statuses.size() == 1);  // written before a status named orders
  CHECK(statuses.front().status.waiting == 3);
  CHECK(statuses.front().status.order_serial == 0);
  must(store->set_device_state(devices.front().id, DeviceState::paused));

  // The answers get a file of their own, once, however often that is tried.
  CHECK_FALSE(must(store->has_answers_apart()));
  auto answers = must(SqliteAnswerStore::open(folder.path() + "/answers.db"));
  for (int tries = 0; tries < 2; ++tries) {
    must(store->move_answers_to(*answers));
    CHECK(must(store->has_answers_apart()));
    CHECK(must(answers->count_answers(RoundId{1}))[CentreId{2}] == 14);
    CHECK(must(answers->count_waiting(RoundId{1})).empty());  // all were released
    for (const auto& cell : must(answers->released_counters(RoundId{1})))
      CHECK(cell.name == "services:social");
  }
  Bytes content;
  must(answers->each_answer(RoundId{1}, [&](const Answer& answer) -> Result<void> {
    content = answer.content;
    return {};
  }));
  store.reset();
  auto bytes = must(real_file_system()->read(path, 1 << 26));
  CHECK(std::search(bytes.begin(), bytes.end(), content.begin(), content.end()) == bytes.end());
}

TEST_CASE(
    "answers that were taken over already are not taken over again, though the ledger was cut off before it "
    "knew") {
  testing::TemporaryFolder folder;
  auto answers = must(SqliteAnswerStore::open(folder.path() + "/answers.db"));
  for (int tries = 0; tries < 2; ++tries) {
    const auto path = folder.path() + "/collector-" + std::to_string(tries) + ".db";
    std::filesystem::copy_file("tests/collector_dbs/schema-1.db", path);
    must(must(SqliteCollectorStore::open(path))->move_answers_to(*answers));
    CHECK(must(answers->count_answers(RoundId{1}))[CentreId{2}] == 14);
  }
}

TEST_CASE("what waited to be opened when the ledger was put in order by rounds still waits, once") {
  testing::TemporaryFolder folder;
  auto path = folder.path() + "/collector.db";
  std::filesystem::copy_file("tests/collector_dbs/schema-5.db", path);
  SeededEntropy entropy(5);
  auto waiting = entropy.random_id<ItemId>(), opened = entropy.random_id<ItemId>();
  auto aside = entropy.random_id<ItemId>(), accepted = entropy.random_id<ItemId>();  // came in round 8, too
  auto hash = crypto::hash_of(view_of("sealed")), other = crypto::hash_of(view_of("other"));
  {
    auto database = must(store::Database::open(path, {.application_id = collector_application_id}));
    for (int round : {7, 8})
      must(database.run(
          "INSERT INTO round (id, name, receiver, is_open, stop_at_quota, languages, unreviewed, "
          "seal_epoch, padded_bytes) VALUES (?, 'Höst', 'Nämnden', 1, 0, 'sv', '', 1, 128)",
          {round}));
    for (const auto& id : {waiting, opened, aside, accepted})
      must(database.run("INSERT INTO item (id, content_hash, round, kind) VALUES (?, ?, 7, 1)",
                        {id.view(), hash.view()}));
    for (const auto& [id, round] : {std::pair(waiting, 7), std::pair(accepted, 8)})
      must(database.run("INSERT INTO outbox (item, round, kind, sealed) VALUES (?, ?, 1, ?)",
                        {id.view(), round, view_of("sealed")}));
    must(
        database.run("INSERT INTO quarantine (content_hash, item, round, cause, sealed, kind) "
                     "VALUES (?, ?, 8, 'conflict', ?, 1)",
                     {other.view(), aside.view(), view_of("other")}));
  }
  auto store = must(SqliteCollectorStore::open(path));
  CHECK(must(store->outbox_size()) == 2);
  auto still = must(store->find_in_outbox(waiting));
  REQUIRE(still);
  CHECK((still->round == RoundId{7} && still->sealed == to_bytes(view_of("sealed"))));
  CHECK(must(store->find_in_outbox(accepted))->round == RoundId{8});
  CHECK(must(store->books(RoundId{7})).items == 4);
  auto books = must(store->books(RoundId{8}));
  CHECK((books.items == 2 && books.waiting == 1 && books.set_aside == 1));
  CHECK(must(store->requeue(must(store->list_quarantine()).front())));
  CHECK(must(store->find_in_outbox(aside))->round == RoundId{8});
  for (const auto& id : {waiting, opened})
    CHECK(must(store->record_item(id, hash, RoundId{7}, wire::ItemKind::response)) == Recorded::same);
  CHECK(store->add_to_outbox({waiting, RoundId{7}, wire::ItemKind::response, {1}}).error().kind ==
        ErrorKind::conflict);
  for (const auto& id : {waiting, accepted, aside}) must(store->remove_from_outbox(id));
  CHECK(must(store->outbox_size()) == 0);
  must(store->check_integrity());
}

}  // namespace vantrum::collector
