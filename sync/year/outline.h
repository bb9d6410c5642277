// The outline of a region's yearly report: its headings in order, what stands under each by itself, what
// people write, and which numbers a centre types in once a year (S42, S57 to S66). It is data, a file a
// region (config/year/), because Kalmar, Jönköping and Örebro each ask for another one.
//
// In headings and guides {year}, {last} and {next} are the year of the report, the one before and the one
// after.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::year {

// What the program puts under a heading. In files by these names.
enum class Fill {
  none,
  figures,          // the numbers typed in (S57)
  figure,           // one of them, named by `figure`
  goals,            // the goals, the activities at the centre (S53) and the results behind each
  visitors,         // the visitors' survey: who answered, charts and tables
  staff,            // the staff's survey, with its response rate (S30)
  reflection,       // the thirty statements with last year beside (S50)
  quotes,           // what visitors wrote, picked, redacted and approved (S39)
  last_priorities,  // what was chosen a year ago (S66)
  priorities,       // the two chosen for the coming year (S47, S48)
};

struct Figure {
  std::string id, words;
  std::string rule;            // "S62"
  bool counts_people = false;  // children, parents, families: below k it is hidden in every report (P-14)
};

struct Section {
  std::string id;  // of what is written under it in the centre's file
  std::string heading;
  std::string rules;               // what asks for it: "S42, S62"
  unsigned level = 1;              // 1 or 2
  std::vector<std::string> fixed;  // paragraphs that are the same every year
  std::string guide;               // what to write, in a sentence or two; may be empty
  Fill fill = Fill::none;
  std::string figure;                // of Fill::figure
  std::uint32_t characters_max = 0;  // of what people write; 0: nothing is written here
  bool in_county = false;            // the county's compilation shows what every centre wrote
};

struct Outline {
  std::string id;                     // "jonkoping"
  std::string title, county_title;    // "Verksamhetsberättelse {year}"
  std::string aim;                    // stands first in the report (S54); may be empty
  std::string first_for, second_for;  // of the county's compilations: who gets which, when (S59)
  // S22, S70. If not, tables have the county's row alone, and what centres wrote stands under "En
  // familjecentral".
  bool county_names_centres = false;
  std::vector<std::string> goals;  // ids, in order
  std::vector<Figure> figures;
  std::vector<Section> sections;

  const Figure* find_figure(std::string_view id) const;
  const Section* find_section(std::string_view id) const;
};

// `invalid` with file, line, what is wrong and what was expected. No key may be left out.
Result<Outline> parse_outline(std::string_view file, std::string_view content);

// {year}, {last} and {next} in their places.
std::string with_years(std::string words, std::uint32_t year);

}  // namespace vantrum::year
