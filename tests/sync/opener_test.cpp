#include <algorithm>
#include <set>

#include "sync/collector/backup.h"
#include "sync/collector/readings.h"
#include "sync/collector/take_away.h"
#include "sync/store/answer_content.h"
#include "sync/store/answer_schema.h"
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
  auto answer = site.all_answers(site.round).front();
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

TEST_CASE("answers share no key with what was received, and with the marks none at all (P-1)") {
  Ready site;
  site.deliver(sealed_visits(site, site.round, site.oak, 20));
  must(Opener(site.collector).run());
  site.store.reset();
  site.answer_store.reset();
  auto received =
      must(store::Database::open(site.data.database(), {.application_id = collector_application_id}));
  auto opened =
      must(store::Database::open(site.data.answer_database(), {.application_id = answer_application_id}));
  auto ids_in = [&](store::Database& database, const std::string& sql) {
    std::set<Bytes> ids;
    must(database.each(sql, {}, [&](const store::Row& row) -> Result<void> {
      ids.insert(row.blob(0));
      return {};
    }));
    return ids;
  };
  auto items = ids_in(received, "SELECT id FROM item"), answers = ids_in(opened, "SELECT id FROM answer");
  auto marks = ids_in(opened, "SELECT mark FROM opened");
  CHECK(items.size() == 20);
  CHECK(answers.size() == 20);
  CHECK(marks.size() == 20);
  CHECK(ids_in(received, "SELECT id FROM answer").empty());  // where they lay in the first versions
  items.insert(marks.begin(), marks.end());
  for (const auto& id : answers) CHECK_FALSE(items.contains(id));
  // Nor is an item's id, its mark, or the device's id anywhere inside of what is kept of an answer.
  auto contents = ids_in(opened, "SELECT content FROM answer");
  items.insert(to_bytes(site.kiosk.id.view()));
  for (const auto& content : contents) {
    for (const auto& id : items) {
      CHECK(std::search(content.begin(), content.end(), id.begin(), id.end()) == content.end());
    }
  }
}

TEST_CASE("cut off between the answers' file and the receiving one, each item is an answer once (row 27)") {
  Ready site;
  site.deliver(sealed_visits(site, site.round, site.oak, 5));
  // The answers are committed; what was received never hears of it.
  struct CutOff final : HandOver {
    explicit CutOff(LocalHandOver& real) : real_(real) {}
    Result<std::vector<SealedItem>> block(std::size_t most) override { return real_.block(most); }
    Result<std::optional<RoundRecord>> find_round(RoundId id) override { return real_.find_round(id); }
    Result<std::vector<RoundCentre>> centres_of(RoundId id) override { return real_.centres_of(id); }
    Result<std::map<std::string, std::string>> find_instrument(std::uint32_t a, std::uint32_t b) override {
      return real_.find_instrument(a, b);
    }
    Result<void> settle(const std::vector<Settled>&) override { return Error::unavailable("cut off"); }
    LocalHandOver& real_;
  };
  LocalHandOver real(*site.store, site.clock);
  CutOff cut(real);
  for (int i = 0; i < 3; ++i)
    CHECK(Opener(cut, *site.answer_store, site.keys, site.entropy).run().error().kind ==
          ErrorKind::unavailable);
  CHECK(must(site.store->outbox_size()) == 5);
  CHECK(site.answers(site.round) == 5);
  auto again = must(Opener(site.collector).run());
  CHECK(again.opened == 0);
  CHECK(again.before == 5);
  CHECK(must(site.store->outbox_size()) == 0);
  CHECK(site.answers(site.round) == 5);
}

TEST_CASE("a process that only receives opens nothing and reads no result (row 43)") {
  Ready site;
  site.deliver(sealed_visits(site, site.round, site.oak, 5));
  site.collector.answers = nullptr;
  CHECK(must(Opener(site.collector).run()).opened == 0);
  CHECK(must(site.store->outbox_size()) == 5);
  CHECK(read_progress(site.collector, site.round).error().kind == ErrorKind::refused);
  CHECK(publish_results(site.collector, site.round).error().kind == ErrorKind::refused);
  CHECK(back_up(site.collector, *site.files, site.folder.path(), false).error().kind == ErrorKind::refused);
  CHECK(must(reconcile(site.collector)).differences.empty());  // of what it can see
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
