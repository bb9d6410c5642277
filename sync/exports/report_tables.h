// The tables of a report, as words: the same for every form of it.
#pragma once

#include <string>
#include <vector>

#include "sync/exports/chart.h"
#include "sync/results/suppress.h"

namespace vantrum::exports {

struct WordTable {
  std::string caption;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;  // the first cell names the row
  std::size_t text_columns = 1;                // so many from the left are words, the others numbers
  bool operator==(const WordTable&) const = default;
};

// Questions that share their answers: n, each answer, vet inte, ej svar, positive, index, region, last round,
// change.
WordTable chart_table(const results::PublishedResults& results, const results::PublishedPlace& place,
                      const ChartRows& rows);
WordTable options_table(const results::PublishedQuestion& question);
WordTable counter_table(const results::PublishedCounter& counter);
WordTable goals_of(const results::PublishedPlace& place);
WordTable participation(const results::PublishedResults& results);

}  // namespace vantrum::exports
