#include "shared/base/stick.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace vantrum {
namespace {

constexpr const char* temporary_suffix = ".part";

Error stick_error(const std::string& doing, const std::string& path, int code) {
  auto kind = code == ENOENT                                      ? ErrorKind::not_found
              : code == ELOOP || code == ENOTDIR || code == ENXIO ? ErrorKind::untrusted
                                                                  : ErrorKind::storage;
  auto fault = code == ENOSPC || code == EDQUOT ? StorageFault::full : StorageFault::other;
  return {kind, doing + " " + path + ": " + std::strerror(code), fault};
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

Error bad_name(const std::string& path) {
  return Error::untrusted(path + ": a name on the stick may only have letters, digits, '.', '_' and '-'");
}

}  // namespace

bool is_stick_name(std::string_view name) {
  return !name.empty() && name.size() <= StickFolder::name_bytes_max && name.front() != '.' &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                  c == '_' || c == '-';
         });
}

StickFolder::~StickFolder() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<StickFolder> StickFolder::open(const std::string& path) {
  int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return stick_error("opening the folder", path, errno == ENOTDIR ? ENOENT : errno);
  return StickFolder(descriptor, path);
}

Result<StickFolder> StickFolder::enter(const std::string& name) const {
  auto path = path_ + "/" + name;
  if (!is_stick_name(name)) return bad_name(path_);
  int descriptor = ::openat(descriptor_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return stick_error("opening the folder", path, errno);
  return StickFolder(descriptor, path);
}

Result<StickFolder> StickFolder::make_and_enter(const std::string& name) const {
  if (!is_stick_name(name)) return bad_name(path_);
  if (::mkdirat(descriptor_, name.c_str(), 0777) != 0 && errno != EEXIST) {
    return stick_error("making the folder", path_ + "/" + name, errno);
  }
  // Also one that is there: who made it may not have come so far.
  if (::fsync(descriptor_) != 0) return stick_error("syncing", path_, errno);
  return enter(name);
}

Result<StickFolder::Listing> StickFolder::list(std::size_t entries_max) const {
  int again =
      ::openat(descriptor_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);  // with a reading place of its own
  std::unique_ptr<DIR, CloseFolder> folder(again < 0 ? nullptr : ::fdopendir(again));
  if (!folder) return stick_error("listing", path_, errno);
  Listing listing;
  std::size_t seen = 0;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(folder.get());
    if (!entry) break;
    std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (++seen > entries_max) {
      ++listing.left_out;
      break;  // a stick with millions of files does not get more of our time
    }
    struct stat facts {};
    bool is_known = is_stick_name(name) && !name.ends_with(temporary_suffix) &&
                    ::fstatat(descriptor_, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0;
    if (is_known && S_ISREG(facts.st_mode))
      listing.files.push_back(std::move(name));
    else if (is_known && S_ISDIR(facts.st_mode))
      listing.folders.push_back(std::move(name));
    else
      ++listing.left_out;
  }
  if (errno != 0) return stick_error("listing", path_, errno);
  std::sort(listing.files.begin(), listing.files.end());
  std::sort(listing.folders.begin(), listing.folders.end());
  return listing;
}

Result<Bytes> StickFolder::read(const std::string& name, std::size_t size_max) const {
  auto path = path_ + "/" + name;
  if (!is_stick_name(name)) return bad_name(path_);
  // Without O_NONBLOCK a pipe would make us wait for ever.
  File file(::openat(descriptor_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.get() < 0) return stick_error("opening", path, errno);
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return stick_error("opening", path, errno);
  if (!S_ISREG(facts.st_mode)) return Error::untrusted(path + " is no file");
  const auto too_long = [&] {
    return Error::untrusted(path + " is longer than the " + std::to_string(size_max) + " bytes allowed");
  };
  if (static_cast<std::uint64_t>(facts.st_size) > size_max) return too_long();  // before its bytes cost time
  Bytes bytes;
  std::array<std::uint8_t, 65536> buffer;
  for (;;) {
    ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return stick_error("reading", path, errno);
    if (got == 0) return bytes;
    if (bytes.size() + static_cast<std::size_t>(got) > size_max) return too_long();
    bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + got);
  }
}

Result<void> StickFolder::write(const std::string& name, ByteView bytes) const {
  auto path = path_ + "/" + name;
  if (!is_stick_name(name)) return bad_name(path_);
  auto temporary = name + temporary_suffix;
  // Whatever has that name goes first: O_EXCL then follows no link that was laid there.
  if (::unlinkat(descriptor_, temporary.c_str(), 0) != 0 && errno != ENOENT)
    return stick_error("removing", path_ + "/" + temporary, errno);
  {
    File file(
        ::openat(descriptor_, temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
    if (file.get() < 0) return stick_error("creating", path, errno);
    while (!bytes.empty()) {
      ssize_t wrote = ::write(file.get(), bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote < 0) return stick_error("writing", path, errno);
      bytes = bytes.subspan(static_cast<std::size_t>(wrote));
    }
    if (::fsync(file.get()) != 0) return stick_error("syncing", path, errno);
  }
  if (::renameat(descriptor_, temporary.c_str(), descriptor_, name.c_str()) != 0)
    return stick_error("renaming", path, errno);
  if (::fsync(descriptor_) != 0) return stick_error("syncing", path_, errno);
  return {};
}

Result<void> StickFolder::remove(const std::string& name) const {
  if (!is_stick_name(name)) return bad_name(path_);
  if (::unlinkat(descriptor_, name.c_str(), 0) != 0 && errno != ENOENT)
    return stick_error("removing", path_ + "/" + name, errno);
  if (::fsync(descriptor_) != 0) return stick_error("syncing", path_, errno);
  return {};
}

}  // namespace vantrum
