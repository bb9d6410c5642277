// The seam at the disk: key files, configuration, outbox and inbox go through it, so that tests can lose
// power. Nobody else opens a file by name (SQLite has its own files).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum {

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // The whole file; `not_found` if there is none, `untrusted` if it is longer than size_max.
  virtual Result<Bytes> read(const std::string& path, std::size_t size_max) = 0;

  // So many bytes of it from `offset` on; `untrusted` if it ends before that.
  virtual Result<Bytes> read_part(const std::string& path, std::uint64_t offset, std::size_t bytes);

  // All or nothing, durable when it returns: temporary file, fsync, rename, fsync of the directory.
  // `mode` are POSIX permission bits; secrets use 0600.
  virtual Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode = 0644) = 0;

  // Names (not paths) of the regular files in a directory, sorted; unfinished temporary files are left out.
  virtual Result<std::vector<std::string>> list(const std::string& directory) = 0;

  // Removing what is not there is success. Durable when it returns.
  virtual Result<void> remove(const std::string& path) = 0;

  virtual Result<void> make_directories(const std::string& path) = 0;

  // Deletes temporary files that a power cut left behind.
  virtual Result<void> sweep(const std::string& directory) = 0;

  // Durable when it returns; a file that is there under the new name is replaced.
  virtual Result<void> rename(const std::string& from, const std::string& to) {
    return Error::refused("renaming " + from + " to " + to + " is not possible here");
  }

  // Bytes that may still be written where this path is; as many as can be counted where that has no limit.
  virtual Result<std::uint64_t> free_bytes(const std::string&) { return std::uint64_t(UINT64_MAX); }

  // A file that takes up so many bytes of the disk, whatever is in it; a full disk is told by `fault`.
  virtual Result<void> reserve(const std::string& path, std::size_t bytes) {
    return Error::refused("reserving " + std::to_string(bytes) + " bytes for " + path +
                          " is not possible here");
  }
};

std::unique_ptr<FileSystem> real_file_system();

}  // namespace vantrum
