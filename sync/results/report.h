// Published results as text and JSON; tables, charts and documents are in sync/exports. Words for leads are
// Swedish; keys of the JSON form are English. The same results give the same bytes (D11).
#pragma once

#include <string>

#include "sync/results/suppress.h"

namespace vantrum::results {

// Tables for a terminal: the region, then each centre.
std::string report_text(const PublishedResults& results);

// One object; hidden numbers are null.
std::string report_json(const PublishedResults& results);

}  // namespace vantrum::results
