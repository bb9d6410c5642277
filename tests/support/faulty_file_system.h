// The files of outbox, inbox and identity on a Medium: the same steps as the real file system takes, so that
// power can go between any two of them.
#pragma once

#include "shared/base/file_system.h"
#include "tests/support/medium.h"

namespace vantrum::testing {

class FaultyFileSystem final : public FileSystem {
 public:
  explicit FaultyFileSystem(Medium& medium) : medium_(&medium) {}

  Result<Bytes> read(const std::string& path, std::size_t size_max) override;
  Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode) override;
  Result<std::vector<std::string>> list(const std::string& directory) override;
  Result<void> remove(const std::string& path) override;
  Result<void> make_directories(const std::string& path) override;
  Result<void> sweep(const std::string& directory) override;
  Result<void> rename(const std::string& from, const std::string& to) override;
  Result<std::uint64_t> free_bytes(const std::string&) override { return medium_->bytes_free(); }
  Result<void> reserve(const std::string& path, std::size_t bytes) override;

 private:
  std::vector<std::string> all_in(const std::string& directory) const;
  Medium* medium_;
};

}  // namespace vantrum::testing
