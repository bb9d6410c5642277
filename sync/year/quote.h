// What a visitor wrote, as it may be printed: picked by the named reader, redacted and approved (S39). Who
// makes one sees to that; a report only prints it.
#pragma once

#include <string>

namespace vantrum::year {

struct Quote {
  std::string words;
  std::string label;  // "kvinna", "man", "annan"; empty where the group is too small to be named (P-16)
};

}  // namespace vantrum::year
