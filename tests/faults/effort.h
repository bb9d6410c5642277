// How often the long tests repeat themselves: in full as shipped, a fifth of it under the sanitizers, which
// make everything slow.
#pragma once

#include <cstdint>

namespace vantrum::kiosk {

#ifdef __SANITIZE_ADDRESS__
constexpr int effort(int full) { return full / 5; }
constexpr std::int64_t effort_allocations = 5;
constexpr std::uint64_t effort_step = 61;  // of bytes; a prime, so that no size of a page is a multiple of it
#else
constexpr int effort(int full) { return full; }
constexpr std::int64_t effort_allocations = 1;
constexpr std::uint64_t effort_step = 1;
#endif

}  // namespace vantrum::kiosk
