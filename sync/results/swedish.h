// Numbers as Swedish readers expect them: decimal comma, and spaces that do not break before % and in
// thousands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vantrum::results {

inline constexpr const char* dash = "–";  // a number that is not shown (D10)
inline constexpr const char* nbsp = "\u00a0";

// Tenths, rounded half away from zero: the one way an index or a mean becomes a number that is shown (D11).
std::int64_t tenths_of(double value);
std::string tenths_text(std::int64_t tenths, char point);  // "72,9"

std::string count_text(std::uint64_t count);      // "12 345"
std::string percent_text(std::uint64_t percent);  // "85 %"
std::string index_text(double index);             // "72,9"
std::string points_text(int points);              // "+4", "−12"

// A question's words as a sentence names it: ”Personalen lyssnar på mig”; of long ones the first words and
// "…".
std::string named_briefly(const std::string& words);
// With commas between.
std::string listed(const std::vector<std::string>& words);

// The dash where there is no number.
std::string shown_count(const std::optional<std::uint64_t>& count);
std::string shown_percent(const std::optional<std::uint32_t>& percent);
std::string shown_index(const std::optional<double>& index);

}  // namespace vantrum::results
