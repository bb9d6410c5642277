// The goals the questions are mapped to: the counties' common starting points (G1…) and the five goals that
// the Jönköping parent survey follows up (J1…J5). Reports show a question under its goals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace vantrum {
class FileSystem;
}

namespace vantrum::survey {

struct Goal {
  std::string id;      // "G1", "J4": a capital letter and one or two digits
  std::string text;    // Swedish, in the words of its source
  std::string source;  // where the words stand
};

bool is_goal_id(std::string_view text);

// goals.toml: `goal_count` and one [[goal]] each with id, text and source. `invalid` with file, line, what is
// wrong and what was expected; ids are unique.
Result<std::vector<Goal>> parse_goals(std::string_view file, std::string_view content);
Result<std::vector<Goal>> load_goals(FileSystem& files, const std::string& path);

}  // namespace vantrum::survey
