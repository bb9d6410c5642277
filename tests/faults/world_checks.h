// What the tests of faults begin and end with.
#pragma once

#include "tests/faults/world.h"

namespace vantrum::kiosk {

constexpr std::uint64_t first_seed = 20'261'122;

// An enrolled kiosk with a small survey and 64 slots; made once.
const Beginning& the_beginning();

// Whatever happened to it, after a cut the kiosk starts and everything thanked for reaches the collector.
void check_after_cut(World& world, std::optional<Device>& device);

}  // namespace vantrum::kiosk
