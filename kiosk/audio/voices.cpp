#include "kiosk/audio/voices.h"

namespace vantrum::kiosk {

using namespace voice;

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
    for (const auto& line : *lines)
      voices.places_[language].emplace(line.words, Place{base + line.file, 0, 0, line.speaker == person});
  }
  return voices;
}

void Voices::add_pack(const Pack& pack) {
  if (pack.head.recordings.empty()) return;
  auto& places = places_[pack.head.language];
  for (const auto& recording : pack.head.recordings) {
    const bool by_person = recording.speaker == person;
    const auto there = places.find(recording.words);
    if (there != places.end() && there->second.by_person && !by_person) continue;
    places[recording.words] = {pack.path, recording.offset, recording.bytes, by_person};
  }
}

std::set<std::string> Voices::languages() const {
  std::set<std::string> all;
  for (const auto& [language, places] : places_) all.insert(language);
  return all;
}

std::optional<Voices::Place> Voices::find(const Phrase& phrase) const {
  const auto language = places_.find(phrase.language);
  if (language == places_.end()) return std::nullopt;
  const auto place = language->second.find(phrase.words);
  return place == language->second.end() ? std::nullopt : std::optional(place->second);
}

}  // namespace vantrum::kiosk
