// vantrum-victim DATA SEED [N]: a kiosk that submits without pause, says so, and is killed at some moment.
// With N it submits twice, and in the second submission only N allocations succeed.
//
// Each line it prints is the hexadecimal id of an answer that is stored. Real files, real database.
#include <cstdlib>
#include <iostream>
#include <new>
#include <optional>

#include "kiosk/effects/device.h"
#include "tests/faults/world.h"
#include "tests/support/quiet.h"

namespace {

std::optional<std::int64_t> allocations_left;  // none: no limit

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  if (allocations_left && (*allocations_left)-- <= 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace vantrum::kiosk {
namespace {

int run(const std::string& data, std::uint64_t seed, std::optional<std::int64_t> allocations) {
  auto files = real_file_system();
  SystemClock clock;
  NotingEntropy entropy(seed);
  DeviceSettings settings;
  settings.data = data;
  settings.store.slots = 200;
  settings.ballast_bytes = 0;
  auto device = Device::open(settings, *files, clock, entropy);
  if (!device) {
    std::cout << "cannot start: " << device.error().message << std::endl;
    return 1;
  }
  for (int i = 0;; ++i) {
    entropy.listen();
    Submit submission{device->survey(), {{"acc", {"full"}}}, "sv"};
    if (i == 1) allocations_left = allocations;
    auto stored = device->submit(submission);
    allocations_left.reset();
    if (stored) {
      std::cout << entropy.first_id()->hex() << std::endl;
      if (allocations && i == 1) return 0;
    } else if (!device->pack_all()) {
      return 1;
    }
    if (i % 7 == 6) static_cast<void>(static_cast<bool>(device->pack_all()));
  }
}

}  // namespace
}  // namespace vantrum::kiosk

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) return 64;
  vantrum::testing::Quiet quiet;
  std::optional<std::int64_t> allocations;
  if (argc == 4) allocations = std::stoll(argv[3]);
  return vantrum::kiosk::run(argv[1], std::stoull(argv[2]), allocations);
}
