#include "sync/accounts/sign_in.h"

#include <algorithm>

#include "sync/accounts/token.h"

namespace vantrum::accounts {
namespace {

constexpr std::chrono::hours attempts_kept{24};
constexpr std::int64_t attempts_max = 10'000;  // names; a guesser must not fill the disk
constexpr std::chrono::seconds touch_pause{60};
// A clock that was set back further ends all sessions: it must not make them last.
constexpr std::chrono::seconds clock_slip{300};

std::int64_t seconds_of(WallTime time) { return time.time_since_epoch().count(); }

}  // namespace

std::chrono::seconds wait_after(std::uint32_t failures) {
  if (failures < free_failures) return {};
  auto doublings = std::min<std::uint32_t>(failures - free_failures, 12);
  return std::min(longest_wait, first_wait * (1 << doublings));
}

std::string SignIn::salt_for_nobody(const std::string& name) const {
  return to_base32(crypto::authenticate(secrets_.forms(), view_of("salt " + name)).view());
}

Result<SignInTry> SignIn::begin(const std::string& name) {
  SignInTry attempt{name, {}, {}, 0, 0};
  auto hash = crypto::hash_of(view_of(name));
  auto now = seconds_of(clock_.wall());
  std::uint32_t failures = 0;
  std::int64_t last_at = 0;
  TRY(database_.run("DELETE FROM attempt WHERE last_at < ?",
                    {now - std::chrono::duration_cast<std::chrono::seconds>(attempts_kept).count()}));
  TRY(database_.each("SELECT failures, last_at FROM attempt WHERE name_hash = ?", {hash.view()},
                     [&](const store::Row& row) -> Result<void> {
                       failures = static_cast<std::uint32_t>(row.integer(0));
                       last_at = row.integer(1);
                       return {};
                     }));
  // A clock that was set back must not lock anybody out for longer than the rule: the wait begins now.
  if (last_at > now) {
    last_at = now;
    TRY(database_.run("UPDATE attempt SET last_at = ? WHERE name_hash = ?", {now, hash.view()}));
  }
  auto left = wait_after(failures) - std::chrono::seconds(now - last_at);
  if (left.count() > 0) {
    attempt.wait = left;
    return attempt;
  }
  attempt.at = now;
  attempt.last_at = last_at;
  auto names = TRY(database_.find_integer("SELECT count(*) FROM attempt"));
  if (failures == 0 && names.value_or(0) >= attempts_max) {
    TRY(database_.run(
        "DELETE FROM attempt WHERE name_hash IN (SELECT name_hash FROM attempt ORDER BY last_at LIMIT 1)"));
  }
  TRY(database_.run(
      "INSERT INTO attempt (name_hash, failures, last_at) VALUES (?, 1, ?) ON CONFLICT (name_hash) "
      "DO UPDATE SET failures = failures + 1, last_at = excluded.last_at",
      {hash.view(), now}));
  TRY(database_.each("SELECT salt FROM account WHERE name = ? AND salt IS NOT NULL", {name},
                     [&](const store::Row& row) -> Result<void> {
                       attempt.salt = row.text(0);
                       return {};
                     }));
  if (attempt.salt.empty()) attempt.salt = salt_for_nobody(name);
  return attempt;
}

Result<std::optional<NewSession>> SignIn::finish(const SignInTry& attempt, const crypto::MacKey& stretched,
                                                 std::string_view code) {
  check(!attempt.wait);
  auto account = TRY(accounts_.find(attempt.name));
  crypto::Mac verifier;  // zeros: no password gives them
  TotpSecret secret;
  std::uint64_t last_step = 0;
  if (account && account->is_ready) {
    Bytes wrapped;
    TRY(database_.each("SELECT verifier, totp_secret, totp_step FROM account WHERE id = ?",
                       {account->id.value}, [&](const store::Row& row) -> Result<void> {
                         verifier = TRY(crypto::Mac::from(row.blob(0)));
                         wrapped = row.blob(1);
                         last_step = static_cast<std::uint64_t>(row.integer(2));
                         return {};
                       }));
    secret = TRY(secrets_.unwrap(wrapped));
  }
  // Both are looked at, whatever the first says.
  bool password_is_right = secrets_.is_right(stretched, verifier);
  auto step = find_step(secret, code, clock_.wall(), last_step);
  if (!account || !account->is_ready || !account->is_active || !password_is_right || !step) {
    // A name that nobody has is not written down: it may be a password in the wrong field.
    TRY(log_.add(account ? account->name : "okänt namn", "kunde inte logga in", ""));
    return std::optional<NewSession>();
  }
  TRY(database_.run("UPDATE account SET totp_step = ? WHERE id = ?",
                    {store::as_parameter(*step), account->id.value}));
  auto hash = crypto::hash_of(view_of(attempt.name));
  TRY(database_.run("DELETE FROM attempt WHERE name_hash = ?", {hash.view()}));
  return std::optional(TRY(begin_session(*account, "med lösenord och kod")));
}

Result<void> SignIn::take_back(const SignInTry& attempt) {
  check(!attempt.wait);
  const auto hash = crypto::hash_of(view_of(attempt.name));
  // A try that was counted later keeps its time; of two in one second only the failure counts, which is
  // enough: there is no wait before the fifth.
  TRY(
      database_.run("UPDATE attempt SET failures = failures - 1, "
                    "last_at = CASE WHEN last_at = ?1 AND ?2 > 0 THEN ?2 ELSE last_at END "
                    "WHERE name_hash = ?3 AND failures > 0",
                    {attempt.at, attempt.last_at, hash.view()}));
  return {};
}

Result<NewSession> SignIn::begin_session(const Account& account, const std::string& how) {
  auto token = new_token(entropy_);
  auto hash = hash_of_token(token);
  auto now = seconds_of(clock_.wall());
  auto transaction = TRY(store::Transaction::begin(database_));
  TRY(database_.run("DELETE FROM session WHERE seen_at < ? OR began_at < ? OR seen_at > ?",
                    {now - idle_max.count(), now - session_max.count(), now + clock_slip.count()}));
  TRY(database_.run(
      "DELETE FROM session WHERE account = ?1 AND token_hash NOT IN (SELECT token_hash FROM session "
      "WHERE account = ?1 ORDER BY seen_at DESC LIMIT ?2)",
      {account.id.value, sessions_max - 1}));
  TRY(database_.run("INSERT INTO session (token_hash, account, began_at, seen_at) VALUES (?, ?, ?, ?)",
                    {hash.view(), account.id.value, now, now}));
  TRY(log_.add_inside(account.name, "loggade in", how));
  TRY(transaction.commit());
  return NewSession{std::move(token), account};
}

Result<std::optional<Session>> SignIn::find_session(const std::string& token) {
  auto hash = hash_of_token(token);
  auto now = seconds_of(clock_.wall());
  std::optional<AccountId> id;
  std::int64_t seen_at = 0;
  TRY(database_.each(
      "SELECT account, seen_at FROM session WHERE token_hash = ? AND seen_at >= ? AND began_at >= ? "
      "AND seen_at <= ?",
      {hash.view(), now - idle_max.count(), now - session_max.count(), now + clock_slip.count()},
      [&](const store::Row& row) -> Result<void> {
        id = AccountId{row.integer(0)};
        seen_at = row.integer(1);
        return {};
      }));
  if (!id) return std::optional<Session>();
  auto account = TRY(accounts_.find(*id));
  if (!account || !account->is_active) return std::optional<Session>();
  if (now - seen_at >= touch_pause.count())
    TRY(database_.run("UPDATE session SET seen_at = ? WHERE token_hash = ?", {now, hash.view()}));
  auto form_token = to_hex(crypto::authenticate(secrets_.forms(), view_of("session " + token)).view());
  return std::optional(Session{std::move(*account), std::move(form_token)});
}

Result<void> SignIn::end_session(const std::string& token) {
  auto session = TRY(find_session(token));
  if (!session) return {};
  auto hash = hash_of_token(token);
  auto transaction = TRY(store::Transaction::begin(database_));
  TRY(database_.run("DELETE FROM session WHERE token_hash = ?", {hash.view()}));
  TRY(log_.add_inside(session->account.name, "loggade ut", ""));
  return transaction.commit();
}

}  // namespace vantrum::accounts
