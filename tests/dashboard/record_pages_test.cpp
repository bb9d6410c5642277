// What leads decide about a round's records on its pages: who reads its free texts (P-12, S39).
#include "tests/dashboard/written_support.h"

namespace vantrum::dashboard {
namespace {

using namespace collector;

constexpr const char* canary = "Kanariefågeln sjöng i väntrummet";

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE(
    "P-12, S39: a lead names another reader of a round's free texts; the one before reads no more, at once") {
  Written site;
  site.answer(site.site.oak, {12, 8, 0});
  site.write(site.site.oak, {{"woman", canary}});
  site.add("lead", Role::lead, {});
  site.add(site.reader, Role::compiler, {});
  site.add("bo", Role::compiler, {});
  site.add("drift", Role::operations, {});
  site.add("stangd", Role::compiler, {});
  testing::must(site.staff->accounts.set_active("test", testing::must(site.staff->accounts.find("stangd"))->id, false));
  Browser lead(site, "lead"), old_reader(site, site.reader), bo(site, "bo");
  CHECK(old_reader.get("/fritexter/1").says(canary));
  CHECK(bo.get("/fritexter/1").status == 403);
  CHECK(lead.get("/omgangar/1").says("Fritexterna läses av <strong>lasare</strong>"));
  CHECK_FALSE(bo.get("/omgangar/1").says("lasare"));
  auto page = lead.get("/omgangar/1/lasare");
  CHECK(page.says("value=\"bo\""));
  CHECK(page.says("value=\"lead\""));
  for (const char* nobody : {"lasare", "drift", "stangd"})
    CHECK_MESSAGE(!page.says(std::string("value=\"") + nobody + "\""), nobody);
  const auto serial = must(site.site.store->round_document_of(site.round, site.site.oak))->serial;
  const auto last = [&] { return testing::must(site.staff->log.latest(1)).front(); };

  for (const char* nobody : {"drift", "stangd", "ingen", "lasare", ""}) {
    auto said = lead.post("/omgangar/1/lasare", {{"reader", nobody}});
    CHECK_MESSAGE(said.status == 422, nobody);
    CHECK(said.says("Inget har ändrats."));
    CHECK(last().action == "det gick inte");
    CHECK(must(site.site.store->find_round(site.round))->text_reader == site.reader);
  }
  CHECK(lead.post("/omgangar/1/lasare", {{"reader", "bo"}}).location == "/omgangar/1");
  CHECK(last().actor == "lead");
  CHECK(last().action == "bytte läsare av fritexter");
  CHECK(last().details == "omgång: 1 · läsare: bo");
  CHECK(old_reader.get("/fritexter/1").status == 403);  // in the session they had
  CHECK_FALSE(old_reader.get("/fritexter").says("/fritexter/1"));
  CHECK(bo.get("/fritexter/1").says(canary));
  CHECK(site.quotes("list").exit_code != 0);
  // No kiosk is told who reads, so it gets nothing new.
  CHECK(must(site.site.store->round_document_of(site.round, site.site.oak))->serial == serial);

  auto back = site.run({"round", "reader", "--round", "1", "--name", site.reader});
  CHECK(back.exit_code == 0);
  CHECK(has(back.out, "bo läser dem inte längre"));
  CHECK(has(site.log(), "kommandorad: gav kommando – round reader --round 1 --name lasare\n"));
  CHECK(bo.get("/fritexter/1").status == 403);
  CHECK(old_reader.get("/fritexter/1").says(canary));
  for (const auto& [round, name] : {std::pair("1", "ingen"), std::pair("1", "drift"), std::pair("7", "bo")}) {
    auto said = site.run({"round", "reader", "--round", round, "--name", name});
    CHECK_MESSAGE(said.exit_code != 0, name);
  }
  CHECK(must(site.site.store->find_round(site.round))->text_reader == site.reader);
}

TEST_CASE("P-12: a round without free text has no reader to change") {
  Desk desk;
  desk.site.open_round();
  desk.add("lead", Role::lead, {});
  desk.add("bo", Role::compiler, {});
  Browser lead(desk, "lead");
  CHECK_FALSE(lead.get("/omgangar/1").says("Byt läsare"));
  CHECK(lead.get("/omgangar/1/lasare").status == 404);
  CHECK(lead.post("/omgangar/1/lasare", {{"reader", "bo"}}).status == 404);
  CHECK(must(desk.site.store->find_round(RoundId{1}))->text_reader.empty());
  CHECK(desk.site.store->set_text_reader(RoundId{1}, "bo").error().kind == ErrorKind::not_found);
}

}  // namespace vantrum::dashboard
