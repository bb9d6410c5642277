// Accounts: who they are, which centres they are for, and the one-time link with which a person chooses a
// password and shows a first code. Nobody ever knows somebody else's password.
//
// Every change is a line of the audit log, in the same transaction. `actor` is who does it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/entropy.h"
#include "sync/accounts/audit_log.h"
#include "sync/accounts/role.h"
#include "sync/accounts/secrets.h"

namespace vantrum::accounts {

inline constexpr std::size_t password_chars_min = 12, password_bytes_max = 200;
inline constexpr std::uint32_t link_tries = 10;  // wrong codes until a link is dead

inline constexpr std::string_view account_name_rule = "2 to 60 of a-z, 0-9 and . _ - @";
bool is_account_name(const std::string& name);

struct NewAccount {
  std::string name;
  Role role = Role::centre_reader;
  std::set<CentreId> centres;
};

struct Link {
  Account account;
  std::string token;  // 52 characters; shown once, kept nowhere
  WallTime expires_at;
};

struct Offer {  // what a link that is still good is for
  Account account;
  TotpSecret secret;
};

// Why somebody may not have this password, in Swedish; nullopt: it will do.
std::optional<std::string> password_problem(const std::string& password, const std::string& name);

class Accounts {
 public:
  // All are borrowed.
  Accounts(store::Database& database, const Secrets& secrets, AuditLog& log, const Clock& clock,
           Entropy& entropy)
      : database_(database), secrets_(secrets), log_(log), clock_(clock), entropy_(entropy) {}

  Result<std::vector<Account>> list();  // by name
  Result<std::optional<Account>> find(AccountId id);
  Result<std::optional<Account>> find(const std::string& name);

  // `invalid` for a name that is none, `conflict` if it is taken. A role that works for centres needs at
  // least one, but for the county's readers and compilers.
  Result<Link> add(const std::string& actor, const NewAccount& account, std::chrono::hours valid);
  // A new link, for who forgot the password or lost the telephone. The old password, codes and sessions end
  // now.
  Result<Link> renew(const std::string& actor, AccountId id, std::chrono::hours valid);
  Result<void> change(const std::string& actor, AccountId id, Role role, const std::set<CentreId>& centres);
  // `refused` for the last active lead who has used their link. Sessions end now.
  Result<void> set_active(const std::string& actor, AccountId id, bool is_active);

  Result<std::optional<Offer>> find_offer(const std::string& token);
  std::string new_salt();
  // `stretched` is crypto::key_from_code(password, salt), which takes a while and may be made on another
  // thread. False: the code was wrong. `not_found`: the link is used, too old or tried too often.
  Result<bool> accept(const std::string& token, const std::string& salt, const crypto::MacKey& stretched,
                      std::string_view code);

 private:
  Result<Account> known(AccountId id);
  Result<Link> make_link(const Account& account, std::chrono::hours valid);
  Result<void> set_centres(AccountId id, const std::set<CentreId>& centres);
  Result<void> keep_a_lead(const Account& account);
  Result<std::vector<Account>> select(const std::string& condition,
                                      const std::vector<store::Parameter>& values);

  store::Database& database_;
  const Secrets& secrets_;
  AuditLog& log_;
  const Clock& clock_;
  Entropy& entropy_;
};

}  // namespace vantrum::accounts
