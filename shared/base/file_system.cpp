#include "shared/base/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace vantrum {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view temporary_suffix = ".tmp";

Error io_error(const std::string& doing, const std::string& path, int code) {
  auto kind = code == ENOENT ? ErrorKind::not_found : ErrorKind::storage;
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

std::string directory_of(const std::string& path) {
  auto parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

Result<void> sync_directory(const std::string& directory) {
  File file(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (file.get() < 0) return io_error("opening directory", directory, errno);
  if (::fsync(file.get()) != 0) return io_error("syncing directory", directory, errno);
  return {};
}

Result<void> write_all(int descriptor, ByteView bytes, const std::string& path) {
  while (!bytes.empty()) {
    ssize_t wrote = ::write(descriptor, bytes.data(), bytes.size());
    if (wrote < 0) {
      if (errno == EINTR) continue;
      return io_error("writing", path, errno);
    }
    bytes = bytes.subspan(static_cast<std::size_t>(wrote));
  }
  return {};
}

Error too_short(const std::string& path) { return Error::untrusted(path + " is shorter than expected"); }

class RealFileSystem final : public FileSystem {
 public:
  Result<Bytes> read(const std::string& path, std::size_t size_max) override {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return io_error("opening", path, errno);
    Bytes bytes;
    std::array<std::uint8_t, 65536> buffer;
    for (;;) {
      ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
      if (got < 0) {
        if (errno == EINTR) continue;
        return io_error("reading", path, errno);
      }
      if (got == 0) return bytes;
      if (bytes.size() + static_cast<std::size_t>(got) > size_max) {
        return Error::untrusted(path + " is longer than the " + std::to_string(size_max) + " bytes allowed");
      }
      bytes.insert(bytes.end(), buffer.begin(), buffer.begin() + got);
    }
  }

  Result<Bytes> read_part(const std::string& path, std::uint64_t offset, std::size_t size) override {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return io_error("opening", path, errno);
    Bytes bytes(size);
    for (std::size_t done = 0; done < size;) {
      const ssize_t got =
          ::pread(file.get(), bytes.data() + done, size - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno != EINTR) return io_error("reading", path, errno);
      if (got == 0) return too_short(path);
      if (got > 0) done += static_cast<std::size_t>(got);
    }
    return bytes;
  }

  Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode) override {
    std::string temporary = path + std::string(temporary_suffix);
    {
      File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
      if (file.get() < 0) return io_error("creating", temporary, errno);
      if (::fchmod(file.get(), mode) != 0) return io_error("setting the mode of", temporary, errno);
      TRY(write_all(file.get(), bytes, temporary));
      if (::fsync(file.get()) != 0) return io_error("syncing", temporary, errno);
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) return io_error("renaming", temporary, errno);
    return sync_directory(directory_of(path));
  }

  Result<std::vector<std::string>> list(const std::string& directory) override {
    std::error_code code;
    std::vector<std::string> names;
    fs::directory_iterator it(directory, code);
    for (; !code && it != fs::directory_iterator(); it.increment(code)) {
      std::error_code ignored_type;
      if (it->is_regular_file(ignored_type) && it->path().extension() != temporary_suffix) {
        names.push_back(it->path().filename().string());
      }
    }
    if (code) return io_error("listing", directory, code.value());
    std::sort(names.begin(), names.end());
    return names;
  }

  Result<void> remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0) {
      if (errno == ENOENT) return {};
      return io_error("removing", path, errno);
    }
    return sync_directory(directory_of(path));
  }

  Result<void> make_directories(const std::string& path) override {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) return io_error("making directory", path, code.value());
    return {};
  }

  Result<void> sweep(const std::string& directory) override {
    std::error_code code;
    std::vector<std::string> leftovers;
    fs::directory_iterator it(directory, code);
    for (; !code && it != fs::directory_iterator(); it.increment(code)) {
      if (it->path().extension() == temporary_suffix) leftovers.push_back(it->path().string());
    }
    if (code) return io_error("sweeping", directory, code.value());
    for (const auto& path : leftovers) TRY(remove(path));
    return {};
  }

  Result<void> rename(const std::string& from, const std::string& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) return io_error("renaming", from, errno);
    return sync_directory(directory_of(to));
  }

  Result<std::uint64_t> free_bytes(const std::string& path) override {
    struct statvfs room {};
    if (::statvfs(path.c_str(), &room) != 0) return io_error("asking for the room at", path, errno);
    return static_cast<std::uint64_t>(room.f_bavail) * room.f_frsize;
  }

  Result<void> reserve(const std::string& path, std::size_t bytes) override {
    File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    if (file.get() < 0) return io_error("creating", path, errno);
    if (int code = ::posix_fallocate(file.get(), 0, static_cast<off_t>(bytes)); code != 0) {
      ::unlink(path.c_str());
      return io_error("reserving", path, code);
    }
    if (::fsync(file.get()) != 0) return io_error("syncing", path, errno);
    return {};
  }
};

}  // namespace

Result<Bytes> FileSystem::read_part(const std::string& path, std::uint64_t offset, std::size_t bytes) {
  const auto whole = TRY(read(path, SIZE_MAX));
  if (offset > whole.size() || bytes > whole.size() - offset) return too_short(path);
  return to_bytes(ByteView(whole).subspan(offset, bytes));
}

std::unique_ptr<FileSystem> real_file_system() { return std::make_unique<RealFileSystem>(); }

}  // namespace vantrum
