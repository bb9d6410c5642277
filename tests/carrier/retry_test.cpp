#include "sync/carrier/retry.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace vantrum;
using namespace vantrum::carrier;
using namespace std::chrono_literals;

TEST_CASE("the wait is anything from nothing to a ceiling that doubles up to the cap") {
  const RetryPolicy policy{30s, 3600s};
  SeededEntropy entropy(1);
  const std::vector<std::chrono::milliseconds> ceilings = {30s,  60s,   120s,  240s,  480s,
                                                           960s, 1920s, 3600s, 3600s, 3600s};
  for (std::size_t i = 0; i < ceilings.size(); ++i) {
    auto shortest = std::chrono::milliseconds::max();
    auto longest = std::chrono::milliseconds::min();
    for (int n = 0; n < 2000; ++n) {
      const auto wait = full_jitter(policy, static_cast<int>(i) + 1, entropy);
      shortest = std::min(shortest, wait);
      longest = std::max(longest, wait);
    }
    CHECK(shortest >= 0ms);
    CHECK(shortest < ceilings[i] / 50);  // full jitter: also short waits happen
    CHECK(longest <= ceilings[i]);
    CHECK(longest > ceilings[i] * 49 / 50);
  }
}

TEST_CASE("after very many failures the cap still holds") {
  SeededEntropy entropy(2);
  for (int failures : {50, 1000, 2'000'000'000}) CHECK(full_jitter({30s, 3600s}, failures, entropy) <= 3600s);
}

TEST_CASE("the same seed gives the same waits") {
  SeededEntropy one(7), other(7);
  for (int i = 1; i < 20; ++i) CHECK(full_jitter({}, i, one) == full_jitter({}, i, other));
}

TEST_CASE("a fresh backoff is due at once, and again after a success") {
  SeededEntropy entropy(3);
  Backoff backoff;
  CHECK(backoff.is_due(MonotonicTime(0)));
  for (int i = 0; i < 5; ++i) backoff.failed(MonotonicTime(1'000), {}, 60s, entropy);
  CHECK(backoff.failures() == 5);
  CHECK_FALSE(backoff.is_due(MonotonicTime(1'000)));
  CHECK(backoff.is_due(backoff.due()));
  backoff.succeeded();
  CHECK(backoff.failures() == 0);
  CHECK(backoff.is_due(MonotonicTime(1'000)));
}

TEST_CASE("Retry-After is obeyed, and the jitter comes on top") {
  SeededEntropy entropy(4);
  for (int n = 0; n < 500; ++n) {
    Backoff backoff;
    backoff.failed(MonotonicTime(5'000), {30s, 3600s}, 120s, entropy);
    CHECK(backoff.due() >= MonotonicTime(5'000) + 120s);
    CHECK(backoff.due() <= MonotonicTime(5'000) + 150s);
  }
}

TEST_CASE("a Retry-After of years is cut to a day, a negative one is nothing") {
  SeededEntropy entropy(5);
  Backoff backoff;
  backoff.failed(MonotonicTime(0), {30s, 3600s}, std::chrono::hours(24 * 365 * 10), entropy);
  CHECK(backoff.due() <= MonotonicTime(24h + 30s));
  Backoff other;
  other.failed(MonotonicTime(0), {30s, 3600s}, -5s, entropy);
  CHECK(other.due() >= MonotonicTime(0));
}

// Why no carrier waits once more when it finds the network again: its tries are spread already, over about as
// long as the network was away, and as many as that let miss their turn.
TEST_CASE("two thousand kiosks that lose the network together and find it again do not come back together") {
  constexpr int kiosks = 2000;
  constexpr MonotonicTime begin(1'000s);
  for (const std::chrono::seconds away : {10s, 30s, 60s, 120s, 300s, 1'200s, 7'200s, 86'400s}) {
    CAPTURE(away.count());
    const auto end = begin + away;
    SeededEntropy entropy(6);
    std::map<std::int64_t, int> in_second, in_minute;
    for (int i = 0; i < kiosks; ++i) {
      Backoff backoff;
      auto now = begin - std::chrono::milliseconds(entropy.random_below(300'000));  // it spoke last then
      while (now < end + 2h) {
        if (now >= begin && now < end) {
          backoff.failed(now, {}, {}, entropy);
          now = backoff.due();
          continue;
        }
        const std::chrono::milliseconds since = now - end;
        if (since >= 0ms) ++in_second[since / 1s];
        if (since >= 0ms) ++in_minute[since / 1min];
        backoff.succeeded();
        now += 300s;
      }
    }
    const auto most = [](const auto& counts) {
      return std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; })->second;
    };
    CHECK(most(in_second) <= 60);
    CHECK(most(in_minute) <= 60 * 20);
  }
}
