#include "sync/collector/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "shared/base/file_system.h"
#include "sync/accounts/staff.h"
#include "sync/collector/orders.h"
#include "sync/store/sqlite_collector_store.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t file_bytes_max = 1024 * 1024;
constexpr unsigned secret_mode = 0600, public_mode = 0644;
constexpr const char* manifest_name = "manifest.json";
constexpr const char* part_suffix = ".part";

// "2026-11-06T08:15:00Z" → "20261106T081500Z", which every file system takes.
std::string stamp_of(WallTime time) {
  auto text = to_text(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

bool is_secret(const std::string& name) { return name.ends_with(".key"); }

// All small files of a collector's folder, by their path inside of it.
Result<std::vector<std::string>> files_of(FileSystem& files, const DataFolder& folder,
                                          bool with_sealing_keys) {
  std::vector<std::string> names{"ca.pem", "server.pem"};
  for (const auto& name : TRY(files.list(folder.keys()))) {
    bool is_sealing_secret = name.starts_with("sealing-") && is_secret(name);
    if (!is_sealing_secret || with_sealing_keys) names.push_back("keys/" + name);
  }
  return names;
}

Result<void> copy(FileSystem& files, const std::string& from, const std::string& to, const std::string& name,
                  Json& hashes) {
  auto bytes = TRY(files.read(from + "/" + name, file_bytes_max));
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

Result<void> sync_file(const std::string& path) {
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  bool is_synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return is_synced ? Result<void>() : Result<void>(Error::storage("syncing " + path + " failed"));
}

Result<Json> read_manifest(FileSystem& files, const std::string& backup) {
  auto bytes = files.read(backup + "/" + manifest_name, file_bytes_max);
  if (!bytes) return Error::invalid(backup + " is no backup of a collector: " + bytes.error().message);
  auto manifest = Json::parse(text_of(*bytes), nullptr, false);
  bool is_sound = manifest.is_object() && manifest.value("format", 0) == 1 && manifest.contains("files") &&
                  manifest["files"].is_object();
  if (!is_sound) return Error::invalid(backup + ": the manifest is damaged, or of a newer program");
  return manifest;
}

bool is_inside(const std::string& name) {
  return name == "ca.pem" || name == "server.pem" ||
         (name.starts_with("keys/") && name.find('/', 5) == std::string::npos &&
          name.find("..") == std::string::npos);
}

Result<void> copy_files_back(FileSystem& files, const Json& manifest, const std::string& backup,
                             const DataFolder& folder) {
  for (const auto& [name, hash] : manifest["files"].items()) {
    if (!is_inside(name))
      return Error::invalid(backup + ": the manifest names a file that does not belong there");
    auto bytes = TRY(files.read(backup + "/" + name, file_bytes_max));
    if (!hash.is_string() || to_hex(crypto::hash_of(bytes).view()) != hash.get<std::string>())
      return Error::invalid(backup + "/" + name + " is not as it was backed up; take another backup");
    TRY(files.write_atomic(folder.path + "/" + name, bytes, is_secret(name) ? secret_mode : public_mode));
    crypto::wipe(bytes);
  }
  return {};
}

}  // namespace

Result<BackupDone> back_up(const Collector& collector, FileSystem& files, const std::string& target,
                           bool with_sealing_keys) {
  auto now = collector.clock.wall();
  BackupDone done;
  done.path = target + "/vantrum-" + stamp_of(now);
  auto part = done.path + part_suffix;
  std::error_code problem;
  if (!fs::is_directory(target, problem)) return Error::not_found("there is no folder " + target);
  if (fs::exists(done.path, problem)) return Error::conflict(done.path + " is there already");
  fs::remove_all(part, problem);  // of an earlier try that was cut short
  TRY(files.make_directories(part + "/keys"));
  fs::permissions(part, fs::perms::owner_all, problem);
  if (problem) return Error::storage("setting the permissions of " + part + ": " + problem.message());

  TRY(collector.store.copy_to(part + "/collector.db"));
  auto held = TRY(read_back(part + "/collector.db", collector.region));
  Json hashes = Json::object();
  for (const auto& name : TRY(files_of(files, collector.folder, with_sealing_keys)))
    TRY(copy(files, collector.folder.path, part, name, hashes));
  if (collector.staff) TRY(collector.staff->copy_to(part + "/dashboard.db"));
  Json manifest{{"format", 1}, {"region", collector.region.id}, {"made", to_text(now)}, {"files", hashes}};
  TRY(files.write_atomic(part + "/" + manifest_name, view_of(manifest.dump(2) + "\n")));
  TRY(sync_file(part + "/collector.db"));
  TRY(files.rename(part, done.path));

  TRY(collector.store.in_transaction([&]() -> Result<void> {
    for (const auto& device : held) TRY(collector.store.set_backed_up(device.device, device.receipt_number));
    return {};
  }));
  done.devices = held.size();
  for (const auto& device : held) done.receipts += device.receipt_number;
  return done;
}

Result<void> restore(FileSystem& files, Entropy& entropy, const Clock& clock, const std::string& backup,
                     const DataFolder& folder) {
  auto manifest = TRY(read_manifest(files, backup));
  TRY(prepare_empty(files, folder));
  TRY(copy_files_back(files, manifest, backup, folder));
  std::error_code problem;
  if (fs::exists(backup + "/dashboard.db", problem)) {  // not in backups of before there were accounts
    fs::copy_file(backup + "/dashboard.db", folder.dashboard_database(), problem);
    if (problem) return Error::storage("copying the accounts: " + problem.message());
    TRY(sync_file(folder.dashboard_database()));
  }
  // The database comes last: without it nothing takes the folder for a collector's.
  auto part = folder.database() + part_suffix;
  fs::copy_file(backup + "/collector.db", part, problem);
  if (problem) return Error::storage("copying the database: " + problem.message());
  {
    auto store = TRY(SqliteCollectorStore::open(part));
    TRY(store->check_integrity());
    auto keys = TRY(load_keys(files, folder));
    Collector collector{*store, keys, TRY(store->load_region()), clock, entropy, true, folder};
    TRY(store->in_transaction([&]() -> Result<void> {
      TRY(store->leap());
      for (const auto& device : TRY(store->list_devices()))
        TRY(store->set_backed_up(device.id, TRY(store->last_receipt(device.id)).number));
      return order_resend(collector);
    }));
    TRY(store->tidy());
  }
  TRY(sync_file(part));
  return files.rename(part, folder.database());
}

}  // namespace vantrum::collector
