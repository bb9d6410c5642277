#include "sync/accounts/accounts.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/accounts/token.h"

namespace vantrum::accounts {
namespace {

constexpr std::size_t name_chars_min = 2, name_chars_max = 60;

std::int64_t seconds_of(WallTime time) { return time.time_since_epoch().count(); }

std::string describe(const Account& account) {
  std::string centres;
  for (auto centre : account.centres)
    centres += fmt::format("{}{}", centres.empty() ? "" : ", ", centre.value);
  return fmt::format("{} · {} · {}", account.name, words_of(account.role),
                     works_for_all_centres(account.role) ? "alla familjecentraler"
                     : centres.empty()                   ? "ingen familjecentral"
                                                         : "familjecentral " + centres);
}

std::size_t count_characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

Result<void> check_new(const NewAccount& account) {
  if (!is_account_name(account.name))
    return Error::invalid("\"" + account.name +
                          "\" is not a name for an account: " + std::string(account_name_rule));
  if (account.role == Role::centre_reader && account.centres.empty())
    return Error::invalid("a reader for a centre needs at least one centre");
  return {};
}

}  // namespace

bool is_account_name(const std::string& name) {
  return name.size() >= name_chars_min && name.size() <= name_chars_max &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
                  c == '@';
         });
}

std::optional<std::string> password_problem(const std::string& password, const std::string& name) {
  if (count_characters(password) < password_chars_min)
    return fmt::format("Lösenordet är för kort. Minst {} tecken; gärna flera ord efter varandra.",
                       password_chars_min);
  if (password.size() > password_bytes_max) return "Lösenordet är för långt.";
  auto plain = lower(password);
  auto first = name.substr(0, name.find('@'));
  if (first.size() >= 4 && plain.find(first) != std::string::npos)
    return "Lösenordet får inte innehålla kontots namn.";
  std::set<char> kinds(plain.begin(), plain.end());
  if (kinds.size() < 5) return "Lösenordet upprepar samma tecken. Välj flera ord efter varandra.";
  for (const char* common : {"vantrum", "väntrum", "lösenord", "losenord", "password", "qwerty", "123456"}) {
    if (plain.find(common) != std::string::npos)
      return "Lösenordet innehåller ett av de vanligaste. Välj flera ord som inte hör ihop.";
  }
  return std::nullopt;
}

Result<std::vector<Account>> Accounts::select(const std::string& condition,
                                              const std::vector<store::Parameter>& values) {
  std::vector<Account> accounts;
  TRY(database_.each(
      "SELECT id, name, role, is_active, verifier IS NOT NULL FROM account " + condition, values,
      [&](const store::Row& row) -> Result<void> {
        auto role = role_of(row.text(2));
        if (!role) return Error::storage("an account has a role that this program does not know");
        accounts.push_back(
            {AccountId{row.integer(0)}, row.text(1), *role, {}, row.integer(3) != 0, row.integer(4) != 0});
        return {};
      }));
  for (auto& account : accounts) {
    TRY(database_.each("SELECT centre FROM account_centre WHERE account = ? ORDER BY centre",
                       {account.id.value}, [&](const store::Row& row) -> Result<void> {
                         account.centres.insert(CentreId{static_cast<std::uint32_t>(row.integer(0))});
                         return {};
                       }));
  }
  return accounts;
}

Result<std::vector<Account>> Accounts::list() { return select("ORDER BY name", {}); }

Result<std::optional<Account>> Accounts::find(AccountId id) {
  auto found = TRY(select("WHERE id = ?", {id.value}));
  return found.empty() ? std::optional<Account>() : std::optional(std::move(found.front()));
}

Result<std::optional<Account>> Accounts::find(const std::string& name) {
  auto found = TRY(select("WHERE name = ?", {name}));
  return found.empty() ? std::optional<Account>() : std::optional(std::move(found.front()));
}

Result<Account> Accounts::known(AccountId id) {
  auto account = TRY(find(id));
  if (!account) return Error::not_found("there is no such account");
  return std::move(*account);
}

Result<Link> Accounts::add(const std::string& actor, const NewAccount& account, std::chrono::hours valid) {
  TRY(check_new(account));
  if (TRY(find(account.name))) return Error::conflict("there is an account " + account.name + " already");
  auto transaction = TRY(store::Transaction::begin(database_));
  TRY(database_.run("INSERT INTO account (name, role, created_at) VALUES (?, ?, ?)",
                    {account.name, std::string(code_of(account.role)), seconds_of(clock_.wall())}));
  auto made = TRY(find(account.name));
  check(made.has_value());
  TRY(set_centres(made->id, account.centres));
  made->centres = account.centres;
  auto link = TRY(make_link(*made, valid));
  TRY(log_.add_inside(actor, "lade upp konto", describe(*made)));
  TRY(transaction.commit());
  return link;
}

Result<Link> Accounts::renew(const std::string& actor, AccountId id, std::chrono::hours valid) {
  auto account = TRY(known(id));
  auto transaction = TRY(store::Transaction::begin(database_));
  TRY(database_.run("UPDATE account SET salt = NULL, verifier = NULL, totp_secret = NULL WHERE id = ?",
                    {id.value}));
  TRY(database_.run("DELETE FROM session WHERE account = ?", {id.value}));
  account.is_ready = false;
  auto link = TRY(make_link(account, valid));
  TRY(log_.add_inside(actor, "gav ny engångslänk", describe(account)));
  TRY(transaction.commit());
  return link;
}

Result<Link> Accounts::make_link(const Account& account, std::chrono::hours valid) {
  auto token = new_token(entropy_);
  TotpSecret secret;
  entropy_.fill(secret.bytes);
  auto expires_at = clock_.wall() + valid;
  TRY(database_.run("DELETE FROM link WHERE account = ? OR expires_at < ?",
                    {account.id.value, seconds_of(clock_.wall())}));
  auto hash = hash_of_token(token);
  auto wrapped = secrets_.wrap(secret);
  TRY(database_.run(
      "INSERT INTO link (token_hash, account, totp_secret, expires_at, tries_left) VALUES (?, ?, ?, ?, ?)",
      {hash.view(), account.id.value, ByteView(wrapped), seconds_of(expires_at), std::int64_t{link_tries}}));
  return Link{account, token, expires_at};
}

Result<void> Accounts::set_centres(AccountId id, const std::set<CentreId>& centres) {
  TRY(database_.run("DELETE FROM account_centre WHERE account = ?", {id.value}));
  for (auto centre : centres) {
    TRY(database_.run("INSERT INTO account_centre (account, centre) VALUES (?, ?)",
                      {id.value, std::int64_t{centre.value}}));
  }
  return {};
}

// Somebody must be left who may give out accounts, and who has used their link: a link may be lost or too
// old.
Result<void> Accounts::keep_a_lead(const Account& account) {
  if (account.role != Role::lead || !account.is_active) return {};
  auto others = TRY(
      database_.find_integer("SELECT count(*) FROM account WHERE role = 'lead' AND is_active = 1 AND id <> ? "
                             "AND (verifier IS NOT NULL OR ?)",
                             {account.id.value, std::int64_t{!account.is_ready}}));
  if (others.value_or(0) == 0) return Error::refused("this is the last active account of a lead");
  return {};
}

Result<void> Accounts::change(const std::string& actor, AccountId id, Role role,
                              const std::set<CentreId>& centres) {
  auto account = TRY(known(id));
  if (role != Role::lead) TRY(keep_a_lead(account));
  account.role = role;
  account.centres = centres;
  TRY(check_new({account.name, role, centres}));
  auto transaction = TRY(store::Transaction::begin(database_));
  TRY(database_.run("UPDATE account SET role = ? WHERE id = ?", {std::string(code_of(role)), id.value}));
  TRY(set_centres(id, centres));
  TRY(log_.add_inside(actor, "ändrade konto", describe(account)));
  return transaction.commit();
}

Result<void> Accounts::set_active(const std::string& actor, AccountId id, bool is_active) {
  auto account = TRY(known(id));
  if (!is_active) TRY(keep_a_lead(account));
  auto transaction = TRY(store::Transaction::begin(database_));
  TRY(database_.run("UPDATE account SET is_active = ? WHERE id = ?", {std::int64_t{is_active}, id.value}));
  TRY(database_.run("DELETE FROM session WHERE account = ?", {id.value}));
  TRY(log_.add_inside(actor, is_active ? "öppnade konto" : "stängde konto", describe(account)));
  return transaction.commit();
}

Result<std::optional<Offer>> Accounts::find_offer(const std::string& token) {
  auto hash = hash_of_token(token);
  std::optional<AccountId> id;
  Bytes wrapped;
  TRY(database_.each(
      "SELECT account, totp_secret FROM link WHERE token_hash = ? AND expires_at >= ? AND tries_left > 0",
      {hash.view(), seconds_of(clock_.wall())}, [&](const store::Row& row) -> Result<void> {
        id = AccountId{row.integer(0)};
        wrapped = row.blob(1);
        return {};
      }));
  if (!id) return std::optional<Offer>();
  auto account = TRY(known(*id));
  if (!account.is_active) return std::optional<Offer>();
  return std::optional(Offer{std::move(account), TRY(secrets_.unwrap(wrapped))});
}

std::string Accounts::new_salt() { return new_token(entropy_); }

Result<bool> Accounts::accept(const std::string& token, const std::string& salt,
                              const crypto::MacKey& stretched, std::string_view code) {
  auto offer = TRY(find_offer(token));
  if (!offer) return Error::not_found("the link is used up or too old");
  auto hash = hash_of_token(token);
  TRY(database_.run("UPDATE link SET tries_left = tries_left - 1 WHERE token_hash = ?", {hash.view()}));
  auto step = find_step(offer->secret, code, clock_.wall(), 0);
  if (!step) return false;
  auto verifier = secrets_.verifier_of(stretched);
  auto wrapped = secrets_.wrap(offer->secret);
  auto transaction = TRY(store::Transaction::begin(database_));
  TRY(database_.run(
      "UPDATE account SET salt = ?, verifier = ?, totp_secret = ?, totp_step = ? WHERE id = ?",
      {salt, verifier.view(), ByteView(wrapped), store::as_parameter(*step), offer->account.id.value}));
  TRY(database_.run("DELETE FROM link WHERE token_hash = ?", {hash.view()}));
  TRY(log_.add_inside(offer->account.name, "valde lösenord", ""));
  TRY(transaction.commit());
  return true;
}

}  // namespace vantrum::accounts
