// Power that goes, or a disk that fails, while staff throw the last visit away (docs/discarding.md).
#include <doctest/doctest.h>

#include "tests/faults/world_checks.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

// Two visits, the second of them just now.
std::optional<Device> with_two_visits(World& world) {
  std::optional<Device> device = *world.open();
  for (int i = 0; i < 2; ++i) REQUIRE(world.submit(*device));
  return device;
}

// As the collector has it in the end: the first visit is an answer; of the second there is the answer or the
// marker, and the marker if staff were told so. The kiosk's own count says the same.
void check_whole(World& world, Device& device, bool was_told) {
  world.judge(device);
  CHECK(world.tally().is_clean());
  const auto markers = world.markers_received();
  CHECK(markers <= 1);
  if (was_told) CHECK(markers == 1);
  const auto counts = device.counts();
  REQUIRE(counts);
  CHECK(counts->completed == 2 - markers);
}

}  // namespace

TEST_CASE("5b: whenever power goes, a visit is discarded or it is not, and what staff were told stays so") {
  bool was_cut = true;
  std::uint64_t changes = 0, told = 0, came_back = 0;
  for (; was_cut; ++changes) {
    CAPTURE(changes);
    testing::Quiet quiet;
    World world(the_beginning(), first_seed + changes);
    auto device = with_two_visits(world);
    world.medium().cut_after(changes);
    const bool was_told = static_cast<bool>(world.discard(*device));
    was_cut = world.medium().is_off();
    world.medium().do_not_cut();
    if (was_cut) {
      device.reset();
      world.medium().power_on();
      device = *world.open();
      CHECK_FALSE(device->last_visit());
    }
    check_whole(world, *device, was_told);
    told += was_told;
    came_back += world.markers_received() == 0;
  }
  CHECK(changes > 10);
  CHECK(told > 1);  // some of the cuts come when it is durable already
  CHECK(came_back > 1);
}

TEST_CASE("5b: any call to the disk may fail once, and the visit is discarded all the same, once") {
  for (std::uint64_t nth = 1;; ++nth) {
    CAPTURE(nth);
    testing::Quiet quiet;
    World world(the_beginning(), first_seed + nth);
    auto device = with_two_visits(world);
    const auto before = world.medium().calls();
    world.medium().fail_calls(nth, 1);
    CHECK(world.discard(*device));
    const bool failed = world.medium().calls() >= before + nth;
    world.medium().stop_failing();
    check_whole(world, *device, true);
    if (!failed) {
      CHECK(nth > 10);
      return;
    }
  }
}

}  // namespace vantrum::kiosk
