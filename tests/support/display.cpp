#include "tests/support/display.h"

#include <doctest/doctest.h>

#include <functional>
#include <thread>

#include "shared/base/file_system.h"

namespace vantrum::testing {

using namespace std::chrono_literals;

namespace {

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

}  // namespace

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

void Display::touch(const Touch& touch) const {
  point({"mousemove", std::to_string(touch.x), std::to_string(touch.y)});
  auto before = picture();
  point({"mousedown", "1"});
  if (touch.hold)
    wait_for_another(before);
  else
    std::this_thread::sleep_for(80ms);
  point({"mouseup", "1"});
  if (!touch.hold) wait_for_another(before);
  std::this_thread::sleep_for(400ms);  // the debounce
}

std::size_t Display::picture() const {
  auto bytes = must(real_file_system()->read(folder_.path() + "/Xvfb_screen0", 1 << 23));
  REQUIRE(bytes.size() > 1280 * 800 * 4);
  return std::hash<std::string_view>()(text_of(bytes));
}

void Display::press(const std::string& name) const { point({"key", name}); }

void Display::key(const std::string& name) const {
  auto before = picture();
  press(name);
  wait_for_another(before, 3, 40ms);
}

void Display::wait_for_another(std::size_t before, int same_wanted, std::chrono::milliseconds pause) const {
  auto last = before;
  int same = 0;
  const auto tries_max = 60s / pause;
  for (int tries = 0; tries < tries_max; ++tries) {
    auto now = picture();
    same = now == last ? same + 1 : 0;
    last = now;
    if (now != before && same >= same_wanted) return;
    std::this_thread::sleep_for(pause);
  }
  FAIL("the screen did not change, or did not come to rest");
}

void Display::point(const std::vector<std::string>& words) const {
  std::vector<std::string> command{"env", "DISPLAY=" + name_, "xdotool"};
  command.insert(command.end(), words.begin(), words.end());
  must(run_successfully(command));
}

}  // namespace vantrum::testing
