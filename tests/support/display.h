// A display to look at and a pointer to touch with: an X server of our own, its screen in a file, and
// xdotool. For the test of the real window and for the bench.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/must.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {

struct Touch {
  int x = 0, y = 0;
  bool hold = false;
};

// Walks to the end without a window, and walks away there: where a visitor touches who answers what he can.
std::vector<Touch> learn_visit(KioskPilot& kiosk);

class Display {
 public:
  const std::string& name() const { return name_; }

  // Down and up in one place; then what that changed has come to rest. A long time-out, because a loaded
  // machine is slow and a broken kiosk never changes.
  void touch(const Touch& touch) const;

  // A key by X's name for it; key() waits until another picture is at rest.
  void press(const std::string& name) const;
  void key(const std::string& name) const;

  // What is on the screen now.
  std::size_t picture() const;

  // Another picture than this one, at rest.
  void wait_for_another(std::size_t before, int same_wanted = 8,
                        std::chrono::milliseconds pause = std::chrono::milliseconds(100)) const;

 private:
  void point(const std::vector<std::string>& words) const;

  TemporaryFolder folder_;
  Child server_ = must(Child::start({"Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten",
                                     "tcp", "-fbdir", folder_.path()},
                                    "/dev/null"));
  std::string name_ = ":" + must(server_.read_line(std::chrono::seconds(60)));
};

}  // namespace vantrum::testing
