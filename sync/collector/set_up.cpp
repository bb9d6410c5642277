#include "sync/collector/set_up.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "sync/collector/staff_commands.h"

namespace vantrum::collector {
namespace {

constexpr std::chrono::hours first_link_valid{72};

std::string address_of(const InitCommand& command) {
  if (!command.url.empty()) return command.url;
  const auto host = command.hosts.empty() ? std::string("localhost") : command.hosts.front();
  const bool is_ip6 = host.find(':') != std::string::npos;
  return fmt::format("https://{}:8443", is_ip6 ? "[" + host + "]" : host);
}

Result<accounts::Link> add_first_account(FileSystem& files, Entropy& entropy, const Clock& clock,
                                         const DataFolder& folder, const std::string& name) {
  auto staff =
      TRY(accounts::Staff::open(files, folder.dashboard_database(), folder.dashboard_key(), clock, entropy));
  auto link =
      TRY(staff->accounts.add(command_line_actor, {name, accounts::Role::lead, {}}, first_link_valid));
  TRY(staff->tidy());
  return link;
}

}  // namespace

CommandOutput set_up(FileSystem& files, Entropy& entropy, const Clock& clock, const DataFolder& folder,
                     const InitCommand& command) {
  if (!accounts::is_account_name(command.lead))
    return output_of(Error::invalid("\"" + command.lead + "\" (--lead) is not a name for an account: " +
                                    std::string(accounts::account_name_rule)));
  auto hosts = command.hosts;
  for (const char* always : {"127.0.0.1", "localhost"}) {
    if (std::find(hosts.begin(), hosts.end(), always) == hosts.end()) hosts.emplace_back(always);
  }
  std::error_code problem;
  const bool was_there = std::filesystem::exists(folder.database(), problem);
  const auto made = initialise(files, entropy, clock, folder, {command.region, command.name}, hosts);
  if (!made) {
    auto output = output_of(made.error());
    if (was_there)
      output.err += fmt::format(
          "Här finns redan en insamlare, och den är orörd. Vilka konton den har: vantrum-collector account "
          "list "
          "--data {0}\n"
          "Ny engångslänk till ett av dem: vantrum-collector account link --data {0} --name NAMN\n",
          folder.path);
    return output;
  }
  const auto ready = fmt::format("Insamlaren är upplagd i {}. Kioskernas vantrum-sync behöver {}\n",
                                 folder.path, folder.ca_certificate());
  const auto link = add_first_account(files, entropy, clock, folder, command.lead);
  if (!link) {
    auto output = output_of(link.error());
    output.out = ready;
    output.err += fmt::format(
        "Det första kontot kom inte till. Gör det med: vantrum-collector account new --data {} --name {} "
        "--role "
        "lead\n",
        folder.path, command.lead);
    return output;
  }
  return {
      ready +
          fmt::format("Starta den (vantrum-collector serve --data {}). Öppna sedan länken till det första "
                      "kontot:\n\n",
                      folder.path) +
          words_of_link(*link, address_of(command), folder.path),
      {},
      0};
}

}  // namespace vantrum::collector
