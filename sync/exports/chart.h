// Stacked 100 % bars, one a question, as SVG (D9, D10): most positive to the left, n in every row, numbers in
// the bars, a pattern and a line around each part so that nothing depends on colour, and everything said
// again in words for those who do not see it. Beside the bar the index 0–100: a filled dot for the place, a
// line for the region, a ring for the round before.
//
// The drawing is as wide as a page in Word; its words are of the drawing (fonts: any sans serif).
#pragma once

#include <string>
#include <vector>

#include "sync/results/suppress.h"

namespace vantrum::exports {

// Shades of the parts from most positive to most negative: neighbours differ by a contrast of 3 or more
// (A37).
struct Shade {
  const char* fill;
  const char* ink;      // of the number on it
  const char* pattern;  // what is drawn over it: "", "lines", "dots", "cross"
};
const std::vector<Shade>& shades(std::size_t parts);         // 2 to 5; more parts share five (shade_of)
const Shade& shade_of(std::size_t part, std::size_t parts);  // the eleven steps of a rating share five shades
inline constexpr const char* line_ink = "#17252B";

std::string escaped_xml(const std::string& text);

// As they are drawn, from most positive to most negative (D10): in the instrument's order, but a rating's
// steps from 10 to 0.
std::vector<std::size_t> drawing_order(const results::PublishedQuestion& question);

bool is_scale(survey::QuestionType type);

// The scale questions of a place that share their answers, in the order asked; each gets a chart of its own.
using ChartRows = std::vector<const results::PublishedQuestion*>;
std::vector<ChartRows> charts_of(const results::PublishedPlace& place);

// Numbers in words, one sentence a question: the alternative text.
std::string words_of(const ChartRows& rows);

// `id` makes the ids in the drawing unique where several stand on one page: letters, digits, "-".
std::string chart_svg(const results::PublishedResults& results, const results::PublishedPlace& place,
                      const ChartRows& rows, const std::string& id);

struct ChartSize {
  double width = 0, height = 0;
};
ChartSize chart_size(const std::string& svg);

}  // namespace vantrum::exports
