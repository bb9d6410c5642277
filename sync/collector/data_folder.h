// The collector's folder on disk:
//
//   collector.db                  what was received, sealed
//   dashboard.db                  accounts, sessions and the audit log (sync/accounts)
//   ca.pem  server.pem            for the carriers; for the server
//   keys/signing.key              Ed25519 seed; signs receipts and rounds
//   keys/sealing-<epoch>.pub      what kiosks seal to; all that receiving needs of a sealing key
//   keys/ca.key  keys/server.key
//   keys/dashboard.key            what passwords, codes and the audit log are kept with
//
//   answers/answers.db            what was opened
//   answers/year.db               what was typed in about the years, and frozen compilations (years.h)
//   answers/sealing-<epoch>.key   X25519 secret; opens the sealed items of that epoch
//
//   arkiv/                        archives of rounds that a lead makes on a page, until they are removed (shelf.h)
//   retention.toml                what is kept and what is destroyed (retention.h), if somebody decided
//
//   collector.lock             held by the one process that has the store open
//   admin.sock                 where a running server takes commands
//   hand_over.sock             where a server that only receives gives sealed items out (hand_over_link.h)
//
// Secrets are files with mode 0600 in folders with mode 0700, never rows of a database: a copied collector.db
// opens no answer. Losing sealing-<epoch>.key loses every answer not yet opened (paper_key.h).
//
// All that opens an answer, and all answers, lie in answers/, which may belong to another user and lie
// somewhere else: the process that only receives then can read none of it (docs/opening.md).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "shared/base/file_system.h"
#include "shared/crypto/seal.h"
#include "shared/crypto/sign.h"
#include "sync/store/sqlite_collector_store.h"

namespace vantrum {
class Clock;
class Entropy;
}  // namespace vantrum

namespace vantrum::collector {

struct DataFolder {
  std::string path;
  std::string answers_path = {};  // where answers/ is, if not in `path`
  std::string answers() const { return answers_path.empty() ? path + "/answers" : answers_path; }
  std::string answer_database() const { return answers() + "/answers.db"; }
  std::string database() const { return path + "/collector.db"; }
  std::string ca_certificate() const { return path + "/ca.pem"; }
  std::string server_certificate() const { return path + "/server.pem"; }
  std::string keys() const { return path + "/keys"; }
  std::string signing_key() const { return keys() + "/signing.key"; }
  std::string sealing_key(std::uint32_t epoch) const {
    return answers() + "/sealing-" + std::to_string(epoch) + ".key";
  }
  std::string sealing_public_key(std::uint32_t epoch) const {
    return keys() + "/sealing-" + std::to_string(epoch) + ".pub";
  }
  std::string ca_key() const { return keys() + "/ca.key"; }
  std::string server_key() const { return keys() + "/server.key"; }
  std::string lock() const { return path + "/collector.lock"; }
  std::string dashboard_database() const { return path + "/dashboard.db"; }
  std::string dashboard_key() const { return keys() + "/dashboard.key"; }
  std::string retention() const { return path + "/retention.toml"; }
  std::string shelf() const { return path + "/arkiv"; }
  std::string admin_socket() const { return path + "/admin.sock"; }
};

struct Keys {
  crypto::SigningKey signing;
  crypto::VerifyKey verify;                                // of `signing`
  std::map<std::uint32_t, crypto::SealSecretKey> sealing;  // by epoch; empty where nothing may be opened
  std::map<std::uint32_t, crypto::SealPublicKey> seal_to;  // by epoch; never empty

  // Durable first, then in use. The public half is written only if it is new.
  Result<void> add_sealing(FileSystem& files, const DataFolder& folder, std::uint32_t epoch,
                           const crypto::SealSecretKey& key);
};

enum class KeyUse {
  open,     // secret keys are loaded, as far as they are there
  receive,  // no secret sealing key is even looked at
};
Result<Keys> load_keys(FileSystem& files, const DataFolder& folder, KeyUse use = KeyUse::open);

// False where the answers are another user's, so that this one only receives.
bool has_own_answers(const DataFolder& folder);

// Of a user that opens beside a server that only receives: no signing key, the public halves as that server
// gave them.
Result<Keys> load_desk_keys(FileSystem& files, const DataFolder& folder,
                            const std::map<std::uint32_t, crypto::SealPublicKey>& seal_to);

// `conflict` unless the folder is missing or empty; then it is there, with keys/ and answers/, and their
// modes.
Result<void> prepare_empty(FileSystem& files, const DataFolder& folder);

// Mode 0600: which item came from which kiosk is no business of whoever opens it. SQLite's log inherits it.
Result<void> keep_ledger_ours(const std::string& database);

// Makes the folder, all keys (sealing epoch 1), certificates and an empty store. `conflict` if the folder is
// there and not empty: a second init must never replace keys that kiosks trust.
Result<void> initialise(FileSystem& files, Entropy& entropy, const Clock& clock, const DataFolder& folder,
                        const Region& region, const std::vector<std::string>& hosts);

// The answers that belong to `store`. Those that a collector of before kept in `store` itself are moved
// first. `not_found` if they are gone, `refused` if anybody but this user may look into their folder,
// `conflict` if another process has them open.
Result<std::unique_ptr<SqliteAnswerStore>> open_answers(FileSystem& files, const DataFolder& folder,
                                                        SqliteCollectorStore& store);
// The same of a user that opens beside a server that only receives: they were apart when that began.
Result<std::unique_ptr<SqliteAnswerStore>> open_answers_apart(FileSystem& files, const DataFolder& folder);

// Held for as long as the object lives; the kernel lets go of it when the process ends, however that happens.
class FolderLock {
 public:
  // nullopt: another process holds it now. `not_found`: no collector was set up here.
  static Result<std::optional<FolderLock>> try_take(const DataFolder& folder);
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace vantrum::collector
