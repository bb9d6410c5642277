#include "sync/exports/archive.h"

#include <zip.h>

#include <memory>
#include <set>

namespace vantrum::exports {
namespace {

constexpr time_t no_time = 315532800;  // 1980, where the format's calendar begins

Error problem_of(zip_t* archive) {
  return Error::unavailable(std::string("the zip file: ") + zip_error_strerror(zip_get_error(archive)));
}

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct Free {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

}  // namespace

Result<std::string> zip_of(const std::vector<ArchiveFile>& files) {
  zip_error_t problem;
  zip_error_init(&problem);
  std::unique_ptr<zip_source_t, Free> memory(zip_source_buffer_create(nullptr, 0, 0, &problem));
  if (!memory) return Error::unavailable("no memory for the zip file");
  std::unique_ptr<zip_t, Discard> archive(zip_open_from_source(memory.get(), ZIP_TRUNCATE, &problem));
  if (!archive) return Error::unavailable("the zip file cannot be begun");
  zip_source_keep(memory.get());  // the archive gives its own share back when it is closed

  std::set<std::string> names;
  for (const auto& file : files) {
    if (!names.insert(file.name).second) return Error::refused("two files would be named " + file.name);
    auto* source = zip_source_buffer(archive.get(), file.bytes.data(), file.bytes.size(), 0);
    const auto index = zip_file_add(archive.get(), file.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      return problem_of(archive.get());
    }
    zip_file_set_mtime(archive.get(), static_cast<zip_uint64_t>(index), no_time, 0);
  }
  if (zip_close(archive.get()) != 0) return problem_of(archive.get());
  (void)archive.release();  // closed

  zip_stat_t facts;
  if (zip_source_stat(memory.get(), &facts) != 0 || zip_source_open(memory.get()) != 0)
    return Error::unavailable("the zip file cannot be read back");
  std::string bytes(facts.size, '\0');
  const auto count = zip_source_read(memory.get(), bytes.data(), bytes.size());
  zip_source_close(memory.get());
  if (count < 0 || static_cast<std::size_t>(count) != bytes.size())
    return Error::unavailable("the zip file cannot be read back");
  return bytes;
}

}  // namespace vantrum::exports
