#include "sync/collector/text_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/accounts/staff.h"

namespace vantrum::collector {
namespace {

using accounts::Account;
using accounts::Role;

bool may_read_texts(const Account& account) {
  return account.is_active && (account.role == Role::lead || account.role == Role::compiler);
}

Result<accounts::Staff*> staff_of(const Collector& collector) {
  if (!collector.staff) return Error::refused("the accounts are the server's; give the command there");
  return collector.staff;
}

}  // namespace

Result<std::vector<Account>> possible_readers(const Collector& collector) {
  auto accounts = TRY(TRY(staff_of(collector))->accounts.list());
  std::erase_if(accounts, [](const Account& account) { return !may_read_texts(account); });
  return accounts;
}

Result<bool> can_read_texts(const Collector& collector, const std::string& name) {
  const auto account = TRY(TRY(staff_of(collector))->accounts.find(name));
  return account && account->is_ready && may_read_texts(*account);
}

Result<std::string> change_text_reader(const Collector& collector, RoundId id, const std::string& name) {
  const auto round = TRY(collector.store.find_round(id));
  if (!round) return Error::not_found(fmt::format("there is no round {}; see: round list", id.value));
  if (round->text_reader.empty())
    return Error::refused("the round asks for no free text, so nobody reads any");
  const auto account = TRY(TRY(staff_of(collector))->accounts.find(name));
  if (!account) return Error::not_found("there is no account " + name + "; see: account list");
  if (!may_read_texts(*account))
    return Error::refused("a reader of free texts has an open account as lead or compiler");
  if (round->text_reader == name) return Error::refused(name + " reads them already");
  TRY(collector.store.in_transaction([&] { return collector.store.set_text_reader(id, name); }));
  return round->text_reader;
}

}  // namespace vantrum::collector
