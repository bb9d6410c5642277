// Files in one ZIP.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::exports {

struct ArchiveFile {
  std::string name;  // UTF-8, with "/" between folders
  std::string bytes;
};

// The same files give the same bytes. `refused` if a name comes twice.
Result<std::string> zip_of(const std::vector<ArchiveFile>& files);

}  // namespace vantrum::exports
