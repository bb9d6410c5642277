// The leads' pages as a person uses them: Chromium, the real collector over HTTPS with its own certificate,
// and a real kiosk whose visitors' answers arrive while the lead looks on.
//
// This side has the programs, walk.mjs has the browser. They speak in lines: walk.mjs asks ("kiosk CODE", to
// connect one, or "visitors 12"), and is answered "ok" when it is done; it ends with "done", or "failed"
// after it has said why.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <thread>

#include "shared/survey/instrument_file.h"
#include "sync/collector/data_folder.h"
#include "sync/store/answer_content.h"
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_collector_store.h"
#include "tests/support/must.h"
#include "tests/support/retention_table.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/visitors.h"

namespace vantrum::testing {
namespace {

using namespace std::chrono_literals;

const Programs programs{VANTRUM_BIN "/vantrum-kiosk", VANTRUM_BIN "/vantrum-sync",
                        VANTRUM_BIN "/vantrum-collector"};
constexpr const char* modules = "tests/browser/node_modules/playwright-core/package.json";

struct Region {
  Region() : collector(must(CollectorSite::make(programs, folder.path() + "/collector"))) {
    for (const char* name : {"Familjecentralen Norr", "Familjecentralen Söder", "Familjecentralen Väster"})
      must(collector.command({"centre", "add", "--name", name, "--quota", "50"}));
    // The first round's questions come from a folder; nobody is asked in it. The lead opens the next one.
    must(collector.command({"round", "open", "--instrument", instrument_folder, "--name",
                            "Besöksenkät våren 2024", "--receiver", "Region Kalmar län", "--languages",
                            "sv,en,ar", "--allow-unreviewed", "--free-text", "--reader", "anna", "--routine",
                            "rutin 2026:12"}));
    must(collector.command({"round", "close"}));
    lay_in_texts();
    must(collector.command({"year", "setup", "--outline", "config/year/jonkoping.toml", "--calendar",
                            "config/year/jonkoping-calendar.toml", "--statements",
                            "config/reflection/sjalvreflektion.toml"}));
    must(collector.serve());
  }

  // As if visitors of the first round had written them; the flow tests do it with a kiosk.
  void lay_in_texts() {
    const auto files = real_file_system();
    const collector::DataFolder data{folder.path() + "/collector"};
    auto store = must(collector::SqliteCollectorStore::open(data.database()));
    auto answers = must(collector::open_answers(*files, data, *store));
    const std::pair<std::uint32_t, const char*> texts[] = {
        {1, "Anna i receptionen var snäll mot oss. Fikat är gott!"},
        {1, "Lokalerna är trånga när många kommer samtidigt, och det finns ingenstans att ställa vagnen."},
        {2, "المكان جميل والموظفون طيبون، لكن مواعيد العمل قصيرة."},
        {2, "Barnmorskemottagningens-öppettider-och-telefontider-stämmer-inte-överens-med-hemsidans."}};
    for (const auto& [centre, text] : texts)
      must(answers->add_text(chance.random_id<collector::TextId>(),
                             {RoundId{1}, CentreId{centre}, "open", "", text}));
    // One answer of long ago, so that it is known when the round's last one was given, and a table that lets
    // the texts go.
    const auto round = must(store->find_round(RoundId{1}));
    const auto instrument = must(survey::parse_instrument(round->instrument_files));
    must(answers->add_answer(chance.random_id<collector::AnswerId>(),
                             {RoundId{1},
                              CentreId{1},
                              IsoWeek{2024, 20},
                              {},
                              collector::encode_answers({{"acc", {"full"}}}, instrument)}));
    must(files->write_atomic(data.retention(), view_of(table_with(gone_after_12, kept))));
  }

  // With a code that the lead was shown.
  void connect_kiosk(const std::string& code) {
    kiosk.emplace(must(KioskSite::enrol(programs, folder.path() + "/kiosk", collector, 1, "Väntrummet",
                                        {5, 0, "1280x800", code})));
    must(kiosk->start_carrier(collector.url()));
  }

  // The one-time link's path.
  std::string account(const std::string& name, const std::string& role,
                      const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"account", "new", "--name", name, "--role", role};
    words.insert(words.end(), more.begin(), more.end());
    auto said = must(collector.command(words));
    static const std::regex link("/valkommen/[0-9A-Z]{52}");
    std::smatch match;
    REQUIRE(std::regex_search(said, match, link));
    return match[0];
  }

  // So many visitors are thanked, and the collector has their answers.
  void let_in(int visitors) {
    for (int i = 0; i < visitors;) i += must(visit(kiosk->kiosk(), Habit::hurried, chance)).thanked;
    must(kiosk->kiosk().pack());
    for (int i = 0; i < 300; ++i) {
      must(kiosk->kiosk().tend());
      if (must(kiosk->kiosk().counts()).waiting == 0) return;
      std::this_thread::sleep_for(100ms);
    }
    FAIL("the answers did not reach the collector");
  }

  TemporaryFolder folder;
  CollectorSite collector;
  std::optional<KioskSite> kiosk;
  SeededEntropy chance{11};
};

TEST_CASE(
    "a lead signs in, opens a round, connects a kiosk, watches answers arrive, closes the round, reads "
    "results, and "
    "takes them away in files that other programs open; no page has an accessibility violation, wide, at 320 "
    "px or at "
    "200 %") {
  REQUIRE_MESSAGE(std::filesystem::exists(modules),
                  "run: npm ci --prefix tests/browser (./run test does it)");
  Region region;
  const char* shots = std::getenv("VANTRUM_BROWSER_SHOTS");
  auto walk =
      must(Child::start({VANTRUM_NODE, "tests/browser/walk.mjs", VANTRUM_CHROMIUM,
                         "https://localhost:" + std::to_string(region.collector.port()),
                         region.folder.path() + "/collector/server.pem", region.account("anna", "lead"),
                         region.account("rut", "centre_reader", {"--centre", "2"}),
                         region.folder.path() + "/downloads", shots ? shots : ""}));
  for (;;) {
    auto line = must(walk.read_line(900s));
    if (line == "done") break;
    bool is_code = line.starts_with("kiosk "), are_visitors = line.starts_with("visitors ");
    REQUIRE_MESSAGE((is_code || are_visitors), line);
    if (is_code) region.connect_kiosk(line.substr(6));
    if (are_visitors) region.let_in(std::stoi(line.substr(9)));
    must(walk.write_line("ok"));
  }
  CHECK(walk.wait() == 0);
  auto verified = must(region.collector.command({"audit", "verify"}));
  CHECK(verified.find("alla som de skrevs") != std::string::npos);
}

}  // namespace
}  // namespace vantrum::testing
