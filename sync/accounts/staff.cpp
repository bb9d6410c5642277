#include "sync/accounts/staff.h"

#include "shared/base/file_system.h"
#include "sync/accounts/schema.h"

namespace vantrum::accounts {

Result<std::unique_ptr<Staff>> Staff::open(FileSystem& files, const std::string& database_path,
                                           const std::string& key_path, const Clock& clock,
                                           Entropy& entropy) {
  auto secrets = TRY(Secrets::load_or_make(files, entropy, key_path));
  store::Database::Options options;
  options.application_id = dashboard_application_id;
  auto database = TRY(store::Database::open(database_path, options));
  TRY(store::migrate(database, dashboard_migrations()));
  return std::unique_ptr<Staff>(new Staff(std::move(database), secrets, clock, entropy));
}

}  // namespace vantrum::accounts
