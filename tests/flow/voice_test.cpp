// The kiosk as a program, by ear and by key: without a window with a clock moved by hand, and in a real
// window under a real X server, with the sound written to a file.
#include <doctest/doctest.h>

#include <fstream>
#include <thread>

#include "shared/base/file_system.h"
#include "tests/support/display.h"

namespace vantrum::testing {
namespace {

using namespace std::chrono_literals;

struct House {
  TemporaryFolder folder;
  Programs programs = Programs::beside(VANTRUM_BIN "/x");
  CollectorSite collector = must(CollectorSite::make(programs, folder.path() + "/collector"));
  KioskSite site = open();

  KioskSite open() {
    must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
    must(
        collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                           "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
    must(collector.serve());
    auto made = must(KioskSite::enrol(programs, folder.path() + "/kiosk", collector, 1, "Väntrummet"));
    // The same key again within 300 ms would be a hand that trembles; these come as fast as the screen rests.
    std::ofstream(made.folder() + "/kiosk.toml", std::ios::app) << "debounce_ms = 0\n";
    return made;
  }
  // What the screen that explains Lyssna says, in Swedish; enough to hear.
  std::string some_voices() {
    const auto voices = folder.path() + "/voices";
    must(run_successfully(
        {VANTRUM_BIN "/vantrum-voices", "--folder", voices, "--languages", "sv", "--only", "speech.h"}));
    must(run_successfully(
        {VANTRUM_BIN "/vantrum-voices", "--folder", voices, "--languages", "sv", "--only", "thanks"}));
    return voices;
  }
  KioskPilot pilot(const std::string& voices) {
    site.stop_kiosk();
    auto options = site.kiosk_options();
    options.insert(options.end(), {"--voices", voices});
    return must(KioskPilot::start(programs.kiosk, options, folder.path() + "/pilot.log"));
  }
  // A window, with its sound in a file.
  Child window(const Display& display, const std::string& voices, const std::string& sound) {
    site.stop_kiosk();
    std::vector<std::string> command{"env",
                                     "DISPLAY=" + display.name(),
                                     "ASAN_OPTIONS=detect_leaks=0",
                                     "SDL_AUDIODRIVER=disk",
                                     "SDL_DISKAUDIOFILE=" + sound,
                                     programs.kiosk};
    auto options = site.kiosk_options();
    command.insert(command.end(), options.begin(), options.end());
    command.insert(command.end(), {"--voices", voices, "--window", "1280x800", "--draw-on-cpu"});
    return must(Child::start(command, folder.path() + "/window.log"));
  }
};

std::string focus_of(const Shown& shown) { return shown.dump.at("focus"); }

// Presses a key until the element has the focus; the keys that were pressed.
std::vector<std::string> walk_to(KioskPilot& kiosk, const std::string& id, const std::string& key) {
  std::vector<std::string> keys;
  while (focus_of(must(kiosk.look())) != id) {
    REQUIRE(keys.size() < 60);
    must(kiosk.key(key));
    keys.push_back(key);
  }
  return keys;
}

// A whole visit by keys, to the send button and on it: what was pressed.
std::vector<std::string> visit_by_keys(KioskPilot& kiosk) {
  std::vector<std::string> keys{"choose"};
  must(kiosk.key("choose"));
  const auto press = [&](const std::string& id, const std::string& way) {
    for (auto& key : walk_to(kiosk, id, way)) keys.push_back(std::move(key));
    must(kiosk.key("choose"));
    keys.push_back("choose");
  };
  press("next", "up");
  press("language:sv", "down");
  bool answered = false;
  for (auto shown = must(kiosk.look()); shown.screen() != "sending" && shown.screen() != "thanks";
       shown = must(kiosk.look())) {
    if (shown.screen() == "send") {
      press("send", "up");
      continue;
    }
    if (!answered && shown.screen() == "question") {
      press(shown.ids_of("choice").front(), "down");
      answered = true;
    }
    press("next", "up");
  }
  return keys;
}

TEST_CASE(
    "A1, A6, A11, A17: a whole visit by ear and keypad: nothing overlaps, thanks come after the commit") {
  House house;
  auto kiosk = house.pilot(house.some_voices());
  must(kiosk.wait(600'000));
  CHECK(must(kiosk.said()).empty());  // ten idle minutes
  visit_by_keys(kiosk);
  must(kiosk.wait(3'000));
  CHECK(must(kiosk.look()).screen() == "thanks");
  CHECK(must(kiosk.counts()).completed == 1);
  const auto said = must(kiosk.said());
  REQUIRE(said.size() > 20);
  bool thanked = false;
  for (std::size_t i = 0; i < said.size(); ++i) {
    if (i > 0) CHECK(said[i].at("began") >= said[i - 1].at("ended"));
    const auto words = said[i].at("phrases").at(0).at("words").get<std::string>();
    thanked = thanked || words == "Tack! Dina svar är sparade.";
  }
  CHECK(thanked);
  must(kiosk.wait(60'000));
  CHECK(must(kiosk.look()).screen() == "attract");
  CHECK(must(kiosk.look()).dump.at("listening") == false);
}

TEST_CASE(
    "A1: a whole visit by keys in a real window ends with a stored answer; without voices it makes no "
    "sound") {
  House house;
  auto pilot = house.pilot(house.folder.path() + "/none");
  const auto keys = visit_by_keys(pilot);
  REQUIRE(must(pilot.counts()).completed == 1);
  pilot.child().stop();

  Display display;
  const auto empty = display.picture();
  const auto sound = house.folder.path() + "/sound.raw";
  auto window = house.window(display, house.folder.path() + "/none", sound);
  display.wait_for_another(empty);
  for (const auto& key : keys) display.key(key == "choose" ? "Return" : key == "up" ? "Up" : "Down");
  std::this_thread::sleep_for(1s);
  REQUIRE(window.is_running());
  CHECK(window.stop() == 0);
  CHECK_FALSE(real_file_system()->read(sound, 1 << 24));
  must(house.site.start_kiosk());
  CHECK(must(house.site.kiosk().counts()).completed == 2);
}

TEST_CASE(
    "A11, A21: in a real window sound comes when a key asks for it, stops at the next key, and never "
    "before") {
  House house;
  const auto voices = house.some_voices();
  Display display;
  const auto empty = display.picture();
  const auto sound = house.folder.path() + "/sound.raw";
  auto window = house.window(display, voices, sound);
  display.wait_for_another(empty);
  std::this_thread::sleep_for(3s);
  CHECK_FALSE(real_file_system()->read(sound, 1 << 26));  // not a frame while nobody asks
  display.press("KP_5");
  std::this_thread::sleep_for(1500ms);
  const auto heard = must(real_file_system()->read(sound, 1 << 26));
  std::size_t loud = 0;
  for (std::size_t i = 1; i < heard.size(); i += 2) loud += heard[i] > 4 && heard[i] < 251;
  CHECK(loud > 2'000);  // samples beyond 1024
  display.press("Escape");
  std::this_thread::sleep_for(3s);  // the device is let go
  const auto quiet = must(real_file_system()->read(sound, 1 << 26)).size();
  std::this_thread::sleep_for(1s);
  CHECK(must(real_file_system()->read(sound, 1 << 26)).size() == quiet);
  CHECK(window.stop() == 0);
}

}  // namespace
}  // namespace vantrum::testing
