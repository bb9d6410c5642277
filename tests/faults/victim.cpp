// vantrum-victim DATA: a kiosk that submits without pause, says so, and is killed at some moment.
//
// Each line it prints is the hexadecimal id of an answer that is stored. Real files, real database.
#include <iostream>

#include "kiosk/effects/device.h"
#include "tests/faults/world.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

int run(const std::string& data, std::uint64_t seed) {
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
    if (device->submit({device->survey(), {{"acc", {"full"}}}, "sv"})) {
      std::cout << entropy.first_id()->hex() << std::endl;
    } else if (!device->pack_all()) {
      return 1;
    }
    if (i % 7 == 6) static_cast<void>(static_cast<bool>(device->pack_all()));
  }
}

}  // namespace
}  // namespace vantrum::kiosk

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  vantrum::testing::Quiet quiet;
  return vantrum::kiosk::run(argv[1], std::stoull(argv[2]));
}
