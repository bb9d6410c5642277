#include "tests/support/faulty_file_system.h"

namespace vantrum::testing {
namespace {

Result<void> result_of(Answer answer, const std::string& path) {
  switch (answer) {
    case Answer::ok:
      return {};
    case Answer::full:
      return Error::full(path + ": no space left");
    case Answer::off:
    case Answer::io_error:
      break;
  }
  return Error::storage(path + ": input/output error");
}

}  // namespace

Result<Bytes> FaultyFileSystem::read(const std::string& path, std::size_t size_max) {
  auto file = medium_->find(path);
  if (!file) return Error::not_found(path + " is not there");
  auto size = medium_->size_of(file);
  if (size > size_max) return Error::untrusted(path + " is too long");
  Bytes bytes(size);
  std::size_t got = 0;
  TRY(result_of(medium_->read(file, 0, bytes, got), path));
  return bytes;
}

Result<void> FaultyFileSystem::write_atomic(const std::string& path, ByteView bytes, unsigned) {
  auto temporary = path + ".tmp";
  Medium::FilePointer file;
  TRY(result_of(medium_->create(temporary, file), temporary));
  TRY(result_of(medium_->truncate(file, 0), temporary));
  TRY(result_of(medium_->write(file, 0, bytes), temporary));
  TRY(result_of(medium_->sync(file), temporary));
  TRY(result_of(medium_->rename(temporary, path), temporary));
  return result_of(medium_->sync_names(), path);
}

Result<std::vector<std::string>> FaultyFileSystem::list(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& name : all_in(directory)) {
    if (!name.ends_with(".tmp")) names.push_back(name);
  }
  return names;
}

Result<void> FaultyFileSystem::remove(const std::string& path) {
  if (!medium_->find(path)) return {};
  TRY(result_of(medium_->remove(path), path));
  return result_of(medium_->sync_names(), path);
}

Result<void> FaultyFileSystem::make_directories(const std::string&) { return {}; }

Result<void> FaultyFileSystem::sweep(const std::string& directory) {
  for (const auto& name : all_in(directory)) {
    if (name.ends_with(".tmp")) TRY(remove(directory + "/" + name));
  }
  return {};
}

Result<void> FaultyFileSystem::rename(const std::string& from, const std::string& to) {
  if (!medium_->find(from)) return Error::not_found(from + " is not there");
  TRY(result_of(medium_->rename(from, to), from));
  return result_of(medium_->sync_names(), to);
}

Result<void> FaultyFileSystem::reserve(const std::string& path, std::size_t bytes) {
  Medium::FilePointer file;
  TRY(result_of(medium_->create(path, file), path));
  auto written = result_of(medium_->write(file, 0, Bytes(bytes)), path);
  if (!written) {
    TRY(result_of(medium_->remove(path), path));
    return written;
  }
  return result_of(medium_->sync(file), path);
}

std::vector<std::string> FaultyFileSystem::all_in(const std::string& directory) const {
  std::vector<std::string> names;
  for (const auto& path : medium_->paths()) {
    if (!path.starts_with(directory + "/")) continue;
    auto name = path.substr(directory.size() + 1);
    if (name.find('/') == std::string::npos) names.push_back(name);
  }
  return names;
}

}  // namespace vantrum::testing
