#include "kiosk/store/salvage.h"

#include <algorithm>
#include <filesystem>

#include "kiosk/store/device_schema.h"

namespace vantrum::kiosk {
namespace {

constexpr std::size_t file_bytes_max = 256 * 1024 * 1024;

// While a salvage is under way the damaged file has this name; afterwards a number.
std::string rescued(const std::string& path) { return path + "-rescue"; }

Result<std::vector<std::string>> beside(FileSystem& files, const std::string& path) {
  return files.list(std::filesystem::path(path).parent_path().string());
}

Result<bool> exists(FileSystem& files, const std::string& path) {
  auto names = TRY(beside(files, path));
  return std::ranges::find(names, std::filesystem::path(path).filename().string()) != names.end();
}

Result<void> rename_if_there(FileSystem& files, const std::string& from, const std::string& to) {
  if (TRY(exists(files, from))) TRY(files.rename(from, to));
  return {};
}

// The log goes first: as long as the database has its own name, the damaged one is still there.
Result<void> move_away(FileSystem& files, const std::string& path) {
  auto rescue = rescued(path);
  if (!TRY(exists(files, rescue))) {
    TRY(rename_if_there(files, path + "-wal", rescue + "-wal"));
    return rename_if_there(files, path, rescue);
  }
  // An earlier try went further; what it had made is not finished.
  TRY(files.remove(path + "-wal"));
  return files.remove(path);
}

Result<std::vector<SlotItem>> intact_items(FileSystem& files, const std::string& path) {
  Bytes all;
  for (const auto& name : {path, path + "-wal"}) {
    auto bytes = files.read(name, file_bytes_max);
    if (bytes) all.insert(all.end(), bytes->begin(), bytes->end());
    if (!bytes && bytes.error().kind != ErrorKind::not_found) return bytes.error();
  }
  return find_slots(all);
}

Result<std::string> free_number(FileSystem& files, const std::string& path) {
  for (int number = 1;; ++number) {
    auto name = path + ".damaged-" + std::to_string(number);
    if (!TRY(exists(files, name))) return name;
  }
}

}  // namespace

Result<Salvaged> salvage(FileSystem& files, const std::string& path, Entropy& entropy,
                         const StoreOptions& options) {
  TRY(move_away(files, path));
  auto rescue = rescued(path);
  auto items = TRY(intact_items(files, rescue));
  {
    auto enough = options;
    enough.slots = std::max(options.slots, items.size() * 2);
    auto fresh = TRY(ResponseStore::open(path, entropy, enough));
    TRY(fresh.take_over(items, entropy));
    auto damaged = store::Database::open(
        rescue, {.application_id = device_application_id, .vfs = options.vfs, .sync = options.sync});
    if (damaged) TRY(fresh.take_over_tables(*damaged));
    TRY(fresh.forget_receipt_chain());
    TRY(fresh.checkpoint());
  }
  auto aside = TRY(free_number(files, path));
  TRY(rename_if_there(files, rescue, aside));
  TRY(rename_if_there(files, rescue + "-wal", aside + "-wal"));
  return Salvaged{TRY(ResponseStore::open(path, entropy, options)), aside, items.size()};
}

Result<bool> is_salvage_unfinished(FileSystem& files, const std::string& path) {
  return TRY(exists(files, rescued(path))) || TRY(exists(files, rescued(path) + "-wal"));
}

}  // namespace vantrum::kiosk
