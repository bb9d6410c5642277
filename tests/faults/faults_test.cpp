// Power cuts, failing calls and full disks, all on the way that a real answer takes.
#include <doctest/doctest.h>

#include "tests/faults/effort.h"
#include "tests/faults/world_checks.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

using Sync = store::Database::Options::Sync;
using testing::Quiet;

constexpr int cuts_of_a_world = 50;

Tally cut(int cuts, int cuts_each, const WorldOptions& options) {
  Tally all;
  const auto& beginning = the_beginning();
  Quiet quiet;
  for (int done = 0; done < cuts; done += cuts_each) {
    auto seed = first_seed + static_cast<std::uint64_t>(done);
    World world(beginning, seed, options);
    for (int i = 0; i < cuts_each; ++i) world.live_until_cut();
    all.add(world.tally());
    if (cuts_each > 1 && !world.tally().is_clean()) MESSAGE("seed " << seed);
  }
  MESSAGE("seeds from " << first_seed << ": " << all.cuts << " cuts, " << all.acknowledged
                        << " acknowledged, " << all.lost << " lost, " << all.cuts_with_loss
                        << " cuts with loss");
  return all;
}

TEST_CASE("power cuts, many of them during recovery, lose, double and damage nothing") {
  auto all = cut(effort(2'000), cuts_of_a_world, {});
  CHECK(all.cuts == effort(2'000));
  CHECK(all.acknowledged > 2 * all.cuts);
  CHECK(all.lost == 0);
  CHECK(all.doubled == 0);
  CHECK(all.corrupt == 0);
  CHECK(all.invented == 0);
  CHECK(all.discarded * 5 > all.cuts);
  CHECK(all.revived == 0);
}

TEST_CASE("the same cuts do find what synchronous=NORMAL loses") {
  auto all = cut(effort(300), 1, {.sync = Sync::checkpoints_only});
  CHECK(all.cuts_with_loss * 10 >= all.cuts * 3);
}

TEST_CASE("the same cuts do find a medium that ignores syncs") {
  auto all = cut(effort(200), 1, {.ignores_syncs = true});
  CHECK(all.cuts_with_loss * 10 >= all.cuts * 3);
}

TEST_CASE("any call to the disk may fail once: the answer is stored all the same, exactly once") {
  const auto& beginning = the_beginning();
  std::uint64_t nth = 0;
  for (bool failed = true; failed;) {
    World world(beginning, first_seed + ++nth);
    Quiet quiet;
    std::optional<Device> device = *world.open();
    REQUIRE(world.submit(*device));
    auto before = world.medium().calls();
    world.medium().fail_calls(nth, 1);
    CHECK(world.submit(*device));
    failed = world.medium().calls() >= before + nth;
    CHECK(device->counts()->completed == 2);
    check_after_cut(world, device);
    CHECK(world.tally().acknowledged == 2);
  }
  MESSAGE("calls in a submission: " << nth);
  CHECK(nth > 8);
}

TEST_CASE("the disk may fail for a while: what the first try left in the log is found, not stored again") {
  const auto& beginning = the_beginning();
  int found = 0;
  for (std::uint64_t nth = 1; nth <= 12; ++nth) {
    for (std::uint64_t calls = 1; calls <= 25; ++calls) {
      CAPTURE(nth);
      CAPTURE(calls);
      World world(beginning, first_seed + nth * 100 + calls);
      Quiet quiet;
      std::optional<Device> device = *world.open();
      REQUIRE(world.submit(*device));
      world.medium().fail_calls(nth, calls);
      if (calls % 2 == 0) world.medium().forget_at_next_sync();
      auto stored = world.submit(*device);
      world.medium().stop_failing();
      found += !stored && device->counts()->completed == 2;
      if (stored) CHECK(device->counts()->completed == 2);
      check_after_cut(world, device);
    }
  }
  MESSAGE(found << " times not thanked for, and there after all");
}

TEST_CASE(
    "the disk may fail for ever from any call on: nobody is thanked, the alarm is told when it can be") {
  const auto& beginning = the_beginning();
  std::uint64_t nth = 0;
  for (bool failed = true; failed;) {
    World world(beginning, first_seed + ++nth);
    Quiet quiet;
    std::optional<Device> device = *world.open();
    REQUIRE(world.submit(*device));
    world.medium().fail_calls(nth, testing::Medium::for_ever);
    failed = !world.submit(*device);
    if (failed) {
      CHECK(world.tally().acknowledged == 1);
      world.medium().stop_failing();
      REQUIRE(device->tend());
      CHECK(world.status().counters["alarm:storage"] == 1);
      REQUIRE(world.submit(*device));
    }
    world.medium().stop_failing();
    check_after_cut(world, device);
  }
  CHECK(nth > 8);
}

TEST_CASE("when only the database fails, the alarm still leaves") {
  World world(the_beginning(), first_seed);
  Quiet quiet;
  auto device = *world.open();
  REQUIRE(world.submit(device));
  REQUIRE(device.tend());
  world.medium().fail_path(std::string(World::folder) + "/kiosk.db");
  CHECK(!world.submit(device));
  CHECK(world.status().counters["alarm:storage"] == 1);
  CHECK(world.status().completed == 1);
}

TEST_CASE("a sync that fails may have thrown the data away: it is never tried again as if it had not") {
  World world(the_beginning(), first_seed);
  Quiet quiet;
  std::optional<Device> device = *world.open();
  for (int i = 0; i < 40; ++i) {
    world.medium().forget_at_next_sync();
    REQUIRE(world.submit(*device));
  }
  check_after_cut(world, device);
  CHECK(world.tally().acknowledged == 40);
}

TEST_CASE("one submission is one sync and at most 12 kB with its share of moving the log") {
  Quiet quiet;
  World world(Beginning::make(4'000), first_seed);
  auto device = *world.open();
  world.clock().advance(std::chrono::minutes(20));
  REQUIRE(device.rest(false));
  auto& medium = world.medium();
  auto bytes = medium.bytes_written();
  for (int i = 0; i < 50; ++i) {
    auto syncs = medium.syncs();
    REQUIRE(world.submit(device));
    CHECK(medium.syncs() == syncs + (i == 0 ? 2 : 1));  // the first begins a new log
  }
  world.clock().advance(std::chrono::minutes(20));
  REQUIRE(device.rest(false));
  auto each = (medium.bytes_written() - bytes) / 50;
  MESSAGE(each << " bytes written per answer");
  CHECK(each <= 12'000);
}

TEST_CASE("an idle day writes less than a megabyte") {
  World world(the_beginning(), first_seed);
  Quiet quiet;
  auto written = world.idle_for_a_day();
  MESSAGE(written << " bytes written in an idle day");
  CHECK(written > 0);
  CHECK(written < 1'000'000);
}

TEST_CASE("the log is moved into the database only when nobody answers") {
  using namespace std::chrono_literals;
  World world(the_beginning(), first_seed);
  Quiet quiet;
  auto device = *world.open();
  auto log = [&] { return world.medium().content(std::string(World::folder) + "/kiosk.db-wal").size(); };
  REQUIRE(world.submit(device));
  world.clock().advance(16min);
  REQUIRE(device.rest(true));
  CHECK(log() > 0);
  world.clock().advance(59s);
  REQUIRE(device.rest(false));
  CHECK(log() > 0);
  world.clock().advance(1s);
  REQUIRE(device.rest(false));
  CHECK(log() == 0);
  REQUIRE(world.submit(device));
  world.clock().advance(14min);
  REQUIRE(device.rest(false));
  CHECK(log() > 0);
  REQUIRE(device.pack_all());
  world.collect();
  world.deliver();
  REQUIRE(device.tend());
  REQUIRE(device.rest(false));  // something was pruned
  CHECK(log() == 0);
}

}  // namespace
}  // namespace vantrum::kiosk
