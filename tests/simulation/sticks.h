// USB sticks that travel between tablets and the collector: pulled out too early, copied, and brought late.
#pragma once

#include <memory>

#include "tests/simulation/kiosk.h"

namespace vantrum::simulation {

class Sticks {
 public:
  Sticks(Timeline& timeline, Judge& judge, RegionHost& region, std::uint64_t seed, std::string scratch)
      : timeline_(timeline), judge_(judge), region_(region), chance_(seed), scratch_(std::move(scratch)) {}

  // A stick goes round these tablets, to the collector, and round again.
  void travel(std::vector<Tablet*> tablets);
  void end_faults() { has_faults_ = false; }

 private:
  void take_in(const std::string& stick);
  void harm(const std::string& stick);
  void copy_for_later(const std::string& stick);

  Timeline& timeline_;
  Judge& judge_;
  RegionHost& region_;
  Chance chance_;
  std::string scratch_;
  int made_ = 0;
  bool has_faults_ = true;
};

}  // namespace vantrum::simulation
