// Every address × every role × own and foreign centre (row 37). What may be is written
// here once more, by hand: a row that is added or loosened in endpoints.cpp fails until somebody has said so
// here as well.
#include <fmt/format.h>

#include <cstdlib>

#include "tests/dashboard/dashboard_support.h"
#include "tests/dashboard/year_setup.h"

namespace vantrum::dashboard {
namespace {

// L lead, C compiler, R centre_reader, Y county_reader, O operations, * also who is not signed in.
const std::map<std::string, std::string> allowed = {
    {"GET /style.css", "LCRYO*"},
    {"GET /icon.svg", "LCRYO*"},
    {"GET /om", "LCRYO*"},
    {"GET /logga-in", "LCRYO*"},
    {"POST /logga-in", "LCRYO*"},
    {"GET /valkommen/{token}", "LCRYO*"},
    {"POST /valkommen/{token}", "LCRYO*"},
    {"GET /", "LCRYO"},
    {"POST /logga-ut", "LCRYO"},
    {"GET /omgangar", "LCRYO"},
    {"GET /omgangar/{round}", "LCRYO"},
    {"GET /familjecentraler", "LCRYO"},
    {"GET /familjecentraler/{centre}", "LCRYO"},
    {"GET /ny-omgang", "L"},
    {"POST /ny-omgang", "L"},
    {"GET /omgangar/{round}/stang", "L"},
    {"POST /omgangar/{round}/stang", "L"},
    {"GET /omgangar/{round}/lasare", "L"},
    {"POST /omgangar/{round}/lasare", "L"},
    {"POST /familjecentraler", "L"},
    {"GET /kiosker", "LO"},
    {"POST /kiosker/kod", "LO"},
    {"GET /kiosker/{device}", "LO"},
    {"POST /kiosker/{device}", "LO"},
    {"GET /karantan", "LO"},
    {"POST /karantan", "LO"},
    {"GET /fragor", "LCRYO"},
    {"GET /fragor/{round}", "LCRYO"},
    {"GET /resultat/{round}", "LCRY"},
    {"GET /resultat/{round}/{centre}", "LCRY"},
    {"GET /resultat/{round}/{centre}/{file}", "LCRY"},
    {"GET /resultat/{round}/{centre}/bild/{file}", "LCRY"},
    {"GET /resultat/{round}/lanet/{file}", "LCRY"},
    {"GET /resultat/{round}/lanet/bild/{file}", "LCRY"},
    {"GET /rapporter", "LCRY"},
    {"GET /rapporter/{round}/{file}", "L"},
    {"GET /arsberattelser", "LCRY"},
    {"GET /arsberattelser/{year}/{centre}", "LCRY"},
    {"GET /arsberattelser/{year}/{centre}/{file}", "LCRY"},
    {"GET /arsberattelser/{year}/{centre}/fyll/{part}", "LC"},
    {"POST /arsberattelser/{year}/{centre}/fyll/{part}", "LC"},
    {"GET /sammanstallningar/{year}", "L"},
    {"POST /sammanstallningar/{year}", "L"},
    {"GET /sammanstallningar/{year}/{file}", "L"},
    {"GET /kalender", "LCRY"},
    {"GET /kalender/{file}", "LCRY"},
    // Whoever the round names, and here that is the lead; {round} is another one where it is not their own.
    {"GET /fritexter", "LC"},
    {"GET /fritexter/{round}", "L"},
    {"GET /fritexter/{round}/{text}", "L"},
    {"POST /fritexter/{round}/{text}", "L"},
    {"GET /konton", "L"},
    {"POST /konton", "L"},
    {"GET /konton/{account}", "L"},
    {"POST /konton/{account}", "L"},
    {"GET /gallring", "LO"},
    {"GET /gallring/{round}", "L"},
    {"POST /gallring/{round}/arkiv", "L"},
    {"GET /gallring/{round}/{file}", "L"},
    {"POST /gallring/{round}/gallra", "L"},
    {"GET /logg", "LO"},
};

const std::pair<char, Role> letters[] = {{'L', Role::lead},
                                         {'C', Role::compiler},
                                         {'R', Role::centre_reader},
                                         {'Y', Role::county_reader},
                                         {'O', Role::operations}};

struct Region : Desk {
  Region() {
    set_up_years(site);
    collector::RoundPlan plan;
    plan.name = "Besöksenkät hösten 2026";
    plan.receiver = "Regionstyrelsen";
    plan.files = collector::survey_files();
    plan.languages = {"sv", "en"};
    plan.allow_unreviewed = true;
    plan.free_text = true;
    plan.text_reader = "lead";
    plan.text_routine = "rutin 2026:12";
    round = testing::must(collector::open_round(site.collector, plan));
    for (const auto& [letter, role] : letters) add(std::string(code_of(role)), role, {site.oak});
    collector::Kiosk first(site.entropy), second(site.entropy);
    first.enrol(site, site.oak);
    second.enrol(site, site.pine);
    own_kiosk = first.id, foreign_kiosk = second.id;
    testing::must(
        site.send(first.sign(first.batch_of(round, collector::sealed_visits(site, round, site.oak, 12)))));
    testing::must(
        site.send(second.sign(second.batch_of(round, collector::sealed_visits(site, round, site.pine, 12)))));
  }

  std::string target(const std::string& pattern, bool is_own) const {
    auto path = pattern;
    auto put = [&](const std::string& name, const std::string& value) {
      if (auto at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
    };
    const bool is_others = !is_own && pattern.starts_with("/fritexter");
    put("{round}", std::to_string(is_others ? round.value + 1 : round.value));
    put("{text}", std::string(32, '0'));
    put("{centre}", std::to_string((is_own ? site.oak : site.pine).value));
    put("{device}", (is_own ? own_kiosk : foreign_kiosk).hex());
    put("{account}", "1");
    put("{year}", "2026");
    put("{part}", "tal");
    put("{file}", pattern.find("/bild/") != std::string::npos    ? "1.svg"
                  : pattern.find("/lanet/") != std::string::npos ? "diagram-1.svg"
                  : pattern.starts_with("/resultat")             ? "rapport.docx"
                  : pattern.starts_with("/arsberattelser")       ? "rapport.html"
                  : pattern.starts_with("/sammanstallningar")    ? "utkast.html"
                  : pattern.starts_with("/kalender")             ? "arshjul.ics"
                                                                 : "resultat.csv");
    put("{token}", "0");
    return path;
  }

  Shown ask(Browser& browser, const Endpoint& endpoint, bool is_own) {
    auto path = target(endpoint.path, is_own);
    if (endpoint.method == std::string("GET")) {
      auto shown = browser.get(path);
      if (shown.status == 200 && path.ends_with(".docx")) shown.text = unpacked(shown.text);
      return shown;
    }
    browser.address = fmt::format("192.0.2.{}", ++addresses);
    return browser.post(path, {{"centre", std::to_string((is_own ? site.oak : site.pine).value)}});
  }

  // A Word file is a ZIP, whose packed bytes say nothing.
  std::string unpacked(const std::string& zip) {
    const auto file = site.folder.path() + "/report.docx";
    testing::must(site.files->write_atomic(file, view_of(zip)));
    const auto command = "/usr/bin/python3 -m zipfile -e " + file + " " + file + ".d";
    REQUIRE(std::system(command.c_str()) == 0);
    const auto text = testing::must(site.files->read(file + ".d/word/document.xml", 10'000'000));
    auto words = std::string(text_of(text));
    CHECK((words.find("Eken") != std::string::npos || words.find("Tallen") != std::string::npos));
    return words;
  }

  std::uint64_t log_lines() { return testing::must(staff->log.head()).number; }

  RoundId round;
  DeviceId own_kiosk, foreign_kiosk;
  int addresses = 0;
};

TEST_CASE("row 37: every address is in the matrix, and the matrix has no other") {
  std::set<std::string> rows;
  for (const auto& endpoint : endpoints()) rows.insert(std::string(endpoint.method) + " " + endpoint.path);
  CHECK(rows.size() == endpoints().size());
  for (const auto& row : rows) CHECK_MESSAGE(allowed.contains(row), row);
  for (const auto& [row, roles] : allowed) CHECK_MESSAGE(rows.contains(row), row);
}

TEST_CASE(
    "row 37: every address, every role, own and foreign centre; what is not allowed is refused and does "
    "nothing") {
  Region region;
  std::size_t cells = 0;
  for (const auto& endpoint : endpoints()) {
    auto row = std::string(endpoint.method) + " " + endpoint.path;
    const auto& roles = allowed.at(row);
    for (const auto& [letter, role] : letters) {
      bool works_for_all = letter == 'L' || letter == 'O';
      for (bool is_own : {true, false}) {
        bool concerns = endpoint.concern != Concern::nothing;
        bool may = roles.find(letter) != std::string::npos &&
                   (is_own || !concerns || (works_for_all && endpoint.concern != Concern::reader_in_path));
        Browser browser(region, std::string(code_of(role)));
        auto before = region.log_lines();
        auto shown = region.ask(browser, endpoint, is_own);
        ++cells;
        // A public form asks for its own token, which a stranger's request lacks.
        bool lacks_token = endpoint.is_public && endpoint.method == std::string("POST");
        CHECK_MESSAGE((shown.status == 403) == (!may || lacks_token), row, " ", letter, " own: ", is_own, " ",
                      shown.status);
        CHECK_MESSAGE(shown.status != 405, row);
        if (!may) CHECK_MESSAGE(region.log_lines() == before, row, " ", letter);
        if (may && !works_for_all) {
          CHECK_MESSAGE(!shown.says("Tallen"), row, " names a foreign centre to ", letter);
          CHECK_MESSAGE(!shown.says(region.foreign_kiosk.hex()), row, " names a foreign kiosk to ", letter);
        }
      }
    }
    Browser stranger(region);
    auto before = region.log_lines();
    auto shown = region.ask(stranger, endpoint, true);
    ++cells;
    if (endpoint.method == std::string("POST")) {
      CHECK_MESSAGE(shown.status == 403, row);
      CHECK(region.log_lines() == before);
    } else if (roles.find('*') == std::string::npos) {
      CHECK_MESSAGE((shown.status == 403 || shown.location == "/logga-in"), row, " ", shown.status);
      CHECK_MESSAGE(!shown.says("Eken"), row);
    } else {
      CHECK_MESSAGE((shown.status == 200 || shown.status == 404), row, " ", shown.status);
    }
  }
  CHECK(cells == endpoints().size() * 11);
}

TEST_CASE("row 37: a POST without the session's token, or from another site, does nothing") {
  Region region;
  for (const auto& endpoint : endpoints()) {
    if (endpoint.method != std::string("POST") || endpoint.is_public) continue;
    auto path = region.target(endpoint.path, true);
    Browser lead(region, "lead"), other(region, "operations");
    auto before = region.log_lines();
    std::vector<std::pair<std::string, std::string>> centre{
        {"centre", std::to_string(region.site.oak.value)}};
    auto with = [&](const std::string& token) {
      auto fields = centre;
      fields.emplace_back("token", token);
      return lead.post(path, fields).status;
    };
    CHECK_MESSAGE(with("") == 403, path);
    CHECK_MESSAGE(with(other.token) == 403, path);
    CHECK_MESSAGE(with(std::string(64, '0')) == 403, path);
    for (const char* from : {"https://evil.example", "null", "http://localhost:8443"}) {
      collector::PageRequest request;
      request.method = "POST";
      request.target = path;
      request.host = "localhost:8443";
      request.origin = from;
      request.form = "token=" + lead.token + "&centre=" + std::to_string(region.site.oak.value);
      CHECK_MESSAGE(lead.ask(request).status == 403, path, " from ", from);
      request.origin.clear();
      request.site = "cross-site";
      CHECK_MESSAGE(lead.ask(request).status == 403, path);
    }
    CHECK_MESSAGE(region.log_lines() == before, path);
  }
  CHECK(testing::must(region.site.store->find_round(region.round))->is_open);
}

TEST_CASE("every deed is a line of the log, before it is done") {
  for (const auto& endpoint : endpoints()) {
    if (endpoint.method == std::string("POST")) CHECK_MESSAGE(endpoint.logged != Logged::no, endpoint.path);
    CHECK_MESSAGE((endpoint.logged == Logged::yes) == (endpoint.action != nullptr), endpoint.path);
  }
  Region region;
  Browser lead(region, "lead");
  auto path = "/omgangar/" + std::to_string(region.round.value);
  lead.get(path + "/stang");
  CHECK(lead.post(path + "/stang").location == "/omgangar");
  auto entry = testing::must(region.staff->log.latest(1)).front();
  CHECK(entry.actor == "lead");
  CHECK(entry.action == "stängde omgång");
  CHECK(entry.details == "omgång: 1");
  CHECK(lead.post(path + "/stang").status == 409);  // it is closed
  CHECK(testing::must(region.staff->log.latest(1)).front().action == "det gick inte");
  lead.get("/resultat/1");
  CHECK(testing::must(region.staff->log.latest(1)).front().action == "läste resultat");
  CHECK(testing::must(region.staff->log.verify()).findings.empty());
}

TEST_CASE("a deed that was refused, or that was only asked about, does not stand in the log as done") {
  Region region;
  Browser lead(region, "lead");
  auto last = [&] { return testing::must(region.staff->log.latest(1)).front(); };
  auto device = "/kiosker/" + region.own_kiosk.hex();
  lead.get(device);
  auto before = region.log_lines();
  CHECK(lead.post(device, {{"order", "revoke"}}).says("går inte att ångra"));
  CHECK(lead.post(device, {{"order", "explode"}}).status == 409);
  CHECK(region.log_lines() == before);
  lead.get(device);
  CHECK(lead.post(device, {{"order", "revoke"}, {"sure", "yes"}}).location == device);
  CHECK(region.log_lines() == before + 1);
  CHECK(last().action == "gav order till kiosk");
  CHECK(last().details.find("order: revoke") != std::string::npos);
  CHECK(lead.post("/ny-omgang", {{"name", "Våren"}, {"receiver", "Nämnden"}}).status == 422);
  CHECK(region.log_lines() == before + 3);
  CHECK(last().action == "det gick inte");
  CHECK(last().details == "öppnade omgång");
  CHECK(lead.get("/resultat/1/1/nothing.pdf").status == 404);
  CHECK(last().action == "det gick inte");
}

TEST_CASE("an account for a centre that is not there is not for the centre that comes to have its number") {
  Region region;
  Browser lead(region, "lead");
  lead.get("/konton");
  lead.post("/konton", {{"name", "bo"}, {"role", "county_reader"}, {"centre", "1"}, {"centre", "3"}});
  CHECK(testing::must(region.staff->accounts.find("bo"))->centres == std::set{CentreId{1}});
}

TEST_CASE("a centre that is not there and one that is somebody else's read the same") {
  Region region;
  Browser reader(region, "centre_reader");
  auto foreign = reader.get("/familjecentraler/" + std::to_string(region.site.pine.value));
  for (const char* none : {"/familjecentraler/99", "/familjecentraler/x", "/familjecentraler/1%20"}) {
    auto shown = reader.get(none);
    CHECK(shown.status == foreign.status);
    CHECK(shown.text == foreign.text);
  }
}

}  // namespace
}  // namespace vantrum::dashboard
