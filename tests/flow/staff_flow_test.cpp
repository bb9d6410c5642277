// The staff's whole way with the real programs: knock, PIN, overview, pausing, a paper, a stick to the region
// and back; and that the PIN stays nowhere. VANTRUM_SHOTS=folder keeps pictures of every step.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "shared/base/file_system.h"
#include "tests/support/memory.h"
#include "tests/support/must.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {
namespace {

namespace fs = std::filesystem;

Programs programs() { return Programs::beside(VANTRUM_BIN "/x"); }

struct Fixture {
  TemporaryFolder folder;
  CollectorSite collector = must(CollectorSite::make(programs(), folder.path() + "/collector"));
  std::optional<KioskSite> site;
  std::string media = folder.path() + "/media", pin;
  int pictures = 0;

  Fixture() {
    must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
    must(
        collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                           "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
    must(collector.serve());
    fs::create_directories(media + "/usb0/vantrum");
    KioskSiteOptions options{.batch_items_min = 100, .batch_delay_s = 1'800};
    site.emplace(
        must(KioskSite::enrol(programs(), folder.path() + "/kiosk", collector, 1, "Väntrummet", options)));
    site->stop_kiosk();
    std::ofstream(site->folder() + "/kiosk.toml", std::ios::app) << "sticks = \"" << media << "\"\n";
    auto printed = must(run_kiosk({"pin", "--draw"}));
    pin = printed.substr(printed.find_first_of("0123456789"), 6);
    must(site->start_kiosk());
  }

  Result<std::string> run_kiosk(const std::vector<std::string>& words) {
    std::vector<std::string> command{programs().kiosk};
    for (const auto& option : site->kiosk_options()) command.push_back(option);
    command.insert(command.end(), words.begin(), words.end());
    return run_successfully(command);
  }

  KioskPilot& kiosk() { return site->kiosk(); }
  std::string screen() { return must(kiosk().look()).screen(); }
  std::string words(const std::string& id) {
    const auto shown = must(kiosk().look());
    for (const auto& element : shown.dump.at("elements")) {
      if (element.at("id") == id) return element.at("words");
    }
    return {};
  }
  void tap(const std::string& id) { must(kiosk().tap(id)); }
  void picture(const std::string& name) {
    const char* to = std::getenv("VANTRUM_SHOTS");
    if (!to) return;
    const auto number = std::to_string(100 + ++pictures);
    must(kiosk().shot(std::string(to) + "/" + number + "_" + name + ".png"));
  }

  void knock() {
    must(kiosk().touch(5, 5, 200));
    must(kiosk().touch(1'275, 5, 200));
    must(kiosk().touch(1'275, 795, 200));
    must(kiosk().touch(5, 795, 2'100));
    REQUIRE(screen() == "staff_pin");
  }
  void type(const std::string& digits) {
    for (char digit : digits) tap(std::string("pin:") + digit);
    tap("open");
  }
  void come_in() {
    knock();
    must(kiosk().wait(100));
    type(pin);
    must(kiosk().wait(100));
    REQUIRE(screen() == "staff_overview");
  }
};

TEST_CASE_FIXTURE(Fixture,
                  "row 40, S15: staff come in, see, pause, type a paper, carry a stick, and leave nothing") {
  REQUIRE(pin.size() == 6);
  const auto wrong = pin == "739164" ? std::string("739165") : std::string("739164");
  picture("attract");
  knock();
  must(kiosk().wait(100));
  picture("pad");
  type(wrong);
  must(kiosk().wait(100));
  CHECK(words("text") == "Fel kod. Försök igen.");
  type(pin);
  must(kiosk().wait(100));
  REQUIRE(screen() == "staff_overview");
  CHECK(words("heading") == "Norr");
  CHECK(words("count") == "0 av 50");
  picture("overview");

  tap("pause");
  must(kiosk().wait(100));
  CHECK(words("notice") == "Enkäten är pausad. Besökare ser det på skärmen.");
  picture("paused");
  tap("leave");
  REQUIRE(screen() == "closed");
  CHECK(words("heading") == "Enkäten är pausad");
  picture("visitor_sees_paused");
  site->stop_kiosk();  // the power goes
  must(site->start_kiosk());
  REQUIRE(screen() == "closed");
  come_in();
  CHECK(words("state") == "Enkäten är pausad här på plattan.");
  tap("resume");
  must(kiosk().wait(100));

  // Three papers; the second is thrown away.
  for (int papers = 1; papers <= 3; ++papers) {
    tap("paper");
    if (papers == 1) picture("paper_language");
    must(kiosk().key("choose"));
    for (int i = 0; i < 40 && screen() == "staff_paper" && words("heading").empty(); ++i) {
      must(kiosk().key("1"));
      if (papers == 1 && i == 2) picture("paper_question");
      must(kiosk().key("choose"));
    }
    CHECK(words("heading") == "Spara papper " + std::to_string(papers) + "?");
    if (papers == 1) picture("paper_end");
    must(kiosk().key("choose"));
    must(kiosk().wait(100));
    CHECK(words("notice").starts_with(std::to_string(papers) + " papper är spara"));
    tap("back");
    must(kiosk().wait(100));
    if (papers != 2) continue;
    picture("overview_just_now");
    tap("discard");
    picture("discard");
    CHECK(words("heading") == "Kassera det senaste svaret?");
    tap("yes");
    must(kiosk().wait(100));
    CHECK(words("notice") == "Svaret är kasserat och räknas inte.");
    CHECK(words("discard").empty());  // not the one before it
    CHECK(words("count") == "1 av 50");
  }
  CHECK(must(kiosk().counts()).completed == 2);
  CHECK(words("count") == "2 av 50");
  tap("stick");
  picture("stick");
  tap("carry");
  must(kiosk().wait(200));
  CHECK(words("text") == "Klart. Nu kan du ta ut minnet.");
  picture("stick_done");
  must(collector.command({"import", media + "/usb0"}));
  auto progress = must(collector.command_json({"progress", "--json"}));
  for (int i = 0; i < 200 && progress.at("unopened") != 0; ++i)
    progress = must(collector.command_json({"progress", "--json"}));
  CHECK(progress.at("centres").at(0).at("responses") == 2);
  CHECK(progress.at("centres").at(0).at("discarded") == 1);
  tap("back");
  tap("stick");
  tap("carry");
  must(kiosk().wait(200));
  must(kiosk().tend());
  CHECK(must(kiosk().counts()).waiting == 0);
  tap("back");
  tap("meeting");
  picture("meeting");
  must(kiosk().wait(30 * 60'000 + 1'000));
  CHECK(screen() == "attract");
}

TEST_CASE_FIXTURE(Fixture, "row 41: the PIN is in no file, no log, no status and not in the kiosk's memory") {
  pin = "85213047";  // as long as may be: six digits could be in so much memory by chance
  {
    std::vector<std::string> command{programs().kiosk};
    for (const auto& option : site->kiosk_options()) command.push_back(option);
    command.emplace_back("pin");
    auto setting = must(Child::start(command));
    must(setting.write_line(pin));
    must(setting.write_line(pin));
    REQUIRE(setting.wait() == 0);
  }
  // The running kiosk knows the new PIN; and while it is typed, it would be found.
  knock();
  must(kiosk().wait(100));
  for (char digit : pin.substr(0, 7)) tap(std::string("pin:") + digit);
  CHECK(holds(memory_of(kiosk().child().pid()), pin.substr(0, 7)));
  tap(std::string("pin:") + pin.back());
  tap("open");
  must(kiosk().wait(100));
  REQUIRE(screen() == "staff_overview");
  tap("leave");
  REQUIRE(screen() == "attract");
  must(kiosk().tend());
  const auto memory = memory_of(kiosk().child().pid());
  CHECK(holds(memory, "vantrum"));
  CHECK_FALSE(holds(memory, pin));
  CHECK_FALSE(holds(memory, pin.substr(0, 7)));
  for (const auto& entry : fs::recursive_directory_iterator(site->folder())) {
    if (!entry.is_regular_file() || entry.path().filename() == "ballast") continue;
    CAPTURE(entry.path().string());
    const auto content = must(real_file_system()->read(entry.path().string(), 1 << 26));
    CHECK_FALSE(holds(std::string(text_of(content)), pin));
  }
}

TEST_CASE_FIXTURE(Fixture, "A47: a stick with the key opens the staff's screens without a PIN") {
  must(run_kiosk({"key", "--stick", media + "/usb0"}));
  site->stop_kiosk();
  must(site->start_kiosk());
  must(kiosk().tend());
  must(kiosk().wait(100));
  CHECK(screen() == "staff_overview");
  tap("leave");
  must(kiosk().tend());
  must(kiosk().wait(100));
  CHECK(screen() == "attract");  // not again for the same stick
}

TEST_CASE(
    "S15: a new tablet is taken into use on its own screen: a wrong code, the right one, the first PIN") {
  TemporaryFolder folder;
  auto collector = must(CollectorSite::make(programs(), folder.path() + "/collector"));
  must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
  must(collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                          "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
  must(collector.serve());
  auto site = must(KioskSite::bare(programs(), folder.path() + "/kiosk", collector));
  const auto words = [&](const std::string& id) -> std::string {
    const auto shown = must(site.kiosk().look());
    for (const auto& element : shown.dump.at("elements")) {
      if (element.at("id") == id) return element.at("words");
    }
    return {};
  };
  const auto type = [&](const std::string& code) {
    for (const char letter : code) must(site.kiosk().tap(std::string("code:") + letter));
    must(site.kiosk().tap("next"));
    must(site.kiosk().wait(100));
    CHECK(words("heading") == "Frågar regionen …");
  };
  const auto choose = [&](const std::string& pin) {
    for (int twice = 0; twice < 2; ++twice) {
      for (const char digit : pin) must(site.kiosk().tap(std::string("pin:") + digit));
      must(site.kiosk().tap("open"));
    }
    must(site.kiosk().wait(100));
  };
  must(site.kiosk().wait(1'500));
  REQUIRE(must(site.kiosk().look()).screen() == "staff_enrol");
  auto printed = must(collector.command({"enrol", "--centre", "1", "--label", "Väntrummet"}));
  auto code = printed.substr(0, printed.find('\n'));
  std::erase(code, '-');
  REQUIRE(code.size() == 13);
  auto wrong = code;
  wrong.back() = wrong.back() == '0' ? '1' : '0';

  type(wrong);
  CHECK(must(site.carry_once(collector.url())).exit_code != 0);
  must(site.kiosk().wait(1'500));
  CHECK(words("text").starts_with("Regionen tog inte emot koden."));
  type(code);
  CHECK(must(site.carry_once(collector.url())).exit_code == 0);
  must(site.kiosk().tend());
  must(site.kiosk().wait(100));
  CHECK(words("heading") == "Välj en kod för personalen");
  site.stop_kiosk();  // the power goes
  must(site.start_kiosk());
  must(site.kiosk().wait(1'500));
  REQUIRE(must(site.kiosk().look()).screen() == "staff_enrol");
  choose("123456");
  CHECK(words("text").starts_with("Den koden är för lätt att gissa."));
  choose("739164");
  CHECK(words("heading") == "Plattan är i bruk");
  must(site.kiosk().tap("leave"));
  CHECK(must(site.kiosk().look()).screen() == "attract");
}

}  // namespace
}  // namespace vantrum::testing
