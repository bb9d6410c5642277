// The device's file system, which counts what is done. A stick full of recordings or of replies is minutes of
// small work; by this the watchdog tells it from a worker that stands still (effect_runner.h).
#pragma once

#include <atomic>

#include "shared/base/forwarding_file_system.h"

namespace vantrum::kiosk {

class Pulse final : public ForwardingFileSystem {
 public:
  using ForwardingFileSystem::ForwardingFileSystem;

  // Any thread. Grows with each file that was read, written or removed, and with `beat`.
  std::uint64_t beats() const { return beats_; }
  void beat() { ++beats_; }  // for what is done elsewhere, in the database or on a stick

  Result<Bytes> read(const std::string& path, std::size_t size_max) override {
    beat();
    return ForwardingFileSystem::read(path, size_max);
  }
  Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode = 0644) override {
    beat();
    return ForwardingFileSystem::write_atomic(path, bytes, mode);
  }
  Result<void> remove(const std::string& path) override {
    beat();
    return ForwardingFileSystem::remove(path);
  }

 private:
  std::atomic<std::uint64_t> beats_ = 0;
};

}  // namespace vantrum::kiosk
