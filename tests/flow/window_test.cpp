// The real window, under a real X server, touched with a real pointer: a whole visit ends with a stored
// answer.
//
// The places to touch are learnt from the same kiosk without a window, at the same size.
#include <doctest/doctest.h>

#include "tests/support/display.h"

namespace vantrum::testing {
namespace {

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
  auto empty = display.picture();
  // The graphics libraries keep memory to the end, which is no leak of ours.
  std::vector<std::string> command{"env", "DISPLAY=" + display.name(), "ASAN_OPTIONS=detect_leaks=0",
                                   programs.kiosk};
  auto options = site.kiosk_options();
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), {"--window", "1280x800"});
  command.insert(command.end(), drawing.begin(), drawing.end());
  auto window = must(Child::start(command, folder.path() + "/window.log"));
  display.wait_for_another(empty);
  for (const auto& touch : touches) display.touch(touch);
  REQUIRE(window.is_running());
  CHECK(window.stop() == 0);
  must(site.start_kiosk());
  CHECK(must(site.kiosk().counts()).completed == 1);
}

TEST_CASE("a visit by pointer in a window drawn by the graphics processor") {
  visit_by_pointer({"--draw-with-gl"});
}
TEST_CASE("a visit by pointer in a window drawn on the CPU") { visit_by_pointer({"--draw-on-cpu"}); }

}  // namespace
}  // namespace vantrum::testing
