// USB sticks, where the system mounts them: every folder in `root`, or in a folder of it, may be one.
#pragma once

#include <string>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum::kiosk {

struct FoundSticks {
  std::vector<std::string> ours;  // paths of those with a folder `vantrum`
  bool has_others = false;        // some stick is there, but without it
};
FoundSticks find_sticks(const std::string& root);

// The staff's key file on any of them; empty if there is none.
std::vector<Bytes> key_files_on(const FoundSticks& sticks);

}  // namespace vantrum::kiosk
