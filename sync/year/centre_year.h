// What a centre types in about a year, once: its numbers (S57, S63), what it writes under each heading (S53,
// S66) and its two priorities (S47, S48). A file for people (`year new` writes one to fill in, `year set`
// takes it), and a form on the leads' pages; both are kept as the file's text.
//
// It is about the work at a centre, never about a person: what could tell who somebody is is refused (P-10).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "sync/year/outline.h"

namespace vantrum::year {

using Paragraphs = std::vector<std::string>;

// All empty: not chosen yet.
struct PriorityText {
  std::string area, goal, measure, baseline, target;
  bool operator==(const PriorityText&) const = default;
  bool is_empty() const;
};

struct CentreYear {
  CentreId centre;
  std::uint32_t year = 0;
  RoundId visitors, staff;  // rounds whose results are shown; 0: none
  std::map<std::string, std::optional<std::uint64_t>>
      figures;                                   // of every figure of the outline; none: missing
  std::map<std::string, Paragraphs> words;       // by section that people write under
  std::map<std::string, Paragraphs> activities;  // by goal
  std::array<PriorityText, 2> priorities;
  bool operator==(const CentreYear&) const = default;
};

constexpr std::uint32_t year_min = 2000, year_max = 2099, activity_characters_max = 3000;
constexpr std::uint64_t figure_max = 10'000'000;

// Nothing filled in.
CentreYear blank_year(const Outline& outline, CentreId centre, std::uint32_t year, RoundId visitors,
                      RoundId staff);

// `invalid` as "<file>:<line>: what is wrong; expected …": a key that is missing or unknown, another
// outline's file, a number that is none, more characters than the heading has room for, a number or an
// address that could tell who somebody is.
Result<CentreYear> parse_centre_year(std::string_view file, std::string_view content, const Outline& outline);

// A file that parses to the same, with each heading's words and guide beside its key.
std::string centre_year_text(const CentreYear& typed, const Outline& outline, const std::string& centre_name);

// A text of a form as paragraphs that a file can hold: cut at line ends, and a long one at the end of a
// sentence, or of a word.
Paragraphs paragraphs_of(std::string_view text);

std::size_t characters_of(const Paragraphs& paragraphs);

}  // namespace vantrum::year
