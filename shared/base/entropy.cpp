#include "shared/base/entropy.h"

#include <sys/random.h>

#include <cerrno>

namespace vantrum {

std::uint32_t Entropy::random_below(std::uint32_t below) {
  check(below > 0);
  // Refuse the uneven tail so that every value is equally likely.
  std::uint32_t limit = UINT32_MAX - UINT32_MAX % below;
  for (;;) {
    std::array<std::uint8_t, 4> b{};
    fill(b);
    std::uint32_t value = static_cast<std::uint32_t>(b[0]) | static_cast<std::uint32_t>(b[1]) << 8 |
                          static_cast<std::uint32_t>(b[2]) << 16 | static_cast<std::uint32_t>(b[3]) << 24;
    if (value < limit) return value % below;
  }
}

void SystemEntropy::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0) {
      check(errno == EINTR);
      continue;
    }
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

void SeededEntropy::fill(std::span<std::uint8_t> out) {
  for (auto& byte : out) {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    byte = static_cast<std::uint8_t>((z ^ (z >> 31)) >> 56);
  }
}

}  // namespace vantrum
