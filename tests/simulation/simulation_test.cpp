// The simulation as a test: some seeds in full, one seed twice, and the herd.
#include <doctest/doctest.h>

#include "tests/simulation/herd.h"
#include "tests/simulation/seeded_sealing.h"
#include "tests/simulation/simulation.h"
#include "tests/support/quiet.h"

namespace vantrum::simulation {
namespace {

constexpr std::uint64_t seeds = 25;
#ifdef __SANITIZE_ADDRESS__
constexpr std::uint32_t herd_kiosks = 200;
#else
constexpr std::uint32_t herd_kiosks = 2'000;
#endif

const bool is_repeatable = [] {
  make_sealing_repeatable();
  return true;
}();

Findings run(const Plan& plan) {
  testing::Quiet quiet;
  return simulate(plan);
}

void check_clean(const Plan& plan, const Findings& found) {
  CAPTURE(plan.seed);
  CAPTURE(plan.words());
  CHECK(found.thanked > 0);
  CHECK(found.lost == 0);
  CHECK(found.doubled == 0);
  CHECK(found.invented == 0);
  CHECK(found.undrained == 0);
  for (const auto& complaint : found.complaints) FAIL_CHECK(complaint);
}

}  // namespace

TEST_CASE("every visitor who was thanked is in the results exactly once, whatever happened (row 20)") {
  Findings all;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto plan = Plan::draw(seed, Size::small);
    plan.days = std::min(plan.days, 6);
    auto found = run(plan);
    check_clean(plan, found);
    all.add(found);
  }
  MESSAGE(all.seeds << " seeds, " << all.thanked << " thanked, " << all.lost << " lost, " << all.doubled
                    << " doubled; drained after at most " << all.drained_after / hours(1) << " h; "
                    << all.recordings << " recordings found whole");
  CHECK(all.thanked >= 10 * seeds);
  CHECK(all.recordings >= 10);
}

TEST_CASE("the same seed is the same simulation, byte for byte; another is another") {
  auto plan = Plan::draw(3, Size::small);
  plan.days = plan.kiosks = 2;
  auto first = run(plan), second = run(plan);
  CHECK(first.record == second.record);
  plan.seed = 4;
  CHECK(run(plan).record != first.record);
}

TEST_CASE("what chance makes of a mean in its worst second is what can be reckoned by hand") {
  CHECK(expected_worst(3, 1) == doctest::Approx(3));  // of one number: its mean
  CHECK(expected_worst(0.01, 2) == doctest::Approx(0.0199).epsilon(0.001));
  CHECK(expected_worst(16, 300) == doctest::Approx(28.7).epsilon(0.01));
}

TEST_CASE("a herd that comes back after 90 days is served, and nobody hammers (row 18)") {
  for (auto what : {HerdPlan::Return::power, HerdPlan::Return::network}) {
    HerdPlan plan;
    plan.kiosks = herd_kiosks;
    plan.requests_a_second = herd_kiosks / 100;
    plan.what = what;
    plan.offline = days(2);  // the waits have long reached their cap then
    auto found = release_herd(plan);
    CAPTURE(static_cast<int>(what));
    CHECK(found.is_drained);
    CHECK(found.drained_after < (what == HerdPlan::Return::power ? minutes(10) : minutes(100)));
    CHECK(found.peak_after_minute <= 2 * plan.requests_a_second + 4);  // a small herd has large gusts
    CHECK(found.most_of_one <= 12);
    CHECK(found.requests <= 3 * 2 * static_cast<std::uint64_t>(plan.kiosks));
  }
}

}  // namespace vantrum::simulation
