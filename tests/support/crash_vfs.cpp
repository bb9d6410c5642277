#include "tests/support/crash_vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <new>

namespace vantrum::testing {
namespace {

struct OpenFile {
  sqlite3_file base;  // first: SQLite sees only this
  Medium* medium;
  Medium::FilePointer file;
  std::string path;
  bool removed_on_close;
};

OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
Medium& of(sqlite3_vfs* vfs) { return *static_cast<Medium*>(vfs->pAppData); }

int code_of(Answer answer, int refused) {
  switch (answer) {
    case Answer::ok:
      return SQLITE_OK;
    case Answer::full:
      return SQLITE_FULL;
    case Answer::off:
    case Answer::io_error:
      break;
  }
  return refused;
}

int close(sqlite3_file* file) {
  auto& open = of(file);
  if (open.removed_on_close) open.medium->remove(open.path);
  open.~OpenFile();
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  auto& open = of(file);
  auto* bytes = static_cast<std::uint8_t*>(into);
  std::size_t got = 0;
  auto wanted = static_cast<std::size_t>(size);
  auto answer = open.medium->read(open.file, static_cast<std::size_t>(offset), {bytes, wanted}, got);
  if (answer != Answer::ok) return SQLITE_IOERR_READ;
  if (got == wanted) return SQLITE_OK;
  std::memset(bytes + got, 0, wanted - got);
  return SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  ByteView bytes(static_cast<const std::uint8_t*>(from), static_cast<std::size_t>(size));
  auto& open = of(file);
  return code_of(open.medium->write(open.file, static_cast<std::size_t>(offset), bytes), SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  auto& open = of(file);
  return code_of(open.medium->truncate(open.file, static_cast<std::size_t>(size)), SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int) {
  return code_of(of(file).medium->sync(of(file).file), SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(of(file).medium->size_of(of(file).file));
  return SQLITE_OK;
}

int lock(sqlite3_file*, int) { return SQLITE_OK; }
int check_lock(sqlite3_file*, int* taken) {
  *taken = 0;
  return SQLITE_OK;
}
int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 512; }
// None: neither atomic sectors nor "powersafe overwrite" is promised.
int characteristics(sqlite3_file*) { return 0; }

constexpr sqlite3_io_methods methods = {
    1,       close,      read,         write,       truncate,        sync,    file_size, lock,
    lock,    check_lock, file_control, sector_size, characteristics, nullptr, nullptr,   nullptr,
    nullptr, nullptr,    nullptr};

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& medium = of(vfs);
  file->pMethods = nullptr;
  if (!name) return SQLITE_CANTOPEN;  // a temporary file: temp_store=MEMORY must make it unnecessary
  auto found = medium.find(name);
  if (medium.is_off() || (!found && !(flags & SQLITE_OPEN_CREATE))) return SQLITE_CANTOPEN;
  if (!found) {
    if (auto answer = medium.create(name, found); answer != Answer::ok)
      return code_of(answer, SQLITE_CANTOPEN);
  }
  bool removed = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  auto* opened = new (file) OpenFile{{&methods}, &medium, std::move(found), name, removed};
  if (out_flags) *out_flags = flags;
  return opened ? SQLITE_OK : SQLITE_NOMEM;
}

int remove(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  auto& medium = of(vfs);
  if (!medium.find(name)) return SQLITE_IOERR_DELETE_NOENT;
  if (auto answer = medium.remove(name); answer != Answer::ok) return SQLITE_IOERR_DELETE;
  return sync_directory ? code_of(medium.sync_names(), SQLITE_IOERR_DIR_FSYNC) : SQLITE_OK;
}

int access(sqlite3_vfs* vfs, const char* name, int, int* there) {
  *there = of(vfs).find(name) != nullptr;
  return of(vfs).is_off() ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* full) {
  sqlite3_snprintf(size, full, "%s", name);
  return SQLITE_OK;
}

int do_not_sleep(sqlite3_vfs*, int) { return 0; }

}  // namespace

struct CrashVfs::Impl {
  std::string name;
  sqlite3_vfs vfs;
};

CrashVfs::CrashVfs(Medium& medium) : impl_(std::make_unique<Impl>()) {
  auto* system = sqlite3_vfs_find(nullptr);
  impl_->name = "crash-" + std::to_string(reinterpret_cast<std::uintptr_t>(impl_.get()));
  impl_->vfs = *system;  // randomness and time stay those of the system
  impl_->vfs.iVersion = 2;
  impl_->vfs.szOsFile = sizeof(OpenFile);
  impl_->vfs.pNext = nullptr;
  impl_->vfs.zName = impl_->name.c_str();
  impl_->vfs.pAppData = &medium;
  impl_->vfs.xOpen = open;
  impl_->vfs.xDelete = remove;
  impl_->vfs.xAccess = access;
  impl_->vfs.xFullPathname = full_path;
  impl_->vfs.xSleep = do_not_sleep;
  check(sqlite3_vfs_register(&impl_->vfs, 0) == SQLITE_OK);
}

CrashVfs::~CrashVfs() { sqlite3_vfs_unregister(&impl_->vfs); }

const std::string& CrashVfs::name() const { return impl_->name; }

}  // namespace vantrum::testing
