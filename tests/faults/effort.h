// How often the long tests repeat themselves: in full as shipped, a fifth of it under the sanitizers, which
// make everything slow.
#pragma once

namespace vantrum::kiosk {

#ifdef __SANITIZE_ADDRESS__
constexpr int effort(int full) { return full / 5; }
#else
constexpr int effort(int full) { return full; }
#endif

}  // namespace vantrum::kiosk
