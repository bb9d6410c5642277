#include "kiosk/audio/voices.h"

#include "shared/voice/pack.h"

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

void Voices::add_pack(FileSystem& files, const std::string& path) {
  const auto bytes = files.read(path, pack_bytes_max);
  const auto pack = bytes ? parse_pack(*bytes) : Result<PackHead>(bytes.error());
  if (!pack) {
    problems_.push_back(path + ": " + pack.error().message);
    return;
  }
  if (pack->recordings.empty()) return;
  auto& places = places_[pack->language];
  for (const auto& recording : pack->recordings) {
    const bool by_person = recording.speaker == person;
    const auto there = places.find(recording.words);
    if (there != places.end() && there->second.by_person && !by_person) continue;
    places[recording.words] = {path, recording.offset, recording.bytes, by_person};
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
