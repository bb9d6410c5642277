// Row 6: memory runs out anywhere in a submission, in our code and inside SQLite. The program may end, as it
// does when an exception leaves the worker; what was thanked for is there, and nothing is there twice.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include "shared/base/check.h"
#include "tests/faults/effort.h"
#include "tests/faults/world_checks.h"
#include "tests/support/process.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

// SQLite's allocator, until told otherwise. It must be in place before SQLite is first used.
class FailingMemory {
 public:
  FailingMemory() {
    check(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_) == SQLITE_OK);
    auto failing = real_;
    failing.xMalloc = [](int size) { return fails() ? nullptr : real_.xMalloc(size); };
    failing.xRealloc = [](void* old, int size) { return fails() ? nullptr : real_.xRealloc(old, size); };
    check(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK);
  }
  void fail_after(std::int64_t allocations, bool for_ever) {
    left_ = allocations;
    is_for_ever_ = for_ever;
    has_failed_ = false;
  }
  void stop() { left_.reset(); }
  bool has_failed() const { return has_failed_; }

 private:
  static bool fails() {
    if (!left_ || (*left_)-- > 0) return false;
    has_failed_ = true;
    if (!is_for_ever_) left_.reset();
    return true;
  }

  // SQLite's functions have no context to find an object by.
  static inline sqlite3_mem_methods real_{};
  static inline std::optional<std::int64_t> left_;
  static inline bool is_for_ever_ = false, has_failed_ = false;
};

FailingMemory failing_memory;

TEST_CASE("row 6: any allocation of a submission may fail") {
  auto files = real_file_system();
  auto beginning = Beginning::make(200);
  std::int64_t n = 0, ended = 0;
  for (bool failed = true; failed; n += effort_allocations) {
    testing::TemporaryFolder folder;
    REQUIRE(beginning.copy_to(*files, folder.path()));
    auto victim = testing::Child::start({VANTRUM_VICTIM, folder.path(), "6", std::to_string(n)}, "/dev/null");
    REQUIRE(victim);
    std::vector<std::string> thanked;
    for (auto line = victim->read_line(); line; line = victim->read_line()) thanked.push_back(*line);
    failed = victim->wait() != 0;
    ended += failed;
    testing::Quiet quiet;
    SeededEntropy entropy(1);
    auto store = ResponseStore::open(folder.path() + "/kiosk.db", entropy, {.slots = 200});
    REQUIRE(store);
    REQUIRE(thanked.size() == (failed ? 1 : 2));
    for (const auto& id : thanked) CHECK(*store->has(*ItemId::from(*parse_hex(id))));
    auto counts = *store->counts(RoundId{3});
    CHECK(counts.waiting == counts.completed);
    CHECK(counts.completed >= thanked.size());
    CHECK(counts.completed <= 2);
  }
  MESSAGE(ended << " ends of the program in " << n << " allocations");
  CHECK(n > 50);
}

TEST_CASE("row 6: any allocation of SQLite may fail, once or for the rest of the submission") {
  for (bool for_ever : {false, true}) {
    int thanked = 0, refused = 0;
    for (std::int64_t n = 0; thanked == 0 || failing_memory.has_failed(); n += effort_allocations) {
      World world(the_beginning(), first_seed);
      testing::Quiet quiet;
      std::optional<Device> device = *world.open();
      REQUIRE(world.submit(*device));
      failing_memory.fail_after(n, for_ever);
      bool stored = static_cast<bool>(world.submit(*device));
      failing_memory.stop();
      (stored ? thanked : refused) += 1;
      CHECK(device->counts()->completed >= world.tally().acknowledged);
      check_after_cut(world, device);
    }
    MESSAGE(thanked << " thanked for, " << refused << " refused");
    CHECK((refused > 0) == for_ever);  // one failure is mended by the next try
  }
}

}  // namespace
}  // namespace vantrum::kiosk
