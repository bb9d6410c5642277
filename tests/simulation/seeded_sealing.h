// Seals use a fresh key each, drawn by libsodium itself. So that a seed gives the same bytes each time, its
// randomness is drawn from a seed here, one for each thread.
#pragma once

#include <cstdint>

namespace vantrum::simulation {

// Before anything is sealed in the process, once.
void make_sealing_repeatable();

// What this thread seals from now on.
void seed_sealing(std::uint64_t seed);

}  // namespace vantrum::simulation
