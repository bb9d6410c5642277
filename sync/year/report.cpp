#include "sync/year/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/results/swedish.h"
#include "sync/year/pieces.h"

namespace vantrum::year {

using namespace exports;

namespace {

class CentreReport {
 public:
  CentreReport(const Frame& frame, const CentreMaterial& centre) : frame_(frame), centre_(centre) {}

  Paper paper() const {
    auto paper = paper_of(frame_, frame_.outline.title, centre_.name);
    for (const auto& section : frame_.outline.sections) append(paper.blocks, blocks_of(section));
    append(paper.blocks, closing_blocks(frame_));
    return paper;
  }

 private:
  Blocks blocks_of(const Section& section) const {
    Blocks blocks = {heading(section.level, with_years(section.heading, frame_.year), section.rules)};
    for (const auto& paragraph : section.fixed) blocks.push_back(text(with_years(paragraph, frame_.year)));
    append(blocks, filled(section));
    if (section.characters_max == 0) return blocks;
    if (const auto* written = words_under(section.id)) {
      for (const auto& paragraph : *written) blocks.push_back(text(paragraph));
      return blocks;
    }
    if (!section.guide.empty()) blocks.push_back(guide(with_years(section.guide, frame_.year)));
    blocks.push_back(box());
    return blocks;
  }

  Blocks filled(const Section& section) const {
    const auto level = section.level + 1;
    switch (section.fill) {
      case Fill::none:
        return {};
      case Fill::figures:
        return {table(figures())};
      case Fill::figure:
        return {text(figure_words(section.figure))};
      case Fill::goals:
        return goals(level);
      case Fill::visitors:
        return survey_of(centre_.visitors, level, "visitors");
      case Fill::staff:
        return survey_of(centre_.staff, level, "staff");
      case Fill::reflection:
        return reflection(level);
      case Fill::quotes:
        return quotes();
      case Fill::last_priorities: {
        auto blocks =
            priority_blocks(priorities_of(centre_.last, centre_.reflection_last, frame_.statements), level);
        if (blocks.empty())
          blocks.push_back(text(fmt::format("Inga prioriterade mål är sparade från {}.", frame_.year - 1)));
        return blocks;
      }
      case Fill::priorities: {
        auto blocks =
            priority_blocks(priorities_of(centre_.typed, centre_.reflection, frame_.statements), level);
        if (blocks.empty()) blocks.push_back(box());
        return blocks;
      }
    }
    return {};
  }

  const Paragraphs* words_under(const std::string& section) const {
    if (!centre_.typed) return nullptr;
    const auto found = centre_.typed->words.find(section);
    return found == centre_.typed->words.end() || found->second.empty() ? nullptr : &found->second;
  }

  const Paragraphs* activities_for(const std::string& goal) const {
    if (!centre_.typed) return nullptr;
    const auto found = centre_.typed->activities.find(goal);
    return found == centre_.typed->activities.end() || found->second.empty() ? nullptr : &found->second;
  }

  static std::optional<std::uint64_t> value_in(const std::optional<CentreYear>& typed,
                                               const std::string& id) {
    if (!typed) return std::nullopt;
    const auto found = typed->figures.find(id);
    return found == typed->figures.end() ? std::nullopt : found->second;
  }

  WordTable figures() const {
    WordTable words{
        "Årets tal", {"Uppgift", std::to_string(frame_.year - 1), std::to_string(frame_.year)}, {}};
    for (const auto& figure : frame_.outline.figures) {
      words.rows.push_back({figure.words, figure_text(figure, value_in(centre_.last, figure.id), frame_.k),
                            figure_text(figure, value_in(centre_.typed, figure.id), frame_.k)});
    }
    return words;
  }

  std::string figure_words(const std::string& id) const {
    const auto& figure = *frame_.outline.find_figure(id);
    return fmt::format("{}: {}.", figure.words, figure_text(figure, value_in(centre_.typed, id), frame_.k));
  }

  Blocks goals(unsigned level) const {
    Blocks blocks;
    for (const auto& goal : frame_.outline.goals) {
      blocks.push_back(heading(level, goal_words(frame_, goal), "S53"));
      if (const auto* written = activities_for(goal)) {
        for (const auto& paragraph : *written) blocks.push_back(text(paragraph));
      } else {
        blocks.push_back(guide("Beskriv hur ni har arbetat med målet."));
        blocks.push_back(box());
      }
      for (const auto* results : {&centre_.visitors, &centre_.staff}) {
        const auto* place = *results ? (*results)->find(centre_.id) : nullptr;
        if (!place) continue;
        if (auto words = goal_result(**results, *place, goal); !words.empty())
          blocks.push_back(text(std::move(words)));
      }
    }
    return blocks;
  }

  Blocks survey_of(const std::optional<results::PublishedResults>& results, unsigned level,
                   const char* name) const {
    if (!results) return {text("Ingen enkätomgång hör till året.")};
    const auto* place = results->find(centre_.id);
    if (!place) return {text(fmt::format("{}: familjecentralen var inte med.", results->round().name))};
    return survey_blocks(*results, *place, level, name);
  }

  Blocks reflection(unsigned level) const {
    if (!frame_.statements || !centre_.reflection)
      return {text(fmt::format("Ingen självreflektion för {} har kommit in.", frame_.year))};
    const auto& statements = *frame_.statements;
    const auto& now = *centre_.reflection;
    const auto* before = centre_.reflection_last ? &*centre_.reflection_last : nullptr;
    Blocks blocks = {
        text(fmt::format("Antal svarande: {}. Gruppens gemensamma bild av varje påstående, från 1 "
                         "({}) till {} ({}).",
                         now.participants, statements.best, statements.steps, statements.worst))};
    const auto last = std::to_string(frame_.year - 1), year = std::to_string(frame_.year);
    for (const auto& part : statements.headings) {
      blocks.push_back(heading(level, part.title, "S50"));
      WordTable words{fmt::format("{}, steg 1 till {}", part.title, statements.steps),
                      {"Påstående", last, year, "Ändring"},
                      {}};
      std::vector<std::string> comments;
      for (const auto& statement : part.statements) {
        words.rows.push_back({statement.label + " – " + statement.text, step_of(before, statement.id),
                              step_of(&now, statement.id), change_of(before, now, statement.id)});
        const auto value = now.values.find(statement.id);
        if (value != now.values.end() && !value->second.comment.empty())
          comments.push_back(statement_name(part, statement) + ": " + value->second.comment);
      }
      blocks.push_back(table(std::move(words)));
      if (!comments.empty()) {
        blocks.push_back(text("Kommentarer"));
        blocks.push_back(list(std::move(comments)));
      }
    }
    return blocks;
  }

  Blocks quotes() const {
    Blocks blocks;
    for (const auto& one : centre_.quotes) blocks.push_back(quote(one.text, one.label));
    if (blocks.empty()) blocks.push_back(text("Inga citat är godkända för att visas."));
    return blocks;
  }

  const Frame& frame_;
  const CentreMaterial& centre_;
};

}  // namespace

Paper centre_paper(const Frame& frame, const CentreMaterial& centre) {
  return CentreReport(frame, centre).paper();
}

}  // namespace vantrum::year
