#include "sync/year/pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "sync/exports/chart.h"
#include "sync/results/swedish.h"

namespace vantrum::year {

using namespace exports;
using results::PublishedPlace;
using results::PublishedResults;

namespace {

std::string participation_words(const PublishedResults& results, const PublishedPlace& place) {
  const auto& round = results.round();
  auto words = fmt::format("{}: {} svar av {}", round.name, results::count_text(*place.responses),
                           results::count_text(place.quota));
  words += round.for_staff ? " anställda" : " (kvoten)";
  if (place.rate_percent)
    words += fmt::format(", svarsfrekvens {}", results::percent_text(*place.rate_percent));
  if (!place.centre)
    words += fmt::format(", från {} familjecentral{}", place.centres, place.centres == 1 ? "" : "er");
  return words + (round.is_open ? ". Omgången pågår." : ".");
}

void add_background(Blocks& blocks, const PublishedPlace& place, unsigned level) {
  Blocks who;
  for (const auto& question : place.questions) {
    if (question.background) who.push_back(table(options_table(question)));
  }
  for (const auto& counter : place.counters) who.push_back(table(counter_table(counter)));
  if (who.empty()) return;
  blocks.push_back(heading(level, "Vilka som har svarat", "S56"));
  append(blocks, std::move(who));
}

std::string heading_of(const ChartRows& rows) {
  const auto& options = rows.front()->options;
  if (rows.front()->type == survey::QuestionType::rating) return "Betyg från 0 till 10";
  return options.front().label + " … " + options.back().label;
}

}  // namespace

void append(Blocks& to, Blocks more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Blocks survey_blocks(const PublishedResults& results, const PublishedPlace& place, unsigned level,
                     const std::string& name) {
  Blocks blocks;
  if (!place.responses) {
    blocks.push_back(text(fmt::format(
        "{}: färre än {} svar har kommit in. Då visas inga resultat, för att ingen ska kunna kännas igen.",
        results.round().name, results.policy().k)));
    return blocks;
  }
  blocks.push_back(text(participation_words(results, place)));
  if (!results.last_round().empty())
    blocks.push_back(text(fmt::format("Jämförs med {}.", results.last_round())));
  add_background(blocks, place, level);
  std::size_t number = 0;
  for (const auto& rows : charts_of(place)) {
    blocks.push_back(heading(level, heading_of(rows)));
    blocks.push_back(
        chart(chart_svg(results, place, rows, fmt::format("{}-{}", name, ++number)), words_of(rows)));
    blocks.push_back(table(chart_table(results, place, rows)));
  }
  for (const auto& question : place.questions) {
    if (!question.background && !is_scale(question.type)) blocks.push_back(table(options_table(question)));
  }
  for (const auto& words : results.notes()) blocks.push_back(note(words));
  const auto& instrument = results.instrument();
  blocks.push_back(note(fmt::format("Frågorna: {}, version {}. {} Mottagare: {}.", instrument.title,
                                    instrument.version, instrument.credit, results.round().receiver)));
  return blocks;
}

std::string goal_result(const PublishedResults& results, const PublishedPlace& place,
                        const std::string& goal) {
  const auto found = std::ranges::find(place.goals, goal, &results::PublishedGoal::id);
  if (found == place.goals.end()) return {};
  if (found->shown == 0) return fmt::format("{}: för få svar för att visas.", results.round().name);
  return fmt::format("{}: index {}, positiva {} ({} av {} frågor visas).", results.round().name,
                     results::shown_index(found->index), results::shown_percent(found->positive_percent),
                     found->shown, found->questions.size());
}

std::string goal_words(const Frame& frame, const std::string& goal) {
  const auto found = std::ranges::find(frame.goals, goal, &survey::Goal::id);
  if (found == frame.goals.end()) return goal;
  return found->text;
}

Blocks priority_blocks(const std::array<PriorityText, 2>& priorities, unsigned level) {
  Blocks blocks;
  for (const auto& priority : priorities) {
    if (priority.is_empty()) continue;
    blocks.push_back(heading(level, priority.area.empty() ? priority.goal : priority.area, "S47"));
    std::vector<std::string> items = {"Mål: " + priority.goal, "Mäts med: " + priority.measure};
    if (!priority.baseline.empty()) items.push_back("Nu: " + priority.baseline);
    if (!priority.target.empty()) items.push_back("Målvärde: " + priority.target);
    blocks.push_back(list(std::move(items)));
  }
  return blocks;
}

Blocks closing_blocks(const Frame& frame) {
  return {
      heading(1, "Så är talen gjorda"),
      note(fmt::format("Resultaten är desamma som i enkätens egna rapporter. Grupper under {0} visas inte: "
                       "”–” i tabellerna och ”färre än {0}” bland årets tal.",
                       frame.k)),
      note("Årets tal har lämnats av familjecentralerna ur deras egna system, och räknas inte av kiosken.")};
}

Paper paper_of(const Frame& frame, std::string title, std::string place) {
  Paper paper;
  paper.title = with_years(std::move(title), frame.year);
  paper.place = std::move(place);
  paper.lead = frame.region;
  paper.author = frame.author;
  if (!frame.outline.aim.empty()) paper.blocks.push_back(text(frame.outline.aim));
  return paper;
}

std::array<PriorityText, 2> priorities_of(const std::optional<CentreYear>& typed,
                                          const std::optional<survey::Reflection>& reflection,
                                          const std::optional<survey::ReflectionInstrument>& statements) {
  const bool is_typed =
      typed && std::ranges::any_of(typed->priorities, [](const auto& one) { return !one.is_empty(); });
  if (is_typed) return typed->priorities;
  std::array<PriorityText, 2> found;
  if (!reflection || !statements) return found;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& priority = reflection->priorities[i];
    found[i] = {statement_name(*statements, priority.statement), priority.goal, priority.measure,
                priority.baseline, priority.target};
  }
  return found;
}

std::string statement_name(const survey::ReflectionHeading& heading, const survey::Statement& statement) {
  const auto alike = std::ranges::count(heading.statements, statement.label, &survey::Statement::label);
  if (alike == 1) return statement.label;
  auto words = statement.label + " – " + statement.text;
  if (words.ends_with('.')) words.pop_back();
  return words;
}

std::string statement_name(const survey::ReflectionInstrument& statements, const std::string& id) {
  for (const auto& heading : statements.headings) {
    const auto found = std::ranges::find(heading.statements, id, &survey::Statement::id);
    if (found != heading.statements.end()) return statement_name(heading, *found);
  }
  return id;
}

std::string step_of(const survey::Reflection* reflection, const std::string& statement) {
  if (!reflection) return results::dash;
  const auto value = reflection->values.find(statement);
  return value == reflection->values.end() ? results::dash : std::to_string(value->second.step);
}

std::string change_of(const survey::Reflection* before, const survey::Reflection& now,
                      const std::string& statement) {
  if (!before) return results::dash;
  const auto was = before->values.find(statement), is = now.values.find(statement);
  if (was == before->values.end() || is == now.values.end()) return results::dash;
  return results::points_text(static_cast<int>(was->second.step) - static_cast<int>(is->second.step));
}

std::string figure_text(const Figure& figure, const std::optional<std::uint64_t>& value, std::uint64_t k) {
  if (!value) return "saknas";
  if (figure.counts_people && *value < k) return fmt::format("färre än {}", k);
  return results::count_text(*value);
}

}  // namespace vantrum::year
