#include "sync/year/centre_year.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/base/toml.h"
#include "shared/survey/private_words.h"

namespace vantrum::year {
namespace {

constexpr std::size_t level_bytes_max = 100, sentence_bytes_max = 300;

Result<void> check_private(const TomlTable& table, const std::string& key, std::string_view text) {
  if (survey::find_private_words(text).empty()) return {};
  return table.error_at(
      key,
      fmt::format("\"{}\" holds a number or an address that could tell who somebody is; take it out (P-10)",
                  key));
}

Result<Paragraphs> take_paragraphs(TomlTable& table, const std::string& key, std::size_t characters_max) {
  auto paragraphs = TRY(table.take_strings(key));
  const auto characters = characters_of(paragraphs);
  if (characters > characters_max) {
    return table.error_at(key, fmt::format("\"{}\" is {} characters long; expected at most {}", key,
                                           characters, characters_max));
  }
  for (const auto& paragraph : paragraphs) TRY(check_private(table, key, paragraph));
  return paragraphs;
}

Result<std::string> take_words(TomlTable& table, const std::string& key, std::size_t bytes_max) {
  auto words = TRY(table.take_string_or_empty(key));
  if (words.size() > bytes_max) {
    return table.error_at(
        key, fmt::format("\"{}\" is {} bytes long; expected at most {}", key, words.size(), bytes_max));
  }
  TRY(check_private(table, key, words));
  return words;
}

Result<PriorityText> take_priority(TomlTable& table) {
  PriorityText priority;
  priority.area = TRY(take_words(table, "area", sentence_bytes_max));
  priority.goal = TRY(take_words(table, "goal", sentence_bytes_max));
  priority.measure = TRY(take_words(table, "measure", sentence_bytes_max));
  priority.baseline = TRY(take_words(table, "baseline", level_bytes_max));
  priority.target = TRY(take_words(table, "target", level_bytes_max));
  if (!priority.is_empty() && (priority.goal.empty() || priority.measure.empty())) {
    return table.error(
        table.line(),
        "a priority without a goal, or without how it is measured; expected both, or nothing at "
        "all (S48)");
  }
  TRY(table.finish());
  return priority;
}

// "" is a number that nobody has yet.
Result<std::optional<std::uint64_t>> take_figure(TomlTable& table, const std::string& id) {
  const auto expected = fmt::format("a whole number from 0 to {}, or \"\" where it is missing", figure_max);
  const auto found = table.members().find(id);
  if (!table.has(id))
    return table.error(table.line(), fmt::format("\"{}\" is missing; expected {}", id, expected));
  const auto& value = found->second;
  if (value.kind == TomlValue::Kind::string && value.text.empty()) return std::optional<std::uint64_t>();
  if (value.kind != TomlValue::Kind::integer || value.number < 0 ||
      value.number > static_cast<std::int64_t>(figure_max))
    return table.error_at(id, fmt::format("\"{}\" is no such number; expected {}", id, expected));
  return std::optional<std::uint64_t>(static_cast<std::uint64_t>(value.number));
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string list_of(const Paragraphs& paragraphs) {
  if (paragraphs.empty()) return "[]";
  std::string out = "[\n";
  for (const auto& paragraph : paragraphs) out += "  " + quoted(paragraph) + ",\n";
  return out + "]";
}

// A comment may not break its line.
std::string comment(const std::string& words) { return words.empty() ? "" : "# " + words + "\n"; }

}  // namespace

bool PriorityText::is_empty() const {
  return area.empty() && goal.empty() && measure.empty() && baseline.empty() && target.empty();
}

CentreYear blank_year(const Outline& outline, CentreId centre, std::uint32_t year, RoundId visitors,
                      RoundId staff) {
  CentreYear blank;
  blank.centre = centre, blank.year = year;
  blank.visitors = visitors, blank.staff = staff;
  for (const auto& figure : outline.figures) blank.figures[figure.id] = std::nullopt;
  for (const auto& section : outline.sections) {
    if (section.characters_max > 0) blank.words[section.id] = {};
  }
  for (const auto& goal : outline.goals) blank.activities[goal] = {};
  return blank;
}

Result<CentreYear> parse_centre_year(std::string_view file, std::string_view content,
                                     const Outline& outline) {
  const auto value = TRY(parse_toml(file, content));
  TomlTable root(file, value);
  const auto id = TRY(root.take_string("outline"));
  if (id != outline.id)
    return root.error_at("outline", fmt::format("outline \"{}\"; expected \"{}\"", id, outline.id));
  CentreYear typed;
  typed.centre.value = TRY(root.take_number("centre", 1, UINT32_MAX));
  typed.year = TRY(root.take_number("year", year_min, year_max));
  typed.visitors.value = TRY(root.take_number("visitors_round", 0, UINT32_MAX));
  typed.staff.value = TRY(root.take_number("staff_round", 0, UINT32_MAX));
  auto figures = TRY(root.take_table("figures"));
  for (const auto& figure : outline.figures) typed.figures[figure.id] = TRY(take_figure(figures, figure.id));
  TRY(figures.finish());
  auto words = TRY(root.take_table("words"));
  for (const auto& section : outline.sections) {
    if (section.characters_max > 0)
      typed.words[section.id] = TRY(take_paragraphs(words, section.id, section.characters_max));
  }
  TRY(words.finish());
  auto activities = TRY(root.take_table("activities"));
  for (const auto& goal : outline.goals)
    typed.activities[goal] = TRY(take_paragraphs(activities, goal, activity_characters_max));
  TRY(activities.finish());
  auto priorities = TRY(root.take_tables("priority"));
  if (priorities.size() != typed.priorities.size()) {
    return root.error_at("priority",
                         fmt::format("{} priorities; expected exactly two, empty ones if they are "
                                     "not chosen (S47)",
                                     priorities.size()));
  }
  for (std::size_t i = 0; i < priorities.size(); ++i) typed.priorities[i] = TRY(take_priority(priorities[i]));
  TRY(root.finish());
  return typed;
}

std::string centre_year_text(const CentreYear& typed, const Outline& outline,
                             const std::string& centre_name) {
  auto named = centre_name;
  std::erase_if(named, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  auto text = fmt::format(
      "# {} · {}\n"
      "# Fyll i och lämna in med: vantrum-collector year set FIL\n"
      "# Skriv inga namn och inget som kan peka ut en familj eller en anställd.\n"
      "# En text är en lista av stycken, ett inom varje par citattecken: [\"Ett stycke.\", \"Ett till.\"]\n\n"
      "outline = {}\ncentre = {}\nyear = {}\n\n"
      "# Omgångarna vars resultat ska visas (se: round list); 0: ingen\n"
      "visitors_round = {}\nstaff_round = {}\n\n"
      "# Årets tal. \"\" där talet saknas.\n[figures]\n",
      with_years(outline.title, typed.year), named, quoted(outline.id), typed.centre.value, typed.year,
      typed.visitors.value, typed.staff.value);
  for (const auto& figure : outline.figures) {
    const auto& value = typed.figures.at(figure.id);
    text += comment(figure.words + (figure.counts_people ? " (visas inte när talet är litet)" : "")) +
            fmt::format("{} = {}\n", figure.id, value ? std::to_string(*value) : "\"\"");
  }
  text += "\n# Det ni skriver under rubrikerna. [] lämnar en tom ruta att skriva i.\n[words]\n";
  for (const auto& section : outline.sections) {
    if (section.characters_max == 0) continue;
    text += comment(fmt::format("{} (högst {} tecken)", with_years(section.heading, typed.year),
                                section.characters_max)) +
            comment(with_years(section.guide, typed.year)) +
            fmt::format("{} = {}\n", section.id, list_of(typed.words.at(section.id)));
  }
  text += "\n# Era aktiviteter för varje mål.\n[activities]\n";
  for (const auto& goal : outline.goals)
    text += fmt::format("{} = {}\n", goal, list_of(typed.activities.at(goal)));
  text += fmt::format(
      "\n# Två prioriterade mål för {}: område, mål, hur det mäts, nu och målvärde. Lämnas de tomma tas de "
      "ur\n"
      "# självreflektionen om en sådan finns.\n",
      typed.year + 1);
  for (const auto& priority : typed.priorities) {
    text += fmt::format("\n[[priority]]\narea = {}\ngoal = {}\nmeasure = {}\nbaseline = {}\ntarget = {}\n",
                        quoted(priority.area), quoted(priority.goal), quoted(priority.measure),
                        quoted(priority.baseline), quoted(priority.target));
  }
  return text;
}

Paragraphs paragraphs_of(std::string_view text) {
  Paragraphs paragraphs;
  while (!text.empty()) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    while (!line.empty()) {
      line.remove_prefix(std::min(line.find_first_not_of(" \r\t"), line.size()));
      auto size = line.size();
      if (size > toml_text_bytes_max) {
        size = line.substr(0, toml_text_bytes_max).rfind(". ");
        if (size != std::string_view::npos && size > 0)
          ++size;
        else
          size = line.substr(0, toml_text_bytes_max).rfind(' ');
        if (size == std::string_view::npos || size == 0) {  // one word of six hundred bytes
          size = toml_text_bytes_max;
          while ((static_cast<unsigned char>(line[size]) & 0xC0) == 0x80) --size;
        }
      }
      std::string paragraph(line.substr(0, size));
      line.remove_prefix(size);
      while (!paragraph.empty() && (paragraph.back() == ' ' || paragraph.back() == '\r'))
        paragraph.pop_back();
      std::ranges::replace(paragraph, '\t', ' ');
      if (!paragraph.empty()) paragraphs.push_back(std::move(paragraph));
    }
  }
  return paragraphs;
}

std::size_t characters_of(const Paragraphs& paragraphs) {
  std::size_t characters = 0;
  for (const auto& paragraph : paragraphs) {
    characters += static_cast<std::size_t>(std::ranges::count_if(
        paragraph, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
  }
  return characters;
}

}  // namespace vantrum::year
