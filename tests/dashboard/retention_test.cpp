// Keeping and destroying: the table, the archive, and all that must hold before anything is destroyed
// (P-21…P-24).
#include "sync/collector/retention.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "sync/collector/fleet.h"
#include "sync/collector/purge.h"
#include "sync/collector/quotes.h"
#include "sync/collector/readings.h"
#include "sync/collector/take_away.h"
#include "sync/store/answer_content.h"
#include "sync/store/answer_schema.h"
#include "tests/dashboard/written_support.h"
#include "tests/support/retention_table.h"

namespace vantrum::dashboard {
namespace {

namespace fs = std::filesystem;
using namespace collector;

using testing::gone_after_12, testing::gone_after_24, testing::kept, testing::table_with;

constexpr const char* decision = "RS 2028/117";

// A closed round of long ago, of two centres, with answers, texts and one quote.
struct Past : Written {
  Past() {
    answer(site.oak, {12, 8, 2});
    answer(site.pine, {3, 0, 0});
    write(site.oak, {{"woman", canary}, {"man", "Öppet oftare"}, {"", "Bra fika"}});
    CHECK(quotes("redact", {"--text", id_of("Bra fika"), "--cut", ""}).exit_code == 0);  // a draft
    close();
    CHECK(quotes("approve", {"--text", id_of("Öppet oftare")}).exit_code == 0);
    write_table(table_with(gone_after_12, gone_after_24));
    site.clock.jump_wall(std::chrono::days(800));
  }
  void write_table(const std::string& text) {
    must(site.files->write_atomic(site.data.retention(), view_of(text)));
  }
  CommandOutput retention(std::vector<std::string> words) {
    words.insert(words.begin(), "retention");
    return run(std::move(words));
  }
  std::string archive(const std::vector<std::string>& with = {}) {
    auto target = site.folder.path() + "/arkiv" + std::to_string(++archives);
    fs::create_directory(target);
    std::vector<std::string> words{"archive", "--round", "1", "--to", target};
    for (const auto& kind : with) words.insert(words.end(), {"--with", kind});
    auto done = retention(words);
    REQUIRE_MESSAGE(done.exit_code == 0, done.err);
    return target + "/vantrum-arkiv-kalmar-omgang-1";
  }
  CommandOutput purge(const std::string& kind, const std::string& folder, const std::string& by = decision) {
    return retention({"purge", "--round", "1", "--kind", kind, "--decision", by, "--archive", folder});
  }
  // Nothing was destroyed, and the log says nothing else.
  std::string refusal(const std::string& kind, const std::string& folder, const std::string& by = decision) {
    auto refused = purge(kind, folder, by);
    CHECK(refused.exit_code != 0);
    CHECK(site.answers(round) == 25);
    CHECK(must(site.answer_store->list_texts(round)).size() == 3);
    CHECK_FALSE(has(log(), "gallra"));  // nor "gallrar"
    return refused.err;
  }
  std::string read(const std::string& path) {
    return std::string(text_of(must(site.files->read(path, 100'000'000))));
  }
  // Every byte of every file of the collector.
  std::string all_bytes() {
    std::string all;
    for (const auto& entry : fs::recursive_directory_iterator(site.data.path))
      if (entry.is_regular_file()) all += read(entry.path());
    return all;
  }
  int archives = 0;
};

int exit_code_of(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("P-22: the table is data; the program brings a proposal, and destroys nothing by it") {
  Past site;
  fs::remove(site.site.data.retention());
  auto table = must(load_retention(*site.site.files, site.site.data));
  CHECK_FALSE(table.is_adopted);
  CHECK(table.rules.size() == 9);
  for (const auto& rule : table.rules) {
    CHECK(rule.basis.empty());         // nobody has decided anything
    CHECK_FALSE(rule.source.empty());  // and each line says where it comes from
    if (rule.destroys) CHECK(can_be_destroyed(rule.kind));
  }
  CHECK(has(site.retention({"show"}).out, "Förslag. Ingen gallringstabell är antagen"));
  CHECK(has(site.retention({"plan"}).out, "ingen gallringstabell är antagen"));
  auto folder = site.archive();
  CHECK(has(site.refusal("texts", folder), "ingen gallringstabell är antagen"));
  // The proposal as it is, taken over without a decision, destroys nothing either.
  site.write_table(site.read("config/retention.toml"));
  CHECK(has(site.retention({"show"}).out, "Gallringstabellen som gäller här"));
  CHECK(has(site.refusal("texts", folder), "beslut saknas"));
}

TEST_CASE("P-22: the page shows the table and what it would let go, and lets nothing go") {
  Past site;
  site.add("lead", Role::lead, {});
  Browser lead(site, "lead");
  auto page = lead.get("/gallring");
  CHECK(page.says("Tabellen som gäller här"));
  CHECK(page.says("Gallras efter 24 månader"));
  CHECK(page.says("Plan 2026, 4.2"));
  CHECK(page.says("kan gallras nu"));
  CHECK_FALSE(page.says("<form method=\"post\" action=\"/gallring"));
  fs::remove(site.site.data.retention());
  CHECK(lead.get("/gallring").says("Det här är ett förslag"));
  site.write_table("[texts]");
  CHECK(lead.get("/gallring").says("retention.toml:1"));
}

TEST_CASE("P-22: a table that does not say all of it destroys nothing, and the message names the line") {
  Past site;
  auto folder = site.archive();
  const auto refused = [&](const std::string& table, const std::string& words) {
    site.write_table(table);
    auto message = site.refusal("answers", folder);
    CHECK_MESSAGE(has(message, words), message);
    CHECK(has(message, "retention.toml:"));
  };
  refused("", "texts");
  refused(table_with(gone_after_12, "action = \"gallra\"\nbasis = \"x\"\n"), "after_months");
  refused(table_with(gone_after_12, "action = \"gallra\"\nafter_months = 0\nbasis = \"x\"\n"),
          "after_months");
  refused(table_with(gone_after_12, "action = \"bevara\"\nafter_months = 12\nbasis = \"x\"\n"),
          "after_months");
  refused(table_with(gone_after_12, "action = \"glöm\"\nbasis = \"x\"\n"), "action");
  refused(table_with(gone_after_12, gone_after_24) + "[answer]\naction = \"bevara\"\n", "answer");
  auto log_too = table_with(gone_after_12, gone_after_24);
  log_too.replace(log_too.rfind("action = \"bevara\""), 17, "action = \"gallra\"\nafter_months = 1");
  refused(log_too, "always kept");
}

TEST_CASE("P-22: nothing is destroyed without a decision, before its time, or of a kind that is kept") {
  Past site;
  auto folder = site.archive();
  for (const char* none : {"", "   ", "\n"}) CHECK(has(site.refusal("texts", folder, none), "decision"));
  CHECK(has(site.refusal("log", folder), "always kept"));
  CHECK(has(site.refusal("quarantine", folder), "always kept"));
  CHECK(has(site.refusal("nonsense", folder), "retention show"));
  site.write_table(table_with(gone_after_12, kept));
  CHECK(has(site.refusal("answers", folder), "bevaras"));
  site.write_table(table_with("action = \"gallra\"\nafter_months = 12\nbasis = \"\"\n", kept));
  CHECK(has(site.refusal("texts", folder), "beslut saknas"));
  // Week 45 of 2026 ends on 8 November; twelve months later it is 9 November 2027.
  site.write_table(table_with(gone_after_12, gone_after_24));
  using namespace std::chrono;
  const auto to = [&](sys_seconds time) { site.site.clock.jump_wall(time - site.site.clock.wall()); };
  to(sys_days(year(2027) / 11 / 9) - seconds(1));
  CHECK(has(site.refusal("texts", folder), "2027-11-09"));
  CHECK(has(site.retention({"plan"}).out, "tiden har inte gått"));
  to(sys_days(year(2027) / 11 / 9));
  CHECK(has(site.retention({"plan"}).out, "kan gallras nu"));
  CHECK(has(site.refusal("answers", folder), "2028-11-09"));
  CHECK(site.purge("texts", folder).exit_code == 0);
}

TEST_CASE("P-22: a plan says what would go and changes nothing") {
  Past site;
  auto before = site.all_bytes();
  auto plan = site.retention({"plan"});
  CHECK(plan.exit_code == 0);
  CHECK(has(plan.out, "answers"));
  CHECK(has(plan.out, "Inget är gallrat."));
  CHECK(site.retention({"plan", "--round", "9"}).exit_code != 0);
  CHECK(site.all_bytes() == before);
  CHECK(site.site.answers(site.round) == 25);
  CHECK_FALSE(has(site.log(), "gallra"));
}

TEST_CASE("P-21: nothing is destroyed before an archive is there, whole, and of now") {
  Past site;
  auto folder = site.archive({"answers", "texts"});
  CHECK(has(site.refusal("answers", ""), "--archive"));
  CHECK(has(site.refusal("answers", site.site.folder.path()), "no archive"));
  const auto damaged = [&](const std::string& name, const std::function<void()>& damage) {
    auto good = site.read(folder + "/" + name);
    damage();
    auto message = site.refusal("answers", folder);
    must(site.site.files->write_atomic(folder + "/" + name, view_of(good)));
    return message;
  };
  const auto put = [&](const std::string& name, const std::string& text) {
    must(site.site.files->write_atomic(folder + "/" + name, view_of(text)));
  };
  auto answers = site.read(folder + "/svar.csv"), sums = site.read(folder + "/SHA256SUMS");
  CHECK(has(damaged("svar.csv", [&] { put("svar.csv", answers.substr(1)); }), "svar.csv is not as it was"));
  CHECK(
      has(damaged("resultat.csv", [&] { fs::remove(folder + "/resultat.csv"); }), "resultat.csv is missing"));
  CHECK(has(damaged("SHA256SUMS", [&] { put("SHA256SUMS", sums.substr(sums.find('\n') + 1)); }),
            "none of the"));
  CHECK(has(damaged("SHA256SUMS", [&] { put("SHA256SUMS", sums.substr(0, sums.size() - 3)); }), "missing"));
  CHECK(has(damaged("SHA256SUMS", [&] { put("SHA256SUMS", "../x\n" + sums); }), "not as it was"));
  put("extra.txt", "x");
  CHECK(has(site.refusal("answers", folder), "extra.txt"));
  fs::remove(folder + "/extra.txt");
  // One that came after the archive was made.
  site.answer(site.site.oak, {1, 0, 0});
  auto late = site.purge("answers", folder);
  CHECK(late.exit_code != 0);
  CHECK(has(late.err, "there were 25 answers, here are 26"));
  CHECK(site.purge("texts", folder).exit_code == 0);  // of these there are as many
  CHECK(site.purge("answers", site.archive()).exit_code == 0);
}

TEST_CASE("P-21: what was destroyed is gone from every byte of the collector; what was shown stays") {
  Past site;
  auto& inner = site.site;
  // Enough of them that pages are split, joined and written anew.
  for (int i = 0; i < 15; ++i) {
    std::vector<std::pair<std::string, std::string>> more;
    for (int j = 0; j < 20; ++j)
      more.emplace_back("", std::string(canary) + " " + std::to_string(i * 20 + j));
    site.write(inner.pine, more);
    site.answer(inner.pine, {5, 5, 0});
  }
  auto shown = must(
      exports::bytes_of(must(publish_results(inner.collector, site.round)), {exports::Format::json, {}, 1}));
  CHECK(has(shown, "Öppet oftare"));
  const auto progress = progress_json(must(read_progress(inner.collector, site.round)));
  const auto one_answer = encode_answers({{"acc", {"full"}}, {"gender", {"man"}}}, survey_instrument());
  std::vector<std::string> answers{
      std::string(text_of(one_answer))};  // one that waits, and blocks of released
  {
    const auto copy = inner.folder.path() + "/copy.db";
    must(inner.answer_store->copy_to(copy));
    auto database = must(store::Database::open(copy, {.application_id = answer_application_id}));
    must(database.each("SELECT content FROM released_block", {}, [&](const store::Row& row) -> Result<void> {
      const auto block = row.blob(0);
      // What is long lies in pieces; its beginning is one of them.
      answers.push_back(std::string(text_of(block)).substr(0, 200));
      return {};
    }));
  }
  REQUIRE(answers.size() == 3);  // of two centres
  const auto holds_answer = [&](const std::string& all) {
    return std::any_of(answers.begin(), answers.end(), [&](const auto& bytes) { return has(all, bytes); });
  };
  CHECK(has(site.all_bytes(), canary));
  CHECK(holds_answer(site.all_bytes()));

  auto folder = site.archive({"answers"});
  auto done = site.purge("texts", folder);
  CHECK(has(done.out, "Gallrat: 303 st"));
  CHECK(has(done.out, "finns inte i arkivet"));
  CHECK(must(inner.answer_store->list_texts(site.round)).empty());
  CHECK_FALSE(has(site.all_bytes(), canary));
  CHECK_FALSE(has(site.all_bytes(), "Bra fika"));  // the draft has gone with its text
  CHECK(has(site.all_bytes(), "Öppet oftare"));    // the approved one is a part of the report
  CHECK(holds_answer(site.all_bytes()));

  done = site.purge("answers", folder);
  CHECK(has(done.out, "Gallrat: 175 st"));
  CHECK(has(done.out, "De finns i arkivet " + folder));
  CHECK_FALSE(holds_answer(site.all_bytes()));
  CHECK(inner.answers(site.round) == 0);
  must(inner.answer_store->check_integrity());

  auto after = must(
      exports::bytes_of(must(publish_results(inner.collector, site.round)), {exports::Format::json, {}, 1}));
  CHECK(after == shown);
  CHECK(progress_json(must(read_progress(inner.collector, site.round))) == [&] {  // only the texts are fewer
    auto expected = progress;
    for (const char* count : {"\"texts\": 3", "\"texts\": 300"})
      expected.replace(expected.find(count), std::string(count).size(), "\"texts\": 0");
    return expected;
  }());
  CHECK(must(reconcile(inner.collector)).differences.empty());
  CHECK(has(site.retention({"plan"}).out, "inget finns"));

  // The log: who, what, how many, under which decision and ground; the archive by its digest.
  auto digest = must(check_archive(inner.collector, *inner.files, site.round, folder)).digest.substr(0, 16);
  CHECK(has(site.log(),
            "kommandorad: gallrar – omgång 1, fritexter: 303 st, beslut RS 2028/117, grund Plan 2026, "
            "4.1, arkiv " +
                digest + " utan dem\n"));
  CHECK(has(site.log(), "omgång 1, enkätsvar: 175 st, beslut RS 2028/117, grund Plan 2026, 4.2, arkiv " +
                            digest + " med dem\n"));
  CHECK_FALSE(has(site.log(), canary));
  CHECK(testing::must(site.staff->log.verify()).findings.empty());

  // A late answer counts with those that are gone, and a quote without its text can only be withdrawn.
  site.answer(inner.oak, {10, 0, 0});
  auto published = must(publish_results(inner.collector, site.round));
  CHECK(*published.find(inner.oak)->responses == 32);
  auto quotes = must(inner.answer_store->quotes(site.round));
  REQUIRE(quotes.size() == 1);
  auto id = quotes.begin()->first.hex();
  CHECK(has(site.quotes("list").out, "texten är gallrad"));
  CHECK(has(site.quotes("redact", {"--text", id, "--cut", "1"}).err, "destroyed"));
  CHECK(site.quotes("withdraw", {"--text", id}).exit_code == 0);
  CHECK(must(inner.answer_store->quotes(site.round)).empty());
}

TEST_CASE("P-21: what cannot be logged is not destroyed") {
  Past site;
  auto folder = site.archive();
  const AuditNote broken = [](const std::string&, const std::string&) -> Result<void> {
    return Error::storage("the log's disk is full");
  };
  PurgePlan plan{site.round, RecordKind::texts, decision, folder};
  CHECK_FALSE(collector::purge(site.site.collector, *site.site.files, plan, broken));
  CHECK(must(site.site.answer_store->list_texts(site.round)).size() == 3);
}

TEST_CASE("P-21: answers that never were counted are told when they are destroyed") {
  Past site;
  must(publish_results(site.site.collector, site.round));
  site.answer(site.site.oak, {3, 0, 0});
  auto done = site.purge("answers", site.archive({"answers"}));
  CHECK(has(done.out, "Gallrat: 28 st (Enkätsvar, ett besök per rad), 3 av dem aldrig medräknade."));
  CHECK(has(site.log(), "omgång 1, enkätsvar: 28 st, 3 av dem aldrig medräknade, beslut RS 2028/117"));
  CHECK(*must(publish_results(site.site.collector, site.round)).find(site.site.oak)->responses == 22);
}

TEST_CASE("P-21: what comes while it works is not destroyed with what the archive was made of") {
  Past site;
  auto folder = site.archive({"answers"});
  auto& store = *site.site.answer_store;
  std::vector<std::string> lines;
  const AuditNote meanwhile = [&](const std::string& action, const std::string& details) -> Result<void> {
    lines.push_back(action + " – " + details);
    if (lines.size() > 1) return {};
    return store.add_answer(site.site.entropy.random_id<AnswerId>(),
                            {site.round, site.site.oak, IsoWeek{2026, 45}, {}, {}});
  };
  PurgePlan plan{site.round, RecordKind::answers, decision, folder};
  const auto done = collector::purge(site.site.collector, *site.site.files, plan, meanwhile);
  REQUIRE_FALSE(done);
  CHECK(has(done.error().message, "came meanwhile"));
  REQUIRE(lines.size() == 2);
  CHECK(lines.front().starts_with("gallrar – omgång 1, enkätsvar: 25 st, beslut RS"));
  CHECK(lines.back() == "gallrade inte – omgång 1, enkätsvar: alla finns kvar");
  CHECK(site.site.answers(site.round) == 26);
}

TEST_CASE("P-21: a list of contents that is no archive's is refused, not believed") {
  Past site;
  auto folder = site.archive();
  const auto contents = site.read(folder + "/innehall.json");
  const auto with = [&](const std::string& from, const std::string& to) {
    auto text = contents;
    REQUIRE(has(text, from));
    text.replace(text.find(from), from.size(), to);
    must(site.site.files->write_atomic(folder + "/innehall.json", view_of(text)));
    REQUIRE(exit_code_of("cd '" + folder +
                         "' && grep -o '[^ ]*$' SHA256SUMS | xargs sha256sum > sums && "
                         "mv sums SHA256SUMS") == 0);
    return site.refusal("answers", folder);
  };
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"format\": 1", "\"format\": \"1\""},
           {"\"region\": \"kalmar\"", "\"region\": 7"},
           {"\"region\": \"kalmar\"", "\"region\": \"halmstad\""},
           {"\"round\": 1", "\"round\": [1]"},
           {"\"round\": 1", "\"round\": 2"},
           {"\"answers\": 25", "\"answers\": \"25\""},
           {"\"answers\": 25", "\"answers\": -25"},
           {"\"texts\": 3", "\"texts\": null"},
           {contents, "[1]"}})
    CHECK_MESSAGE(has(with(from, to), "is not an archive of this round"), to);
}

TEST_CASE("P-23, P-24: the archive is read without us: contents, codebook, every answer, checksums") {
  Past site;
  auto folder = site.archive({"answers", "texts"});
  CHECK(exit_code_of("cd '" + folder + "' && sha256sum --quiet --strict -c SHA256SUMS") == 0);
  CHECK(exit_code_of("python3 tests/dashboard/read_archive.py '" + folder + "' 25 3") == 0);
  auto book = site.read(folder + "/kodbok.csv"), answers = site.read(folder + "/svar.csv");
  for (const auto& question : survey_instrument().questions) {
    CHECK(has(book, "\r\n" + question.id + ","));
    const bool is_linked = question.linkage == survey::Linkage::linked;
    CHECK(has(answers.substr(0, answers.find('\r')) + ",", "," + question.id + ",") == is_linked);
  }
  CHECK(site.read(folder + "/instrument/sv.toml") == survey_files().at("sv.toml"));
  CHECK(has(site.read(folder + "/resultat.csv"), "–"));  // three answers are too few, also here
  CHECK(has(site.read(folder + "/citat.csv"), "Öppet oftare"));
  CHECK(has(site.read(folder + "/fritexter.csv"), canary));
  CHECK(has(site.read(folder + "/rapporter/familjecentral-1.html"), "Öppet oftare"));
  auto mode = fs::status(folder).permissions();
  CHECK((mode & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
  // Without them there is nothing of a single person inside.
  auto bare = site.archive();
  CHECK_FALSE(fs::exists(bare + "/svar.csv"));
  std::string all;
  for (const auto& entry : fs::recursive_directory_iterator(bare))
    if (entry.is_regular_file()) all += site.read(entry.path());
  CHECK_FALSE(has(all, canary));
  // Never over one that is there, nor of a round that is open or unknown.
  auto again = site.retention({"archive", "--round", "1", "--to", fs::path(bare).parent_path().string()});
  CHECK(has(again.err, "is there already"));
  CHECK(site.retention({"archive", "--round", "7", "--to", site.site.folder.path()}).exit_code != 0);
  Written open;
  CHECK(has(open.run({"retention", "archive", "--round", "1", "--to", open.site.folder.path()}).err, "open"));
}

TEST_CASE("P-3, P-11: the order of the archive's lines tells nothing: they are sorted by what they say") {
  Past site;
  auto folder = site.archive({"answers", "texts"});
  for (const char* name : {"/svar.csv", "/fritexter.csv"}) {
    auto text = site.read(folder + name);
    std::vector<std::string> lines;
    for (auto at = text.find('\n') + 1; at < text.size();) {
      auto end = text.find('\n', at);
      lines.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    CHECK(std::is_sorted(lines.begin(), lines.end()));
  }
}

}  // namespace vantrum::dashboard
