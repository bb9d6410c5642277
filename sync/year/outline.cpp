#include "sync/year/outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "shared/base/toml.h"
#include "shared/survey/goals.h"

namespace vantrum::year {
namespace {

constexpr std::uint32_t sections_max = 60, figures_max = 40, level_max = 2, characters_limit = 12'000;

constexpr std::pair<const char*, Fill> fills[] = {{"none", Fill::none},
                                                  {"figures", Fill::figures},
                                                  {"figure", Fill::figure},
                                                  {"goals", Fill::goals},
                                                  {"visitors", Fill::visitors},
                                                  {"staff", Fill::staff},
                                                  {"reflection", Fill::reflection},
                                                  {"quotes", Fill::quotes},
                                                  {"last_priorities", Fill::last_priorities},
                                                  {"priorities", Fill::priorities}};

Result<Fill> take_fill(TomlTable& table) {
  std::vector<std::string> names;
  for (const auto& [name, fill] : fills) names.emplace_back(name);
  const auto name = TRY(table.take_one_of("fill", names));
  return std::ranges::find(fills, name, [](const auto& known) { return std::string(known.first); })->second;
}

Result<Figure> take_figure(TomlTable& table) {
  Figure figure;
  figure.id = TRY(table.take_id("id"));
  figure.words = TRY(table.take_string("words"));
  figure.rule = TRY(table.take_string("rule"));
  figure.counts_people = TRY(table.take_bool("counts_people"));
  TRY(table.finish());
  return figure;
}

Result<Section> take_section(TomlTable& table, const Outline& outline) {
  Section section;
  section.id = TRY(table.take_id("id"));
  section.heading = TRY(table.take_string("heading"));
  section.rules = TRY(table.take_string_or_empty("rules"));
  section.level = TRY(table.take_number("level", 1, level_max));
  section.fixed = TRY(table.take_strings("fixed"));
  section.guide = TRY(table.take_string_or_empty("guide"));
  section.fill = TRY(take_fill(table));
  section.figure = TRY(table.take_string_or_empty("figure"));
  section.characters_max = TRY(table.take_number("characters_max", 0, characters_limit));
  section.in_county = TRY(table.take_bool("in_county"));
  if ((section.fill == Fill::figure) != !section.figure.empty())
    return table.error_at("figure",
                          "\"figure\" names a figure where fill is \"figure\"; expected \"\" elsewhere");
  if (!section.figure.empty() && !outline.find_figure(section.figure))
    return table.error_at(
        "figure", fmt::format("there is no figure \"{}\"; expected the id of one above", section.figure));
  if (section.in_county && section.characters_max == 0)
    return table.error_at("in_county", "nothing is written under this heading; expected false");
  TRY(table.finish());
  return section;
}

}  // namespace

const Figure* Outline::find_figure(std::string_view wanted) const {
  const auto found = std::ranges::find(figures, wanted, &Figure::id);
  return found == figures.end() ? nullptr : &*found;
}

const Section* Outline::find_section(std::string_view wanted) const {
  const auto found = std::ranges::find(sections, wanted, &Section::id);
  return found == sections.end() ? nullptr : &*found;
}

Result<Outline> parse_outline(std::string_view file, std::string_view content) {
  const auto value = TRY(parse_toml(file, content));
  TomlTable root(file, value);
  Outline outline;
  outline.id = TRY(root.take_id("id"));
  outline.title = TRY(root.take_string("title"));
  outline.county_title = TRY(root.take_string("county_title"));
  outline.aim = TRY(root.take_string_or_empty("aim"));
  outline.first_for = TRY(root.take_string("first_for"));
  outline.second_for = TRY(root.take_string("second_for"));
  outline.county_names_centres = TRY(root.take_bool("county_names_centres"));
  outline.goals = TRY(root.take_strings("goals"));
  for (const auto& goal : outline.goals) {
    if (!survey::is_goal_id(goal))
      return root.error_at("goals", fmt::format("\"{}\" is no goal; expected ids like \"J1\"", goal));
  }
  std::set<std::string> ids;
  for (const auto& goal : outline.goals) {
    if (!ids.insert(goal).second)
      return root.error_at("goals", fmt::format("goal \"{}\" is there already; expected each once", goal));
  }
  ids.clear();
  const auto is_new = [&](TomlTable& table, const std::string& id) -> Result<void> {
    if (ids.insert(id).second) return {};
    return table.error_at("id", fmt::format("id \"{}\" is there already; expected each id once", id));
  };
  auto figures = TRY(root.take_tables("figure", "figure_count", figures_max));
  for (auto& table : figures) {
    auto figure = TRY(take_figure(table));
    TRY(is_new(table, figure.id));
    outline.figures.push_back(std::move(figure));
  }
  ids.clear();
  auto sections = TRY(root.take_tables("section", "section_count", sections_max));
  for (auto& table : sections) {
    auto section = TRY(take_section(table, outline));
    TRY(is_new(table, section.id));
    outline.sections.push_back(std::move(section));
  }
  TRY(root.finish());
  return outline;
}

std::string with_years(std::string words, std::uint32_t year) {
  const std::pair<std::string_view, std::uint32_t> places[] = {
      {"{year}", year}, {"{last}", year - 1}, {"{next}", year + 1}};
  for (const auto& [mark, value] : places) {
    for (auto at = words.find(mark); at != std::string::npos; at = words.find(mark))
      words.replace(at, mark.size(), std::to_string(value));
  }
  return words;
}

}  // namespace vantrum::year
