// vantrum-collector: wiring. Every command is in commands.cpp, the server in server.cpp.
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>
#include <thread>

#include "shared/base/log.h"
#include "sync/collector/backup.h"
#include "sync/collector/desk.h"
#include "sync/collector/ingest.h"
#include "sync/collector/opener.h"
#include "sync/collector/server.h"
#include "sync/collector/set_up.h"
#include "sync/collector/staff_commands.h"
#include "sync/dashboard/dashboard.h"
#include "sync/store/sqlite_collector_store.h"

namespace vantrum::collector {
namespace {

constexpr std::chrono::seconds lock_patience{10};  // for another command that is just being carried out
constexpr std::chrono::milliseconds lock_pause{50};

// Keeps what a Collector borrows.
struct Opened {
  FolderLock lock;
  std::unique_ptr<SqliteCollectorStore> store;
  std::unique_ptr<SqliteAnswerStore> answers;  // null: this process only receives
  std::unique_ptr<accounts::Staff> staff;
  Keys keys;
  Region region;

  void tidy() {
    for (const auto& tidied : {store->tidy(), answers ? answers->tidy() : Result<void>(), staff->tidy()}) {
      if (!tidied) log_warning("{}", tidied.error().message);
    }
  }
};

Result<Opened> open(FileSystem& files, const DataFolder& folder, const Clock& clock, Entropy& entropy,
                    FolderLock lock, KeyUse use = KeyUse::open) {
  auto store = TRY(SqliteCollectorStore::open(folder.database()));
  auto region = TRY(store->load_region());
  auto keys = TRY(load_keys(files, folder, use));
  std::unique_ptr<SqliteAnswerStore> answers;
  if (use == KeyUse::open) {
    answers = TRY(open_answers(files, folder, *store));
  } else if (!TRY(store->has_answers_apart())) {
    return Error::refused(
        "the answers still lie beside what was received; run once, as the user that opens: "
        "vantrum-collector open");
  }
  auto staff =
      TRY(accounts::Staff::open(files, folder.dashboard_database(), folder.dashboard_key(), clock, entropy));
  return Opened{std::move(lock),  std::move(store), std::move(answers),
                std::move(staff), std::move(keys),  std::move(region)};
}

CommandOutput carry_out(FileSystem& files, const DataFolder& folder, FolderLock lock, const Command& command,
                        const std::vector<std::string>& arguments, const std::string& directory) {
  SystemClock clock;
  SystemEntropy entropy;
  auto opened = open(files, folder, clock, entropy, std::move(lock),
                     has_own_answers(folder) ? KeyUse::open : KeyUse::receive);
  if (!opened) return output_of(opened.error());
  Collector collector{*opened->store, opened->keys,          opened->region, clock,
                      entropy,        opened->answers.get(), folder,         opened->staff.get()};
  auto output = execute_logged(collector, *opened->staff, files, command, arguments, directory);
  opened->tidy();  // what was carried out stays carried out; the next command tidies up as well
  return output;
}

CommandOutput init(FileSystem& files, const DataFolder& folder, const InitCommand& command) {
  SystemClock clock;
  SystemEntropy entropy;
  return set_up(files, entropy, clock, folder, command);
}

CommandOutput restore_from(FileSystem& files, const DataFolder& folder, const RestoreCommand& command) {
  SystemClock clock;
  SystemEntropy entropy;
  auto restored = restore(files, entropy, clock, command.from, folder);
  if (!restored) return output_of(restored.error());
  return {"Insamlaren i " + folder.path +
              " är återställd. Starta den; kioskerna skickar igen det som säkerhetskopian saknar.\n"
              "Saknas en nyckel (key list), lägg tillbaka den från arken: key restore\n"
              "En ny nyckel är gjord. Skriv ut den innan något förseglas med den: key print\n"
              "Stäng de omgångar som redan hade stängts (round list). Ge sedan kioskerna i de omgångar som är\n"
              "öppna en ny nyckel, och skriv ut den också: key new, key print\n",
          {},
          0};
}

CommandOutput serve(FileSystem& files, const DataFolder& folder, FolderLock lock,
                    const ServeCommand& command) {
  SystemClock clock;
  SystemEntropy entropy;
  auto opened =
      open(files, folder, clock, entropy, std::move(lock), command.no_open ? KeyUse::receive : KeyUse::open);
  if (!opened) return output_of(opened.error());
  Collector collector{*opened->store, opened->keys,          opened->region, clock,
                      entropy,        opened->answers.get(), folder,         opened->staff.get()};
  Opener opener(collector);
  dashboard::Dashboard pages({collector, *opened->staff, &files});

  ServerWork work;
  work.exchange = [&](ByteView document) { return exchange_document(collector, document); };
  work.open = [&] {
    if (auto count = opener.run(); !count) log_error("opening items: {}", count.error().message);
  };
  work.tidy = [&] { opened->tidy(); };
  work.admin = [&](const AdminRequest& request) {
    auto parsed = parse_command_line(request.arguments);
    if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute_logged(collector, *opened->staff, files, std::get<Invocation>(parsed).command,
                          request.arguments, request.directory);
  };
  if (command.no_open)
    work.hand_over = [&](const std::string& request) {
      return answer_hand_over(collector, *opened->store, files, request);
    };
  work.pages = [&](const PageRequest& request) { return pages.handle(request); };
  work.ready = [&](std::uint16_t port) {
    std::printf("Listening on https://%s:%u\n", command.host.c_str(), port);
    std::fflush(stdout);
  };
  auto server =
      Server::make(files, folder, {command.host, command.port, command.port_file, {}}, std::move(work));
  if (!server) return output_of(server.error());
  if (auto ran = (*server)->run(); !ran) return output_of(ran.error());
  return {};
}

CommandOutput run(FileSystem& files, const Invocation& invocation,
                  const std::vector<std::string>& arguments) {
  const auto& folder = invocation.folder;
  if (const auto* command = std::get_if<InitCommand>(&invocation.command))
    return init(files, folder, *command);
  if (const auto* command = std::get_if<RestoreCommand>(&invocation.command))
    return restore_from(files, folder, *command);
  const auto* serve_command = std::get_if<ServeCommand>(&invocation.command);
  std::error_code problem;
  auto directory = std::filesystem::current_path(problem).string();
  if (is_desk(folder)) {
    SystemClock clock;
    SystemEntropy entropy;
    return carry_out_at_desk(files, clock, entropy, folder, invocation.command, arguments, directory);
  }

  auto deadline = std::chrono::steady_clock::now() + lock_patience;
  for (;;) {
    auto lock = FolderLock::try_take(folder);
    if (!lock) return output_of(lock.error());
    if (*lock && serve_command) return serve(files, folder, std::move(**lock), *serve_command);
    if (*lock) return carry_out(files, folder, std::move(**lock), invocation.command, arguments, directory);
    // Somebody has the store open: a server, which carries the command out, or a command that is soon done.
    if (!serve_command) {
      auto answer = ask_server(folder, {arguments, directory});
      if (!answer) return output_of(answer.error());
      if (*answer) return std::move(**answer);
    }
    if (std::chrono::steady_clock::now() > deadline) {
      return output_of(Error::unavailable("another process has " + folder.path + " open"));
    }
    std::this_thread::sleep_for(lock_pause);
  }
}

}  // namespace
}  // namespace vantrum::collector

int main(int argc, char** argv) {
  using namespace vantrum::collector;
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);  // a core file would hold secret keys
  std::vector<std::string> arguments(argv + 1, argv + argc);
  auto parsed = parse_command_line(arguments);
  auto files = vantrum::real_file_system();
  auto* shown = std::get_if<CommandOutput>(&parsed);
  auto output = shown ? *shown : run(*files, std::get<Invocation>(parsed), arguments);
  std::fwrite(output.out.data(), 1, output.out.size(), stdout);
  std::fwrite(output.err.data(), 1, output.err.size(), stderr);
  return output.exit_code;
}
