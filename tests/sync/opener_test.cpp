#include <algorithm>
#include <set>

#include "sync/store/answer_content.h"
#include "sync/store/collector_schema.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) { kiosk.enrol(*this, oak); }
  void deliver(std::vector<Bytes> items) { must(send(kiosk.sign(kiosk.batch_of(round, std::move(items))))); }
  RoundId round;
  Kiosk kiosk;
};

}  // namespace

TEST_CASE("an opened item becomes an answer and leaves the outbox") {
  Ready site;
  auto visit = a_response(site.entropy, site.round, site.oak, {{"acc", {"full"}}, {"gender", {"woman"}}});
  visit.flags.suspect = true;
  site.deliver({sealed(site, visit)});
  auto count = must(Opener(site.collector).run());
  CHECK(count.opened == 1);
  CHECK(count.quarantined == 0);
  CHECK(must(site.store->outbox_size()) == 0);
  must(site.store->release(site.round, 1));
  auto answer = must(site.store->released_answers(site.round)).front();
  CHECK(answer.centre == site.oak);
  CHECK(answer.week == visit.week);
  CHECK(answer.flags == visit.flags);
  CHECK(must(parse_answers(answer.content, survey_instrument())) == visit.answers);
  CHECK(must(Opener(site.collector).run()).opened == 0);
}

TEST_CASE("more items than one block are all opened") {
  Ready site;
  for (int i = 0; i < 3; ++i) site.deliver(sealed_visits(site, site.round, site.oak, 100));
  CHECK(must(Opener(site.collector).run()).opened == 300);
  CHECK(site.answers(site.round) == 300);
}

TEST_CASE("answers share no key with the ledger") {
  Ready site;
  site.deliver(sealed_visits(site, site.round, site.oak, 20));
  must(Opener(site.collector).run());
  auto path = site.data.database();
  site.store.reset();
  auto database = must(store::Database::open(path, {.application_id = collector_application_id}));
  auto ids_in = [&](const std::string& sql) {
    std::set<Bytes> ids;
    must(database.each(sql, {}, [&](const store::Row& row) -> Result<void> {
      ids.insert(row.blob(0));
      return {};
    }));
    return ids;
  };
  auto items = ids_in("SELECT id FROM item"), answers = ids_in("SELECT id FROM answer");
  CHECK(items.size() == 20);
  CHECK(answers.size() == 20);
  for (const auto& id : answers) CHECK_FALSE(items.contains(id));
  // Nor is an item's id, or the device's, anywhere inside of what is kept of an answer.
  auto contents = ids_in("SELECT content FROM answer");
  items.insert(to_bytes(site.kiosk.id.view()));
  for (const auto& content : contents) {
    for (const auto& id : items) {
      CHECK(std::search(content.begin(), content.end(), id.begin(), id.end()) == content.end());
    }
  }
}

TEST_CASE("what does not open goes to quarantine with its cause, and the rest is opened") {
  Ready site;
  auto good = sealed_visits(site, site.round, site.oak, 1).front();
  auto broken = sealed_visits(site, site.round, site.oak, 1).front();
  broken.back() ^= 1;
  auto unknown_epoch = sealed_visits(site, site.round, site.oak, 1).front();
  unknown_epoch[4] = 9;
  auto other_round = sealed(site, a_response(site.entropy, RoundId{9}, site.oak, {{"acc", {"full"}}}));
  auto other_centre = sealed(site, a_response(site.entropy, site.round, CentreId{9}, {{"acc", {"full"}}}));
  auto renamed = sealed_visits(site, site.round, site.oak, 1).front();
  renamed[7] ^= 1;  // the id outside differs from the one inside
  site.deliver({good, broken, unknown_epoch, other_round, other_centre, renamed});
  auto count = must(Opener(site.collector).run());
  CHECK(count.opened == 1);
  CHECK(count.quarantined == 5);
  auto causes = must(site.store->quarantine_causes());
  CHECK(causes["unreadable seal"] == 1);
  CHECK(causes["does not fit the instrument"] == 1);
  CHECK(causes["unknown key epoch"] == 1);
  CHECK(causes["another round inside than outside"] == 1);
  CHECK(causes["the centre does not take part in the round"] == 1);
  CHECK(must(site.store->outbox_size()) == 0);
  CHECK(must(site.store->list_quarantine()).size() == 5);
}

TEST_CASE("free text waits in quarantine as long as no round turns it on") {
  Ready site;
  auto batch = site.kiosk.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1));
  batch.items.front().kind = wire::ItemKind::text;
  must(site.send(site.kiosk.sign(batch)));
  CHECK(must(Opener(site.collector).run()).quarantined == 1);
  CHECK(must(site.store->quarantine_causes())["free text is not turned on"] == 1);
}

}  // namespace vantrum::collector
