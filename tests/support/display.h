// An X server of our own that picks a free number and keeps its screen in a file, so that a test sees what a
// person sees; and a hand at it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <thread>

#include "shared/base/file_system.h"
#include "tests/support/must.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {

using namespace std::chrono_literals;

struct Touch {
  int x = 0, y = 0;
  bool hold = false;
};

class Display {
 public:
  const std::string& name() const { return name_; }

  // Down and up in one place; then what that changed has come to rest. A long time-out, because a loaded
  // machine is slow and a broken kiosk never changes.
  void touch(const Touch& touch) const {
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

  // A key by X's name for it …
  void press(const std::string& name) const { point({"key", name}); }
  // … and then at rest, with another picture.
  void key(const std::string& name) const {
    auto before = picture();
    press(name);
    wait_for_another(before, 3, 40ms);
  }

  std::size_t picture() const {
    auto bytes = must(real_file_system()->read(folder_.path() + "/Xvfb_screen0", 1 << 23));
    REQUIRE(bytes.size() > 1280 * 800 * 4);
    return std::hash<std::string_view>()(text_of(bytes));
  }

  // Another picture than this one, at rest.
  void wait_for_another(std::size_t before, int same_wanted = 8,
                        std::chrono::milliseconds pause = 100ms) const {
    auto last = before;
    int same = 0;
    const auto tries_max = std::chrono::seconds(60) / pause;
    for (int tries = 0; tries < tries_max; ++tries) {
      auto now = picture();
      same = now == last ? same + 1 : 0;
      last = now;
      if (now != before && same >= same_wanted) return;
      std::this_thread::sleep_for(pause);
    }
    FAIL("the screen did not change, or did not come to rest");
  }

 private:
  void point(const std::vector<std::string>& words) const {
    std::vector<std::string> command{"env", "DISPLAY=" + name_, "xdotool"};
    command.insert(command.end(), words.begin(), words.end());
    must(run_successfully(command));
  }

  TemporaryFolder folder_;
  Child server_ = must(Child::start({"Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten",
                                     "tcp", "-fbdir", folder_.path()},
                                    "/dev/null"));
  std::string name_ = ":" + must(server_.read_line(60s));
};

}  // namespace vantrum::testing
