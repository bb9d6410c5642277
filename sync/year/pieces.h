// Blocks that a centre's report and the county's compilation share. A part of report.h.
#pragma once

#include "sync/year/report.h"

namespace vantrum::year {

using Blocks = std::vector<exports::Block>;

void append(Blocks& to, Blocks more);

// Who answered, charts, tables, and the footnotes; `level` is of the headings inside. `name` makes the ids of
// drawings unique on the page.
Blocks survey_blocks(const results::PublishedResults& results, const results::PublishedPlace& place,
                     unsigned level, const std::string& name);

// The goals of the outline that `results` shows in this place, one sentence each; empty if it shows none.
std::string goal_result(const results::PublishedResults& results, const results::PublishedPlace& place,
                        const std::string& goal);

std::string goal_words(const Frame& frame, const std::string& goal);

Blocks priority_blocks(const std::array<PriorityText, 2>& priorities, unsigned level);

// What stands under every paper: how numbers were made.
Blocks closing_blocks(const Frame& frame);

exports::Paper paper_of(const Frame& frame, std::string title, std::string place);

}  // namespace vantrum::year
