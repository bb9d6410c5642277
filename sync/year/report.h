// A centre's yearly report and the county's compilation, as papers (sync/exports/paper.h): the outline's
// headings, each with what stands there by itself and what was written. Pure: the same material gives the
// same paper.
//
// Numbers of surveys come from PublishedResults, so nothing that suppression hides can be in a paper. A typed
// number that counts people is hidden below the same k (P-14), and the county's sum is made only of the
// numbers that are shown for a centre, so that nothing can be found by subtracting (P-17).
#pragma once

#include <optional>

#include "shared/survey/goals.h"
#include "shared/survey/reflection.h"
#include "sync/exports/paper.h"
#include "sync/results/suppress.h"
#include "sync/year/centre_year.h"

namespace vantrum::year {

// What a paper is about and who reads it.
struct Frame {
  Outline outline;
  std::uint32_t year = 0;
  std::string region, author;       // "Region Jönköpings län"; the authority that answers for the paper
  std::vector<survey::Goal> goals;  // all that are known
  std::optional<survey::ReflectionInstrument> statements;  // none: the region has no self-reflection
  std::uint64_t k = results::group_min;
};

struct CentreMaterial {
  CentreId id;
  std::string name;
  std::optional<CentreYear> typed, last;  // of this year and of the one before; none: not handed in
  std::optional<survey::Reflection> reflection, reflection_last;
  std::optional<results::PublishedResults> visitors, staff;  // rounds of the year, if there are any
  std::vector<results::PublishedQuote> quotes;               // approved ones
};

exports::Paper centre_paper(const Frame& frame, const CentreMaterial& centre);

struct CountyMaterial {
  std::vector<CentreMaterial> centres;  // all of the region, also those that have not handed in
  std::optional<results::PublishedResults> visitors, staff;
  std::string reader;  // who the compilation is for (S59)
};

exports::Paper county_paper(const Frame& frame, const CountyMaterial& county);

// The two areas to work with after the year: as typed, else those of the self-reflection, else empty.
std::array<PriorityText, 2> priorities_of(const std::optional<CentreYear>& typed,
                                          const std::optional<survey::Reflection>& reflection,
                                          const std::optional<survey::ReflectionInstrument>& statements);

// A statement where its heading gives two the same label ("Kurator") has its words, too.
std::string statement_name(const survey::ReflectionHeading& heading, const survey::Statement& statement);
std::string statement_name(const survey::ReflectionInstrument& statements, const std::string& id);
// "2", and how far it moved since; towards the good end is up. The dash where there is none.
std::string step_of(const survey::Reflection* reflection, const std::string& statement);
std::string change_of(const survey::Reflection* before, const survey::Reflection& now,
                      const std::string& statement);

// "1 240", "färre än 5", "saknas".
std::string figure_text(const Figure& figure, const std::optional<std::uint64_t>& value, std::uint64_t k);

}  // namespace vantrum::year
