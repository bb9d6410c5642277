// What a kiosk asks right now: the checked instrument of the round document, and the interface's own words.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/survey/instrument.h"
#include "shared/survey/window.h"

namespace vantrum::kiosk {

// assets/texts/<language>.toml: the words of the interface itself. Every key is in Swedish, checked at load.
class Texts {
 public:
  // language → file content. "sv" must be there; no other may have a key that it lacks.
  static Result<Texts> parse(const std::map<std::string, std::string>& files);

  // The words in this language, or in Swedish where the language or its words are not there: then
  // is_fallback.
  const std::string& at(std::string_view language, std::string_view key) const;
  bool is_fallback(std::string_view language, std::string_view key) const;

  // Every key, in the order of the screens.
  static std::vector<std::string> keys();
  static bool has(std::string_view key);

  // For lists of what is still to be translated.
  std::vector<std::string> languages() const;
  std::vector<std::string> missing(std::string_view language) const;  // in the order of the screens

 private:
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> by_language_;
};

// "{name}" replaced by its value; braces that name nothing are left as they are.
std::string fill(std::string text, const std::vector<std::pair<std::string, std::string>>& values);

// Immutable while visitors use it; a new round document makes a new one.
struct Survey {
  RoundId round;
  CentreId centre;
  std::string centre_name;
  std::string receiver;  // authority of record (S77)
  bool is_open = false;
  bool is_paused = false;  // not open now, but soon again: by the staff here or by the leads
  bool free_text = false;
  bool review = false;                 // what was answered is shown before it is sent
  std::vector<std::string> languages;  // offered, in this order; Swedish first (R9)
  survey::Instrument instrument;
  std::optional<survey::Window> window = {};     // asked on these days only; none: until closed
  std::chrono::milliseconds idle{0}, answer{0};  // "Är du kvar?"; 0: as the kiosk's settings say
  bool for_staff = false;                        // never shown to visitors (S30)
  std::size_t padded_bytes = 0;                  // of each of its sealed items, whichever key seals them

  // The words of the instrument in this language, or in Swedish where they are not there: then is_fallback.
  const std::string& words(const std::string& language, const std::string& key) const;
  bool is_fallback(const std::string& language, const std::string& key) const;
};

}  // namespace vantrum::kiosk
