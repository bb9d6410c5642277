// Hands everything on to another file system, which must outlive it: a base for those that look at what goes by.
#pragma once

#include "shared/base/file_system.h"

namespace vantrum {

class ForwardingFileSystem : public FileSystem {
 public:
  explicit ForwardingFileSystem(FileSystem& files) : files_(&files) {}

  Result<Bytes> read(const std::string& path, std::size_t size_max) override {
    return files_->read(path, size_max);
  }
  Result<Bytes> read_part(const std::string& path, std::uint64_t offset, std::size_t bytes) override {
    return files_->read_part(path, offset, bytes);
  }
  Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode = 0644) override {
    return files_->write_atomic(path, bytes, mode);
  }
  Result<std::vector<std::string>> list(const std::string& directory) override {
    return files_->list(directory);
  }
  Result<void> remove(const std::string& path) override { return files_->remove(path); }
  Result<void> make_directories(const std::string& path) override { return files_->make_directories(path); }
  Result<void> sweep(const std::string& directory) override { return files_->sweep(directory); }
  Result<void> rename(const std::string& from, const std::string& to) override {
    return files_->rename(from, to);
  }
  Result<std::uint64_t> free_bytes(const std::string& path) override { return files_->free_bytes(path); }
  Result<void> reserve(const std::string& path, std::size_t bytes) override {
    return files_->reserve(path, bytes);
  }

 private:
  FileSystem* files_;
};

}  // namespace vantrum
