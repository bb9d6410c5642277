// A folder on a USB stick that anybody may have prepared: names, links and sizes on it are hostile until
// proven otherwise.
//
// Nothing is reached through a symbolic link, a device or a pipe; only names of letters, digits, '.', '_' and
// '-' are seen (at most name_bytes_max, none that begins with a dot); reading stops at a size and listing at
// a number. Files are written beside and renamed, and synced, so that a stick pulled out too early holds the
// old file or the new one.
#pragma once

#include <string>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum {

class StickFolder {
 public:
  static constexpr std::size_t name_bytes_max = 128;

  // The path itself is what a person typed; links in it are followed. `not_found` if it is no folder.
  static Result<StickFolder> open(const std::string& path);

  // A folder in this one. `not_found` if there is none; `untrusted` if the name is a link or no folder.
  Result<StickFolder> enter(const std::string& name) const;
  Result<StickFolder> make_and_enter(const std::string& name) const;  // its name is synced

  struct Listing {
    std::vector<std::string> files, folders;  // sorted
    std::size_t left_out = 0;                 // links, strange names, and what was beyond the limit
  };
  Result<Listing> list(std::size_t entries_max) const;

  // `untrusted` if it is longer than size_max, or no regular file.
  Result<Bytes> read(const std::string& name, std::size_t size_max) const;
  Result<void> write(const std::string& name, ByteView bytes) const;
  Result<void> remove(const std::string& name) const;  // a file; what is not there is success

  StickFolder(StickFolder&& other) noexcept : descriptor_(other.descriptor_), path_(std::move(other.path_)) {
    other.descriptor_ = -1;
  }
  StickFolder& operator=(StickFolder&&) = delete;
  ~StickFolder();

 private:
  StickFolder(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  int descriptor_;
  std::string path_;  // for messages
};

// Whether it may be the name of something on a stick.
bool is_stick_name(std::string_view name);

}  // namespace vantrum
