// Discarded visits at the collector: counted apart, in no result, once (docs/discarding.md).
#include "shared/wire/discard_item.h"
#include "sync/collector/publish.h"
#include "sync/collector/quarantine.h"
#include "sync/collector/readings.h"
#include "sync/collector/releasing.h"
#include "sync/collector/take_away.h"
#include "sync/results/notes.h"
#include "sync/results/report.h"
#include "sync/store/answer_schema.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) { kiosk.enrol(*this, oak); }

  wire::SealTo seal_to() {
    return {1, crypto::public_key_of(keys.sealing.at(1)), wire::padded_bytes_for(survey_instrument())};
  }
  Bytes marker(const ItemId& item, RoundId of, CentreId centre) {
    return must(wire::seal_discard({item, of, centre}, seal_to()));
  }
  Bytes marker(const ItemId& item) { return marker(item, round, oak); }
  wire::Batch batch_with(std::vector<Bytes> responses, const std::vector<Bytes>& markers) {
    auto batch = kiosk.batch_of(round, std::move(responses));
    for (const auto& bytes : markers) batch.items.push_back({wire::ItemKind::discard, bytes});
    return batch;
  }
  std::vector<Bytes> visits(std::size_t count) { return sealed_visits(*this, round, oak, count); }
  std::uint64_t discarded() { return must(answer_store->count_discarded(round))[oak]; }
  Opener::Count open() { return must(Opener(collector).run()); }

  RoundId round;
  Kiosk kiosk;
};

ItemId id_of(ByteView item) { return must(wire::parse_item_head(item)).item; }

}  // namespace

TEST_CASE("5b: a marker is received as any item, and counted apart: no answer, no quota, no result") {
  Ready site;
  auto item = site.entropy.random_id<ItemId>();
  auto receipt = receipt_in(
      site, must(site.send(site.kiosk.sign(site.batch_with(site.visits(5), {site.marker(item)})))));
  CHECK(receipt.items.back() == wire::ReceiptItem{item, wire::Outcome::stored, ""});
  auto count = site.open();
  CHECK(count.opened == 6);
  CHECK(count.quarantined == 0);
  CHECK(site.answers(site.round) == 5);
  CHECK(site.discarded() == 1);
  CHECK(must(site.store->intake_of(site.round, site.oak))[intake::accepted] == 5);
  CHECK(must(site.store->outbox_size()) == 0);
  auto progress = must(read_progress(site.collector, site.round));
  CHECK(progress_text(progress).find("1 kasserade") != std::string::npos);
  CHECK(progress_text(progress).find("5 av 50") != std::string::npos);
  CHECK(progress_json(progress).find("\"discarded\": 1") != std::string::npos);
  auto shown = must(shown_of(site.collector, site.round, {}));
  CHECK(shown.round.discarded == 1);
  // In an open round that would tell of single visits.
  const auto notes = [&] { return results::report_json(must(publish_results(site.collector, site.round))); };
  CHECK(notes().find("personalen kasserade") == std::string::npos);
  // The kiosk's own count is without it, so nothing is missing; one more would be.
  wire::Status status;
  status.round = site.round;
  status.receipt_number = 1;
  status.completed = 5;
  must(site.send(site.kiosk.sign(status)));
  CHECK(must(reconcile(site.collector)).differences.empty());
  status.completed = 6;
  must(site.send(site.kiosk.sign(status)));
  CHECK(must(reconcile(site.collector)).differences.size() == 1);
  must(close_round(site.collector, site.round));
  CHECK(notes().find("personalen kasserade på plats, till exempel när ett barn hade lekt: färre än 5.") !=
        std::string::npos);
}

TEST_CASE("5b: a marker that comes twice, in another batch or opened again after a cut, counts once") {
  Ready site;
  auto marker = site.marker(site.entropy.random_id<ItemId>());
  auto first = site.kiosk.sign(site.batch_with({}, {marker}));
  auto reply = must(site.send(first));
  CHECK(must(site.send(first)) == reply);
  site.open();
  auto other = receipt_in(site, must(site.send(site.kiosk.sign(site.batch_with({}, {marker})))));
  CHECK(other.items.front().outcome == wire::Outcome::duplicate);
  site.open();
  CHECK(site.discarded() == 1);
  // The receiving file is of before the opening: the marker waits again, and its mark is known.
  must(site.store->add_to_outbox({id_of(marker), site.round, wire::ItemKind::discard, marker}));
  CHECK(site.open().before == 1);
  CHECK(site.discarded() == 1);
}

TEST_CASE(
    "5b: of an answer and its marker only the first counts, whichever it is; the other waits for a person") {
  for (const bool marker_first : {true, false}) {
    CAPTURE(marker_first);
    Ready site;
    auto answer = site.visits(1).front();
    auto marker = site.marker(id_of(answer));
    auto of_answer = site.batch_with({answer}, {}), of_marker = site.batch_with({}, {marker});
    must(site.send(site.kiosk.sign(marker_first ? of_marker : of_answer)));
    auto second = receipt_in(site, must(site.send(site.kiosk.sign(marker_first ? of_answer : of_marker))));
    CHECK(second.items.front().cause == cause::conflict);
    site.open();
    CHECK(site.answers(site.round) == (marker_first ? 0 : 1));
    CHECK(site.discarded() == (marker_first ? 1 : 0));
    CHECK(must(site.store->quarantine_causes())[cause::conflict] == 1);
    auto page = must(quarantine_page(site.collector, id_of(answer).hex()));
    CHECK((page.find("kasserat svar") != std::string::npos) == !marker_first);
  }
}

TEST_CASE("5b: what only claims to be a marker goes to quarantine and counts nothing") {
  Ready site;
  auto own = [&] { return site.entropy.random_id<ItemId>(); };
  auto broken = site.marker(own());
  broken.back() ^= 1;
  auto renamed = site.marker(own());
  renamed[7] ^= 1;
  auto unknown_epoch = site.marker(own());
  unknown_epoch[4] = 9;
  must(site.send(site.kiosk.sign(
      site.batch_with({}, {broken, renamed, unknown_epoch, site.marker(own(), RoundId{9}, site.oak),
                           site.marker(own(), site.round, CentreId{9}), site.visits(1).front()}))));
  auto count = site.open();
  CHECK(count.opened == 0);
  CHECK(count.quarantined == 6);
  auto causes = must(site.store->quarantine_causes());
  CHECK(causes[cause::unreadable_seal] == 3);  // … and an answer that is called a marker
  CHECK(causes[cause::unknown_epoch] == 1);
  CHECK(causes[cause::other_round] == 1);
  CHECK(causes[cause::foreign_centre] == 1);
  CHECK(site.discarded() == 0);
}

TEST_CASE("5b: a marker called a response becomes no answer") {
  Ready site;
  must(site.send(
      site.kiosk.sign(site.kiosk.batch_of(site.round, {site.marker(site.entropy.random_id<ItemId>())}))));
  CHECK(site.open().quarantined == 1);
  CHECK(site.answers(site.round) == 0);
}

TEST_CASE("P-1, P-3: of discarded visits there is a number for a centre and a round, and nothing else") {
  Ready site;
  std::vector<Bytes> markers;
  for (int i = 0; i < 5; ++i) markers.push_back(site.marker(site.entropy.random_id<ItemId>()));
  must(site.send(site.kiosk.sign(site.batch_with({}, markers))));
  site.open();
  site.answer_store.reset();
  auto database =
      must(store::Database::open(site.data.answer_database(), {.application_id = answer_application_id}));
  std::vector<std::string> columns;
  must(database.each("SELECT name FROM pragma_table_info('discarded')", {},
                     [&](const store::Row& row) -> Result<void> {
                       columns.push_back(row.text(0));
                       return {};
                     }));
  CHECK(columns == std::vector<std::string>{"round", "centre", "count"});
  CHECK(must(database.find_integer("SELECT count FROM discarded")) == 5);
}

}  // namespace vantrum::collector
