#include "sync/results/swedish.h"

#include <cmath>
#include <cstdlib>

namespace vantrum::results {

std::int64_t tenths_of(double value) { return std::llround(value * 10); }

std::string tenths_text(std::int64_t tenths, char point) {
  const auto size = std::abs(tenths);
  return (tenths < 0 ? "-" : "") + std::to_string(size / 10) + point + std::to_string(size % 10);
}

std::string count_text(std::uint64_t count) {
  const auto digits = std::to_string(count);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += nbsp;
    text += digits[i];
  }
  return text;
}

std::string percent_text(std::uint64_t percent) { return std::to_string(percent) + nbsp + "%"; }
std::string index_text(double index) { return tenths_text(tenths_of(index), ','); }

std::string points_text(int points) {
  if (points == 0) return "0";
  return (points > 0 ? "+" : "−") + std::to_string(std::abs(points));
}

std::string shown_count(const std::optional<std::uint64_t>& count) {
  return count ? count_text(*count) : dash;
}
std::string shown_percent(const std::optional<std::uint32_t>& percent) {
  return percent ? percent_text(*percent) : dash;
}
std::string shown_index(const std::optional<double>& index) { return index ? index_text(*index) : dash; }

std::string named_briefly(const std::string& words) {
  constexpr std::size_t characters_max = 40;
  std::size_t characters = 0, fits = 0;  // `fits`: where the last word ends that has room
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == ' ' && characters <= characters_max) fits = i;
    if ((words[i] & 0xC0) != 0x80) ++characters;  // not the middle of one
  }
  auto brief = characters <= characters_max || fits == 0 ? words : words.substr(0, fits);
  const bool is_cut = brief.size() < words.size();
  while (!brief.empty() && (brief.back() == '.' || brief.back() == ',')) brief.pop_back();
  return "”" + brief + (is_cut ? " …" : "") + "”";
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace vantrum::results
