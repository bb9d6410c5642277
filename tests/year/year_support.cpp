#include "tests/year/year_support.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

#include "shared/base/file_system.h"

namespace vantrum::year {

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

Outline outline_named(const std::string& name) {
  const auto path = "config/year/" + name + ".toml";
  return must(parse_outline(path, file_text(path)));
}

Calendar calendar_named(const std::string& name) {
  const auto path = "config/year/" + name + "-calendar.toml";
  return must(parse_calendar(path, file_text(path)));
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  REQUIRE(text.find(from, at + 1) == std::string::npos);
  return text.replace(at, from.size(), to);
}

CentreYear filled_year(const Outline& outline, CentreId centre, std::uint32_t year, std::uint64_t families) {
  auto typed = blank_year(outline, centre, year, RoundId{2}, RoundId{0});
  for (auto& [id, value] : typed.figures) value = 1000 + centre.value;
  if (typed.figures.contains("support")) typed.figures["support"] = families;
  for (auto& [id, words] : typed.words)
    words = {fmt::format("{} {} skrev under {}.", centre.value, year, id), "Ett \"andra\" stycke \\ till."};
  for (auto& [goal, words] : typed.activities)
    words = {fmt::format("Centrum {} för {}.", centre.value, goal)};
  typed.priorities[0] = {"Språk", fmt::format("Språkkafé {}", year), "Antal träffar", "4", "18"};
  typed.priorities[1] = {"Pappor", "Fler pappor", "Andel besök", "", ""};
  return typed;
}

survey::Reflection a_reflection(const survey::ReflectionInstrument& statements, CentreId centre,
                                std::uint32_t year, std::uint32_t step) {
  survey::Reflection reflection;
  reflection.centre = centre;
  reflection.year = year;
  reflection.participants = 9;
  for (const auto& part : statements.headings) {
    for (const auto& statement : part.statements) reflection.values[statement.id] = {step, ""};
  }
  reflection.values["language"].comment = fmt::format("Kommentar {}", year);
  reflection.priorities[0] = {"language", fmt::format("Mål ur självreflektionen {}", year), "Tillfällen", "",
                              ""};
  reflection.priorities[1] = {"attend", "Fler föräldrar", "Besök", "", ""};
  return reflection;
}

Frame a_frame() {
  auto files = real_file_system();
  Frame frame;
  frame.outline = outline_named("jonkoping");
  frame.year = 2026;
  frame.region = frame.author = "Region Exempel";
  frame.goals = must(survey::load_goals(*files, "config/goals/goals.toml"));
  frame.statements =
      must(survey::load_reflection_instrument(*files, "config/reflection/sjalvreflektion.toml"));
  return frame;
}

}  // namespace vantrum::year
