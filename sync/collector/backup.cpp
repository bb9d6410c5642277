#include "sync/collector/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "shared/base/file_system.h"
#include "sync/accounts/schema.h"
#include "sync/accounts/staff.h"
#include "sync/collector/key_files.h"
#include "sync/collector/orders.h"
#include "sync/collector/years.h"
#include "sync/store/sqlite_collector_store.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t file_bytes_max = 1024 * 1024;
constexpr unsigned secret_mode = 0600, public_mode = 0644;
constexpr int format_one_file = 1, format_of_now = 2;  // in the first, collector.db held the answers
constexpr const char* answers_prefix = "answers/";
constexpr const char* manifest_name = "manifest.json";
constexpr const char* name_prefix = "vantrum-";
constexpr const char* part_suffix = ".part";
constexpr std::size_t tag_bytes = 4;  // of the signing key's hash, as hexadecimal digits

// "2026-11-06T08:15:00Z" → "20261106T081500Z", which every file system takes.
std::string stamp_of(WallTime time) {
  auto text = to_text(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// ".7f03a9c1.part": of this collector and no other, though several back up to one folder.
std::string end_of_part(const Collector& collector) {
  return "." + to_hex(crypto::hash_of(collector.keys.verify.view()).view().first(tag_bytes)) + part_suffix;
}

// Its parts may belong to two users, each of whom removes what is its own.
void remove_own(const fs::path& folder) {
  std::error_code problem, ignored;
  for (fs::directory_iterator entry(folder, problem), last; !problem && entry != last;
       entry.increment(problem))
    fs::remove_all(entry->path(), ignored);
  fs::remove(folder, ignored);
}

bool is_secret(const std::string& name) { return name.ends_with(".key"); }
bool is_sealing_secret(const std::string& name) { return name.starts_with("sealing-") && is_secret(name); }

// Where a file of the backup lies in the collector's folder.
std::string path_in(const DataFolder& folder, const std::string& name) {
  std::string_view prefix = answers_prefix;
  return name.starts_with(prefix) ? folder.answers() + "/" + name.substr(prefix.size())
                                  : folder.path + "/" + name;
}

Result<void> copy(FileSystem& files, const DataFolder& from, const std::string& to, const std::string& name,
                  Json& hashes) {
  auto bytes = TRY(files.read(path_in(from, name), file_bytes_max));
  TRY(files.write_atomic(to + "/" + name, bytes, is_secret(name) ? secret_mode : public_mode));
  hashes[name] = to_hex(crypto::hash_of(bytes).view());
  crypto::wipe(bytes);
  return {};
}

struct Held {
  DeviceId device;
  std::uint64_t receipt_number;
};

// What the copy holds, as it reads by itself.
Result<std::vector<Held>> read_back(const std::string& database, const Region& region) {
  auto copy = TRY(SqliteCollectorStore::open(database));
  TRY(copy->check_integrity());
  if (TRY(copy->load_region()) != region) return Error::damaged("the copy is not of this collector");
  std::vector<Held> held;
  for (const auto& device : TRY(copy->list_devices()))
    held.push_back({device.id, TRY(copy->last_receipt(device.id)).number});
  TRY(copy->tidy());
  return held;
}

Result<void> read_back_answers(const std::string& database, const Region& region) {
  auto copy = TRY(SqliteAnswerStore::open(database));
  TRY(copy->check_integrity());
  TRY(copy->bind_region(region.id));
  return copy->tidy();
}

Result<void> check_years(const std::string& path) {
  auto years = TRY(year::YearStore::open(path));
  TRY(years->check_integrity());
  for (const auto& frozen : TRY(years->list_frozen())) TRY(years->load_frozen(frozen.year, frozen.part));
  return years->tidy();
}

// A copy of the typed years and frozen compilations, if there are any, read back; what was typed cannot be
// asked for again.
Result<void> copy_years(const std::string& from, const std::string& to) {
  std::error_code problem;
  if (!fs::exists(from, problem)) return {};
  {
    auto years = TRY(year::YearStore::open(from));
    TRY(years->copy_to(to));
  }
  return check_years(to);
}

Result<void> sync_file(const std::string& path) {
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  bool is_synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return is_synced ? Result<void>() : Result<void>(Error::storage("syncing " + path + " failed"));
}

// Accounts and the log are no business of whoever reads the answers either.
Result<void> copy_staff(accounts::Staff& staff, const std::string& to) {
  TRY(staff.copy_to(to));
  std::error_code problem;
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, problem);
  if (problem) return Error::storage("setting the permissions of " + to + ": " + problem.message());
  store::Database::Options options;
  options.application_id = accounts::dashboard_application_id;
  auto copy = TRY(store::Database::open(to, options));
  TRY(copy.check_integrity());
  return copy.checkpoint();
}

Result<void> write_manifest(FileSystem& files, const std::string& folder, const Region& region, WallTime made,
                            const Json& hashes) {
  Json manifest{{"format", format_of_now}, {"region", region.id}, {"made", to_text(made)}, {"files", hashes}};
  return files.write_atomic(folder + "/" + manifest_name, view_of(manifest.dump(2) + "\n"));
}

Result<void> permit(const std::string& folder, fs::perms permissions) {
  std::error_code problem;
  fs::permissions(folder, permissions, problem);
  if (problem) return Error::storage("setting the permissions of " + folder + ": " + problem.message());
  return {};
}

// What earlier tries left that were cut short; nobody is at work on one (backup.h).
std::vector<fs::path> unfinished_in(const fs::path& target, const std::string& end) {
  std::vector<fs::path> found;
  std::error_code problem;
  for (fs::directory_iterator entry(target, problem), last; !problem && entry != last;
       entry.increment(problem)) {
    const auto name = entry->path().filename().string();
    std::error_code unseen;
    if (name.starts_with(name_prefix) && name.ends_with(end) &&
        entry->symlink_status(unseen).type() == fs::file_type::directory)
      found.push_back(entry->path());
  }
  return found;
}

void remove_unfinished(const fs::path& target, const std::string& end) {
  for (const auto& part : unfinished_in(target, end)) remove_own(part);
}

// All that is in a backup but the answers. The group comes in when what is not its business is closed.
Result<void> fill(const Collector& collector, FileSystem& files, const std::string& part, WallTime now) {
  TRY(files.make_directories(part + "/keys"));
  TRY(permit(part + "/keys", fs::perms::owner_all));
  TRY(permit(part, fs::perms::owner_all));
  TRY(collector.store.copy_to(part + "/collector.db"));
  TRY(keep_ledger_ours(part + "/collector.db"));
  TRY(read_back(part + "/collector.db", collector.region));
  Json hashes = Json::object();
  for (const char* name : {"ca.pem", "server.pem"}) TRY(copy(files, collector.folder, part, name, hashes));
  for (const auto& name : TRY(files.list(collector.folder.keys()))) {
    if (!is_sealing_secret(name)) TRY(copy(files, collector.folder, part, "keys/" + name, hashes));
  }
  if (collector.staff) TRY(copy_staff(*collector.staff, part + "/dashboard.db"));
  TRY(write_manifest(files, part, collector.region, now, hashes));
  return sync_file(part + "/collector.db");
}

Result<Json> read_manifest(FileSystem& files, const std::string& backup) {
  auto bytes = files.read(backup + "/" + manifest_name, file_bytes_max);
  if (!bytes) return Error::invalid(backup + " is no backup of a collector: " + bytes.error().message);
  auto manifest = Json::parse(text_of(*bytes), nullptr, false);
  auto format = manifest.is_object() ? manifest.value("format", 0) : 0;
  bool is_sound = (format == format_one_file || format == format_of_now) && manifest.contains("files") &&
                  manifest["files"].is_object();
  if (!is_sound) return Error::invalid(backup + ": the manifest is damaged, or of a newer program");
  return manifest;
}

// Serials go on from the time (CollectorStore::leap). Both times are ISO 8601 in UTC, so they compare as
// text.
Result<void> check_clock(const Clock& clock, const Json& manifest) {
  const auto made = manifest.find("made");
  if (made == manifest.end() || !made->is_string())
    return Error::invalid("the manifest does not say when the backup was made");
  const auto now = to_text(clock.wall());
  if (now >= made->get<std::string>()) return {};
  return Error::refused("the clock says " + now + ", and the backup was made " + made->get<std::string>() +
                        ": set the clock first, for documents' numbers go on from it");
}

bool is_inside(const std::string& name) {
  if (name == "ca.pem" || name == "server.pem") return true;
  auto slash = name.find('/');
  return (name.starts_with("keys/") || name.starts_with(answers_prefix)) &&
         name.find('/', slash + 1) == std::string::npos && name.find("..") == std::string::npos;
}

Result<void> copy_files_back(FileSystem& files, const Json& manifest, const std::string& backup,
                             const DataFolder& folder) {
  for (const auto& [name, hash] : manifest["files"].items()) {
    if (!is_inside(name))
      return Error::invalid(backup + ": the manifest names a file that does not belong there");
    auto bytes = TRY(files.read(backup + "/" + name, file_bytes_max));
    if (!hash.is_string() || to_hex(crypto::hash_of(bytes).view()) != hash.get<std::string>())
      return Error::invalid(backup + "/" + name + " is not as it was backed up; take another backup");
    TRY(files.write_atomic(path_in(folder, name), bytes, is_secret(name) ? secret_mode : public_mode));
    crypto::wipe(bytes);
  }
  return {};
}

Result<void> copy_database(const std::string& from, const std::string& to) {
  std::error_code problem;
  fs::copy_file(from, to, problem);
  if (problem) return Error::storage("copying " + from + ": " + problem.message());
  return {};
}

}  // namespace

std::string words_of(const BackupDone& done) {
  return fmt::format("Säkerhetskopian ligger i {} och har lästs tillbaka: {} kiosker, {} kvitton.\n",
                     done.path, done.devices, done.receipts);
}

Result<BackupDone> back_up(const Collector& collector, FileSystem& files, const std::string& target,
                           bool with_sealing_keys) {
  auto* answers = TRY(collector.opened_answers());
  auto part = TRY(begin_backup(collector, files, target, BackupReach::owner));
  auto copied = back_up_answers(*answers, collector.region, files, collector.folder, collector.clock.wall(),
                                part, with_sealing_keys);
  auto done = copied ? finish_backup(collector, files, part) : Result<BackupDone>(copied.error());
  if (!done) remove_own(part);  // gone already if only the kiosks could not be told
  return done;
}

Result<std::string> begin_backup(const Collector& collector, FileSystem& files, const std::string& target,
                                 BackupReach reach) {
  auto now = collector.clock.wall();
  auto path = target + "/" + name_prefix + stamp_of(now), part = path + end_of_part(collector);
  std::error_code problem;
  if (!fs::is_directory(target, problem)) return Error::not_found("there is no folder " + target);
  if (fs::exists(path, problem)) return Error::conflict(path + " is there already");
  remove_unfinished(target, end_of_part(collector));
  auto filled = fill(collector, files, part, now);
  if (filled && reach == BackupReach::group)
    filled = permit(part, fs::perms::owner_all | fs::perms::group_all);
  if (filled) return part;
  remove_own(part);
  return filled.error();
}

Result<void> back_up_answers(AnswerStore& answers, const Region& region, FileSystem& files,
                             const DataFolder& folder, WallTime now, const std::string& part,
                             bool with_sealing_keys) {
  auto to = part + "/answers";
  TRY(files.make_directories(to));
  TRY(permit(to, fs::perms::owner_all));
  TRY(answers.copy_to(to + "/answers.db"));
  TRY(read_back_answers(to + "/answers.db", region));
  TRY(copy_years(years_database(folder), to + "/year.db"));
  Json hashes = Json::object();
  for (const auto& name : TRY(files.list(folder.answers()))) {
    if (with_sealing_keys && is_sealing_secret(name))
      TRY(copy(files, folder, part, answers_prefix + name, hashes));
  }
  TRY(write_manifest(files, to, region, now, hashes));
  return sync_file(to + "/answers.db");
}

Result<BackupDone> finish_backup(const Collector& collector, FileSystem& files, const std::string& part) {
  const auto end = end_of_part(collector);
  if (!part.ends_with(end)) return Error::invalid(part + " is no unfinished backup of this collector");
  auto held = TRY(read_back(part + "/collector.db", collector.region));
  BackupDone done;
  done.path = part.substr(0, part.size() - end.size());
  TRY(files.rename(part, done.path));
  TRY(collector.store.in_transaction([&]() -> Result<void> {
    for (const auto& device : held) TRY(collector.store.set_backed_up(device.device, device.receipt_number));
    return collector.store.note_backups();
  }));
  done.devices = held.size();
  for (const auto& device : held) done.receipts += device.receipt_number;
  remove_unfinished(fs::path(part).parent_path(), end);  // of which the other user had answers until now
  return done;
}

Result<void> give_up_backup(const Collector& collector, const std::string& part) {
  const auto end = end_of_part(collector);
  if (!part.ends_with(end)) return Error::invalid(part + " is no unfinished backup of this collector");
  remove_unfinished(fs::path(part).parent_path(), end);
  return {};
}

void remove_unfinished_answers(const std::string& part) {
  const auto name = fs::path(part).filename().string();
  const auto dot = name.find('.');
  if (dot == name.rfind('.')) return;  // an older server's, which bears no mark
  for (const auto& path : unfinished_in(fs::path(part).parent_path(), name.substr(dot)))
    remove_own(path / "answers");
}

Result<void> restore(FileSystem& files, Entropy& entropy, const Clock& clock, const std::string& backup,
                     const DataFolder& folder) {
  auto manifest = TRY(read_manifest(files, backup));
  TRY(check_clock(clock, manifest));
  TRY(prepare_empty(files, folder));
  TRY(copy_files_back(files, manifest, backup, folder));
  if (manifest["format"] == format_of_now) {
    auto of_answers = TRY(read_manifest(files, backup + "/answers"));
    if (of_answers["region"] != manifest["region"])
      return Error::invalid(backup + ": the answers are another region's");
    TRY(copy_files_back(files, of_answers, backup, folder));
  }
  std::error_code problem;
  if (fs::exists(backup + "/dashboard.db", problem)) {  // not in backups of before there were accounts
    TRY(copy_database(backup + "/dashboard.db", folder.dashboard_database()));
    TRY(sync_file(folder.dashboard_database()));
  }
  // The database comes last: without it nothing takes the folder for a collector's.
  auto part = folder.database() + part_suffix;
  TRY(copy_database(backup + "/collector.db", part));
  if (manifest["format"] == format_of_now)
    TRY(copy_database(backup + "/answers/answers.db", folder.answer_database()));
  if (fs::exists(backup + "/answers/year.db", problem)) {
    TRY(copy_database(backup + "/answers/year.db", years_database(folder)));
    TRY(check_years(years_database(folder)));
    TRY(sync_file(years_database(folder)));
  }
  {
    auto store = TRY(SqliteCollectorStore::open(part));
    TRY(store->check_integrity());
    auto keys = TRY(load_keys(files, folder));
    TRY(make_key_after_loss(files, entropy, clock, folder, keys));
    auto answers = TRY(open_answers(files, folder, *store));
    TRY(answers->check_integrity());
    TRY(answers->tidy());
    Collector collector{*store, keys, TRY(store->load_region()), clock, entropy, answers.get(), folder};
    TRY(store->in_transaction([&]() -> Result<void> {
      TRY(store->leap(clock.wall()));
      for (const auto& device : TRY(store->list_devices()))
        TRY(store->set_backed_up(device.id, TRY(store->last_receipt(device.id)).number));
      TRY(store->note_backups());
      return order_resend(collector);
    }));
    TRY(store->tidy());
  }
  TRY(sync_file(folder.answer_database()));
  TRY(sync_file(part));
  TRY(keep_ledger_ours(part));
  return files.rename(part, folder.database());
}

}  // namespace vantrum::collector
