#include "sync/carrier/retry.h"

#include <algorithm>
#include <limits>

namespace vantrum::carrier {

std::chrono::milliseconds full_jitter(const RetryPolicy& policy, int failures, Entropy& entropy) {
  check(failures >= 1);
  std::chrono::milliseconds ceiling = policy.base;
  for (int i = 1; i < failures && ceiling < policy.cap; ++i) ceiling *= 2;
  ceiling = std::min<std::chrono::milliseconds>(ceiling, policy.cap);
  return std::chrono::milliseconds(entropy.random_below(static_cast<std::uint32_t>(ceiling.count()) + 1));
}

void Backoff::failed(MonotonicTime now, const RetryPolicy& policy,
                     std::optional<std::chrono::seconds> retry_after, Entropy& entropy) {
  if (failures_ < std::numeric_limits<int>::max()) ++failures_;
  due_ = now + full_jitter(policy, failures_, entropy);
  if (retry_after)
    due_ += std::clamp<std::chrono::seconds>(*retry_after, std::chrono::seconds(0), retry_after_max);
}

}  // namespace vantrum::carrier
