#include "tests/simulation/seeded_sealing.h"

#include <sodium.h>

#include "shared/base/check.h"
#include "shared/base/entropy.h"

namespace vantrum::simulation {
namespace {

SeededEntropy& of_this_thread() {
  thread_local SeededEntropy entropy(0);
  return entropy;
}

const char* name() { return "seeded"; }
void fill(void* into, const std::size_t size) {
  of_this_thread().fill({static_cast<std::uint8_t*>(into), size});
}
std::uint32_t draw() {
  std::uint32_t drawn = 0;
  fill(&drawn, sizeof drawn);
  return drawn;
}

randombytes_implementation seeded = {name, draw, nullptr, nullptr, fill, nullptr};

}  // namespace

void make_sealing_repeatable() {
  check(randombytes_set_implementation(&seeded) == 0);
  check(sodium_init() >= 0);
}

void seed_sealing(std::uint64_t seed) { of_this_thread() = SeededEntropy(seed); }

}  // namespace vantrum::simulation
