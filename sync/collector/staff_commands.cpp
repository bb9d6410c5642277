#include "sync/collector/staff_commands.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sync/collector/years.h"
#include "sync/results/text_table.h"

namespace vantrum::collector {
namespace {

using accounts::Account;
using results::Align;
using results::TextTable;

template <class... Types>
bool is_one_of(const Command& command) {
  return (std::holds_alternative<Types>(command) || ...);
}

// Whatever is not in this list is logged, also what is added later.
bool only_looks(const Command& command) {
  if (const auto* year = std::get_if<YearCommand>(&command)) return only_looks(*year);
  return is_one_of<CentreListCommand, RoundListCommand, DeviceListCommand, ReconcileCommand, KeyListCommand,
                   QuarantineListCommand, QuarantineShowCommand, ProgressCommand, OpenCommand>(command);
}

// Those of record_commands.h.
bool writes_own_lines(const Command& command) { return is_one_of<QuotesCommand, RetentionCommand>(command); }

std::string line_of(const std::vector<std::string>& arguments) {
  std::string line;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& word = arguments[i];
    if (word == "--data" || word == "--answers") {  // where things lie is the same for every line
      ++i;
    } else if (!word.starts_with("--data=") && !word.starts_with("--answers=")) {
      line += (line.empty() ? "" : " ") + word;
    }
  }
  return line;
}

class StaffExecutor {
 public:
  StaffExecutor(accounts::Staff& staff, const Collector& collector, const StaffCommand& command)
      : staff_(staff), collector_(collector), command_(command) {}

  int exit_code() const { return exit_code_; }

  Result<std::string> run() {
    switch (command_.what) {
      case StaffCommand::What::account_new:
        return add();
      case StaffCommand::What::account_list:
        return list();
      case StaffCommand::What::account_link: {
        auto account = TRY(named());
        return words_of_link(TRY(staff_.accounts.renew(command_line_actor, account.id, valid())),
                             command_.url, collector_.folder.path);
      }
      case StaffCommand::What::account_close:
      case StaffCommand::What::account_open: {
        auto account = TRY(named());
        bool is_open = command_.what == StaffCommand::What::account_open;
        TRY(staff_.accounts.set_active(command_line_actor, account.id, is_open));
        return fmt::format("Kontot {} är {}.\n", account.name, is_open ? "öppnat" : "stängt");
      }
      case StaffCommand::What::audit_list:
        return lines();
      case StaffCommand::What::audit_head:
        return TRY(staff_.log.head()).text() + "\n";
      case StaffCommand::What::audit_verify:
        return verify();
    }
    return Error::invalid("there is no such command");
  }

 private:
  std::chrono::hours valid() const { return std::chrono::hours(command_.valid_h); }

  Result<Account> named() {
    auto account = TRY(staff_.accounts.find(command_.name));
    if (!account) return Error::not_found("there is no account " + command_.name + "; see: account list");
    return std::move(*account);
  }

  Result<std::string> add() {
    auto role = accounts::role_of(command_.role);
    if (!role) return Error::invalid("\"" + command_.role + "\" is not a role; see: account new --help");
    std::set<CentreId> centres;
    for (auto number : command_.centres) {
      TRY(collector_.store.load_centre(CentreId{number}));
      centres.insert(CentreId{number});
    }
    auto link = staff_.accounts.add(command_line_actor, {command_.name, *role, std::move(centres)}, valid());
    if (!link && link.error().kind == ErrorKind::conflict)
      return Error::conflict(link.error().message + "; a new link for it: account link --name " +
                             command_.name);
    return words_of_link(TRY(std::move(link)), command_.url, collector_.folder.path);
  }

  Result<std::string> list() {
    TextTable table({{"konto"}, {"roll"}, {"familjecentraler"}, {"läge"}});
    for (const auto& account : TRY(staff_.accounts.list())) {
      std::string centres = accounts::works_for_all_centres(account.role) ? "alla" : "";
      if (centres.empty()) {
        for (auto centre : account.centres)
          centres += fmt::format("{}{}", centres.empty() ? "" : ", ", centre.value);
      }
      table.add({account.name, std::string(accounts::words_of(account.role)), centres.empty() ? "–" : centres,
                 !account.is_active ? "stängt"
                 : account.is_ready ? "öppet"
                                    : "länken är inte använd"});
    }
    return table.text();
  }

  Result<std::string> lines() {
    std::string text;
    TRY(staff_.log.each([&](const accounts::AuditEntry& entry) -> Result<void> {
      nlohmann::ordered_json line{{"number", entry.number},
                                  {"at", to_text(entry.at)},
                                  {"actor", entry.actor},
                                  {"action", entry.action},
                                  {"details", entry.details}};
      text += line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
      return {};
    }));
    return text;
  }

  Result<std::string> verify() {
    std::optional<accounts::AuditHead> noted;
    if (!command_.head.empty()) noted = TRY(accounts::AuditHead::parse(command_.head));
    auto found = TRY(staff_.log.verify(noted));
    std::string text;
    for (const auto& finding : found.findings) text += finding + "\n";
    exit_code_ = found.findings.empty() ? 0 : 1;
    text += found.findings.empty() ? fmt::format("{} rader, alla som de skrevs.\n", found.lines)
                                   : fmt::format("{} rader, {} fel. Loggen har ändrats av någon.\n",
                                                 found.lines, found.findings.size());
    return text + "Slut: " + found.head.text() + "\n";
  }

  accounts::Staff& staff_;
  const Collector& collector_;
  const StaffCommand& command_;
  int exit_code_ = 0;
};

}  // namespace

std::string words_of_link(const accounts::Link& link, const std::string& url, const std::string& folder) {
  return fmt::format(
      "Konto {0} ({1}).\nÖppna den här länken en gång, före {2}:\n  {3}/valkommen/{4}\n"
      "Den som öppnar länken väljer lösenord; sedan gäller den inte mer. Visa den bara för den som ska ha "
      "kontot.\nÄr den för gammal eller borta: vantrum-collector account link --data {5} --name {0}\n",
      link.account.name, accounts::words_of(link.account.role), to_text(link.expires_at), url, link.token,
      folder);
}

std::optional<std::string> line_to_log(const Command& command, const std::vector<std::string>& arguments) {
  if (only_looks(command) || writes_own_lines(command)) return std::nullopt;
  return line_of(arguments);
}

CommandOutput execute_staff(accounts::Staff& staff, const Collector& collector, const StaffCommand& command) {
  StaffExecutor executor(staff, collector, command);
  auto text = executor.run();
  if (!text) return output_of(text.error());
  return {std::move(*text), {}, executor.exit_code()};
}

CommandOutput execute_logged(const Collector& collector, accounts::Staff& staff, FileSystem& files,
                             const Command& command, const std::vector<std::string>& arguments,
                             const std::string& directory) {
  if (const auto* about_staff = std::get_if<StaffCommand>(&command))
    return execute_staff(staff, collector, *about_staff);
  const auto line = line_to_log(command, arguments);
  if (!line) return execute(collector, files, command, directory);
  if (auto logged = staff.log.add(command_line_actor, log_command, *line); !logged)
    return output_of(logged.error());
  auto output = execute(collector, files, command, directory);
  if (output.exit_code != 0) {
    if (auto logged = staff.log.add(command_line_actor, log_failure, *line); !logged)
      return output_of(logged.error());
  }
  return output;
}

}  // namespace vantrum::collector
