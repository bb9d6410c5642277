// A real vantrum-kiosk without a window, driven through its own screens by taps.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/process.h"

namespace vantrum::testing {

// What the kiosk shows: "screen", "language" and "elements" of the control protocol
// (kiosk/program/control.h).
struct Shown {
  nlohmann::json dump;

  std::string screen() const { return dump.at("screen"); }
  // Ids of the elements of a role, in order.
  std::vector<std::string> ids_of(const std::string& role) const;
  bool has(const std::string& id) const;
  bool is_on_this_page(const std::string& id) const;  // it may be on another one, if the screen has pages
};

class KioskPilot {
 public:
  static Result<KioskPilot> start(const std::string& program, const std::vector<std::string>& options,
                                  const std::string& error_file, const std::string& size = "1280x800");

  Result<Shown> look();
  Result<void> tap(const std::string& what) { return order("tap " + what); }
  Result<void> hold(const std::string& what, int ms) {
    return order("hold " + what + " " + std::to_string(ms));
  }
  // A finger on the glass, in pixels.
  Result<void> touch(int x, int y, int ms) {
    return order("touch " + std::to_string(x) + " " + std::to_string(y) + " " + std::to_string(ms));
  }
  Result<void> key(const std::string& name) { return order("key " + name); }
  Result<nlohmann::json> said();  // since the last time (kiosk/program/control.h)
  Result<void> wait(std::int64_t ms) { return order("wait " + std::to_string(ms)); }
  Result<void> shot(const std::string& path) { return order("shot " + path); }
  Result<void> tend() { return order("tend"); }
  Result<void> pack() { return order("pack"); }
  struct Counts {
    std::uint64_t completed = 0, waiting = 0;
  };
  Result<Counts> counts();

  Child& child() { return child_; }

 private:
  explicit KioskPilot(Child child) : child_(std::move(child)) {}
  Result<nlohmann::json> ask(const std::string& line);
  Result<void> order(const std::string& line);

  Child child_;
};

}  // namespace vantrum::testing
