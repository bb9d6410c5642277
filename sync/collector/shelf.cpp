#include "sync/collector/shelf.h"

#include <algorithm>
#include <filesystem>

#include "shared/base/file_system.h"
#include "sync/exports/archive.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max = 500'000'000;
constexpr std::size_t receipt_chars = 16, group_chars = 4;
constexpr const char* receipt_name = "KVITTENS.txt";

std::string receipt_words(const ArchiveFacts& archive) {
  return "Arkivets kvittens: " + receipt_of(archive) +
         "\n\nSpara mappen intill den här filen på den plats där omgångens handlingar bevaras. Skriv in "
         "kvittensen\npå sidan Gallring när det är gjort: den visar att arkivet är hämtat och gick att "
         "öppna.\n";
}

// The digest's end: its beginning stands in the log.
std::string plain_receipt(const ArchiveFacts& archive) {
  return archive.digest.substr(archive.digest.size() - receipt_chars);
}

Result<void> clear(const std::string& path) {
  std::error_code problem;
  fs::remove_all(path, problem);
  return problem ? Result<void>(Error::storage("removing " + path + ": " + problem.message()))
                 : Result<void>();
}

}  // namespace

Result<ArchiveFacts> shelve_archive(const Collector& collector, FileSystem& files, RoundId round) {
  const auto shelf = collector.folder.shelf();
  const auto path = archive_path(collector, shelf, round), before = path + ".before";
  TRY(files.make_directories(shelf));
  std::error_code problem;
  fs::permissions(shelf, fs::perms::owner_all, problem);
  if (problem) return Error::storage("setting the permissions of " + shelf + ": " + problem.message());
  const bool has_one = fs::exists(path, problem);
  if (problem) return Error::storage("looking for " + path + ": " + problem.message());
  if (has_one) {
    TRY(clear(before));
    TRY(files.rename(path, before));
  }
  auto made = archive_round(collector, files, {round, shelf, false, false});
  if (made) {
    TRY(clear(before));
  } else if (has_one) {
    TRY(clear(path));
    TRY(files.rename(before, path));
  }
  return made;
}

Result<std::optional<ArchiveFacts>> find_shelved(const Collector& collector, FileSystem& files,
                                                 RoundId round) {
  const auto path = archive_path(collector, collector.folder.shelf(), round);
  std::error_code problem;
  const bool is_there = fs::exists(path, problem);
  if (problem) return Error::storage("looking for " + path + ": " + problem.message());
  if (!is_there) return std::optional<ArchiveFacts>();
  return std::optional(TRY(check_archive(collector, files, round, path)));
}

Result<std::string> zip_of_archive(FileSystem& files, const ArchiveFacts& archive) {
  const auto name = fs::path(archive.path).filename().string();
  std::vector<exports::ArchiveFile> packed{{receipt_name, receipt_words(archive)}};
  std::error_code problem;
  for (auto entry = fs::recursive_directory_iterator(archive.path, problem);
       !problem && entry != fs::recursive_directory_iterator(); entry.increment(problem)) {
    if (entry->is_directory(problem)) continue;
    const auto inside = fs::path(entry->path()).lexically_relative(archive.path).generic_string();
    packed.push_back(
        {name + "/" + inside, std::string(text_of(TRY(files.read(entry->path().string(), file_bytes_max))))});
  }
  if (problem) return Error::storage("reading " + archive.path + ": " + problem.message());
  std::sort(packed.begin(), packed.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return exports::zip_of(packed);
}

std::string receipt_of(const ArchiveFacts& archive) {
  const auto plain = plain_receipt(archive);
  std::string text;
  for (std::size_t i = 0; i < plain.size(); i += group_chars)
    text += (i == 0 ? "" : "-") + plain.substr(i, group_chars);
  return text;
}

bool is_receipt(const std::string& typed, const ArchiveFacts& archive) {
  std::string plain;
  for (const char c : typed) {
    if (c != '-' && c != ' ') plain += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain == plain_receipt(archive);
}

}  // namespace vantrum::collector
