// Commands about accounts and the log, and the log's line for every other command that changes something.
#include <filesystem>

#include "sync/collector/backup.h"
#include "sync/collector/opener.h"
#include "sync/collector/set_up.h"
#include "sync/collector/staff_commands.h"
#include "tests/dashboard/dashboard_support.h"

namespace vantrum::dashboard {
namespace {

using collector::CommandOutput;

struct Terminal : Desk {
  CommandOutput run(std::vector<std::string> words) {
    auto arguments = words;
    arguments.insert(arguments.end(), {"--data", site.data.path});
    auto parsed = collector::parse_command_line(arguments);
    if (auto* said = std::get_if<CommandOutput>(&parsed)) return *said;
    return collector::execute_logged(site.collector, *staff, *site.files,
                                     std::get<collector::Invocation>(parsed).command, arguments, ".");
  }
  std::string log() {
    std::string text;
    for (const auto& entry : testing::must(staff->log.latest(100)))
      text = entry.actor + ": " + entry.action + " – " + entry.details + "\n" + text;
    return text;
  }
};

TEST_CASE("accounts on the command line: made with a link, listed, renewed, closed, opened") {
  Terminal terminal;
  auto made =
      terminal.run({"account", "new", "--name", "anna", "--role", "lead", "--url", "https://x.example"});
  CHECK(made.exit_code == 0);
  CHECK(made.out.find("https://x.example/valkommen/") != std::string::npos);
  CHECK(terminal.run({"account", "new", "--name", "bo", "--role", "centre_reader", "--centre", "2"})
            .exit_code == 0);
  CHECK(
      terminal.run({"account", "new", "--name", "bo", "--role", "lead"}).err.find("account link --name bo") !=
      std::string::npos);
  CHECK(terminal.run({"account", "new", "--name", "cia", "--role", "king"}).exit_code != 0);
  CHECK(terminal.run({"account", "new", "--name", "cia", "--role", "compiler", "--centre", "9"}).exit_code !=
        0);
  CHECK(terminal.run({"account", "link", "--name", "bo"}).out.find("/valkommen/") != std::string::npos);
  CHECK(terminal.run({"account", "close", "--name", "bo"}).exit_code == 0);
  CHECK(terminal.run({"account", "close", "--name", "anna"}).exit_code != 0);  // the last lead
  auto list = terminal.run({"account", "list"}).out;
  CHECK(list.find("anna   Utvecklingsledare") != std::string::npos);
  CHECK(list.find("stängt") != std::string::npos);
  CHECK(terminal.run({"account", "open", "--name", "bo"}).exit_code == 0);
  CHECK(terminal.run({"account", "open", "--name", "nobody"}).exit_code != 0);
}

TEST_CASE("the first account comes from init, by a one-time link; a second init leaves all as it is") {
  collector::Site site;  // clock, files, chance
  testing::TemporaryFolder place;
  const collector::DataFolder folder{place.path() + "/ny"};
  const auto init = [&](const std::vector<std::string>& more) {
    std::vector<std::string> line{"init",   "--data", folder.path,        "--region",
                                  "kalmar", "--name", "Region Kalmar län"};
    line.insert(line.end(), more.begin(), more.end());
    auto parsed = collector::parse_command_line(line);
    REQUIRE(std::holds_alternative<collector::Invocation>(parsed));
    return collector::set_up(
        *site.files, site.entropy, site.clock, folder,
        std::get<collector::InitCommand>(std::get<collector::Invocation>(parsed).command));
  };
  const auto says = [](const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
  };
  auto wrong = init({"--lead", "Anna Ek"});
  CHECK(wrong.exit_code != 0);
  CHECK(says(wrong.err, "2 to 60 of a-z"));
  CHECK_FALSE(std::filesystem::exists(folder.path));  // no keys without an account

  auto made = init({"--lead", "anna@region.example", "--host", "kollektor.example"});
  CHECK_MESSAGE(made.exit_code == 0, made.err);
  CHECK(says(made.out, "Insamlaren är upplagd i " + folder.path + ". Kioskernas vantrum-sync behöver " +
                           folder.ca_certificate() + "\n"));
  CHECK(says(made.out, "Starta den (vantrum-collector serve --data " + folder.path +
                           "). Öppna sedan länken till det första kontot:\n\nKonto anna@region.example"));
  CHECK(says(made.out, "Konto anna@region.example (Utvecklingsledare)"));
  CHECK(says(made.out, "före 2026-11-05T08:00:00Z"));  // three days
  CHECK(says(made.out, "account link --data " + folder.path + " --name anna@region.example"));
  const std::string before = "https://kollektor.example:8443/valkommen/";
  REQUIRE(says(made.out, before));
  const auto token = made.out.substr(made.out.find(before) + before.size(), 52);
  const auto database =
      std::string(text_of(testing::must(site.files->read(folder.dashboard_database(), 1'000'000))));
  CHECK_FALSE(says(database, token));  // shown once, kept nowhere

  auto again = init({"--lead", "bo"});
  CHECK(again.exit_code != 0);
  CHECK(again.out.empty());
  CHECK(says(again.err, "Här finns redan en insamlare, och den är orörd."));
  CHECK(says(again.err, "account list --data " + folder.path));
  CHECK(says(again.err, "account link --data " + folder.path));
  auto staff = testing::must(accounts::Staff::open(*site.files, folder.dashboard_database(),
                                                   folder.dashboard_key(), site.clock, site.entropy));
  auto all = testing::must(staff->accounts.list());
  REQUIRE(all.size() == 1);
  CHECK(all.front().role == Role::lead);
  CHECK_FALSE(all.front().is_ready);
  CHECK(testing::must(staff->accounts.find_offer(token)));
  const auto lines = testing::must(staff->log.latest(9));
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().actor == collector::command_line_actor);
  CHECK(lines.front().action == "lade upp konto");
  site.clock.advance(std::chrono::hours(73));
  CHECK_FALSE(testing::must(staff->accounts.find_offer(token)));
}

TEST_CASE(
    "a command that changes something is in the log as it was typed, and so is its failure; one that lists "
    "is not") {
  Terminal terminal;
  for (const char* list : {"centre", "round", "device"}) CHECK(terminal.run({list, "list"}).exit_code == 0);
  CHECK(terminal.log().empty());
  CHECK(terminal.run({"centre", "add", "--name", "Björken", "--quota", "50"}).exit_code == 0);
  CHECK(terminal.run({"round", "close"}).exit_code != 0);
  CHECK(terminal.log() ==
        "kommandorad: gav kommando – centre add --name Björken --quota 50\n"
        "kommandorad: gav kommando – round close\n"
        "kommandorad: det gick inte – round close\n");
  terminal.site.open_round();
  CHECK(terminal.run({"results", "--json"}).exit_code == 0);
  CHECK(terminal.log().find("gav kommando – results --json") != std::string::npos);
}

TEST_CASE("a backup has the answers, the accounts and the log, and all of them come back (row 28)") {
  Terminal terminal;
  auto& site = terminal.site;
  auto round = site.open_round();
  collector::Kiosk kiosk(site.entropy);
  kiosk.enrol(terminal.site, site.oak);
  testing::must(site.send(
      kiosk.sign(kiosk.batch_of(round, collector::sealed_visits(terminal.site, round, site.oak, 12)))));
  testing::must(collector::Opener(site.collector).run());
  CHECK(terminal.run({"account", "new", "--name", "anna", "--role", "lead"}).exit_code == 0);
  auto target = site.folder.path() + "/backups";
  testing::must(site.files->make_directories(target));
  auto done = testing::must(collector::back_up(site.collector, *site.files, target, true));
  auto mode = std::filesystem::status(done.path + "/dashboard.db").permissions();
  CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  CHECK(!std::filesystem::exists(done.path + "/dashboard.db-wal"));

  collector::DataFolder data{site.folder.path() + "/restored"};
  testing::must(collector::restore(*site.files, site.entropy, site.clock, done.path, data));
  auto staff = testing::must(accounts::Staff::open(*site.files, data.dashboard_database(),
                                                   data.dashboard_key(), site.clock, site.entropy));
  CHECK(testing::must(staff->accounts.find("anna")).has_value());
  CHECK(testing::must(staff->log.verify({})).findings.empty());
  CHECK(testing::must(staff->log.head()).text() == testing::must(terminal.staff->log.head()).text());
  auto store = testing::must(collector::SqliteCollectorStore::open(data.database()));
  auto answers = testing::must(collector::open_answers(*site.files, data, *store));
  CHECK(testing::must(answers->count_answers(round))[site.oak] == 12);
}

TEST_CASE("audit verify ends with code 1 when the log does not reach a head that was noted") {
  Terminal terminal;
  terminal.run({"centre", "add", "--name", "Björken", "--quota", "50"});
  auto head = terminal.run({"audit", "head"}).out;
  head.pop_back();
  CHECK(terminal.run({"audit", "verify", "--head", head}).exit_code == 0);
  auto later = "7" + head.substr(1);
  auto verified = terminal.run({"audit", "verify", "--head", later});
  CHECK(verified.exit_code == 1);
  CHECK(verified.out.find("Loggen slutar före den antecknade raden 7.") != std::string::npos);
  CHECK(terminal.run({"audit", "verify", "--head", "rubbish"}).exit_code != 0);
  CHECK(terminal.run({"audit", "list"}).out.find("\"action\":\"gav kommando\"") != std::string::npos);
}

}  // namespace
}  // namespace vantrum::dashboard
