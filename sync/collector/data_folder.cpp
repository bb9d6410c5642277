#include "sync/collector/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "shared/base/clock.h"
#include "shared/base/entropy.h"
#include "sync/collector/certificates.h"
#include "sync/collector/key_files.h"
#include "sync/store/sqlite_collector_store.h"

namespace vantrum::collector {
namespace {

constexpr unsigned secret_mode = 0600;
constexpr std::size_t key_bytes_max = 32;

bool is_region_id(const std::string& id) {
  return !id.empty() && id.size() <= wire::region_bytes_max && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

template <class Key>
Result<Key> load_key(FileSystem& files, const std::string& path) {
  auto bytes = TRY(files.read(path, key_bytes_max));
  auto key = Key::from(bytes);
  crypto::wipe(bytes);  // harmless for a public one
  if (!key) return key.error().while_doing("reading " + path);
  return key;
}

// There, and for this user alone.
Result<void> prepare_answers(FileSystem& files, const DataFolder& folder) {
  namespace fs = std::filesystem;
  std::error_code problem;
  if (!fs::exists(folder.answers(), problem)) {
    TRY(files.make_directories(folder.answers()));
    fs::permissions(folder.answers(), fs::perms::owner_all, problem);
  }
  struct stat found {};
  if (::stat(folder.answers().c_str(), &found) != 0)
    return Error::refused("this user may not look into " + folder.answers() + "; see docs/opening.md");
  if (found.st_uid != ::geteuid() || (found.st_mode & 077) != 0)
    return Error::refused(folder.answers() +
                          " must belong to the user that opens, and to nobody else (mode 700)");
  return {};
}

Result<void> write_keys(FileSystem& files, Entropy& entropy, const DataFolder& folder) {
  auto signing = crypto::make_signing_key(entropy);
  auto sealing = crypto::make_seal_key_pair(entropy);
  TRY(files.write_atomic(folder.signing_key(), signing.view(), secret_mode));
  return Keys().add_sealing(files, folder, 1, sealing.secret_key);
}

Result<void> write_certificates(FileSystem& files, const DataFolder& folder, const Certificates& made) {
  TRY(files.write_atomic(folder.ca_certificate(), view_of(made.ca_certificate)));
  TRY(files.write_atomic(folder.server_certificate(), view_of(made.server_certificate)));
  TRY(files.write_atomic(folder.ca_key(), view_of(made.ca_key), secret_mode));
  return files.write_atomic(folder.server_key(), view_of(made.server_key), secret_mode);
}

enum class Unknown { publish, leave };  // a secret key whose public half nobody has yet
Result<void> load_moved_keys(FileSystem& files, const DataFolder& folder, Keys& keys, Unknown unknown) {
  for (const auto& name : TRY(files.list(folder.answers()))) {
    auto epoch = epoch_in_name(name, ".key");
    if (epoch == 0) continue;
    auto key = TRY(load_key<crypto::SealSecretKey>(files, folder.answers() + "/" + name));
    if (!keys.seal_to.contains(epoch)) {
      if (unknown == Unknown::leave) continue;
      TRY(keys.add_sealing(files, folder, epoch, key));  // of a folder from before public halves were kept
    } else if (keys.seal_to[epoch] != crypto::public_key_of(key)) {
      return Error::conflict(name +
                             " does not belong to its public half; put the right one back (key restore)");
    }
    keys.sealing[epoch] = key;
  }
  return {};
}

// Until the answers had a folder of their own, keys/ held the secret halves as well.
Result<void> move_secret_keys(FileSystem& files, const DataFolder& folder,
                              const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (epoch_in_name(name, ".key") == 0) continue;
    const auto key = TRY(load_key<crypto::SealSecretKey>(files, folder.keys() + "/" + name));
    TRY(keep_secret_key(files, folder, epoch_in_name(name, ".key"), key));
    TRY(files.remove(folder.keys() + "/" + name));
  }
  return {};
}

Result<void> load_secret_keys(FileSystem& files, const DataFolder& folder,
                              const std::vector<std::string>& names, Keys& keys) {
  TRY(prepare_answers(files, folder));
  TRY(move_secret_keys(files, folder, names));
  return load_moved_keys(files, folder, keys, Unknown::publish);
}

}  // namespace

bool has_own_answers(const DataFolder& folder) {
  struct stat found {};
  return ::stat(folder.answers().c_str(), &found) != 0 ? errno == ENOENT : found.st_uid == ::geteuid();
}

Result<Keys> load_desk_keys(FileSystem& files, const DataFolder& folder,
                            const std::map<std::uint32_t, crypto::SealPublicKey>& seal_to) {
  Keys keys;
  keys.seal_to = seal_to;
  TRY(load_moved_keys(files, folder, keys, Unknown::leave));
  return keys;
}

Result<void> prepare_empty(FileSystem& files, const DataFolder& folder) {
  namespace fs = std::filesystem;
  std::error_code problem;
  if (fs::exists(folder.path, problem) && !fs::is_empty(folder.path, problem)) {
    return Error::conflict(folder.path + " is not empty; a collector is set up in a new folder, once");
  }
  if (fs::exists(folder.answers(), problem) && !fs::is_empty(folder.answers(), problem))
    return Error::conflict(folder.answers() + " is not empty; answers of another collector stay untouched");
  TRY(files.make_directories(folder.keys()));
  TRY(files.make_directories(folder.answers()));
  fs::permissions(folder.path, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec, problem);
  if (!problem) fs::permissions(folder.keys(), fs::perms::owner_all, problem);
  if (!problem) fs::permissions(folder.answers(), fs::perms::owner_all, problem);
  if (problem) return Error::storage("setting the permissions of " + folder.path + ": " + problem.message());
  return {};
}

Result<void> Keys::add_sealing(FileSystem& files, const DataFolder& folder, std::uint32_t epoch,
                               const crypto::SealSecretKey& key) {
  auto public_key = crypto::public_key_of(key);
  auto known = seal_to.find(epoch);
  if (known != seal_to.end() && known->second != public_key)
    return Error::conflict("this is not the key " + std::to_string(epoch) + " that kiosks seal to");
  TRY(keep_secret_key(files, folder, epoch, key));
  if (known == seal_to.end()) TRY(files.write_atomic(folder.sealing_public_key(epoch), public_key.view()));
  sealing[epoch] = key;
  seal_to[epoch] = public_key;
  return {};
}

Result<Keys> load_keys(FileSystem& files, const DataFolder& folder, KeyUse use) {
  Keys keys;
  keys.signing = TRY(load_key<crypto::SigningKey>(files, folder.signing_key()));
  keys.verify = crypto::verify_key_of(keys.signing);
  auto names = TRY(files.list(folder.keys()));
  for (const auto& name : names) {
    if (auto epoch = epoch_in_name(name, ".pub"))
      keys.seal_to[epoch] = TRY(load_key<crypto::SealPublicKey>(files, folder.keys() + "/" + name));
  }
  if (use == KeyUse::open) TRY(load_secret_keys(files, folder, names, keys));
  if (keys.seal_to.empty()) return Error::not_found("there is no sealing key in " + folder.keys());
  return keys;
}

Result<void> initialise(FileSystem& files, Entropy& entropy, const Clock& clock, const DataFolder& folder,
                        const Region& region, const std::vector<std::string>& hosts) {
  if (!is_region_id(region.id)) {
    return Error::invalid("\"" + region.id + "\" is not a region id: 1 to 32 of a-z, 0-9 and -");
  }
  if (region.name.empty()) return Error::invalid("the region needs a name");
  auto certificates = TRY(make_certificates(region.name, hosts, clock.wall()));
  TRY(prepare_empty(files, folder));
  TRY(write_keys(files, entropy, folder));
  TRY(write_certificates(files, folder, certificates));
  auto answers = TRY(SqliteAnswerStore::open(folder.answer_database()));
  TRY(answers->bind_region(region.id));
  TRY(answers->tidy());
  // The store comes last: without it nothing else takes the folder for a collector's.
  auto store = TRY(SqliteCollectorStore::open(folder.database()));
  TRY(store->in_transaction([&]() -> Result<void> {
    TRY(store->set_region(region));
    return store->note_answers_apart();
  }));
  TRY(store->tidy());
  return keep_ledger_ours(folder.database());
}

Result<void> keep_ledger_ours(const std::string& path) {
  std::error_code problem;
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                               problem);
  if (problem) return Error::storage("setting the permissions of " + path + ": " + problem.message());
  return {};
}

Result<std::unique_ptr<SqliteAnswerStore>> open_answers(FileSystem& files, const DataFolder& folder,
                                                        SqliteCollectorStore& store) {
  TRY(prepare_answers(files, folder));
  bool is_apart = TRY(store.has_answers_apart());
  if (is_apart) {
    auto answers = TRY(open_answers_apart(files, folder));
    TRY(answers->bind_region(TRY(store.load_region()).id));
    return answers;
  }
  auto answers = TRY(SqliteAnswerStore::open(folder.answer_database()));
  TRY(answers->bind_region(TRY(store.load_region()).id));
  TRY(store.move_answers_to(*answers));
  return answers;
}

Result<std::unique_ptr<SqliteAnswerStore>> open_answers_apart(FileSystem& files, const DataFolder& folder) {
  TRY(prepare_answers(files, folder));
  std::error_code problem;
  if (!std::filesystem::exists(folder.answer_database(), problem))
    return Error::not_found(folder.answer_database() +
                            " is gone; read a backup back, or say where it is (--answers)");
  return SqliteAnswerStore::open(folder.answer_database());
}

Result<std::optional<FolderLock>> FolderLock::try_take(const DataFolder& folder) {
  std::error_code problem;
  if (!std::filesystem::exists(folder.database(), problem)) {
    return Error::not_found("no collector is set up in " + folder.path +
                            "; see: vantrum-collector init --help");
  }
  int descriptor = ::open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return Error::storage("opening " + folder.lock() + " failed; is the folder yours to write in?");
  FolderLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return std::optional<FolderLock>();
  return std::optional<FolderLock>(std::move(lock));
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace vantrum::collector
