// Free texts at the collector: a table of their own, no key in common with answers, counted apart (P-11), and
// off unless a round names a reader and a routine (P-12).
#include <algorithm>
#include <set>

#include "shared/wire/text_item.h"
#include "sync/collector/readings.h"
#include "sync/store/answer_schema.h"
#include "sync/store/collector_schema.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

struct Ready : Site {
  Ready() : round(open_text_round()), kiosk(entropy) { kiosk.enrol(*this, oak); }

  RoundPlan plan() {
    RoundPlan plan;
    plan.name = "Besöksenkät hösten 2026";
    plan.receiver = "Regionstyrelsen";
    plan.files = survey_files();
    plan.languages = {"sv"};
    plan.allow_unreviewed = true;
    plan.free_text = true;
    plan.text_reader = "utvecklingsledare";
    plan.text_routine = "rutin 2026:12";
    return plan;
  }
  RoundId open_text_round() { return must(collector::open_round(collector, plan())); }

  Bytes sealed_text(const std::string& words, CentreId centre, const std::string& label = "woman") {
    survey::FreeText text{entropy.random_id<ItemId>(), round, centre, "open", label, words};
    auto epoch = keys.sealing.rbegin();
    wire::SealTo to{epoch->first, crypto::public_key_of(epoch->second), 0};
    return must(wire::seal_text(text, survey_instrument(), to));
  }
  void deliver(const std::vector<Bytes>& responses, const std::vector<Bytes>& texts) {
    auto batch = kiosk.batch_of(round, responses);
    for (const auto& text : texts) batch.items.push_back({wire::ItemKind::text, text});
    must(send(kiosk.sign(batch)));
  }

  RoundId round;
  Kiosk kiosk;
};

}  // namespace

TEST_CASE("a text that arrived does not stand for an answer that did not (P-11)") {
  Ready site;
  site.deliver(sealed_visits(site, site.round, site.oak, 1), {site.sealed_text("Bra fika", site.oak)});
  wire::Status status;
  status.round = site.round;
  status.receipt_number = 1;
  status.completed = 1;
  must(site.send(site.kiosk.sign(status)));
  CHECK(must(reconcile(site.collector)).differences.empty());
  status.completed = 2;
  must(site.send(site.kiosk.sign(status)));
  CHECK(must(reconcile(site.collector)).differences.size() == 1);
}

TEST_CASE("a text is opened into its own table, and neither answers nor quota know it (P-11)") {
  Ready site;
  site.deliver(sealed_visits(site, site.round, site.oak, 5),
               {site.sealed_text("Bra fika", site.oak), site.sealed_text("ሰላም", site.oak, "")});
  auto count = must(Opener(site.collector).run());
  CHECK(count.opened == 7);
  CHECK(count.quarantined == 0);
  CHECK(site.answers(site.round) == 5);
  CHECK(must(site.answer_store->count_texts(site.round))[site.oak] == 2);
  auto texts = must(site.answer_store->list_texts(site.round));
  REQUIRE(texts.size() == 2);
  std::set<std::string> words{texts[0].text, texts[1].text};
  CHECK(words == std::set<std::string>{"Bra fika", "ሰላም"});
  for (const auto& text : texts) {
    CHECK(text.centre == site.oak);
    CHECK(text.question == "open");
    CHECK(text.label == (text.text == "Bra fika" ? "woman" : ""));
  }
  CHECK(must(site.store->intake_of(site.round, site.oak))[intake::accepted] == 5);
  auto progress = must(read_progress(site.collector, site.round));
  CHECK(progress_text(progress).find("Fritexter (räknas inte i kvoten): 2 · läses av: utvecklingsledare") !=
        std::string::npos);
  CHECK(progress_json(progress).find("\"texts\": 2") != std::string::npos);
  CHECK(progress_text(progress).find("Bra fika") == std::string::npos);
}

TEST_CASE("texts have no key in common with anything else, no week and no device (P-11)") {
  Ready site;
  std::vector<Bytes> texts;
  for (int i = 0; i < 20; ++i) texts.push_back(site.sealed_text("Text " + std::to_string(i), site.oak));
  site.deliver(sealed_visits(site, site.round, site.oak, 20), texts);
  must(Opener(site.collector).run());
  site.store.reset();
  site.answer_store.reset();
  auto received =
      must(store::Database::open(site.data.database(), {.application_id = collector_application_id}));
  auto database =
      must(store::Database::open(site.data.answer_database(), {.application_id = answer_application_id}));
  auto rows_in = [](store::Database& from, const std::string& sql) {
    std::vector<Bytes> found;
    must(from.each(sql, {}, [&](const store::Row& row) -> Result<void> {
      found.push_back(row.blob(0));
      return {};
    }));
    return found;
  };
  auto ids = rows_in(database, "SELECT id FROM free_text");
  REQUIRE(ids.size() == 20);
  for (const auto& other :
       {rows_in(received, "SELECT id FROM item"), rows_in(database, "SELECT id FROM answer"),
        rows_in(database, "SELECT mark FROM opened")}) {
    for (const auto& id : ids) CHECK(std::find(other.begin(), other.end(), id) == other.end());
  }
  std::set<std::string> columns;
  must(database.each("SELECT name FROM pragma_table_info('free_text')", {},
                     [&](const store::Row& row) -> Result<void> {
                       columns.insert(row.text(0));
                       return {};
                     }));
  CHECK(columns == std::set<std::string>{"id", "round", "centre", "question", "label", "content"});
}

TEST_CASE("free text is refused without a reader and a routine, and off by default (P-12)") {
  Site site;
  Ready ready;
  for (const bool has_reader : {true, false}) {
    for (const bool has_routine : {true, false}) {
      if (has_reader && has_routine) continue;
      auto plan = ready.plan();
      if (!has_reader) plan.text_reader.clear();
      if (!has_routine) plan.text_routine.clear();
      auto opened = collector::open_round(site.collector, plan);
      REQUIRE_FALSE(opened);
      CHECK(opened.error().message.find(has_reader ? "--routine" : "--reader") != std::string::npos);
    }
  }
  auto plan = ready.plan();
  plan.free_text = false;
  CHECK_FALSE(collector::open_round(site.collector, plan));  // a reader without texts is a mistake
  plan.text_reader.clear();
  plan.text_routine.clear();
  auto off = must(collector::open_round(site.collector, plan));
  CHECK(must(site.store->find_round(off))->text_reader.empty());
  auto document = must(site.store->latest_round_document(site.oak));
  auto verified = must(wire::verify_document(document->bytes, wire::DocumentType::round, "kalmar",
                                             crypto::verify_key_of(site.keys.signing)));
  CHECK_FALSE(must(wire::parse_round(verified.payload)).free_text);
  auto on = must(ready.store->latest_round_document(ready.oak));
  verified = must(wire::verify_document(on->bytes, wire::DocumentType::round, "kalmar",
                                        crypto::verify_key_of(ready.keys.signing)));
  CHECK(must(wire::parse_round(verified.payload)).free_text);
}

TEST_CASE("a text that does not open, or is of a centre that takes no part, goes to quarantine") {
  Ready site;
  auto broken = site.sealed_text("Hej", site.oak);
  broken.back() ^= 1;
  site.deliver({}, {broken, site.sealed_text("Hej", CentreId{9})});
  auto count = must(Opener(site.collector).run());
  CHECK(count.opened == 0);
  CHECK(count.quarantined == 2);
  CHECK(must(site.answer_store->list_texts(site.round)).empty());
}

}  // namespace vantrum::collector
