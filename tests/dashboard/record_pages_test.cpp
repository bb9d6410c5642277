// What leads decide about a round's records on its pages: archive and purge (P-21…P-24), and who reads its
// free texts (P-12, S39).
#include <filesystem>

#include "sync/collector/purge.h"
#include "sync/collector/take_away.h"
#include "tests/dashboard/full_store.h"
#include "tests/dashboard/old_round.h"

namespace vantrum::dashboard {
namespace {

namespace fs = std::filesystem;
using namespace collector;

}  // namespace

TEST_CASE(
    "P-21, P-22: a lead destroys on a page: archive, receipt, decision, the round's name; each line logged") {
  Old site;
  auto& lead = *site.browser;
  CHECK(lead.get("/gallring").says("href=\"/gallring/1\""));
  auto shown = lead.get("/gallring/1");
  CHECK(shown.says("kan gallras nu"));
  CHECK(shown.says("Gör och hämta arkivet först."));
  CHECK_FALSE(shown.says("Gallra för gott"));
  auto refused = site.purge("texts", "RS 2028/117", "", round_name);
  CHECK(refused.status == 422);
  CHECK(refused.says("Gör ett arkiv först"));
  CHECK(lead.get("/gallring/1/arkiv.zip").status == 404);

  CHECK(lead.post("/gallring/1/arkiv").location == "/gallring/1");
  CHECK(has(site.log(), "lead: skrev arkiv – omgång: 1\n"));
  shown = lead.get("/gallring/1");
  CHECK(shown.says("Då fanns 22 svar och 2 fritexter"));
  CHECK(shown.says("Gallra för gott"));
  CHECK((fs::status(site.site.data.shelf()).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
        fs::perms::none);
  const auto receipt = site.receipt();
  CHECK_FALSE(shown.says(receipt));  // it stands in the ZIP alone
  CHECK_FALSE(shown.says("spara det gamla först"));

  auto zip = lead.get("/gallring/1/arkiv.zip");
  CHECK(zip.type == "application/zip");
  CHECK(has(zip.headers["Content-Disposition"], "vantrum-arkiv-kalmar-omgang-1.zip"));
  CHECK(has(site.log(), "lead: hämtade arkiv – fil: arkiv.zip · omgång: 1\n"));
  const auto path = site.site.folder.path() + "/arkiv.zip", unpacked = site.site.folder.path() + "/unpacked";
  must(site.site.files->write_atomic(path, view_of(zip.text)));
  REQUIRE(std::system(("/usr/bin/python3 -m zipfile -e " + path + " " + unpacked).c_str()) == 0);
  const auto words = must(site.site.files->read(unpacked + "/KVITTENS.txt", 10'000));
  CHECK(text_of(words) ==
        "Arkivets kvittens: " + receipt +
            "\n\nSpara mappen intill den här filen på den plats där omgångens handlingar bevaras. Skriv in "
            "kvittensen\npå sidan Gallring när det är gjort: den visar att arkivet är hämtat och gick att "
            "öppna.\n");
  // Whole, and nobody's own words or visit.
  const auto folder = unpacked + "/vantrum-arkiv-kalmar-omgang-1";
  const auto facts = must(check_archive(site.site.collector, *site.site.files, site.round, folder));
  CHECK_FALSE(facts.has_answers);
  CHECK_FALSE(facts.has_texts);
  for (const auto& entry : fs::recursive_directory_iterator(unpacked)) {
    if (!entry.is_regular_file()) continue;
    const auto bytes = must(site.site.files->read(entry.path().string(), 10'000'000));
    CHECK_FALSE(has(std::string(text_of(bytes)), canary));
  }

  const auto problem = [&](const std::string& decision, const std::string& with, const std::string& name) {
    auto said = site.purge("texts", decision, with, name);
    CHECK(said.status == 422);
    CHECK(said.says("Inget har gallrats."));
    site.check_nothing_gone();
    return said;
  };
  CHECK(problem("  ", receipt, round_name).says("Skriv beslutets beteckning"));
  auto wrong = problem("RS 2028/117", "0000-0000-0000-0000", round_name);
  CHECK(wrong.says("Kvittensen är inte arkivets"));
  CHECK(wrong.says("value=\"RS 2028/117\""));  // what was typed stays
  problem("RS 2028/117", receipt.substr(0, 9), round_name);
  problem("RS 2028/117", receipt, "Besöksenkät");
  problem("RS 2028/117", receipt, "");
  CHECK(site.purge("log", "RS 2028/117", receipt, round_name).status == 409);
  CHECK(site.purge("", "RS 2028/117", receipt, round_name).status == 409);
  site.check_nothing_gone();

  auto upper = receipt;
  for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  auto done = site.purge("texts", "RS 2028/117", " " + upper, round_name);
  CHECK(done.status == 200);
  CHECK(done.says("2 gallrade: Fritexter"));
  CHECK_FALSE(done.says("redan gallrat"));
  CHECK_FALSE(done.says("omskriven en gång till"));
  CHECK(done.says("Säkerhetskopior från tidigare har kvar det som gallrades"));
  CHECK(site.texts() == 0);
  CHECK(site.site.answers(site.round) == 22);
  CHECK(has(site.log(),
            "lead: gallrar – omgång 1, fritexter: 2 st, beslut RS 2028/117, grund Plan 2026, 4.1, arkiv "));
  CHECK(has(site.log(), "lead: gallrade – omgång 1, fritexter: 2 st\n"));
  // Nor does the log give it away: it has the other end of the archive's digest.
  auto plain = receipt;
  std::erase(plain, '-');
  CHECK_FALSE(has(site.log(), plain));
  CHECK_FALSE(lead.get("/logg").says(plain));
  CHECK(testing::must(site.staff->log.verify()).findings.empty());
  CHECK(lead.get("/gallring/1").says("De är borta ur databasen. Står det inte"));
  CHECK(lead.get("/gallring/1").says("Ett nytt arkiv ersätter det som gallringen i loggen hänvisar till"));

  done = site.purge("answers", "RS 2028/118", receipt, round_name);
  CHECK(done.says("22 gallrade: Enkätsvar"));
  CHECK(site.site.answers(site.round) == 0);
  // Once more, as after a cut, clears away and destroys nothing.
  done = site.purge("answers", "RS 2028/118", receipt, round_name);
  CHECK(done.says("redan gallrat. Databasens fil är omskriven en gång till."));
  CHECK_FALSE(done.says("0 gallrade"));
}

TEST_CASE("P-21, P-22: nothing goes where the table, the round, the archive or the log says no") {
  SUBCASE("the archive is of before what came since") {
    Old site;
    site.browser->post("/gallring/1/arkiv");
    const auto receipt = site.receipt();
    site.answer(site.site.oak, {1, 0, 0});
    CHECK(site.browser->get("/gallring/1").says("Antalet är ett annat än när arkivet gjordes"));
    auto said = site.purge("answers", "RS 1", receipt, round_name);
    CHECK(said.status == 422);
    CHECK(said.says("when the archive was made there were 22 answers, here are 23"));
    CHECK(site.site.answers(site.round) == 23);
    CHECK(site.browser->post("/gallring/1/arkiv").location == "/gallring/1");
    CHECK(site.purge("answers", "RS 1", receipt, round_name).says("är arkivet gjort om sedan dess"));
    CHECK(site.purge("answers", "RS 1", site.receipt(), round_name).says("23 gallrade"));
  }
  SUBCASE("the archive on the server was changed") {
    Old site;
    site.browser->post("/gallring/1/arkiv");
    const auto receipt = site.receipt();
    const auto file = site.site.data.shelf() + "/vantrum-arkiv-kalmar-omgang-1/resultat.csv";
    must(site.site.files->write_atomic(file, view_of("x")));
    CHECK(site.browser->get("/gallring/1").says("inte som det skrevs"));
    CHECK(site.purge("texts", "RS 1", receipt, round_name).status == 422);
    CHECK(site.browser->get("/gallring/1/arkiv.zip").status == 404);
    site.check_nothing_gone();
    CHECK(site.browser->post("/gallring/1/arkiv").location == "/gallring/1");
    CHECK(site.purge("texts", "RS 1", site.receipt(), round_name).says("2 gallrade"));
  }
  SUBCASE("no table was adopted") {
    Old site;
    fs::remove(site.site.data.retention());
    site.browser->post("/gallring/1/arkiv");
    auto shown = site.browser->get("/gallring/1");
    CHECK(shown.says("ingen gallringstabell är antagen"));
    CHECK_FALSE(shown.says("Gallra för gott"));
    CHECK(site.purge("texts", "RS 1", site.receipt(), round_name).status == 422);
    site.check_nothing_gone();
  }
  SUBCASE("what was destroyed with the command asks for no archive here") {
    Old site;
    const auto elsewhere = site.site.folder.path() + "/elsewhere";
    fs::create_directory(elsewhere);
    CHECK(site.run({"retention", "archive", "--round", "1", "--to", elsewhere}).exit_code == 0);
    const auto archive = elsewhere + "/vantrum-arkiv-kalmar-omgang-1";
    for (const char* kind : {"texts", "answers"})
      CHECK(site.run({"retention", "purge", "--round", "1", "--kind", kind, "--decision", "RS 1", "--archive",
                      archive})
                .exit_code == 0);
    const auto shown = site.browser->get("/gallring/1");
    CHECK(shown.says("<dd>gallrat</dd>"));
    CHECK_FALSE(shown.says("Gör och hämta arkivet först."));
    CHECK_FALSE(shown.says("spara det gamla först"));  // there is none here
  }
  SUBCASE("the round is open") {
    Written open;
    open.add("lead", Role::lead, {});
    Browser lead(open, "lead");
    CHECK(lead.get("/gallring/1").says("Omgången pågår"));
    auto said = lead.post("/gallring/1/arkiv");
    CHECK(said.status == 422);
    CHECK(has(open.log(), "lead: det gick inte – skrev arkiv\n"));
    CHECK_FALSE(fs::exists(open.site.data.shelf() + "/vantrum-arkiv-kalmar-omgang-1"));
  }
  SUBCASE("another role than a lead's") {
    Old site;
    site.browser->post("/gallring/1/arkiv");
    site.add("drift", Role::operations, {});
    Browser drift(site, "drift");
    CHECK_FALSE(drift.get("/gallring").says("href=\"/gallring/1\""));
    CHECK(drift.get("/gallring/1").status == 403);
    CHECK(
        drift
            .post(
                "/gallring/1/gallra",
                {{"kind", "texts"}, {"decision", "RS 1"}, {"receipt", site.receipt()}, {"name", round_name}})
            .status == 403);
    site.check_nothing_gone();
  }
}

TEST_CASE(
    "P-21: where the file could not be written anew, page, command and log say what may be left in it") {
  Old site;
  site.browser->post("/gallring/1/arkiv");
  const auto receipt = site.receipt();
  FullStore full(*site.site.answer_store);
  const auto with_room = [&](bool has_room) {
    site.site.collector.answers = &full;
    if (has_room) site.site.collector.answers = site.site.answer_store.get();
  };
  with_room(false);
  auto done = site.purge("texts", "RS 1", receipt, round_name);
  CHECK(done.status == 200);
  CHECK(done.says("2 gallrade: Fritexter"));
  CHECK(done.says("rester kan finnas kvar i dess fil"));
  CHECK(has(site.log(), "lead: gallringen blev inte klar – omgång 1, fritexter: borta ur databasen"));
  CHECK_FALSE(site.purge("texts", "RS 1", receipt, round_name).says("omskriven en gång till"));
  with_room(true);
  CHECK(site.texts() == 0);
  done = site.purge("texts", "RS 1", receipt, round_name);
  CHECK(done.says("omskriven en gång till"));
  CHECK_FALSE(done.says("rester kan finnas kvar"));

  with_room(false);
  const std::vector<std::string> command{
      "retention",  "purge",
      "--round",    "1",
      "--kind",     "answers",
      "--decision", "RS 1",
      "--archive",  site.site.data.shelf() + "/vantrum-arkiv-kalmar-omgang-1"};
  auto said = site.run(command);
  CHECK(said.exit_code != 0);
  CHECK(has(said.err, "22 answers of round 1 are destroyed, but remains may be in the database's file"));
  with_room(true);
  CHECK(site.site.answers(site.round) == 0);
  CHECK(site.run(command).exit_code == 0);
}

TEST_CASE("P-21: what could not be destroyed is told as that by page, command and log, and is there") {
  Old site;
  site.browser->post("/gallring/1/arkiv");
  FullStore full(*site.site.answer_store);
  full.destroys = false;
  site.site.collector.answers = &full;
  const auto said = site.purge("texts", "RS 1", site.receipt(), round_name);
  CHECK(said.status == 503);
  CHECK_FALSE(said.says("gallrade"));
  CHECK(has(site.log(), "lead: gallrade inte – omgång 1, fritexter: alla finns kvar\n"));
  const auto command =
      site.run({"retention", "purge", "--round", "1", "--kind", "answers", "--decision", "RS 1", "--archive",
                site.site.data.shelf() + "/vantrum-arkiv-kalmar-omgang-1"});
  CHECK(command.exit_code != 0);
  CHECK(has(command.err, "database or disk is full"));
  CHECK(has(site.log(), "kommandorad: gallrade inte – omgång 1, enkätsvar: alla finns kvar\n"));
  CHECK_FALSE(has(site.log(), "gallrade – "));
  CHECK(site.texts() == 2);
  CHECK(site.site.answers(site.round) == 22);
}

TEST_CASE("P-21: the log says that records are there only where they were seen after the failure") {
  Old site;
  site.browser->post("/gallring/1/arkiv");
  FullStore full(*site.site.answer_store);
  full.tells_of_commit = false;
  site.site.collector.answers = &full;
  CHECK(site.purge("texts", "RS 1", site.receipt(), round_name).status == 503);
  CHECK(site.texts() == 0);
  CHECK(has(site.log(), "gallringen blev inte klar – omgång 1, fritexter: oklart om de finns kvar"));
  CHECK(site.purge("texts", "RS 1", site.receipt(), round_name).status == 503);
  CHECK(has(site.log(), "gallringen blev inte klar – omgång 1, fritexter: inga fanns kvar"));
  CHECK_FALSE(has(site.log(), "alla finns kvar"));
}

TEST_CASE("P-21: where the log takes no second line, nobody reads that what is gone is still there") {
  Old site;
  site.browser->post("/gallring/1/arkiv");
  int lines = 0;
  const AuditNote one_line = [&](const std::string&, const std::string&) -> Result<void> {
    return ++lines == 1 ? Result<void>() : Error::storage("the log's disk is full");
  };
  const PurgePlan plan{site.round, RecordKind::texts, "RS 1",
                       site.site.data.shelf() + "/vantrum-arkiv-kalmar-omgang-1"};
  const auto done = collector::purge(site.site.collector, *site.site.files, plan, one_line);
  REQUIRE(done);
  CHECK(done->count == 2);
  CHECK(lines == 2);
  CHECK(site.texts() == 0);
}

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
  testing::must(
      site.staff->accounts.set_active("test", testing::must(site.staff->accounts.find("stangd"))->id, false));
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

TEST_CASE(
    "P-12: a lead is told when nobody reads a round's free texts: no account, another role, or closed") {
  Written site;
  site.add("lead", Role::lead, {});
  Browser lead(site, "lead");
  const auto check_read = [&](bool is_read) {
    for (const char* path : {"/omgangar/1", "/omgangar/1/lasare"}) {
      const auto shown = lead.get(path);
      CHECK(shown.status == 200);
      CHECK_MESSAGE(shown.says("Ingen läser fritexterna nu") == !is_read, path);
      CHECK_MESSAGE(shown.says("Fritexterna läses") == is_read, path);
    }
  };
  check_read(false);
  // The link lies in a mailbox.
  testing::must(site.staff->accounts.add("test", {"vantar", Role::compiler, {}}, std::chrono::hours(24)));
  testing::must(site.site.store->set_text_reader(site.round, "vantar"));
  check_read(false);
  testing::must(site.site.store->set_text_reader(site.round, site.reader));
  site.add(site.reader, Role::compiler, {});
  check_read(true);
  CHECK(lead.get("/omgangar/1/lasare").says("Fritexterna läses nu av <strong>lasare</strong>"));
  const auto id = testing::must(site.staff->accounts.find(site.reader))->id;
  testing::must(site.staff->accounts.change("test", id, Role::centre_reader, {site.site.oak}));
  check_read(false);
  testing::must(site.staff->accounts.change("test", id, Role::compiler, {}));
  check_read(true);
  testing::must(site.staff->accounts.set_active("test", id, false));
  check_read(false);
}

TEST_CASE(
    "P-12: who opens a round is told if nobody can read its free texts yet; it is opened all the same") {
  Written site;
  site.close();
  const auto instrument = fs::current_path().string() + "/config/instruments/besoksenkat";
  const auto words =
      "Ingen kan läsa fritexterna på sidorna ännu, så rutinen för oro för barn fungerar inte. "
      "Kontot anna finns inte, är stängt, har inte använt sin engångslänk eller";
  const auto file = site.site.folder.path() + "/omgang.toml";
  auto text =
      site.run({"round", "new", "--instrument", instrument, "--name", "Ny", "--receiver", "Nämnden"}).out;
  const std::string off = "on = false\ndecision = \"\"\nreader = \"\"\nroutine = \"\"";
  REQUIRE(has(text, off));
  text.replace(text.find(off), off.size(),
               "on = true\ndecision = \"RS 1\"\nreader = \"anna\"\nroutine = \"rutin 1\"");
  const std::string reviewed = "allow_unreviewed = false";
  REQUIRE(has(text, reviewed));
  text.replace(text.find(reviewed), reviewed.size(), "allow_unreviewed = true");
  must(site.site.files->write_atomic(file, view_of(text)));
  const auto is_told = [&] {
    const auto checked = site.run({"round", "check", file});
    const auto opened = site.run({"round", "open", "--instrument", instrument, "--name", "Ny", "--receiver",
                                  "Nämnden", "--languages", "sv", "--allow-unreviewed", "--free-text",
                                  "--reader", "anna", "--routine", "rutin 1"});
    CHECK_MESSAGE(opened.exit_code == 0, opened.err);
    CHECK(site.run({"round", "close"}).exit_code == 0);
    CHECK_MESSAGE(checked.exit_code == 0, checked.err);
    CHECK(has(checked.out, words) == has(opened.out, words));
    return has(opened.out, words);
  };
  CHECK(is_told());
  site.add("anna", Role::centre_reader, {site.site.oak});
  CHECK(is_told());
  const auto id = testing::must(site.staff->accounts.find("anna"))->id;
  testing::must(site.staff->accounts.change("test", id, Role::compiler, {}));
  CHECK_FALSE(is_told());
  testing::must(site.staff->accounts.set_active("test", id, false));
  CHECK(is_told());
  const auto without = site.run({"round", "open", "--instrument", instrument, "--name", "Ny", "--receiver",
                                 "Nämnden", "--languages", "sv", "--allow-unreviewed"});
  CHECK_MESSAGE(without.exit_code == 0, without.err);
  CHECK_FALSE(has(without.out, "Ingen kan läsa"));
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
