// The voices of a kiosk: a folder with one folder a language, made by `./run voices` or recorded by people.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/app/speech.h"
#include "shared/base/file_system.h"

namespace vantrum::kiosk {

class Voices {
 public:
  // Looks for each of these languages. A language without a list has no voice; one whose list cannot be read
  // has none either, and `problems` says why: sound never keeps a kiosk from asking.
  static Voices load(FileSystem& files, const std::string& folder, const std::vector<std::string>& languages);

  std::set<std::string> languages() const;
  const std::vector<std::string>& problems() const { return problems_; }

  // Path of the recording of exactly these words; none when there is no such recording.
  std::optional<std::string> find(const Phrase& phrase) const;

 private:
  std::map<std::string, std::map<std::string, std::string>> files_;  // language → words → path
  std::vector<std::string> problems_;
};

}  // namespace vantrum::kiosk
