#include "kiosk/app/language.h"

#include <algorithm>
#include <array>

namespace vantrum::kiosk {
namespace {

// Of the languages that may be offered one day, so that adding one is strings, font and audio, not code.
constexpr std::array<std::string_view, 18> right_to_left_languages = {
    "ar",  "arc", "ckb", "dv", "fa", "he",  "khw", "lrc", "mzn",
    "nqo", "pnb", "prs", "ps", "sd", "syr", "ug",  "ur",  "yi"};
constexpr std::array<std::string_view, 6> right_to_left_scripts = {"Arab", "Hebr", "Syrc",
                                                                   "Thaa", "Nkoo", "Aran"};

bool is_one_of(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

Direction direction_of(std::string_view tag) {
  constexpr std::size_t script_letters = 4;
  const auto language_end = std::min(tag.find('-'), tag.size());
  const auto rest = tag.substr(std::min(language_end + 1, tag.size()));
  const auto script = rest.substr(0, rest.find('-'));
  const bool right_to_left = script.size() == script_letters
                                 ? is_one_of(right_to_left_scripts, script)
                                 : is_one_of(right_to_left_languages, tag.substr(0, language_end));
  return right_to_left ? Direction::right_to_left : Direction::left_to_right;
}

}  // namespace vantrum::kiosk
