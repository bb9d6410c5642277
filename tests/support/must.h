// For tests: the value, or a failed test that says why.
#pragma once

#include <doctest/doctest.h>

#include "shared/base/result.h"

namespace vantrum::testing {

template <class T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}
inline void must(const Result<void>& result) {
  if (!result) FAIL(result.error().message);
}

}  // namespace vantrum::testing
