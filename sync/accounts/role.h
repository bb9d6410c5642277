// Who may do what, in five roles (S13–S21). A person has one role and any number of centres; leads and
// operators work for the whole region.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"

namespace vantrum::accounts {

enum class Role {
  lead,           // utvecklingsledare: rounds, results, accounts, everything that is decided
  compiler,       // puts reports together for centres of hers
  centre_reader,  // a centre's steering group: reads its own centres' results beside the county's
  county_reader,  // the county's steering group: reads the county's results and its own centres'
  operations,     // IT: kiosks, quarantine, log; no results
};

inline constexpr Role all_roles[] = {Role::lead, Role::compiler, Role::centre_reader, Role::county_reader,
                                     Role::operations};

std::string_view code_of(Role role);   // "centre_reader"; on disk and in commands, never change one
std::string_view words_of(Role role);  // "Läsare för familjecentral"
std::optional<Role> role_of(std::string_view code);

// True for lead and operations: their centres are all there are, also those that come later.
bool works_for_all_centres(Role role);

// A set of roles, as a row of the endpoint table writes it.
class Roles {
 public:
  constexpr Roles(std::initializer_list<Role> roles) {
    for (auto role : roles) bits_ |= 1u << static_cast<unsigned>(role);
  }
  constexpr bool has(Role role) const { return (bits_ >> static_cast<unsigned>(role) & 1u) != 0; }

 private:
  std::uint32_t bits_ = 0;
};

struct AccountId {
  std::int64_t value = 0;
  auto operator<=>(const AccountId&) const = default;
};

struct Account {
  AccountId id;
  std::string name;  // typed at sign-in: 2 to 60 of a-z 0-9 . _ - @
  Role role = Role::centre_reader;
  std::set<CentreId> centres;
  bool is_active = true;
  bool is_ready = false;  // has chosen a password and shown a code

  bool may_see(CentreId centre) const { return works_for_all_centres(role) || centres.contains(centre); }
};

}  // namespace vantrum::accounts
