#include "shared/store/database.h"

namespace vantrum::store {
namespace {

constexpr std::size_t version_max = 64;  // a number beyond is no version but damage

// Statements of one migration are separated by ";\n"; each must be complete by itself.
std::vector<std::string> split(const std::string& sql) {
  std::vector<std::string> statements;
  std::size_t start = 0;
  for (;;) {
    auto end = sql.find(";\n", start);
    auto statement = sql.substr(start, end == std::string::npos ? end : end - start);
    if (statement.find_first_not_of(" \n") != std::string::npos) statements.push_back(statement);
    if (end == std::string::npos) return statements;
    start = end + 2;
  }
}

Result<void> run(Database& database, const Migration& migration) {
  for (const auto& statement : split(migration.sql)) TRY(database.run(statement));
  return migration.after ? migration.after(database) : Result<void>();
}

}  // namespace

Result<void> migrate(Database& database, const std::vector<Migration>& migrations) {
  auto version = static_cast<std::size_t>(TRY(database.find_integer("PRAGMA user_version")).value_or(0));
  if (version > version_max) return Error::damaged("the database's version cannot be right");
  if (version > migrations.size()) {
    return Error::conflict("the database was written by a newer version of this program (schema " +
                           std::to_string(version) + ", known up to " + std::to_string(migrations.size()) +
                           ")");
  }
  for (; version < migrations.size(); ++version) {
    auto transaction = TRY(Transaction::begin(database));
    auto done = run(database, migrations[version]);
    if (!done) return done.error().while_doing(std::string("migration ") + migrations[version].name);
    TRY(database.run("PRAGMA user_version=" + std::to_string(version + 1)));
    TRY(transaction.commit());
  }
  return {};
}

}  // namespace vantrum::store
