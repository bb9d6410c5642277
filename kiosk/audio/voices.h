// The voices of a kiosk: a folder with one folder a language, made by `./run voices` or recorded by people,
// and what rounds bring, one file a language.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/app/speech.h"
#include "shared/base/file_system.h"
#include "shared/voice/pack.h"

namespace vantrum::kiosk {

class Voices {
 public:
  // Looks for each of these languages. A language without a list has no voice; one whose list cannot be read
  // has none either, and `problems` says why: sound never keeps a kiosk from asking.
  static Voices load(FileSystem& files, const std::string& folder, const std::vector<std::string>& languages);

  // The recordings in one file beside those that are here. Of two that speak the same words a person's comes
  // before a made one; of two alike the one added last.
  void add_pack(const voice::Pack& pack);

  std::set<std::string> languages() const;
  const std::vector<std::string>& problems() const { return problems_; }

  // Where a recording lies. 0 bytes: it is the whole file.
  struct Place {
    std::string path;
    std::uint32_t offset = 0, bytes = 0;
    bool by_person = false;
  };
  // The recording of exactly these words; none when there is no such recording.
  std::optional<Place> find(const Phrase& phrase) const;

 private:
  std::map<std::string, std::map<std::string, Place>> places_;  // language → words
  std::vector<std::string> problems_;
};

}  // namespace vantrum::kiosk
