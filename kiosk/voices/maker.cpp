#include "kiosk/voices/maker.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "shared/voice/manifest.h"

namespace vantrum::kiosk {
namespace {

using namespace voice;

using Lines = std::map<std::string, ManifestLine>;  // by file

Result<Lines> read_lines(FileSystem& files, const std::string& path) {
  auto bytes = files.read(path, manifest_bytes_max);
  if (!bytes && bytes.error().kind == ErrorKind::not_found) return Lines{};
  if (!bytes) return bytes.error();
  Lines lines;
  for (auto& line : TRY(parse_manifest(path, text_of(*bytes)))) lines[line.file] = line;
  return lines;
}

struct File {
  std::string fingerprint;
  bool is_made = false;  // by a program, whatever the list says
};

Result<std::optional<File>> look_at_file(FileSystem& files, const std::string& path) {
  auto bytes = files.read(path, recording_bytes_max);
  if (!bytes && bytes.error().kind == ErrorKind::not_found) return std::optional<File>();
  if (!bytes) return bytes.error();
  const bool is_made = text_of(*bytes).find(made_mark("")) != std::string_view::npos;
  return std::optional(File{fingerprint_of(*bytes), is_made});
}

// What is there for one recording, and what that means.
enum class Found {
  nothing,   // no file, or a made one for other words
  right,     // says these words
  replaced,  // says these words since somebody has put a file there
  stale,     // a person's file for other words
};

Found judge(const ManifestLine* line, const std::optional<File>& file, const std::string& words) {
  if (!file) return Found::nothing;
  const bool is_known = line && line->fingerprint == file->fingerprint;
  if (is_known && line->words == words) return Found::right;
  if (file->is_made) return Found::nothing;
  return is_known ? Found::stale : Found::replaced;
}

std::string file_of(const Recording& recording) { return recording.name + std::string(recording_suffix); }

// Looks at everything; what has to be made is in `to_make`.
class Inventory {
 public:
  Inventory(FileSystem& files, std::string folder) : files_(files), folder_(std::move(folder)) {}

  Result<void> look(const std::vector<Recording>& recordings, const std::string& only) {
    lines = TRY(read_lines(files_, folder_ + "/" + std::string(manifest_name)));
    std::map<std::string, bool> used;
    for (const auto& recording : recordings) {
      const auto file = file_of(recording);
      used[file] = true;
      if (!recording.name.starts_with(only)) continue;
      TRY(look_at(recording, file));
    }
    for (const auto& [file, line] : lines) {
      if (!used.contains(file)) report.unused.push_back(file);
    }
    return {};
  }

  Lines lines;
  VoiceReport report;
  std::vector<const Recording*> to_make;

 private:
  Result<void> look_at(const Recording& recording, const std::string& file) {
    const auto known = lines.find(file);
    const auto there = TRY(look_at_file(files_, folder_ + "/" + file));
    switch (judge(known == lines.end() ? nullptr : &known->second, there, recording.words)) {
      case Found::nothing:
        to_make.push_back(&recording);
        break;
      case Found::stale:
        report.stale.push_back(file);
        break;
      case Found::replaced:
        lines[file] = {there->fingerprint, std::string(person), file, recording.words};
        [[fallthrough]];
      case Found::right:
        ++report.kept;
        if (lines[file].speaker == person) ++report.recorded;
        break;
    }
    return {};
  }

  FileSystem& files_;
  std::string folder_;
};

Result<void> write_lines(FileSystem& files, const std::string& folder, const Lines& lines) {
  std::vector<ManifestLine> all;
  for (const auto& [file, line] : lines) all.push_back(line);
  const auto text = format_manifest(all);
  return files.write_atomic(folder + "/" + std::string(manifest_name), view_of(text));
}

std::string folder_part(const std::string& path) { return path.substr(0, path.rfind('/')); }

// One worker of several: takes the next recording until there is none, or one has failed.
class Making {
 public:
  Making(FileSystem& files, const std::string& folder, const std::string& speaker, Inventory& found)
      : files_(files), folder_(folder), speaker_(speaker), found_(found) {}

  void work(const Synthesise& synthesise) {
    while (const auto* recording = take()) {
      auto bytes = synthesise(recording->words);
      std::lock_guard lock(mutex_);
      auto done = bytes ? keep(*recording, *bytes) : Result<void>(bytes.error());
      if (!done && !error) error = done.error().while_doing("speaking \"" + recording->words + "\"");
    }
  }

  std::optional<Error> error;

 private:
  const Recording* take() {
    std::lock_guard lock(mutex_);
    return error || next_ == found_.to_make.size() ? nullptr : found_.to_make[next_++];
  }
  Result<void> keep(const Recording& recording, const Bytes& bytes) {
    const auto file = file_of(recording);
    TRY(files_.make_directories(folder_part(folder_ + "/" + file)));
    TRY(files_.write_atomic(folder_ + "/" + file, bytes));
    found_.lines[file] = {fingerprint_of(bytes), speaker_, file, recording.words};
    ++found_.report.made;
    return {};
  }

  FileSystem& files_;
  const std::string& folder_;
  const std::string& speaker_;
  Inventory& found_;
  std::mutex mutex_;
  std::size_t next_ = 0;
};

}  // namespace

std::string made_mark(std::string_view speaker) { return "SPEAKER=" + std::string(speaker); }

Result<VoiceReport> make_voice(FileSystem& files, const std::string& folder, const std::string& speaker,
                               const std::vector<Recording>& recordings, const Synthesise& synthesise,
                               const std::string& only) {
  TRY(files.make_directories(folder));
  Inventory found(files, folder);
  TRY(found.look(recordings, only));
  Making making(files, folder, speaker, found);
  {
    std::vector<std::jthread> workers;
    const auto count = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < count; ++i) workers.emplace_back([&] { making.work(synthesise); });
  }
  TRY(write_lines(files, folder, found.lines));  // after an error, too: what was made need not be made again
  if (making.error) return *making.error;
  return found.report;
}

Result<VoiceReport> check_voice(FileSystem& files, const std::string& folder,
                                const std::vector<Recording>& recordings) {
  Inventory found(files, folder);
  TRY(found.look(recordings, ""));
  for (const auto* recording : found.to_make) found.report.missing.push_back(file_of(*recording));
  return found.report;
}

}  // namespace vantrum::kiosk
