// Disks without room, and slots without room.
#include <doctest/doctest.h>

#include "tests/faults/effort.h"
#include "tests/faults/world_checks.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

using testing::Quiet;

// Free bytes from none to more than two submissions need, one more in each world.
TEST_CASE("the disk may fill at any byte of a submission: thanked for or not, never half") {
  std::uint64_t needed = 0, thanked = 0, worlds = 0;
  auto submit_with = [&](std::optional<std::uint64_t> free_bytes) {
    World world(the_beginning(), first_seed + free_bytes.value_or(0));
    Quiet quiet;
    auto settings = world.settings();
    settings.ballast_bytes = 0;
    std::optional<Device> device = *world.open(settings);
    auto before = world.medium().bytes_used();
    if (free_bytes) world.medium().limit_bytes(before + *free_bytes);
    for (int i = 0; i < 2; ++i) thanked += static_cast<bool>(world.submit(*device));
    if (!free_bytes) needed = world.medium().bytes_used() - before;
    CHECK(device->counts()->completed >= world.tally().acknowledged);
    if (worlds % 8 == 0) {  // power goes and the kiosk starts while the disk is as full as it was
      world.medium().cut_now();
      device.reset();
      world.medium().power_on();
      if (auto again = world.open(settings)) device = std::move(*again);
    }
    world.medium().limit_bytes(std::nullopt);
    check_after_cut(world, device);
    ++worlds;
  };
  submit_with(std::nullopt);
  REQUIRE(thanked == 2);
  REQUIRE(needed > 4'000);
  for (std::uint64_t free_bytes = 0; free_bytes <= needed; free_bytes += effort_step) submit_with(free_bytes);
  MESSAGE(worlds << " worlds, " << needed << " bytes, " << thanked << " thanked for");
}

TEST_CASE("a full disk: nothing is lost, and a receipt makes room, however little is free") {
  const auto& beginning = the_beginning();
  for (std::uint64_t free_bytes = 0; free_bytes < 40'000; free_bytes += 400) {
    World world(beginning, first_seed + free_bytes);
    Quiet quiet;
    std::optional<Device> device = *world.open();
    world.medium().limit_bytes(world.medium().bytes_used() + free_bytes);
    for (int i = 0; i < 70; ++i) static_cast<void>(static_cast<bool>(world.submit(*device)));
    CHECK(world.tally().acknowledged >= 10);  // the log is moved when it cannot grow any more
    CAPTURE(free_bytes);
    auto packed = device->pack_all();
    if (!packed) MESSAGE(packed.error().message);
    REQUIRE(packed);
    world.collect();
    world.deliver();
    REQUIRE(device->tend());
    CHECK(device->counts()->waiting == 0);
    REQUIRE(world.submit(*device));
    check_after_cut(world, device);
  }
}

TEST_CASE("a disk that others have filled: the ballast makes the room, and comes back later") {
  for (bool has_ballast : {true, false}) {
    World world(the_beginning(), first_seed);
    Quiet quiet;
    auto settings = world.settings();
    if (!has_ballast) settings.ballast_bytes = 0;
    auto device = *world.open(settings);
    world.medium().limit_bytes(world.medium().bytes_used());
    CHECK(static_cast<bool>(world.submit(device)) == has_ballast);
    if (!has_ballast) continue;
    REQUIRE(device.tend());
    CHECK(world.status().counters["alarm:disk"] == 1);
    world.medium().limit_bytes(std::nullopt);
    world.clock().advance(std::chrono::minutes(2));
    REQUIRE(device.rest(false));
    REQUIRE(device.tend());
    CHECK(world.status().counters.count("alarm:disk") == 0);
  }
}

TEST_CASE("a disk that fills is told of while there is still room") {
  World world(the_beginning(), first_seed);
  Quiet quiet;
  auto device = *world.open();
  auto free_bytes_min = world.settings().free_bytes_min;
  for (auto [free_bytes, alarms] : {std::pair{free_bytes_min, 0U}, {free_bytes_min - 1, 1U}}) {
    world.medium().limit_bytes(world.medium().bytes_used() + free_bytes);
    REQUIRE(device.tend());
    CHECK(world.status().counters.count("alarm:disk") == alarms);
  }
}

TEST_CASE("when every slot waits for a receipt nobody is asked, and nothing is overwritten") {
  World world(the_beginning(), first_seed);
  Quiet quiet;
  std::optional<Device> device = *world.open();
  REQUIRE(device->survey()->is_open);
  for (int i = 0; i < 64; ++i) REQUIRE(world.submit(*device));
  CHECK_FALSE(device->survey()->is_open);
  auto refused = world.submit(*device);
  REQUIRE(!refused);
  CHECK(refused.error().kind == ErrorKind::refused);
  REQUIRE(device->pack_all());
  CHECK(world.status().counters["alarm:slots"] == 1);
  world.collect();
  world.deliver();
  CHECK(*device->tend());
  CHECK(device->survey()->is_open);
  check_after_cut(world, device);
  CHECK(world.tally().acknowledged == 64);
}

}  // namespace
}  // namespace vantrum::kiosk
