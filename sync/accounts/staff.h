// dashboard.db and all that works on it, as one thing to open.
#pragma once

#include <memory>

#include "sync/accounts/sign_in.h"

namespace vantrum::accounts {

class Staff {
 public:
  // Makes database and key where they are missing. `clock` and `entropy` are borrowed. One thread owns it.
  static Result<std::unique_ptr<Staff>> open(FileSystem& files, const std::string& database_path,
                                             const std::string& key_path, const Clock& clock,
                                             Entropy& entropy);

  // A whole copy in another file, for a backup.
  Result<void> copy_to(const std::string& path) { return database_.copy_to(path); }
  Result<void> tidy() { return database_.checkpoint(); }

 private:
  Staff(store::Database database, const Secrets& given, const Clock& clock, Entropy& entropy)
      : database_(std::move(database)),
        secrets(given),
        log(database_, secrets.chain(), clock),
        accounts(database_, secrets, log, clock, entropy),
        sign_in(database_, secrets, accounts, log, clock, entropy) {}
  store::Database database_;

 public:
  Secrets secrets;
  AuditLog log;
  Accounts accounts;
  SignIn sign_in;
};

}  // namespace vantrum::accounts
