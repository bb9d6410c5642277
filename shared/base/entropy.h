// Random bytes. The system's generator in programs; a seeded one in tests and simulations.
#pragma once

#include <span>

#include "shared/base/ids.h"

namespace vantrum {

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  template <class Id>
  Id random_id() {
    Id id;
    fill(id.bytes);
    return id;
  }
  // Uniform in [0, below). below > 0.
  std::uint32_t random_below(std::uint32_t below);
};

class SystemEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

// Deterministic (SplitMix64). Never for keys or ids of real answers.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::uint64_t state_;
};

}  // namespace vantrum
