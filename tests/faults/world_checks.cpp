#include "tests/faults/world_checks.h"

#include <doctest/doctest.h>

#include "tests/support/quiet.h"

namespace vantrum::kiosk {

const Beginning& the_beginning() {
  static const Beginning beginning = [] {
    testing::Quiet quiet;
    return Beginning::make();
  }();
  return beginning;
}

void check_after_cut(World& world, std::optional<Device>& device) {
  world.medium().cut_now();
  device.reset();
  world.medium().power_on();
  auto again = world.open();
  REQUIRE(again);
  world.judge(*again);
  const auto& tally = world.tally();
  CHECK(tally.lost == 0);
  CHECK(tally.doubled == 0);
  CHECK(tally.invented == 0);
  CHECK(tally.corrupt == 0);
}

}  // namespace vantrum::kiosk
