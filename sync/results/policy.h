// How small a group may be and still be shown. A region may ask for larger groups than the rules, never for
// smaller ones.
#pragma once

#include <algorithm>
#include <cstdint>

#include "shared/base/result.h"

namespace vantrum::results {

constexpr std::uint64_t group_min = 5;          // k of the rules (P-14)
constexpr std::uint64_t distribution_min = 10;  // P-15

struct Policy {
  std::uint64_t k = group_min;
  // From here on a distribution is shown; below it only merged categories.
  std::uint64_t distribution() const { return std::max(k, distribution_min); }
};

// `invalid` below 5 or above 1000.
inline Result<Policy> policy_of(std::uint64_t k) {
  if (k < group_min || k > 1000)
    return Error::invalid("the smallest group that is shown is a whole number from 5 to 1000");
  return Policy{k};
}

}  // namespace vantrum::results
