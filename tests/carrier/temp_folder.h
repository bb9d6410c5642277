// A folder of its own for a test, gone when the test ends.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "shared/base/check.h"
#include "shared/base/file_system.h"

namespace vantrum::testing {

class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vantrum-test-XXXXXX").string();
    check(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string path(const std::string& inside) const { return path_ + "/" + inside; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace vantrum::testing
