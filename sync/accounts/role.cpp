#include "sync/accounts/role.h"

#include <algorithm>
#include <utility>

#include "shared/base/check.h"

namespace vantrum::accounts {
namespace {

struct RoleWords {
  Role role;
  std::string_view code, words;
};
constexpr RoleWords roles[] = {
    {Role::lead, "lead", "Utvecklingsledare"},
    {Role::compiler, "compiler", "Sammanställare"},
    {Role::centre_reader, "centre_reader", "Läsare för familjecentral"},
    {Role::county_reader, "county_reader", "Läsare för länet"},
    {Role::operations, "operations", "Driftansvarig"},
};

const RoleWords& row_of(Role role) {
  const auto* found = std::find_if(std::begin(roles), std::end(roles),
                                   [&](const RoleWords& row) { return row.role == role; });
  check(found != std::end(roles));
  return *found;
}

}  // namespace

std::string_view code_of(Role role) { return row_of(role).code; }
std::string_view words_of(Role role) { return row_of(role).words; }

std::optional<Role> role_of(std::string_view code) {
  for (const auto& row : roles) {
    if (row.code == code) return row.role;
  }
  return std::nullopt;
}

bool works_for_all_centres(Role role) { return role == Role::lead || role == Role::operations; }

}  // namespace vantrum::accounts
