#include "sync/collector/staff_command_line.h"

#include "sync/collector/command_parts.h"

namespace vantrum::collector {
namespace {

struct StaffWords {
  const char *group, *name, *description;
  StaffCommand::What what;
};
constexpr StaffWords staff_words[] = {
    {"account", "new", "Make an account and a one-time link with which the person chooses a password",
     StaffCommand::What::account_new},
    {"account", "list", "The accounts, their roles and centres", StaffCommand::What::account_list},
    {"account", "link", "A new link, for who forgot the password or lost the telephone; the old one ends now",
     StaffCommand::What::account_link},
    {"account", "close", "Close an account; whoever is signed in is out at once",
     StaffCommand::What::account_close},
    {"account", "open", "Open a closed account again", StaffCommand::What::account_open},
    {"audit", "list", "The whole log, a JSON object a line", StaffCommand::What::audit_list},
    {"audit", "head", "The log's last line and its mark, to be noted where nobody can change both",
     StaffCommand::What::audit_head},
    {"audit", "verify", "Look whether a line was changed, removed, put in or moved; exit code 1 if so",
     StaffCommand::What::audit_verify},
};

}  // namespace

void declare_staff(CLI::App& app, StaffCommand& typed) {
  auto* account = add(app, "account", "Who may open the pages, and as what",
                      "account new --data /var/lib/vantrum --name anna@region.example --role lead");
  auto* audit = add(app, "audit", "What staff did", "audit verify --data /var/lib/vantrum");
  for (auto* group : {account, audit}) group->require_subcommand(1);
  for (const auto& words : staff_words) {
    bool is_account = std::string_view(words.group) == "account";
    auto* command =
        add(is_account ? *account : *audit, words.name, words.description,
            std::string(words.group) + " " + words.name + " --data /var/lib/vantrum" +
                (is_account && words.what != StaffCommand::What::account_list ? " --name anna@region.example"
                                                                              : "") +
                (words.what == StaffCommand::What::account_new ? " --role lead" : ""));
    bool makes_link =
        words.what == StaffCommand::What::account_new || words.what == StaffCommand::What::account_link;
    if (is_account && words.what != StaffCommand::What::account_list)
      command->add_option("--name", typed.name, "What the person types to sign in")->required();
    if (makes_link) {
      command->add_option("--url", typed.url, "Address of the server, to stand before the link")
          ->default_val("https://localhost:8443");
      command->add_option("--valid-h", typed.valid_h, "How many hours the link is good")
          ->check(CLI::Range(1u, 720u))
          ->capture_default_str();
    }
    if (words.what == StaffCommand::What::account_new) {
      command
          ->add_option("--role", typed.role,
                       "lead, compiler, centre_reader, county_reader or operations (docs/dashboard.md)")
          ->required();
      command->add_option("--centre", typed.centres, "Number of a centre it is for; may be repeated");
    }
    if (words.what == StaffCommand::What::audit_verify)
      command->add_option("--head", typed.head, "A mark noted earlier (audit head)");
  }
}

bool choose_staff(const CLI::App& app, StaffCommand& typed) {
  for (const auto& words : staff_words) {
    if (!app.got_subcommand(words.group) || !app.get_subcommand(words.group)->got_subcommand(words.name))
      continue;
    typed.what = words.what;
    return true;
  }
  return false;
}

}  // namespace vantrum::collector
