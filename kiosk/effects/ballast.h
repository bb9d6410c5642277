// Room kept for the day the disk is full: a file that is given back then, so that what waits can be pruned.
#pragma once

#include <string>

#include "shared/base/file_system.h"

namespace vantrum::kiosk {

class Ballast {
 public:
  // 0 bytes: none is kept, and none is missing.
  Ballast(FileSystem& files, std::string path, std::size_t bytes)
      : files_(&files), path_(std::move(path)), bytes_(bytes) {}

  void make();  // unless it is there; a disk without room for it is logged
  void release();
  bool is_missing() const { return bytes_ > 0 && !is_there_; }

 private:
  FileSystem* files_;
  std::string path_;
  std::size_t bytes_;
  bool is_there_ = false;
};

}  // namespace vantrum::kiosk
