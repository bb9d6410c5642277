#include "kiosk/audio/voices.h"

#include "kiosk/audio/manifest.h"

namespace vantrum::kiosk {

Voices Voices::load(FileSystem& files, const std::string& folder, const std::vector<std::string>& languages) {
  Voices voices;
  if (folder.empty()) return voices;
  for (const auto& language : languages) {
    const auto base = folder + "/" + language + "/";
    const auto path = base + std::string(manifest_name);
    auto bytes = files.read(path, manifest_bytes_max);
    if (!bytes) {
      if (bytes.error().kind != ErrorKind::not_found) voices.problems_.push_back(bytes.error().message);
      continue;
    }
    auto lines = parse_manifest(path, text_of(*bytes));
    if (!lines) {
      voices.problems_.push_back(lines.error().message);
      continue;
    }
    for (const auto& line : *lines) voices.files_[language].emplace(line.words, base + line.file);
  }
  return voices;
}

std::set<std::string> Voices::languages() const {
  std::set<std::string> all;
  for (const auto& [language, files] : files_) all.insert(language);
  return all;
}

std::optional<std::string> Voices::find(const Phrase& phrase) const {
  const auto language = files_.find(phrase.language);
  if (language == files_.end()) return std::nullopt;
  const auto file = language->second.find(phrase.words);
  return file == language->second.end() ? std::nullopt : std::optional(file->second);
}

}  // namespace vantrum::kiosk
