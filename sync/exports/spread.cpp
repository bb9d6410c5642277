#include "sync/exports/spread.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/exports/chart.h"
#include "sync/results/swedish.h"
#include "sync/results/text_table.h"

namespace vantrum::exports {

using namespace results;

namespace {

constexpr double width = 960, line_left = 340, line_width = 480, row_height = 46;
constexpr std::size_t centres_min = 3;

std::vector<double> indices_of(const PublishedResults& results, const std::string& id) {
  std::vector<double> indices;
  for (const auto& place : results.places()) {
    for (const auto& question : place.questions) {
      if (place.centre && question.id == id && question.index) indices.push_back(*question.index);
    }
  }
  std::sort(indices.begin(), indices.end());
  return indices;
}

}  // namespace

std::string spread_svg(const PublishedResults& results) {
  std::string body, words;
  double y = 40;
  auto at = [](double index) { return line_left + index * line_width / 100; };
  const auto& region = results.region();
  for (const auto& question : region.questions) {
    const auto indices = indices_of(results, question.id);
    if (indices.size() < centres_min || !question.index) continue;
    auto lines = wrapped(question.words, 44);
    lines.resize(std::min<std::size_t>(lines.size(), 2));
    double line_y = y + 5 - 8 * (static_cast<double>(lines.size()) - 1);
    for (const auto& line : lines) {
      body += fmt::format(R"(<text x="0" y="{:.1f}">{}</text>)", line_y, escaped_xml(line));
      line_y += 17;
    }
    body += fmt::format(R"(<line x1="{:.1f}" x2="{:.1f}" y1="{:.1f}" y2="{:.1f}" stroke="#8A8478"/>)", at(0),
                        at(100), y, y);
    body += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="3" height="24" fill="{}"/>)",
                        at(*question.index) - 1.5, y - 12, line_ink);
    for (double index : indices) {
      body += fmt::format(
          R"(<circle cx="{:.1f}" cy="{:.1f}" r="5" fill="#0B5A4B" fill-opacity="0.55" stroke="{}"
stroke-width="0.8"/>)",
          at(index), y, line_ink);
    }
    body += fmt::format(R"(<text x="{:.0f}" y="{:.1f}">{} – {}</text>)", line_left + line_width + 18, y + 5,
                        index_text(indices.front()), index_text(indices.back()));
    words += fmt::format("{} Lägst {}, högst {}, regionen {}, {} familjecentraler. ", question.words,
                         index_text(indices.front()), index_text(indices.back()), index_text(*question.index),
                         indices.size());
    y += row_height;
  }
  if (body.empty()) return {};
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0:.0f} {1:.0f}" width="{0:.0f}" height="{1:.0f}"
role="img" )"
      R"(aria-labelledby="spread-t spread-d" xml:lang="sv" font-family="Noto Sans, DejaVu Sans, Arial, sans-serif"
font-size="14" )"
      R"(fill="{2}"><title id="spread-t">Familjecentralernas index</title><desc id="spread-d">{3}</desc>)"
      R"(<rect width="{0:.0f}" height="100%" fill="#FFFFFF"/>
<text x="{4:.0f}" y="14" font-size="12" fill="#46565D">Index 0–100, )"
      R"(strecket är regionen</text>
<text x="{5:.0f}" y="14" font-size="12" fill="#46565D">lägst – högst</text>{6}</svg>)",
      width, y - 10, line_ink, escaped_xml(words), line_left, line_left + line_width + 18, body);
}

}  // namespace vantrum::exports
