#include "sync/collector/shelf.h"

#include <algorithm>
#include <filesystem>

#include "shared/base/file_system.h"
#include "shared/base/log.h"
#include "sync/exports/archive.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t file_bytes_max = 500'000'000;
constexpr std::size_t receipt_chars = 16, group_chars = 4;
constexpr const char* receipt_name = "KVITTENS.txt";
constexpr const char* sums_name = "SHA256SUMS";
constexpr const char* before_suffix = ".before";  // put aside while its successor is made
constexpr std::size_t hash_chars = 64;

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

// Another lead may make the archive anew while it is packed: then there is no ZIP, not one of two archives.
Result<std::string> read_unchanged(FileSystem& files, const std::string& path, std::string_view hash) {
  const auto bytes = files.read(path, file_bytes_max);
  if (!bytes && bytes.error().kind != ErrorKind::not_found) return bytes.error();
  if (!bytes || to_hex(crypto::hash_of(*bytes).view()) != hash)
    return Error::unavailable(path + " was made anew meanwhile");
  return std::string(text_of(*bytes));
}

Result<void> clear(const std::string& path) {
  std::error_code problem;
  fs::remove_all(path, problem);
  return problem ? Result<void>(Error::storage("removing " + path + ": " + problem.message()))
                 : Result<void>();
}

// Whether an archive lies there. One that was put aside when the power went is put back first.
Result<bool> find_or_put_back(FileSystem& files, const std::string& path, const std::string& before) {
  std::error_code problem;
  const bool is_there = fs::exists(path, problem);
  if (problem) return Error::storage("looking for " + path + ": " + problem.message());
  if (is_there) return true;
  const bool is_aside = fs::exists(before, problem);
  if (problem) return Error::storage("looking for " + before + ": " + problem.message());
  if (is_aside) TRY(files.rename(before, path));
  return is_aside;
}

Result<void> put_back(FileSystem& files, const std::string& path, const std::string& before) {
  TRY(clear(path));
  return files.rename(before, path);
}

}  // namespace

Result<ArchiveFacts> shelve_archive(const Collector& collector, FileSystem& files, RoundId round) {
  const auto shelf = collector.folder.shelf();
  const auto path = archive_path(collector, shelf, round), before = path + before_suffix;
  TRY(files.make_directories(shelf));
  std::error_code problem;
  fs::permissions(shelf, fs::perms::owner_all, problem);
  if (problem) return Error::storage("setting the permissions of " + shelf + ": " + problem.message());
  const bool has_one = TRY(find_or_put_back(files, path, before));
  if (has_one) {
    TRY(clear(before));
    TRY(files.rename(path, before));
  }
  auto made = archive_round(collector, files, {round, shelf, false, false});
  if (made) {
    if (auto cleared = clear(before); !cleared) log_warning("{}", cleared.error().message);
  } else if (has_one) {
    // Why it was not made is what is told; the one before is then put back by who looks for it next.
    if (auto back = put_back(files, path, before); !back) log_warning("{}", back.error().message);
  }
  return made;
}

Result<std::optional<ArchiveFacts>> find_shelved(const Collector& collector, FileSystem& files,
                                                 RoundId round) {
  const auto path = archive_path(collector, collector.folder.shelf(), round);
  if (!TRY(find_or_put_back(files, path, path + before_suffix))) return std::optional<ArchiveFacts>();
  return std::optional(TRY(check_archive(collector, files, round, path)));
}

Result<std::string> zip_of_archive(FileSystem& files, const ArchiveFacts& archive) {
  const auto inside = fs::path(archive.path).filename().string() + "/";
  const auto sums = TRY(read_unchanged(files, archive.path + "/" + sums_name, archive.digest));
  std::vector<exports::ArchiveFile> packed{{receipt_name, receipt_words(archive)},
                                           {inside + sums_name, sums}};
  std::string_view lines = sums;
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    const std::string name(line.substr(hash_chars + 2));  // it is the list that was read back
    auto bytes = TRY(read_unchanged(files, archive.path + "/" + name, line.substr(0, hash_chars)));
    packed.push_back({inside + name, std::move(bytes)});
  }
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
