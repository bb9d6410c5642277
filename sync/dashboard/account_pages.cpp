// Accounts, and the log of what was done with them and with everything else.
#include <fmt/format.h>

#include <algorithm>

#include "sync/dashboard/handlers.h"
#include "sync/dashboard/words.h"

namespace vantrum::dashboard {
namespace {

using accounts::Account;
using accounts::AccountId;
using accounts::Role;

constexpr std::chrono::hours link_valid{72};
constexpr std::size_t lines_a_page = 100;

Json role_options(const std::string& chosen) {
  Json options = Json::array();
  for (auto role : accounts::all_roles) {
    options.push_back({{"code", std::string(code_of(role))},
                       {"words", std::string(words_of(role))},
                       {"is_chosen", chosen == code_of(role)}});
  }
  return options;
}

Result<Json> centre_options(const Call& call, const std::set<CentreId>& chosen) {
  Json options = Json::array();
  for (const auto& centre : TRY(call.store().list_centres())) {
    options.push_back(
        {{"id", centre.id.value}, {"name", centre.name}, {"is_chosen", chosen.contains(centre.id)}});
  }
  return options;
}

// Those that are there: a number that nobody has today must not become a right to see tomorrow's centre.
Result<std::set<CentreId>> chosen_centres(const Call& call) {
  std::set<CentreId> centres;
  const auto numbers = call.form.numbers("centre");
  for (const auto& centre : TRY(call.store().list_centres())) {
    if (std::find(numbers.begin(), numbers.end(), centre.id.value) != numbers.end())
      centres.insert(centre.id);
  }
  return centres;
}

Result<Json> row_of(const Call& call, const Account& account) {
  std::string centres;
  for (const auto& centre : TRY(call.store().list_centres())) {
    if (account.centres.contains(centre.id)) centres += (centres.empty() ? "" : ", ") + centre.name;
  }
  return Json{{"id", account.id.value},
              {"name", account.name},
              {"role", std::string(words_of(account.role))},
              {"centre_names", accounts::works_for_all_centres(account.role) ? "alla"
                               : centres.empty()                             ? "–"
                                                                             : centres},
              {"is_active", account.is_active},
              {"is_waiting", account.is_active && !account.is_ready}};
}

Result<Account> account_of(Call& call) {
  auto number = parse_number(call.values.at("account"));
  auto account = number ? TRY(call.house.staff.accounts.find(AccountId{*number})) : std::nullopt;
  if (!account) return Error::not_found("there is no such account");
  return std::move(*account);
}

Result<Page> accounts_page(Call& call, const std::string& problem) {
  Json rows = Json::array();
  for (const auto& account : TRY(call.house.staff.accounts.list()))
    rows.push_back(TRY(row_of(call, account)));
  auto role = call.form.get("role");
  Page page{"accounts",
            "Konton",
            {{"accounts", rows},
             {"roles", role_options(role.empty() ? "centre_reader" : role)},
             {"centres", TRY(centre_options(call, TRY(chosen_centres(call))))},
             {"name", call.form.get("name")}}};
  if (!problem.empty()) {
    page.model["problem"] = problem;
    page.status = 422;
  }
  return page;
}

Result<Page> account_page(Call& call, const Account& account, const std::string& problem) {
  auto row = TRY(row_of(call, account));
  row["roles"] = role_options(std::string(code_of(account.role)));
  row["centres"] = TRY(centre_options(call, account.centres));
  Page page{"account", "Kontot " + account.name, std::move(row)};
  if (!problem.empty()) {
    page.model["problem"] = problem;
    page.status = 422;
  }
  return page;
}

// The form came from a page of ours (dashboard.cpp), so its origin is the address that the browser has for
// us.
Page link_page(const Call& call, const accounts::Link& link) {
  return {"link",
          "Engångslänk",
          {{"name", link.account.name},
           {"role", std::string(words_of(link.account.role))},
           {"address", call.origin + "/valkommen/" + link.token},
           {"is_whole", !call.origin.empty()},
           {"until", time_words(link.expires_at)}}};
}

}  // namespace

Result<Answer> show_accounts(Call& call) { return Answer(TRY(accounts_page(call, ""))); }

Result<Answer> add_account(Call& call) {
  auto role = accounts::role_of(call.form.get("role"));
  if (!role) return Answer(TRY(accounts_page(call, "Välj en roll.")));
  const auto centres = TRY(chosen_centres(call));
  auto link = call.house.staff.accounts.add(call.account().name,
                                            {trimmed(call.form.get("name")), *role, centres}, link_valid);
  if (link) return Answer(link_page(call, *link));
  if (link.error().kind == ErrorKind::conflict)
    return Answer(TRY(accounts_page(call, "Det finns redan ett konto med det namnet.")));
  if (link.error().kind == ErrorKind::invalid) {
    bool lacks_centre = *role == Role::centre_reader && centres.empty();
    return Answer(TRY(accounts_page(
        call, lacks_centre
                  ? "En läsare för familjecentral behöver minst en familjecentral."
                  : "Namnet får ha 2 till 60 tecken: små bokstäver a–z, siffror, punkt, bindestreck, "
                    "understreck och @.")));
  }
  return link.error();
}

Result<Answer> show_account(Call& call) { return Answer(TRY(account_page(call, TRY(account_of(call)), ""))); }

Result<Answer> change_account(Call& call) {
  auto& all = call.house.staff.accounts;
  auto account = TRY(account_of(call));
  const auto& actor = call.account().name;
  auto what = call.form.get("what");
  if (what == "link") return Answer(link_page(call, TRY(all.renew(actor, account.id, link_valid))));
  Result<void> done = Error::invalid("there is no such change");
  if (what == "close" || what == "open") done = all.set_active(actor, account.id, what == "open");
  if (what == "change") {
    auto role = accounts::role_of(call.form.get("role"));
    if (role) done = all.change(actor, account.id, *role, TRY(chosen_centres(call)));
  }
  if (done) return Answer(Redirect{"/konton"});
  if (done.error().kind == ErrorKind::refused) {
    return Answer(TRY(account_page(
        call, account,
        "Det här är det enda konto för en utvecklingsledare som går att logga in med, och någon måste kunna "
        "lägga "
        "upp konton. Lägg upp eller öppna ett till, och vänta tills dess engångslänk är använd.")));
  }
  if (done.error().kind == ErrorKind::invalid) {
    return Answer(TRY(account_page(
        call, account, "Välj en roll, och minst en familjecentral för en läsare för familjecentral.")));
  }
  return done.error();
}

Result<Answer> show_log(Call& call) {
  Json lines = Json::array();
  auto before = call.query.number("fore").value_or(0);
  auto entries = TRY(call.house.staff.log.latest(lines_a_page + 1, before));
  bool has_more = entries.size() > lines_a_page;
  if (has_more) entries.pop_back();
  for (const auto& entry : entries) {
    lines.push_back({{"number", entry.number},
                     {"at", time_words(entry.at)},
                     {"actor", entry.actor},
                     {"action", entry.action},
                     {"details", entry.details.empty() ? Json(nullptr) : Json(entry.details)}});
  }
  return Answer(Page{"log",
                     "Logg",
                     {{"lines", lines},
                      {"is_empty", lines.empty()},
                      {"has_more", has_more},
                      {"before", entries.empty() ? 0 : entries.back().number}}});
}

}  // namespace vantrum::dashboard
