// When to try again. For ever: a kiosk may stand for weeks without a network, and no answer is given up.
//
// Full jitter: the wait is anything between nothing and a ceiling that doubles with each failure up to the
// cap, so that a thousand kiosks that lost the collector together do not come back together.
#pragma once

#include <chrono>
#include <optional>

#include "shared/base/clock.h"
#include "shared/base/entropy.h"

namespace vantrum::carrier {

struct RetryPolicy {
  std::chrono::seconds base{30};
  std::chrono::seconds cap{3600};
};

// A longer wish is cut: a wrong date in the header must not silence a kiosk for a year.
constexpr std::chrono::hours retry_after_max{24};

// Uniform in [0, min(cap, base · 2^(failures−1))]. failures ≥ 1.
std::chrono::milliseconds full_jitter(const RetryPolicy& policy, int failures, Entropy& entropy);

class Backoff {
 public:
  // `retry_after` is obeyed: the next try comes that much later, and the jitter on top.
  void failed(MonotonicTime now, const RetryPolicy& policy, std::optional<std::chrono::seconds> retry_after,
              Entropy& entropy);
  void succeeded() { *this = Backoff(); }

  bool is_due(MonotonicTime now) const { return now >= due_; }
  MonotonicTime due() const { return due_; }
  int failures() const { return failures_; }

 private:
  int failures_ = 0;
  MonotonicTime due_{0};
};

}  // namespace vantrum::carrier
