// The real window, under a real X server, touched with a real pointer: a whole visit ends with a stored
// answer.
//
// The places to touch are learnt from the same kiosk without a window, at the same size.
#include <doctest/doctest.h>

#include <csignal>
#include <thread>

#include "tests/support/must.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {
namespace {

using namespace std::chrono_literals;

struct Touch {
  int x = 0, y = 0;
  bool hold = false;
};

Touch place_of(const Shown& shown, const std::string& id, bool hold = false) {
  for (const auto& element : shown.dump.at("elements")) {
    if (element.at("id") != id) continue;
    const auto& at = element.at("at");
    return {static_cast<int>(at[0].get<double>() + at[2].get<double>() / 2),
            static_cast<int>(at[1].get<double>() + at[3].get<double>() / 2), hold};
  }
  FAIL("no element " << id);
  return {};
}

// Walks to the end without a window, and walks away there.
std::vector<Touch> learn_visit(KioskPilot& kiosk) {
  std::vector<Touch> touches{place_of(must(kiosk.look()), "start", true)};
  must(kiosk.hold("start", 1100));
  auto touch = [&](const std::string& id) {
    touches.push_back(place_of(must(kiosk.look()), id));
    if (id != "send") must(kiosk.tap(id));
  };
  touch("language:sv");
  touch("next");
  for (;;) {
    auto shown = must(kiosk.look());
    if (shown.screen() != "question") break;
    if (shown.has("choice:acc:full")) touch("choice:acc:full");
    touch("next");
  }
  touch("send");
  must(kiosk.wait(121'000));
  return touches;
}

// An X server of our own that picks a free number.
struct Display {
  Child server = must(Child::start(
      {"Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"}, "/dev/null"));
  std::string name = ":" + must(server.read_line(30s));

  void point(const std::vector<std::string>& words) const {
    std::vector<std::string> command{"env", "DISPLAY=" + name, "xdotool"};
    command.insert(command.end(), words.begin(), words.end());
    must(run_successfully(command));
  }
  void touch(const Touch& touch) const {
    point({"mousemove", std::to_string(touch.x), std::to_string(touch.y)});
    point({"mousedown", "1"});
    std::this_thread::sleep_for(touch.hold ? 1500ms : 50ms);
    point({"mouseup", "1"});
    std::this_thread::sleep_for(600ms);  // more than the debounce, and a slow frame
  }
};

void visit_by_pointer(const std::vector<std::string>& drawing) {
  TemporaryFolder folder;
  auto programs = Programs::beside(VANTRUM_BIN "/x");
  auto collector = must(CollectorSite::make(programs, folder.path() + "/collector"));
  must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
  must(collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                          "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
  must(collector.serve());
  auto site = must(KioskSite::enrol(programs, folder.path() + "/kiosk", collector, 1, "Väntrummet"));
  auto touches = learn_visit(site.kiosk());
  REQUIRE(must(site.kiosk().counts()).completed == 0);
  site.stop_kiosk();

  Display display;
  // The graphics libraries keep memory to the end, which is no leak of ours.
  std::vector<std::string> command{"env", "DISPLAY=" + display.name, "ASAN_OPTIONS=detect_leaks=0",
                                   programs.kiosk};
  auto options = site.kiosk_options();
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), {"--window", "1280x800"});
  command.insert(command.end(), drawing.begin(), drawing.end());
  auto window = must(Child::start(command, folder.path() + "/window.log"));
  display.point({"search", "--sync", "--onlyvisible", "--name", "."});
  std::this_thread::sleep_for(2s);
  for (const auto& touch : touches) display.touch(touch);
  std::this_thread::sleep_for(1s);
  REQUIRE(window.is_running());
  CHECK(window.stop() == 0);
  must(site.start_kiosk());
  CHECK(must(site.kiosk().counts()).completed == 1);
}

TEST_CASE("a visit by pointer in a window drawn by the graphics processor") { visit_by_pointer({}); }
TEST_CASE("a visit by pointer in a window drawn on the CPU") { visit_by_pointer({"--draw-on-cpu"}); }

}  // namespace
}  // namespace vantrum::testing
