#include "shared/store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <filesystem>
#include <unordered_map>

namespace vantrum::store {
namespace {

SQLite::Statement& statement_at(void* pointer) { return *static_cast<SQLite::Statement*>(pointer); }

Error storage_error(const std::string& doing, const SQLite::Exception& e) {
  auto message = doing + ": " + e.what() + " (SQLite " + std::to_string(e.getExtendedErrorCode()) + ")";
  switch (e.getErrorCode()) {
    case SQLITE_FULL:
      return Error::full(std::move(message));
    case SQLITE_ERROR:  // our SQL is right, so the tables are not
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return Error::damaged(std::move(message));
    default:
      return Error::storage(std::move(message));
  }
}

void bind(SQLite::Statement& statement, const std::vector<Parameter>& parameters) {
  int index = 1;
  for (const auto& parameter : parameters) {
    std::visit(
        [&](const auto& v) {
          using T = std::decay_t<decltype(v)>;
          if constexpr (std::is_same_v<T, std::nullptr_t>)
            statement.bind(index);
          else if constexpr (std::is_same_v<T, ByteView>) {
            // An empty span may have a null pointer, which SQLite would store as NULL.
            statement.bind(index, v.empty() ? static_cast<const void*>("") : v.data(),
                           static_cast<int>(v.size()));
          } else
            statement.bind(index, v);
        },
        parameter);
    ++index;
  }
}

// A pragma that must have this value after it was set; SQLite ignores what it does not know.
struct Pragma {
  const char* name;
  const char* wanted;
  std::int64_t read_back;
};
constexpr Pragma pragmas[] = {
    {"wal_autocheckpoint", "0", 0}, {"secure_delete", "ON", 1},  {"journal_size_limit", "0", 0},
    {"mmap_size", "0", 0},          {"temp_store", "MEMORY", 2}, {"trusted_schema", "OFF", 0},
    {"cell_size_check", "ON", 1},   {"foreign_keys", "ON", 1},   {"cache_size", "-8192", -8192},
};

Pragma synchronous(Database::Options::Sync sync) {
  using Sync = Database::Options::Sync;
  return sync == Sync::every_commit ? Pragma{"synchronous", "FULL", 2} : Pragma{"synchronous", "NORMAL", 1};
}

Result<void> set_pragma(SQLite::Database& db, const Pragma& pragma) {
  SQLite::Statement set(db, std::string("PRAGMA ") + pragma.name + "=" + pragma.wanted);
  while (set.executeStep()) {
  }
  // mmap_size gives no row where it is compiled out, which is what is wanted.
  SQLite::Statement get(db, std::string("PRAGMA ") + pragma.name);
  std::int64_t got = get.executeStep() ? get.getColumn(0).getInt64() : pragma.read_back;
  if (got != pragma.read_back)
    return Error::storage(std::string("pragma ") + pragma.name + " could not be set");
  return {};
}

// Whoever owns the folder may take it for a damaged file of its own.
Error foreign_file() {
  return {ErrorKind::conflict, "the file is a database of another program", StorageFault::damaged};
}

Result<void> set_pragmas(SQLite::Database& db, const Database::Options& options) {
  sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  auto read = [&](const std::string& name) { return db.execAndGet("PRAGMA " + name).getInt64(); };
  // Exclusive before WAL: then no shared-memory file is ever made.
  if (options.exclusive) db.execAndGet("PRAGMA locking_mode=EXCLUSIVE");
  db.exec("PRAGMA page_size=" + std::to_string(options.page_bytes));
  if (db.execAndGet("PRAGMA journal_mode=WAL").getString() != "wal") {
    return Error::storage("the file system does not support SQLite's WAL mode");
  }
  for (const auto& pragma : pragmas) TRY(set_pragma(db, pragma));
  TRY(set_pragma(db, synchronous(options.sync)));
  std::int64_t application = read("application_id");
  if (application == 0) {
    if (db.execAndGet("SELECT count(*) FROM sqlite_schema").getInt64() > 0) {
      return foreign_file();
    }
    db.exec("PRAGMA application_id=" + std::to_string(options.application_id));
  } else if (application != static_cast<std::int64_t>(options.application_id)) {
    return foreign_file();
  }
  return {};
}

}  // namespace

struct Database::Impl {
  SQLite::Database db;
  std::unordered_map<std::string, std::unique_ptr<SQLite::Statement>> statements;
  bool must_move_log = false;  // before anything is read

  sqlite3_file* log() {  // null if none is open
    sqlite3_file* file = nullptr;
    auto found = sqlite3_file_control(db.getHandle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    return found == SQLITE_OK && file && file->pMethods ? file : nullptr;
  }

  SQLite::Statement& prepared(const std::string& sql) {
    auto& statement = statements[sql];
    if (!statement) statement = std::make_unique<SQLite::Statement>(db, sql);
    statement->reset();
    statement->clearBindings();
    return *statement;
  }

  Result<void> move_log();
};

void Database::Cursor::Reset::operator()(void* used) const { statement_at(used).tryReset(); }

Result<Database> Database::open(const std::string& path, const Options& options) try {
  auto flags = SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
  auto impl = std::unique_ptr<Impl>(
      new Impl{SQLite::Database(path.c_str(), flags, options.busy_wait_ms, options.vfs), {}, false});
  if (auto set = set_pragmas(impl->db, options); !set) return set.error().while_doing("opening " + path);
  return Database(std::move(impl), path, options);
} catch (const SQLite::Exception& e) {
  if (e.getErrorCode() == SQLITE_BUSY)
    return Error::conflict("opening " + path + ": another process has it open");
  return storage_error("opening " + path, e);
}

Database::Database(std::unique_ptr<Impl> impl, std::string path, const Options& options)
    : impl_(std::move(impl)), path_(std::move(path)), options_(options) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

void Database::close() {
  if (impl_ && !impl_->must_move_log) impl_.reset();  // else nothing was read since it was opened
}

Result<void> Database::ready() {
  if (!impl_) {
    impl_ = std::move(TRY(open(path_, options_)).impl_);
    impl_->must_move_log = true;
  }
  if (!impl_->must_move_log) return {};
  auto moved = impl_->move_log();
  // A full disk is asked again and again, and SQLite would read the whole log back at each opening.
  if (!moved && moved.error().fault != StorageFault::full) impl_.reset();
  if (moved) impl_->must_move_log = false;
  return moved;
}

Result<int> Database::run(const std::string& sql, const std::vector<Parameter>& parameters) try {
  TRY(ready());
  auto& statement = impl_->prepared(sql);
  // Also where a step throws: a statement left in the middle would hold on to the log.
  std::unique_ptr<void, Cursor::Reset> reset(&statement);
  bind(statement, parameters);
  while (statement.executeStep()) {
  }
  return impl_->db.getChanges();
} catch (const SQLite::Exception& e) {
  return storage_error("writing", e);
}

Result<Database::Cursor> Database::query(const std::string& sql,
                                         const std::vector<Parameter>& parameters) try {
  TRY(ready());
  auto& statement = impl_->prepared(sql);
  bind(statement, parameters);
  return Cursor{&statement, std::unique_ptr<void, Cursor::Reset>(&statement)};
} catch (const SQLite::Exception& e) {
  return storage_error("reading", e);
}

Result<bool> Database::step(Cursor& cursor) try {
  return statement_at(cursor.statement).executeStep();
} catch (const SQLite::Exception& e) {
  return storage_error("reading", e);
}

Result<std::optional<std::int64_t>> Database::find_integer(const std::string& sql,
                                                           const std::vector<Parameter>& parameters) {
  auto cursor = TRY(query(sql, parameters));
  if (!TRY(step(cursor))) return std::optional<std::int64_t>();
  return std::optional<std::int64_t>(Row(cursor.statement).integer(0));
}

Result<std::optional<Bytes>> Database::find_blob(const std::string& sql,
                                                 const std::vector<Parameter>& parameters) {
  auto cursor = TRY(query(sql, parameters));
  if (!TRY(step(cursor))) return std::optional<Bytes>();
  return std::optional<Bytes>(Row(cursor.statement).blob(0));
}

Result<void> Database::checkpoint() {
  TRY(ready());
  return impl_->move_log();
}

Result<void> Database::Impl::move_log() try {
  SQLite::Statement statement(db, "PRAGMA wal_checkpoint(TRUNCATE)");
  if (statement.executeStep() && statement.getColumn(0).getInt() != 0) {
    return Error::storage("the checkpoint could not finish");
  }
  // SQLite does not sync that the log is empty now, and need not, unless a sync of the log has failed before:
  // then the disk may hold an older log, which the next start would move over what is newer.
  auto* file = log();
  if (file && file->pMethods->xSync(file, SQLITE_SYNC_FULL) != SQLITE_OK)
    return Error::storage("the log could not be emptied on the disk");
  return {};
} catch (const SQLite::Exception& e) {
  return storage_error("checkpoint", e);
}

Result<void> Database::check_integrity() try {
  TRY(ready());
  auto found = impl_->db.execAndGet("PRAGMA integrity_check(1)").getString();
  if (found != "ok") return Error::damaged("the database is damaged: " + found);
  return {};
} catch (const SQLite::Exception& e) {
  return storage_error("checking the database", e);
}

Result<void> Database::copy_to(const std::string& path) try {
  TRY(ready());
  std::error_code problem;
  if (std::filesystem::exists(path, problem)) return Error::conflict(path + " is there already");
  SQLite::Database copy(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  copy.exec("PRAGMA synchronous=FULL");
  auto* backup = sqlite3_backup_init(copy.getHandle(), "main", impl_->db.getHandle(), "main");
  if (!backup) return Error::storage("copying the database could not begin");
  int stepped = sqlite3_backup_step(backup, -1);
  int finished = sqlite3_backup_finish(backup);
  if (stepped == SQLITE_FULL) return Error::full("copying the database: the disk is full");
  if (stepped != SQLITE_DONE || finished != SQLITE_OK)
    return Error::storage("copying the database stopped midway");
  return {};
} catch (const SQLite::Exception& e) {
  return storage_error("copying the database", e);
}

std::uint64_t Database::log_bytes() const {
  // SQLite knows the size of its log only through the file; asking for it costs one call to the system.
  auto* log = impl_ ? impl_->log() : nullptr;
  sqlite3_int64 size = 0;
  if (!log || log->pMethods->xFileSize(log, &size) != SQLITE_OK) return 0;
  return static_cast<std::uint64_t>(size);
}

std::int64_t Row::integer(int column) const { return statement_at(statement_).getColumn(column).getInt64(); }
double Row::real(int column) const { return statement_at(statement_).getColumn(column).getDouble(); }
std::string Row::text(int column) const { return statement_at(statement_).getColumn(column).getString(); }
bool Row::is_null(int column) const { return statement_at(statement_).getColumn(column).isNull(); }
Bytes Row::blob(int column) const {
  auto cell = statement_at(statement_).getColumn(column);
  const auto* data = static_cast<const std::uint8_t*>(cell.getBlob());
  return Bytes(data, data + cell.getBytes());
}

Result<Transaction> Transaction::begin(Database& database) {
  TRY(database.run("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // A rollback that fails leaves nothing to do: SQLite has rolled back by itself, or the file is reopened.
  if (database_) static_cast<void>(static_cast<bool>(database_->run("ROLLBACK")));
}

Result<void> Transaction::commit() {
  check(database_ != nullptr);
  TRY(database_->run("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace vantrum::store
