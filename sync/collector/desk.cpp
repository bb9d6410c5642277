#include "sync/collector/desk.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "shared/base/clock.h"
#include "shared/base/entropy.h"
#include "shared/base/log.h"
#include "sync/collector/backup.h"
#include "sync/collector/commands.h"
#include "sync/collector/hand_over_link.h"
#include "sync/collector/key_care.h"
#include "sync/collector/opener.h"
#include "sync/collector/staff_commands.h"

namespace vantrum::collector {
namespace {

constexpr std::chrono::seconds answers_patience{10};  // for another command that is just being carried out
constexpr std::chrono::milliseconds answers_pause{50};

// What the desk works with; the copy is gone again with it. It is of all that was received, so only a command
// that shows such things asks for one, never the `open` that runs every minute.
struct Desk {
  std::unique_ptr<SqliteAnswerStore> answers;
  Keys keys;
  std::unique_ptr<HandOverLink> link;
  std::string copy_path;
  std::unique_ptr<SqliteCollectorStore> copy;
  Region region;

  Result<void> take_copy(FileSystem& files);

  Desk() = default;
  Desk(Desk&&) = default;
  Desk& operator=(Desk&&) = delete;
  ~Desk() {
    copy.reset();
    std::error_code ignored;
    if (!copy_path.empty()) std::filesystem::remove(copy_path, ignored);
  }
};

Result<void> Desk::take_copy(FileSystem& files) {
  for (const char* end : {"", "-wal", "-journal"}) TRY(files.remove(copy_path + end));
  TRY(files.write_atomic(copy_path, {}, 0600));
  TRY(link->copy_to(copy_path));
  copy = TRY(SqliteCollectorStore::open(copy_path));
  return {};
}

Result<std::unique_ptr<SqliteAnswerStore>> open_own_answers(FileSystem& files, const DataFolder& folder) {
  auto deadline = std::chrono::steady_clock::now() + answers_patience;
  for (;;) {
    auto answers = open_answers_apart(files, folder);
    if (answers || answers.error().kind != ErrorKind::conflict || std::chrono::steady_clock::now() > deadline)
      return answers;
    std::this_thread::sleep_for(answers_pause);
  }
}

Result<Desk> sit_down(FileSystem& files, const DataFolder& folder) {
  Desk desk;
  desk.answers = TRY(open_own_answers(files, folder));
  desk.link = TRY(HandOverLink::connect(folder));
  desk.keys = TRY(load_desk_keys(files, folder, TRY(desk.link->keys())));
  desk.region = TRY(desk.link->region());
  TRY(desk.answers->bind_region(desk.region.id));
  desk.copy_path = folder.answers() + "/received.db";
  return desk;
}

Result<std::string> back_up_from(Desk& desk, FileSystem& files, const Clock& clock, const DataFolder& folder,
                                 const BackupCommand& command, const std::string& directory) {
  auto target = (std::filesystem::path(directory) / command.folder).lexically_normal().string();
  // What was received first, the answers after it: see backup.h.
  auto part = TRY(desk.link->begin_backup(target));
  remove_unfinished_answers(part);  // of earlier tries
  auto copied = back_up_answers(*desk.answers, desk.region, files, folder, clock.wall(), part,
                                command.with_sealing_keys);
  auto done = copied ? desk.link->finish_backup(part) : Result<BackupDone>(copied.error());
  if (done) return words_of(*done);
  remove_unfinished_answers(part);
  if (auto given_up = desk.link->give_up_backup(part); !given_up)
    log_warning("the unfinished backup {} stays until the next one: {}", part, given_up.error().message);
  return done.error();
}

GivePublicKey giving_over(HandOverLink& link) {
  return [&link](std::uint32_t epoch, const crypto::SealPublicKey& key) { return link.new_key(epoch, key); };
}

template <class... Kinds>
bool is_any_of(const Command& command) {
  return (std::holds_alternative<Kinds>(command) || ...);
}

bool is_for_desk(const Command& command) {
  return is_any_of<OpenCommand, ProgressCommand, ResultsCommand, ReportsCommand, RoundRiskCommand,
                   ReflectionListCommand, ReflectionShowCommand, BackupCommand, KeyListCommand, KeyNewCommand,
                   KeyPrintCommand, KeySheetsCommand, QuotesCommand, RetentionCommand, YearCommand>(command);
}

CommandOutput output_of(Result<std::string> text) {
  if (!text) return collector::output_of(text.error());
  return {std::move(*text), {}, 0};
}

CommandOutput carry_out(Desk& desk, FileSystem& files, const Clock& clock, Entropy& entropy,
                        const DataFolder& folder, const Command& command, const std::string& directory) {
  RemoteHandOver remote(*desk.link);
  auto opened = Opener(remote, *desk.answers, desk.keys, entropy).run();
  if (!opened) return collector::output_of(opened.error());
  if (std::holds_alternative<OpenCommand>(command))
    return {fmt::format("{} öppnade, {} i karantän\n", opened->opened, opened->quarantined), {}, 0};
  if (std::holds_alternative<KeyNewCommand>(command))
    return output_of(new_key(files, folder, desk.keys, entropy, giving_over(*desk.link)));
  if (const auto* key = std::get_if<KeySheetsCommand>(&command); key && !key->is_drill) {
    auto sheets = read_sheets(files, directory, key->files);
    return sheets ? output_of(restore_key(files, folder, desk.keys, *sheets, giving_over(*desk.link)))
                  : collector::output_of(sheets.error());
  }
  if (const auto* backup = std::get_if<BackupCommand>(&command))
    return output_of(back_up_from(desk, files, clock, folder, *backup, directory));
  if (auto copied = desk.take_copy(files); !copied) return collector::output_of(copied.error());
  Collector collector{*desk.copy, desk.keys, desk.region, clock, entropy, desk.answers.get(), folder};
  const AuditNote note = [&](const std::string& action, const std::string& details) {
    return desk.link->note(action, details);
  };
  return execute(collector, files, command, directory, note);
}

}  // namespace

bool is_desk(const DataFolder& folder) {
  struct stat found {};
  return ::stat(folder.path.c_str(), &found) == 0 && found.st_uid != ::geteuid();
}

CommandOutput carry_out_at_desk(FileSystem& files, const Clock& clock, Entropy& entropy,
                                const DataFolder& folder, const Command& command,
                                const std::vector<std::string>& arguments, const std::string& directory) {
  if (!is_for_desk(command))
    return collector::output_of(
        Error::refused("the folder " + folder.path + " is another user's; that user gives this command"));
  auto desk = sit_down(files, folder);
  if (!desk) return collector::output_of(desk.error());
  const auto line = line_to_log(command, arguments);
  if (line) {
    if (auto logged = desk->link->log(*line, false); !logged) return collector::output_of(logged.error());
  }
  auto output = carry_out(*desk, files, clock, entropy, folder, command, directory);
  if (line && output.exit_code != 0) {
    if (auto logged = desk->link->log(*line, true); !logged) return collector::output_of(logged.error());
  }
  if (auto tidied = desk->answers->tidy(); !tidied) output.err += tidied.error().message + "\n";
  return output;
}

}  // namespace vantrum::collector
