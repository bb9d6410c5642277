// The county's compilation; see report.h.
#include <fmt/format.h>

#include <algorithm>

#include "sync/results/swedish.h"
#include "sync/year/pieces.h"

namespace vantrum::year {

using namespace exports;

namespace {

constexpr std::size_t figures_in_table = 6;  // more columns than that cannot be read on a page

class CountyReport {
 public:
  CountyReport(const Frame& frame, const CountyMaterial& county) : frame_(frame), county_(county) {}

  Paper paper() const {
    auto paper = paper_of(frame_, frame_.outline.county_title, frame_.region);
    paper.lead = county_.reader;
    paper.facts = {{"Inlämnade", fmt::format("{} av {}", handed_in(), county_.centres.size())}};
    append(paper.blocks, missing());
    const Section* above = nullptr;  // a heading that waits until something stands below it
    for (const auto& section : frame_.outline.sections) {
      auto blocks = blocks_of(section);
      if (section.level == 1) above = blocks.empty() ? &section : nullptr;
      if (blocks.empty()) continue;
      if (above) paper.blocks.push_back(heading_of(*above));
      above = nullptr;
      append(paper.blocks, std::move(blocks));
    }
    for (const char* words : {"Länets analys", "Förbättringsåtgärder i länet"}) {
      paper.blocks.push_back(heading(1, words, "S42, S70"));
      paper.blocks.push_back(box());
    }
    append(paper.blocks, closing_blocks(frame_));
    return paper;
  }

 private:
  bool names() const { return frame_.outline.county_names_centres; }
  std::string name_of(const CentreMaterial& centre) const {
    return names() ? centre.name : std::string("En familjecentral");
  }

  std::size_t handed_in() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(county_.centres, [](const auto& centre) { return centre.typed.has_value(); }));
  }

  Blocks missing() const {
    std::vector<std::string> items;
    for (const auto& centre : county_.centres) {
      if (!centre.typed) items.push_back(centre.name);
    }
    if (items.empty() || !names()) return {};
    return {text("Har inte lämnat in:"), list(std::move(items))};
  }

  Blocks blocks_of(const Section& section) const {
    auto blocks = filled(section);
    if (section.in_county) append(blocks, written(section));
    if (blocks.empty()) return blocks;
    blocks.insert(blocks.begin(), heading_of(section));
    return blocks;
  }

  Block heading_of(const Section& section) const {
    return heading(section.level, with_years(section.heading, frame_.year), section.rules);
  }

  Blocks filled(const Section& section) const {
    const auto level = section.level + 1;
    switch (section.fill) {
      case Fill::figures:
        return figures();
      case Fill::figure:
        return {table(figure_table({frame_.outline.find_figure(section.figure)}))};
      case Fill::goals:
        return goals(level);
      case Fill::visitors:
        return survey_of(county_.visitors, level, "visitors");
      case Fill::staff:
        return survey_of(county_.staff, level, "staff");
      case Fill::reflection:
        return reflection();
      case Fill::priorities:
        return priorities(level);
      case Fill::none:
      case Fill::quotes:           // a centre's: the county is no place for them
      case Fill::last_priorities:  // stand in last year's compilation
        return {};
    }
    return {};
  }

  Blocks written(const Section& section) const {
    Blocks blocks;
    for (const auto& centre : county_.centres) {
      if (!centre.typed) continue;
      const auto found = centre.typed->words.find(section.id);
      if (found == centre.typed->words.end() || found->second.empty()) continue;
      blocks.push_back(heading(section.level + 1, name_of(centre)));
      for (const auto& paragraph : found->second) blocks.push_back(text(paragraph));
    }
    return blocks;
  }

  std::optional<std::uint64_t> value_of(const CentreMaterial& centre, const Figure& figure) const {
    if (!centre.typed) return std::nullopt;
    const auto found = centre.typed->figures.find(figure.id);
    return found == centre.typed->figures.end() ? std::nullopt : found->second;
  }

  bool is_shown(const Figure& figure, const std::optional<std::uint64_t>& value) const {
    return value && !(figure.counts_people && *value < frame_.k);
  }

  Blocks figures() const {
    Blocks blocks;
    std::vector<const Figure*> some;
    for (const auto& figure : frame_.outline.figures) {
      some.push_back(&figure);
      if (some.size() == figures_in_table) {
        blocks.push_back(table(figure_table(some)));
        some.clear();
      }
    }
    if (!some.empty()) blocks.push_back(table(figure_table(some)));
    return blocks;
  }

  WordTable figure_table(const std::vector<const Figure*>& some) const {
    WordTable words{"Årets tal. Länets summa är av de tal som visas.", {"Familjecentral"}, {}};
    for (const auto* figure : some) words.head.push_back(figure->words);
    if (names()) {
      for (const auto& centre : county_.centres) {
        std::vector<std::string> row = {centre.name};
        for (const auto* figure : some)
          row.push_back(figure_text(*figure, value_of(centre, *figure), frame_.k));
        words.rows.push_back(std::move(row));
      }
    }
    std::vector<std::string> sums = {"Länet"};
    for (const auto* figure : some) {
      std::uint64_t sum = 0;
      std::size_t count = 0;
      for (const auto& centre : county_.centres) {
        const auto value = value_of(centre, *figure);
        if (!is_shown(*figure, value)) continue;
        sum += *value;
        ++count;
      }
      sums.push_back(
          count == 0 ? results::dash
                     : fmt::format("{} ({} av {})", results::count_text(sum), count, county_.centres.size()));
    }
    words.rows.push_back(std::move(sums));
    return words;
  }

  Blocks goals(unsigned level) const {
    Blocks blocks;
    for (const auto& goal : frame_.outline.goals) {
      blocks.push_back(heading(level, goal_words(frame_, goal), "S53"));
      for (const auto* results : {&county_.visitors, &county_.staff}) {
        if (!*results) continue;
        if (auto words = goal_result(**results, (*results)->region(), goal); !words.empty())
          blocks.push_back(text(std::move(words)));
      }
      std::vector<std::string> items;
      for (const auto& centre : county_.centres) {
        if (!centre.typed) continue;
        const auto found = centre.typed->activities.find(goal);
        if (found == centre.typed->activities.end()) continue;
        for (const auto& paragraph : found->second) items.push_back(name_of(centre) + ": " + paragraph);
      }
      if (!items.empty()) blocks.push_back(list(std::move(items)));
    }
    return blocks;
  }

  Blocks survey_of(const std::optional<results::PublishedResults>& results, unsigned level,
                   const char* name) const {
    if (!results) return {text("Ingen enkätomgång hör till året.")};
    auto blocks = survey_blocks(*results, results->region(), level, name);
    if (names()) blocks.push_back(table(participation(*results)));
    return blocks;
  }

  // How many groups stand at each step; a group's word is not made into a mean (S43).
  Blocks reflection() const {
    if (!frame_.statements) return {};
    const auto& statements = *frame_.statements;
    Blocks blocks;
    for (const auto& part : statements.headings) {
      WordTable words{fmt::format("{} – antal familjecentraler", part.title), {"Påstående"}, {}};
      for (std::uint32_t step = 1; step <= statements.steps; ++step) {
        words.head.push_back(step == 1                  ? statements.best
                             : step == statements.steps ? statements.worst
                                                        : std::to_string(step));
      }
      for (const auto& statement : part.statements) {
        std::vector<std::uint64_t> counts(statements.steps, 0);
        for (const auto& centre : county_.centres) {
          if (!centre.reflection) continue;
          const auto value = centre.reflection->values.find(statement.id);
          if (value != centre.reflection->values.end()) ++counts.at(value->second.step - 1);
        }
        std::vector<std::string> row = {statement.label + " – " + statement.text};
        for (const auto count : counts) row.push_back(std::to_string(count));
        words.rows.push_back(std::move(row));
      }
      blocks.push_back(table(std::move(words)));
    }
    return blocks;
  }

  Blocks priorities(unsigned level) const {
    Blocks blocks;
    for (const auto& centre : county_.centres) {
      auto chosen = priority_blocks(priorities_of(centre.typed, centre.reflection, frame_.statements), 3);
      if (chosen.empty()) continue;
      blocks.push_back(heading(level, name_of(centre)));
      append(blocks, std::move(chosen));
    }
    return blocks;
  }

  const Frame& frame_;
  const CountyMaterial& county_;
};

}  // namespace

Paper county_paper(const Frame& frame, const CountyMaterial& county) {
  return CountyReport(frame, county).paper();
}

}  // namespace vantrum::year
