// Files that are damaged, older, or half made.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "kiosk/store/salvage.h"
#include "tests/faults/effort.h"
#include "tests/faults/world.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using testing::Quiet;

const std::string database = std::string(World::folder) + "/kiosk.db";

// Ids of the items in which a bit was flipped.
std::set<ItemId> hit_items(const Bytes& file, const std::vector<std::size_t>& bits) {
  std::set<ItemId> hit;
  for (const auto& item : find_slots(file)) {
    auto content = encode_slot(item);
    auto at = std::search(file.begin(), file.end(), content.begin(), content.end()) - file.begin();
    auto begin = static_cast<std::size_t>(at);
    auto end = begin + 8 + 4 + 1 + 2 + item.sealed.size() + 16;
    for (auto bit : bits) {
      if (bit / 8 >= begin && bit / 8 < end) hit.insert(item.id);
    }
  }
  return hit;
}

TEST_CASE("after any flipped bits the kiosk starts, and every item that was not hit reaches the collector") {
  Quiet quiet;
  auto beginning = Beginning::make();
  SeededEntropy chance(5);
  int set_aside = 0;
  constexpr int runs = effort(500);
  for (int run = 0; run < runs; ++run) {
    CAPTURE(run);
    World world(beginning, 40'000 + static_cast<std::uint64_t>(run));
    {
      auto device = *world.open();
      for (int i = 0; i < 10; ++i) REQUIRE(world.submit(device));
      if (run % 2 == 0) REQUIRE(device.pack_all());
      REQUIRE(world.submit(device));
    }
    auto before = world.medium().content(database);
    std::vector<std::size_t> bits;
    for (auto left = 1 + chance.random_below(64); left > 0; --left) {
      bits.push_back(chance.random_below(static_cast<std::uint32_t>(before.size() * 8)));
      world.medium().flip_bit(database, bits.back());
    }
    auto device = world.open();
    if (!device) MESSAGE(device.error().message);
    REQUIRE(device);
    REQUIRE(device->pack_all());
    world.collect();
    auto hit = hit_items(before, bits);
    for (const auto& id : world.acknowledged()) CHECK((world.has_received(id) || hit.contains(id)));
    bool is_aside = world.medium().find(database + ".damaged-1") != nullptr;
    set_aside += is_aside;
    if (is_aside && device->survey()) CHECK(world.status().counters["alarm:damaged"] == 1);
  }
  MESSAGE(set_aside << " of " << runs << " files were set aside");
  CHECK(set_aside > runs / 4);
}

TEST_CASE(
    "a disk that does not give a page once is no damage: nothing is set aside, and the next start finds "
    "all") {
  Quiet quiet;
  auto beginning = Beginning::make();
  bool has_failed = true;
  for (std::uint64_t nth = 1; has_failed; nth += effort_step) {
    CAPTURE(nth);
    World world(beginning, nth);
    {
      auto device = *world.open();
      REQUIRE(world.submit(device));
    }
    auto before = world.medium().calls();
    world.medium().fail_calls(nth, 1);
    static_cast<void>(static_cast<bool>(world.open()));
    has_failed = world.medium().calls() >= before + nth;
    world.medium().stop_failing();  // what it did not come to
    auto device = world.open();
    REQUIRE(device);
    CHECK(device->counts()->waiting == 1);
    for (const auto& path : world.medium().paths()) CHECK(path.find(".damaged-") == std::string::npos);
  }
}

TEST_CASE("after a salvage the collector's receipts are taken again, and the work goes on") {
  World world(Beginning::make(), 51);
  Quiet quiet;
  {
    auto device = *world.open();
    for (int i = 0; i < 5; ++i) REQUIRE(world.submit(device));
    REQUIRE(device.pack_all());
    world.collect();  // the receipt for this batch will find it gone
    REQUIRE(world.submit(device));
  }
  // The first page after the schema: a table is gone, the slots are not.
  for (std::size_t bit = 0; bit < 64; ++bit) world.medium().flip_bit(database, 2048 * 8 + bit);
  auto device = *world.open();
  REQUIRE(device.pack_all());
  CHECK(device.counts()->waiting == 6);
  world.collect();
  world.deliver();
  REQUIRE(device.tend());
  CHECK(device.counts()->waiting == 0);
  REQUIRE(world.submit(device));
  REQUIRE(device.pack_all());
  world.collect();
  world.deliver();
  REQUIRE(device.tend());
  CHECK(device.counts()->waiting == 0);
  CHECK(world.owed() == 0);
}

TEST_CASE("power may go at any step of a salvage") {
  auto beginning = Beginning::make();
  Quiet quiet;
  bool was_cut = true;
  for (std::uint64_t step = 0; was_cut; step += 5 - effort(5) + 1) {
    World world(beginning, 600 + step);
    {
      auto device = *world.open();
      for (int i = 0; i < 8; ++i) REQUIRE(world.submit(device));
    }
    for (std::size_t bit = 0; bit < 64; ++bit) world.medium().flip_bit(database, 2048 * 8 + bit);
    world.medium().cut_after(step);
    static_cast<void>(static_cast<bool>(world.open()));
    was_cut = world.medium().is_off();
    world.medium().do_not_cut();
    if (was_cut) world.medium().power_on();
    CAPTURE(step);
    auto device = world.open();
    if (!device) MESSAGE(device.error().message);
    REQUIRE(device);
    REQUIRE(device->pack_all());
    world.collect();
    CHECK(world.owed() == 0);
  }
}

TEST_CASE("a database of the first release is taken over with everything in it") {
  testing::TemporaryFolder folder;
  auto path = folder.path() + "/kiosk.db";
  std::filesystem::copy_file("tests/device_dbs/schema-1.db", path);
  SeededEntropy entropy(9);
  for (int start = 0; start < 2; ++start) {
    auto store = ResponseStore::open(path, entropy);
    REQUIRE(store);
    auto counts = *store->counts(RoundId{3});
    CHECK(counts.completed == 7);
    CHECK(counts.waiting == 7);
    CHECK(store->unpacked()->at(RoundId{3}).items == 2);
    CHECK(store->batches()->size() == 1);
    CHECK(store->published_counters(RoundId{3})->at("language:sv") == 5);
    CHECK(store->round_document()->value().serial == 4);
    CHECK(store->room().slots == 4'000);
    CHECK(store->room().free == 3'993);
  }
}

TEST_CASE("a slot is found wherever it lies, and only if it is whole") {
  SeededEntropy entropy(3);
  SlotItem item{entropy.random_id<ItemId>(), RoundId{70'000}, wire::ItemKind::response, Bytes(229)};
  entropy.fill(item.sealed);
  item.sealed[0] = 1;
  std::copy(item.id.bytes.begin(), item.id.bytes.end(), item.sealed.begin() + 5);
  auto bytes = encode_slot(item);
  CHECK(bytes.size() == slot_bytes);
  Bytes file(777, 0x8e);
  file.insert(file.end(), bytes.begin(), bytes.end());
  file.insert(file.end(), bytes.begin(), bytes.end() - 800);  // cut
  auto found = find_slots(file);
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == item.id);
  CHECK(found[0].round == item.round);
  CHECK(found[0].sealed == item.sealed);
  for (std::size_t bit = 0; bit < (15 + 229 + 16) * 8; bit += 7) {
    auto flipped = bytes;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    CHECK(!parse_slot(flipped));
  }
}

}  // namespace
}  // namespace vantrum::kiosk
