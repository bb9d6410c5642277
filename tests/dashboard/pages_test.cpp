// What stands on the pages: full, empty, and when something is wrong.
#include <fmt/format.h>

#include <regex>

#include "shared/survey/local_block.h"
#include "sync/collector/publish.h"
#include "sync/dashboard/assets.h"
#include "sync/dashboard/templates.h"
#include "tests/dashboard/dashboard_support.h"

namespace vantrum::dashboard {
namespace {

using namespace std::chrono_literals;

// Tags that are opened are closed, in order.
void check_html(const std::string& text, const std::string& where) {
  static const std::set<std::string> empty = {"meta", "link", "input", "img", "br", "!doctype"};
  static const std::regex tag(R"(<(/?)([a-zA-Z!][a-zA-Z0-9]*)([^>]*?)(/?)>)");
  std::vector<std::string> open;
  for (std::sregex_iterator it(text.begin(), text.end(), tag), end; it != end; ++it) {
    auto name = (*it)[2].str();
    if (empty.contains(name) || (*it)[4].length() > 0) continue;
    if ((*it)[1].length() == 0) {
      open.push_back(name);
      continue;
    }
    REQUIRE_MESSAGE(!open.empty(), where, " closes ", name);
    CHECK_MESSAGE(open.back() == name, where, " closes ", name, " inside ", open.back());
    open.pop_back();
  }
  CHECK_MESSAGE(open.empty(), where);
  CHECK_MESSAGE(text.find("{{") == std::string::npos, where);
  // No id twice.
  static const std::regex id(" id=\"([^\"]*)\"");
  std::set<std::string> ids;
  for (std::sregex_iterator it(text.begin(), text.end(), id), end; it != end; ++it)
    CHECK_MESSAGE(ids.insert((*it)[1]).second, where, " has the id ", (*it)[1].str(), " twice");
}

const char* const lead_pages[] = {"/omgangar",  "/familjecentraler", "/kiosker", "/karantan", "/fragor",
                                  "/rapporter", "/konton",           "/logg",    "/om",       "/ny-omgang"};

TEST_CASE("every page of an empty region says what is missing and what to do") {
  Desk desk;
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  for (const char* path : lead_pages) {
    auto shown = lead.get(path);
    CHECK_MESSAGE(shown.status == 200, path);
    check_html(shown.text, path);
  }
  CHECK(lead.get("/omgangar").says("vantrum-collector round open"));
  CHECK(lead.get("/kiosker").says("Ingen kiosk är ansluten ännu"));
  CHECK(lead.get("/karantan").says("Karantänen är tom"));
  CHECK(lead.get("/fragor").says("Ingen omgång har öppnats"));
  CHECK(lead.get("/rapporter").says("inga resultat"));
}

TEST_CASE("S25: progress names every centre of the round, those with nothing as well") {
  Desk desk;
  auto round = desk.site.open_round();
  desk.add("lead", Role::lead, {});
  collector::Kiosk kiosk(desk.site.entropy);
  kiosk.enrol(desk.site, desk.site.oak);
  testing::must(desk.site.send(
      kiosk.sign(kiosk.batch_of(round, collector::sealed_visits(desk.site, round, desk.site.oak, 12)))));
  wire::Status status;
  status.round = round;
  status.waiting = 3;
  status.software = "vantrum-kiosk 0.1.0";
  status.counters = {{"left:acc", 2}, {"left:wel", 1}};
  testing::must(desk.site.send(kiosk.sign(status)));
  Browser lead(desk, "lead");
  auto shown = lead.get("/omgangar/1");
  check_html(shown.text, "progress");
  CHECK(shown.says("3 besök avbröts innan svaren skickades"));
  CHECK(shown.says("3 väntade på kiosken när den senast hördes"));
  CHECK(shown.says("12 av 50"));
  CHECK(shown.says("0 av 80"));
  CHECK(shown.says("12 av 130"));
  // No response of pine's is no statement about them.
  const std::string papers = "Från papper: 0 · ovanliga besök: färre än 10";
  std::size_t told = 0;
  for (auto at = shown.text.find(papers); at != std::string::npos; at = shown.text.find(papers, at + 1))
    ++told;
  CHECK(told == 2);  // the county's and oak's
  CHECK(lead.get("/familjecentraler/1").says(papers));
  CHECK_FALSE(lead.get("/familjecentraler/2").says(papers));
  for (const char* path : {"/omgangar/1", "/familjecentraler/1"})
    CHECK_MESSAGE(lead.get(path).says("mycket fort eller likadant hela tiden"), path);
  CHECK(shown.says("1 av familjecentralerna har inget svar ännu"));
  CHECK(shown.says("Ingen kiosk är ansluten"));
  CHECK(!shown.says("Målet är nått"));
  desk.site.clock.advance(std::chrono::hours(24 * 5));
  Browser later(desk, "lead");
  CHECK(later.get("/omgangar/1").says("Har inte hörts på 5 dygn."));
  for (const char* path :
       {"/familjecentraler/1", "/familjecentraler/2", "/fragor/1", "/fragor/1?sprak=en", "/omgangar/1/stang",
        "/resultat/1", "/resultat/1/1", "/resultat/1/2", "/rapporter"}) {
    auto page = later.get(path);
    CHECK_MESSAGE(page.status == 200, path);
    check_html(page.text, path);
  }
  auto device = later.get("/kiosker/" + kiosk.id.hex());
  check_html(device.text, "device");
  CHECK(device.says("Har inte hörts"));
}

TEST_CASE("row 43: where another user opens, the pages say where progress and results are read") {
  Desk desk;
  desk.site.open_round();
  desk.add("lead", Role::lead, {});
  desk.site.collector.answers = nullptr;
  Browser lead(desk, "lead");
  for (const char* path :
       {"/omgangar", "/familjecentraler", "/kiosker", "/karantan", "/fragor/1", "/logg", "/konton"})
    CHECK_MESSAGE(lead.get(path).status == 200, path);
  for (const char* path :
       {"/omgangar/1", "/familjecentraler/1", "/resultat/1", "/resultat/1/1", "/rapporter/1/resultat.csv"}) {
    auto shown = lead.get(path);
    CHECK_MESSAGE(shown.status == 409, path);
    CHECK_MESSAGE(shown.says("på datorn där svaren öppnas"), path);
    CHECK_MESSAGE(!shown.says("rätta och försök igen"), path);
  }
  lead.get("/omgangar/1/stang");
  CHECK(lead.post("/omgangar/1/stang").location == "/omgangar");
}

TEST_CASE("P-14: the results page shows nothing of a centre with fewer than five answers") {
  Desk desk;
  auto round = desk.site.open_round();
  desk.add("lead", Role::lead, {});
  collector::Kiosk kiosk(desk.site.entropy);
  kiosk.enrol(desk.site, desk.site.oak);
  testing::must(desk.site.send(
      kiosk.sign(kiosk.batch_of(round, collector::sealed_visits(desk.site, round, desk.site.oak, 4)))));
  testing::must(collector::close_round(desk.site.collector, round));
  Browser lead(desk, "lead");
  auto shown = lead.get("/resultat/1/1");
  CHECK(shown.says("Färre än fem svar"));
  CHECK(!std::regex_search(shown.text, std::regex("<td[^>]*>[0-9]")));
}

TEST_CASE(
    "D9, D10: results are diagrams that can be taken away, with the same numbers in a table; S70: who works "
    "for one "
    "centre sees no other's name") {
  Desk desk;
  auto round = desk.site.open_round();
  desk.add("lead", Role::lead, {});
  desk.add("reader", Role::centre_reader, {desk.site.oak});
  collector::Kiosk kiosk(desk.site.entropy);
  kiosk.enrol(desk.site, desk.site.oak);
  testing::must(desk.site.send(
      kiosk.sign(kiosk.batch_of(round, collector::sealed_visits(desk.site, round, desk.site.oak, 12)))));
  testing::must(collector::close_round(desk.site.collector, round));
  Browser lead(desk, "lead"), reader(desk, "reader");
  for (auto* browser : {&lead, &reader}) {
    for (std::string path : {"/resultat/1", "/resultat/1/1"}) {
      auto page = browser->get(path);
      check_html(page.text, path);
      CHECK(page.says("12 av 50"));
      CHECK(page.says("<th scope=\"col\" class=\"number\">Vet inte</th>"));
      auto base = path == "/resultat/1" ? std::string("/resultat/1/lanet") : path;
      REQUIRE(page.says("src=\"" + base + "/bild/1.svg\""));
      auto drawn = browser->get(base + "/bild/1.svg");
      CHECK(drawn.type == "image/svg+xml");
      CHECK(drawn.text.starts_with("<svg"));
      CHECK(drawn.text.find("style") == std::string::npos);  // the content policy would drop it
      CHECK(drawn.headers.count("Content-Disposition") == 0);
      REQUIRE(page.says("href=\"" + base + "/diagram-1.png\""));
      auto taken = browser->get(base + "/diagram-1.png");
      CHECK(taken.text.starts_with("\x89PNG"));
      CHECK(taken.headers["Content-Disposition"].find("diagram-1.png") != std::string::npos);
      CHECK(testing::must(desk.staff->log.latest(1)).front().details.find("diagram-1.png") !=
            std::string::npos);
      CHECK(browser->get(base + "/diagram-1.svg").text == drawn.text);
      for (const char* none :
           {"/bild/9.svg", "/bild/1.png", "/bild/x.svg", "/diagram-0.svg", "/diagram-1.pdf"})
        CHECK_MESSAGE(browser->get(base + none).status == 404, none);
    }
  }
  CHECK(lead.get("/resultat/1").says("Tallen"));
  CHECK(!reader.get("/resultat/1").says("Tallen"));
  CHECK(reader.get("/resultat/1/2/bild/1.svg").status == 403);
}

TEST_CASE("D6, D8: the page says what the questions were last time, and a change only beyond chance") {
  Desk desk;
  auto first = desk.site.open_round();
  desk.add("lead", Role::lead, {});
  collector::Kiosk kiosk(desk.site.entropy);
  kiosk.enrol(desk.site, desk.site.oak);
  auto answer = [&](RoundId round) {
    testing::must(desk.site.send(
        kiosk.sign(kiosk.batch_of(round, collector::sealed_visits(desk.site, round, desk.site.oak, 12)))));
    testing::must(collector::close_round(desk.site.collector, round));
  };
  answer(first);
  Browser lead(desk, "lead");
  CHECK(!lead.get("/resultat/1/1").says("Positiva förra"));
  auto second = desk.site.open_round();
  answer(second);
  auto page = lead.get("/resultat/2/1");
  CHECK(page.says("Jämförs med"));
  CHECK(page.says("Positiva förra"));
  CHECK(page.says("↔"));
  CHECK(!page.says("↑"));
}

TEST_CASE(
    "S70: a lead takes away every form, a reader the reports of the own centre and no file of all centres") {
  Desk desk;
  auto round = desk.site.open_round();
  desk.add("lead", Role::lead, {});
  desk.add("reader", Role::centre_reader, {desk.site.oak});
  collector::Kiosk kiosk(desk.site.entropy);
  kiosk.enrol(desk.site, desk.site.oak);
  testing::must(desk.site.send(
      kiosk.sign(kiosk.batch_of(round, collector::sealed_visits(desk.site, round, desk.site.oak, 12)))));
  testing::must(collector::close_round(desk.site.collector, round));
  Browser lead(desk, "lead"), reader(desk, "reader");
  const std::pair<const char*, const char*> files[] = {
      {"resultat.csv", ""},    {"resultat-excel.csv", "\xEF\xBB\xBF"},
      {"resultat.xlsx", "PK"}, {"resultat.sav", "$FL2"},
      {"resultat.json", "{"},  {"resultat.txt", ""},
      {"rapport.docx", "PK"},  {"rapporter-word.zip", "PK"}};
  for (const auto& [file, start] : files) {
    auto taken = lead.get(std::string("/rapporter/1/") + file);
    CHECK_MESSAGE(taken.status == 200, file);
    CHECK_MESSAGE(taken.text.starts_with(start), file);
    CHECK_MESSAGE(lead.get("/rapporter").says(file), file);
    CHECK_MESSAGE(reader.get(std::string("/rapporter/1/") + file).status == 403, file);
  }
  CHECK(reader.get("/resultat/1/1").says("/resultat/1/1/rapport.docx"));
  auto report = reader.get("/resultat/1/1/rapport.docx");
  CHECK(report.status == 200);
  CHECK(report.headers["Content-Disposition"] ==
        "attachment; filename=\"omgang-1-familjecentral-1-rapport.docx\"");
  CHECK(reader.get("/resultat/1/2/rapport.docx").status == 403);
  CHECK(reader.get("/resultat/1/1/resultat.csv").status == 404);
  CHECK(!reader.get("/resultat/1").says("rapport.docx"));
}

TEST_CASE("a new round takes the questions of an earlier one, and closing asks first") {
  Desk desk;
  desk.site.open_round();
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  std::vector<std::pair<std::string, std::string>> fields{{"name", "Våren 2027"}, {"receiver", "Nämnden"},
                                                          {"source", "1"},        {"centre", "1"},
                                                          {"quota-1", "60"},      {"allow_unreviewed", "on"}};
  lead.get("/ny-omgang");
  auto busy = lead.post("/ny-omgang", fields);
  CHECK(busy.status == 422);
  CHECK(busy.says("redan med i en omgång"));
  CHECK(busy.says("Våren 2027"));
  check_html(busy.text, "new round with a problem");
  CHECK(lead.get("/omgangar/1/stang").says("öppnas inte igen"));
  lead.post("/omgangar/1/stang");
  lead.get("/ny-omgang");
  CHECK(lead.post("/ny-omgang", fields).location == "/omgangar/2");
  auto centres = testing::must(desk.site.store->centres_of(RoundId{2}));
  REQUIRE(centres.size() == 1);
  CHECK(centres[0].quota == 60);
  CHECK(testing::must(desk.site.store->find_round(RoundId{2}))->receiver == "Nämnden");
  for (const auto& [name, value] : fields) {
    if (name == "allow_unreviewed") continue;
    auto without = fields;
    std::erase_if(without, [&](const auto& field) { return field.first == name; });
    CHECK_MESSAGE(lead.post("/ny-omgang", without).status == 422, name);
  }
}

TEST_CASE(
    "a round can be opened for every one of three hundred centres, and a form that is cut does nothing") {
  Desk desk;
  auto first = desk.site.open_round();
  testing::must(collector::close_round(desk.site.collector, first));
  for (int i = 3; i <= 300; ++i) testing::must(desk.site.store->add_centre(fmt::format("Central {}", i), 50));
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  lead.get("/ny-omgang");
  std::vector<std::pair<std::string, std::string>> fields{
      {"name", "Våren 2027"}, {"receiver", "Nämnden"}, {"source", "1"}, {"allow_unreviewed", "on"}};
  for (int i = 1; i <= 300; ++i) {
    fields.emplace_back("centre", std::to_string(i));
    fields.emplace_back(fmt::format("quota-{}", i), "50");
  }
  auto cut = fields;
  for (int i = 0; i < 5000; ++i) cut.emplace_back("x", "");
  CHECK(lead.post("/ny-omgang", cut).status == 413);
  CHECK(testing::must(desk.site.store->list_rounds()).size() == 1);
  REQUIRE(lead.post("/ny-omgang", fields).location == "/omgangar/2");
  CHECK(testing::must(desk.site.store->centres_of(RoundId{2})).size() == 300);
}

TEST_CASE(
    "S29: a centre's own questions are shown to its readers, and a round that has them begins no other") {
  Desk desk;
  survey::LocalBlock block{desk.site.pine, {}};
  auto name = fmt::format("l{}_garden", desk.site.pine.value);
  block.files["questions.toml"] = fmt::format(
      "format = 1\nquestion_count = 1\n\n[[question]]\nid = \"{}\"\nnumber = 101\ntype = \"scale\"\n"
      "scale = \"agreement\"\nlinkage = \"linked\"\nbackground = false\nhint = false\ngoals = []\n"
      "when = \"\"\nalternatives = []\n",
      name);
  block.files["sv.toml"] =
      fmt::format("review = \"pending\"\n\n[text]\n{}.text = \"Gården är bra.\"\n", name);
  collector::RoundPlan plan;
  plan.name = "Hösten";
  plan.receiver = "Nämnden";
  plan.files = testing::must(survey::with_local_blocks(collector::survey_files(), {block}));
  plan.languages = {"sv"};
  plan.allow_unreviewed = true;
  plan.own_files[desk.site.oak] = collector::survey_files();
  plan.own_files[desk.site.pine] = plan.files;
  auto round = testing::must(collector::open_round(desk.site.collector, plan));
  desk.add("lead", Role::lead, {});
  desk.add("oak", Role::centre_reader, {desk.site.oak});
  desk.add("pine", Role::centre_reader, {desk.site.pine});
  CHECK(Browser(desk, "lead").get("/fragor/1").says("Gården är bra"));
  CHECK(Browser(desk, "pine").get("/fragor/1").says("Gården är bra"));
  CHECK(!Browser(desk, "oak").get("/fragor/1").says("Gården är bra"));
  testing::must(collector::close_round(desk.site.collector, round));
  Browser lead(desk, "lead");
  lead.get("/ny-omgang");
  auto refused = lead.post("/ny-omgang", {{"name", "Våren"},
                                          {"receiver", "Nämnden"},
                                          {"source", "1"},
                                          {"centre", "1"},
                                          {"quota-1", "60"},
                                          {"allow_unreviewed", "on"}});
  CHECK(refused.status == 422);
  CHECK(refused.says("från en fil"));
  CHECK(testing::must(desk.site.store->list_rounds()).size() == 1);
}

TEST_CASE("a code for a kiosk is made here and shown once; an order that cannot be undone is asked twice") {
  Desk desk;
  desk.add("tech", Role::operations, {});
  Browser tech(desk, "tech");
  tech.get("/kiosker");
  auto shown = tech.post("/kiosker/kod", {{"centre", "1"}, {"label", "Hallen"}});
  static const std::regex code("<code>([0-9A-Z]{3}-[0-9A-Z]{5}-[0-9A-Z]{5})</code>");
  std::smatch match;
  REQUIRE(std::regex_search(shown.text, match, code));
  collector::Kiosk kiosk(desk.site.entropy);
  testing::must(desk.site.send(kiosk.enrolment(match[1])));
  auto page = "/kiosker/" + kiosk.id.hex();
  CHECK(tech.get(page).says("Hallen"));
  CHECK(tech.post(page, {{"order", "pause"}}).location == page);
  CHECK(tech.get(page).says("pausad"));
  auto asked = tech.post(page, {{"order", "revoke"}});
  CHECK(asked.says("går inte att ångra"));
  CHECK(testing::must(desk.site.store->find_device(kiosk.id))->state == collector::DeviceState::paused);
  CHECK(tech.post(page, {{"order", "revoke"}, {"sure", "yes"}}).location == page);
  CHECK(testing::must(desk.site.store->find_device(kiosk.id))->state == collector::DeviceState::revoked);
  std::string log;
  for (const auto& entry : testing::must(desk.staff->log.latest(50))) log += entry.details;
  CHECK(log.find(match[1].str()) == std::string::npos);  // the code is nowhere
}

TEST_CASE("accounts are made, changed, closed and given a new link by a lead") {
  Desk desk;
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  lead.get("/konton");
  auto link = lead.post("/konton", {{"name", "bo"}, {"role", "centre_reader"}, {"centre", "1"}});
  CHECK(link.says("https://localhost:8443/valkommen/"));
  check_html(link.text, "link");
  lead.get("/konton");
  CHECK(lead.post("/konton", {{"name", "bo"}, {"role", "lead"}}).says("finns redan"));
  CHECK(lead.post("/konton", {{"name", "Å"}, {"role", "lead"}}).says("små bokstäver"));
  CHECK(lead.post("/konton", {{"name", "cia"}, {"role", "centre_reader"}}).says("minst en familjecentral"));
  CHECK(lead.post("/konton", {{"name", "cia"}, {"role", "king"}}).says("Välj en roll"));
  auto bo = std::to_string(testing::must(desk.staff->accounts.find("bo"))->id.value);
  check_html(lead.get("/konton/" + bo).text, "account");
  CHECK(lead.post("/konton/" + bo, {{"what", "change"}, {"role", "compiler"}, {"centre", "2"}}).location ==
        "/konton");
  CHECK(testing::must(desk.staff->accounts.find("bo"))->centres == std::set{CentreId{2}});
  CHECK(lead.post("/konton/" + bo, {{"what", "close"}}).location == "/konton");
  CHECK(!testing::must(desk.staff->accounts.find("bo"))->is_active);
  CHECK(lead.post("/konton/" + bo, {{"what", "link"}}).says("/valkommen/"));
  auto own = std::to_string(testing::must(desk.staff->accounts.find("lead"))->id.value);
  const auto refused_alone = [&] {
    const auto said = lead.post("/konton/" + own, {{"what", "close"}});
    CHECK(said.status == 422);
    CHECK(said.says("Det här är det enda konto för en utvecklingsledare som går att logga in med"));
    CHECK(testing::must(desk.staff->accounts.find("lead"))->is_active);
  };
  refused_alone();
  // Two leads are on the list now, and one of them has not come in yet.
  CHECK(lead.post("/konton", {{"name", "cia"}, {"role", "lead"}}).says("/valkommen/"));
  refused_alone();
  desk.add("dan", Role::lead, {});
  CHECK(lead.post("/konton/" + own, {{"what", "close"}}).location == "/konton");
}

TEST_CASE("row 36: what people type is text on every page, never markup") {
  const std::string nasty = "<script>alert(1)</script>\"'&{{token}}{{{token}}}";
  const std::string seen = "&lt;script&gt;";
  Desk desk;
  desk.add("lead", Role::lead, {});
  Browser lead(desk, "lead");
  lead.get("/familjecentraler");
  lead.post("/familjecentraler", {{"name", nasty}, {"quota", "5"}});
  desk.site.open_round();
  collector::Kiosk kiosk(desk.site.entropy);
  auto code = testing::must(collector::issue_code(desk.site.collector, CentreId{3}, nasty, 10min));
  testing::must(desk.site.send(kiosk.enrolment(code.printed)));
  lead.get("/ny-omgang");
  auto again =
      lead.post("/ny-omgang",
                {{"name", nasty}, {"receiver", nasty}, {"source", "1"}, {"centre", "3"}, {"quota-3", nasty}});
  CHECK(again.says(seen));
  CHECK(!again.says("<script"));
  for (const char* path :
       {"/familjecentraler", "/familjecentraler/3", "/omgangar/1", "/kiosker", "/resultat/1/3", "/logg"}) {
    auto shown = lead.get(path);
    CHECK_MESSAGE(shown.says(seen), path);
    CHECK_MESSAGE(!shown.says("<script"), path);
    CHECK_MESSAGE(shown.says("{{token}}"), path);
  }
  CHECK(!lead.get("/nowhere/<script>").says("<script"));
}

TEST_CASE(
    "row 36: templates escape everything but the page inside the layout, and every form has its token") {
  for (const auto& [name, text] : assets()) {
    if (!name.ends_with(".html")) continue;
    std::string whole(text);
    auto raw = whole.find("{{{") != std::string::npos || whole.find("{{&") != std::string::npos;
    CHECK_MESSAGE(raw == (name == "layout.html"), name);
    static const std::regex form("<form method=\"post\"[^>]*>(.{0,12})");
    for (std::sregex_iterator it(whole.begin(), whole.end(), form), end; it != end; ++it)
      CHECK_MESSAGE((*it)[1].str() == "{{> _token}}", name, (*it)[1].str());
    CHECK_MESSAGE(whole.find("http:") == std::string::npos, name);
    CHECK_MESSAGE(whole.find("https:") == std::string::npos, name);
    CHECK_MESSAGE(whole.find("style=") == std::string::npos, name);
    CHECK_MESSAGE(whole.find("onclick") == std::string::npos, name);
  }
}

}  // namespace
}  // namespace vantrum::dashboard
