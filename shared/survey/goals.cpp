#include "shared/survey/goals.h"

#include <fmt/format.h>

#include <set>

#include "shared/base/file_system.h"
#include "shared/base/toml.h"

namespace vantrum::survey {
namespace {

constexpr std::uint32_t goals_max = 64;

}  // namespace

bool is_goal_id(std::string_view text) {
  if (text.size() < 2 || text.size() > 3 || text[0] < 'A' || text[0] > 'Z') return false;
  return text[1] >= '1' && text[1] <= '9' && (text.size() == 2 || (text[2] >= '0' && text[2] <= '9'));
}

Result<std::vector<Goal>> parse_goals(std::string_view file, std::string_view content) {
  const auto tree = TRY(parse_toml(file, content));
  TomlTable root(file, tree);
  auto tables = TRY(root.take_tables("goal", "goal_count", goals_max));
  TRY(root.finish());

  std::vector<Goal> goals;
  std::set<std::string> ids;
  for (auto& table : tables) {
    Goal goal;
    goal.id = TRY(table.take_string("id"));
    if (!is_goal_id(goal.id)) {
      return table.error_at("id",
                            fmt::format("goal id \"{}\"; expected a letter and a number, like G1", goal.id));
    }
    if (!ids.insert(goal.id).second) {
      return table.error_at("id",
                            fmt::format("goal id \"{}\" is used twice; expected each id once", goal.id));
    }
    goal.text = TRY(table.take_string("text"));
    goal.source = TRY(table.take_string("source"));
    TRY(table.finish());
    goals.push_back(std::move(goal));
  }
  return goals;
}

Result<std::vector<Goal>> load_goals(FileSystem& files, const std::string& path) {
  const auto bytes = TRY(files.read(path, toml_bytes_max));
  return parse_goals(path, text_of(bytes));
}

}  // namespace vantrum::survey
