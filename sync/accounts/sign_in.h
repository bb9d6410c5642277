// Signing in with name, password and code, and the sessions that come of it.
//
// After five failures in a row a name must wait 30 seconds, then twice as long each time, at most an hour.
// The failure is written down before anything is compared, so ending the server early gains nothing; and a
// name that nobody has behaves, waits and takes as long as one that somebody has. A try that the server had
// no time for was no failure: nothing was compared.
//
// How a person was recognised ends here: `begin_session` is what another way of signing in (the region's own,
// OIDC) would call once it knows the account.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "sync/accounts/accounts.h"

namespace vantrum::accounts {

inline constexpr std::uint32_t free_failures = 5;
inline constexpr std::chrono::seconds first_wait{30}, longest_wait{3600};
inline constexpr std::chrono::seconds idle_max{30 * 60};       // without a request
inline constexpr std::chrono::seconds session_max{10 * 3600};  // a long working day
inline constexpr std::int64_t sessions_max = 5;                // of one account; the oldest goes

struct SignInTry {
  std::string name;
  std::string salt;                          // of this name; a fixed one that looks like any if nobody has it
  std::optional<std::chrono::seconds> wait;  // set: not now, and nothing was compared
  std::int64_t at = 0, last_at = 0;          // when it was counted, and the one before; Unix seconds
};

struct Session {
  Account account;
  std::string form_token;  // stands in every form of this session
};

struct NewSession {
  std::string token;  // for the cookie
  Account account;
};

class SignIn {
 public:
  SignIn(store::Database& database, const Secrets& secrets, Accounts& accounts, AuditLog& log,
         const Clock& clock, Entropy& entropy)
      : database_(database),
        secrets_(secrets),
        accounts_(accounts),
        log_(log),
        clock_(clock),
        entropy_(entropy) {}

  // Counts a failure, which `finish` takes back if all is right.
  Result<SignInTry> begin(const std::string& name);
  // `stretched` is crypto::key_from_code(password, salt of the try). nullopt: name, password or code is
  // wrong, and nobody is told which.
  Result<std::optional<NewSession>> finish(const SignInTry& attempt, const crypto::MacKey& stretched,
                                           std::string_view code);
  // Instead of `finish`: nothing is compared, and the name waits no longer than before `begin`.
  Result<void> take_back(const SignInTry& attempt);

  Result<NewSession> begin_session(const Account& account, const std::string& how);
  // nullopt: there is none, it is over, or its account is closed.
  Result<std::optional<Session>> find_session(const std::string& token);
  Result<void> end_session(const std::string& token);

 private:
  std::string salt_for_nobody(const std::string& name) const;

  store::Database& database_;
  const Secrets& secrets_;
  Accounts& accounts_;
  AuditLog& log_;
  const Clock& clock_;
  Entropy& entropy_;
};

// How long a name must wait after so many failures in a row.
std::chrono::seconds wait_after(std::uint32_t failures);

}  // namespace vantrum::accounts
