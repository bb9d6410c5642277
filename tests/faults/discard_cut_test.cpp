// Power that goes, or a disk that fails, while staff throw the last visit away (docs/discarding.md).
#include <doctest/doctest.h>

#include "tests/faults/world_checks.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

// Two visits, the second of them just now, and with a text.
std::optional<Device> with_two_visits(World& world) {
  std::optional<Device> device = *world.open();
  REQUIRE(world.submit(*device));
  REQUIRE(world.submit_with_text(*device));
  REQUIRE(device->last_visit()->stored.items.size() == 2);
  return device;
}

// As the collector has it in the end: the first visit is an answer; of the second there are the answer and
// its text, or the marker alone, and the marker if staff were told so. The kiosk's own count says the same.
void check_whole(World& world, Device& device, bool was_told, const ItemId& text) {
  world.judge(device);
  CHECK(world.tally().is_clean());
  const auto markers = world.markers_received();
  CHECK(markers <= 1);
  if (was_told) CHECK(markers == 1);
  CHECK(world.has_received(text) == (markers == 0));
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
    const auto text = device->last_visit()->stored.items[1];
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
    check_whole(world, *device, was_told, text);
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
    const auto text = device->last_visit()->stored.items[1];
    const auto before = world.medium().calls();
    world.medium().fail_calls(nth, 1);
    CHECK(world.discard(*device));
    const bool failed = world.medium().calls() >= before + nth;
    world.medium().stop_failing();
    check_whole(world, *device, true, text);
    if (!failed) {
      CHECK(nth > 10);
      return;
    }
  }
}

TEST_CASE("5b: a disk that fails for longer: the outcome is unknown, and asked again there is one marker") {
  std::uint64_t unknown = 0, done_after_all = 0;
  bool failed = true;
  for (std::uint64_t nth = 1; failed; ++nth) {
    CAPTURE(nth);
    testing::Quiet quiet;
    World world(the_beginning(), first_seed + nth);
    auto device = with_two_visits(world);
    const auto text = device->last_visit()->stored.items[1];
    const auto before = world.medium().calls();
    world.medium().fail_calls(nth, testing::Medium::for_ever);
    const auto first = world.discard(*device);
    failed = world.medium().calls() >= before + nth;
    world.medium().stop_failing();
    if (!first) {
      CHECK(first.error().kind == ErrorKind::storage);
      REQUIRE(device->last_visit());
      done_after_all += device->counts()->completed == 1;
      CHECK(world.discard(*device));
      ++unknown;
    }
    CHECK_FALSE(device->last_visit());
    check_whole(world, *device, true, text);
  }
  CHECK(unknown > 10);
  CHECK(done_after_all > 0);  // it was durable, and nobody could tell
}

TEST_CASE("P-7: a discard that nobody could tell of makes no batch of few when another round is over") {
  std::uint64_t done_after_all = 0;
  bool failed = true;
  for (std::uint64_t nth = 1; failed; ++nth) {
    CAPTURE(nth);
    testing::Quiet quiet;
    World world(the_beginning(), first_seed + nth);
    auto device = *world.open();
    auto before_this = std::make_shared<Survey>(*device.survey());
    before_this->round = RoundId{2};  // over, with one answer left
    REQUIRE(device.submit({before_this, {{"acc", {"full"}}}, "sv"}));
    REQUIRE(world.submit(device));
    REQUIRE(world.discard(device));
    REQUIRE(world.submit(device));
    const auto before = world.medium().calls();
    world.medium().fail_calls(nth, testing::Medium::for_ever);
    const auto done = world.discard(device);
    failed = world.medium().calls() >= before + nth;
    world.medium().stop_failing();
    done_after_all += !done && device.counts()->completed == 0;
    REQUIRE(device.tend());
    world.collect();
    CHECK(world.markers_received() == 0);  // they wait for five answers, as every item
  }
  CHECK(done_after_all > 0);
}

TEST_CASE("5b: on a full disk the ballast makes the room for a discard") {
  for (const bool has_ballast : {true, false}) {
    testing::Quiet quiet;
    World world(the_beginning(), first_seed);
    auto settings = world.settings();
    if (!has_ballast) settings.ballast_bytes = 0;
    settings.discard_within = settings.batch_delay_min = settings.batch_delay_max = std::chrono::hours(1);
    auto device = *world.open(settings);
    REQUIRE(world.submit(device));
    REQUIRE(world.submit_with_text(device));
    const auto text = device.last_visit()->stored.items[1];
    // The log is moved, or that alone would make room.
    world.clock().advance(std::chrono::minutes(16));
    REQUIRE(device.rest(false));
    world.medium().limit_bytes(world.medium().bytes_used());
    const auto done = world.discard(device);
    CHECK(static_cast<bool>(done) == has_ballast);
    if (!done) {
      CHECK(done.error().fault == StorageFault::full);
      REQUIRE(device.last_visit());
      world.medium().limit_bytes(std::nullopt);
      CHECK(world.discard(device));
    }
    world.medium().limit_bytes(std::nullopt);
    check_whole(world, device, true, text);
  }
}

}  // namespace vantrum::kiosk
