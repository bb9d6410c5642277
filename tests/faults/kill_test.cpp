// A real process with real files, killed at random moments. It proves little about power (see
// docs/durability.md), but much about the real file system's part.
#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "tests/faults/effort.h"
#include "tests/faults/world.h"
#include "tests/support/process.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

constexpr int kills = effort(500), kills_of_a_folder = 25;

TEST_CASE("kill -9 again and again: everything that was thanked for is there, once") {
  auto beginning = Beginning::make(200);
  SeededEntropy chance(20'261'122);
  auto files = real_file_system();
  std::uint64_t acknowledged = 0;
  for (int killed = 0; killed < kills;) {
    testing::TemporaryFolder folder;
    REQUIRE(beginning.copy_to(*files, folder.path()));
    std::set<std::string> thanked;
    // Until the slots run short.
    for (int kill = 0; kill < kills_of_a_folder && killed < kills && thanked.size() < 100; ++kill, ++killed) {
      auto seed = std::to_string(chance.random_below(1'000'000'000));
      auto child = testing::Child::start({VANTRUM_VICTIM, folder.path(), seed});
      REQUIRE(child);
      auto first = child->read_line();
      REQUIRE(first);
      thanked.insert(*first);
      std::this_thread::sleep_for(std::chrono::microseconds(chance.random_below(15'000)));
      child->signal(SIGKILL);
      for (auto line = child->read_line(); line && line->size() == 32; line = child->read_line()) {
        thanked.insert(*line);
      }
      child->wait();
    }
    testing::Quiet quiet;
    SeededEntropy entropy(1);
    auto store = ResponseStore::open(folder.path() + "/kiosk.db", entropy, {.slots = 200});
    REQUIRE(store);
    for (const auto& id : thanked) CHECK(*store->has(*ItemId::from(*parse_hex(id))));
    auto counts = *store->counts(RoundId{3});
    CHECK(counts.waiting == counts.completed);  // each once
    CHECK(counts.waiting >= thanked.size());
    acknowledged += thanked.size();
  }
  MESSAGE(acknowledged << " acknowledged");
}

}  // namespace
}  // namespace vantrum::kiosk
