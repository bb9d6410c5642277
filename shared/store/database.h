// One SQLite file, one connection, set up for durability. The only includer of SQLiteCpp and sqlite3.h.
//
// `open` sets every pragma of docs/durability.md, reads each back and refuses the file if one did not
// take: WAL, synchronous=FULL, exclusive locking (no shared memory, so the WAL-reset bug of SQLite
// before 3.51.3 cannot be reached), secure_delete, foreign_keys, no mmap, defensive mode. Exceptions stop
// here; every failure is `storage`, and after one the outcome of the transaction is UNKNOWN: close, reopen,
// look up. Its `fault` tells a full disk and a damaged file apart from the rest.
//
// Not thread-safe: one thread owns a Database.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "shared/base/bytes.h"

namespace vantrum::store {

using Parameter = std::variant<std::nullptr_t, std::int64_t, double, std::string, ByteView>;

inline std::int64_t as_parameter(std::uint64_t value) { return static_cast<std::int64_t>(value); }

// One row of a result; valid until the next step.
class Row {
 public:
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  Bytes blob(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  explicit Row(void* statement) : statement_(statement) {}
  void* statement_;
};

class Database {
 public:
  struct Options {
    std::uint32_t application_id = 0;  // a file of another application is refused
    bool exclusive = true;
    // How long to wait for another process's lock where `exclusive` is false.
    int busy_wait_ms = 10'000;
    // Of a new file; one that is there keeps its own.
    int page_bytes = 4096;
    // Registered with SQLite by this name; null: the system's. For tests that cut the power.
    const char* vfs = nullptr;
    // Nothing but tests may ask for less than every commit: they show what it would lose.
    enum class Sync { every_commit, checkpoints_only } sync = Sync::every_commit;
  };
  static Result<Database> open(const std::string& path, const Options& options);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Statements are prepared once and kept. Returns the number of rows changed.
  Result<int> run(const std::string& sql, const std::vector<Parameter>& parameters = {});

  // Calls `row` for each; `row` returns Result<void> and may stop with an error.
  template <class Each>
  Result<void> each(const std::string& sql, const std::vector<Parameter>& parameters, Each row) {
    auto cursor = TRY(query(sql, parameters));
    while (TRY(step(cursor))) TRY(row(Row(cursor.statement)));
    return {};
  }

  // First column of the first row; nullopt if there is none.
  Result<std::optional<std::int64_t>> find_integer(const std::string& sql,
                                                   const std::vector<Parameter>& parameters = {});
  Result<std::optional<Bytes>> find_blob(const std::string& sql,
                                         const std::vector<Parameter>& parameters = {});

  // wal_checkpoint(TRUNCATE), and durable that the log is empty; only when idle.
  Result<void> checkpoint();

  // `damaged` unless the whole file is sound; a disk that does not give a page now is `storage`, no damage.
  // Reads all of it.
  Result<void> check_integrity();

  // A whole copy in another file, made with SQLite's backup interface: what is committed now, and nothing
  // half. Durable when it returns. `conflict` if the file is there.
  Result<void> copy_to(const std::string& path);

  // After an error whose outcome is unknown, and never inside a transaction: closes now. The next use opens
  // the file again and, before it reads anything, moves the log into it: what can be read in the log after a
  // failed sync need not be on the disk. While the disk is too full for that every use fails, and tries only
  // the moving again.
  void close();

  // Bytes of commits since the last checkpoint.
  std::uint64_t log_bytes() const;

 private:
  friend class Transaction;
  struct Impl;
  struct Cursor {
    void* statement;
    struct Reset {
      void operator()(void* used) const;
    };
    std::unique_ptr<void, Reset> reset;
  };
  Database(std::unique_ptr<Impl> impl, std::string path, const Options& options);
  Result<void> ready();
  Result<Cursor> query(const std::string& sql, const std::vector<Parameter>& parameters);
  Result<bool> step(Cursor& cursor);

  std::unique_ptr<Impl> impl_;  // none: closed
  std::string path_;
  Options options_;
};

// BEGIN IMMEDIATE now; ROLLBACK when destroyed without a commit.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

// Migrations are an ordered list; user_version counts how many have run. A file from a newer version is
// refused.
struct Migration {
  const char* name;
  const char* sql;
  Result<void> (*after)(Database&) = nullptr;  // what SQL cannot say, in the same transaction
};
Result<void> migrate(Database& database, const std::vector<Migration>& migrations);

}  // namespace vantrum::store
