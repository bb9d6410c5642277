// The regions' outlines hold every heading that their agreements ask for.
#include <algorithm>
#include <set>

#include "tests/year/year_support.h"

namespace vantrum::year {
namespace {

struct Wanted {
  const char *region, *rule, *heading;
  Fill fill;
  bool is_written;
};

// The headings in the words of the sources.
constexpr Wanted wanted[] = {
    {"jonkoping", "S41", "Introduktion till dokumentet", Fill::none, false},
    {"jonkoping", "S63", "Familjecentralen", Fill::figures, true},
    {"jonkoping", "S53", "Familjecentralernas gemensamma verksamhet utifrån måluppfyllelse", Fill::none,
     true},
    {"jonkoping", "S40", "Målen skall uppnås genom att:", Fill::goals, false},
    {"jonkoping", "S66", "Prioriterade mål {year}", Fill::last_priorities, true},
    {"jonkoping", "S60", "Resultat", Fill::none, false},
    {"jonkoping", "S39", "Citat från föräldrarna", Fill::quotes, false},
    {"jonkoping", "S50", "Resultat av självreflektion", Fill::reflection, false},
    {"jonkoping", "S42", "Analys av resultat utifrån föräldraenkät och självreflektion", Fill::none, true},
    {"jonkoping", "S42", "Förbättringsåtgärder", Fill::none, true},
    {"jonkoping", "S47", "Prioriterade mål under år {next}", Fill::priorities, true},
    {"jonkoping", "S48", "Prioriterade mål under år {next}", Fill::priorities, true},
    {"jonkoping", "S42", "Familjecentralens egna reflektioner", Fill::none, true},
    {"jonkoping", "S62",
     "Antal familjer i behov av särskilt stöd, där två eller fler av professionerna på familjecentralen har "
     "samarbetat kring tidiga insatser",
     Fill::figure, true},
    {"jonkoping", "S62", "Föräldrarnas uppfattning om verksamhetens måluppfyllelse", Fill::visitors, false},
    {"jonkoping", "S62", "Verksamhetens måluppfyllelse utifrån en samlad analys", Fill::none, true},
    {"jonkoping", "S62", "Utvecklingsområden inför kommande verksamhetsår", Fill::none, true},
    {"kalmar", "S58", "Familjecentralen under året", Fill::figures, true},
    {"kalmar", "S58", "Länsövergripande mål och våra aktiviteter", Fill::goals, false},
    {"kalmar", "S72", "1. Planera", Fill::none, false},
    {"kalmar", "S72", "2. Följa upp och analysera", Fill::none, false},
    {"kalmar", "S72", "3. Åtgärda", Fill::none, false},
    {"kalmar", "S57", "Statistik enligt nationellt framtagna indikatorer", Fill::none, true},
    {"kalmar", "S60", "Besöksenkät", Fill::visitors, false},
    {"kalmar", "S60", "Samverkansenkät", Fill::staff, false},
    {"kalmar", "S42", "Analys", Fill::none, true},
    {"kalmar", "S42", "Förbättringsåtgärder", Fill::none, true},
    {"kalmar", "S66", "Det vi valde att arbeta med {year}", Fill::last_priorities, true},
    {"kalmar", "S47", "Två prioriterade mål för {next}", Fill::priorities, false},
    {"orebro", "S64", "Mål", Fill::goals, false},
    {"orebro", "S64", "Verksamhetsberättelse", Fill::none, true},
    {"orebro", "S64", "Årlig statistik", Fill::figures, false},
    {"orebro", "S64", "Annan utdata", Fill::none, false},
    {"orebro", "S65", "Besökarnas synpunkter", Fill::visitors, false},
    {"orebro", "S42", "Förbättringsåtgärder", Fill::none, true},
};

}  // namespace

TEST_CASE("S42, S47, S48, S53, S57, S58, S60, S62 to S66: each heading is there, and named after its rule") {
  for (const auto& one : wanted) {
    CAPTURE(one.region);
    CAPTURE(one.heading);
    const auto outline = outline_named(one.region);
    const auto found = std::ranges::find(outline.sections, one.heading, &Section::heading);
    REQUIRE(found != outline.sections.end());
    CHECK((found->rules + ",").find(std::string(one.rule) + ",") != std::string::npos);
    CHECK(found->fill == one.fill);
    CHECK((found->characters_max > 0) == one.is_written);
  }
}

TEST_CASE("S42, S57 to S66: between them, outlines and calendars answer to every rule of the yearly report") {
  std::string rules;
  for (const char* region : regions) {
    for (const auto& section : outline_named(region).sections) rules += section.rules + ",";
    for (const auto& figure : outline_named(region).figures) rules += figure.rule + ",";
    for (const auto& entry : calendar_named(region).entries) rules += entry.rules + ",";
  }
  for (const char* rule : {"S42", "S57", "S58", "S59", "S60", "S61", "S62", "S63", "S64", "S65", "S66",
                           "S37", "S49", "S39", "S43", "S44", "S45", "S47", "S48", "S50", "S53", "S72"})
    CHECK_MESSAGE(rules.find(std::string(rule) + ",") != std::string::npos, rule);
}

TEST_CASE("S62, S63: what counts people is marked so, and a page is a page") {
  const auto outline = outline_named("jonkoping");
  CHECK(outline.find_figure("support")->counts_people);
  CHECK(outline.find_figure("pregnant")->counts_people);
  CHECK(outline.find_figure("children")->counts_people);
  CHECK_FALSE(outline.find_figure("visits")->counts_people);
  CHECK(outline.find_section("centre")->characters_max == 3000);
  CHECK(with_years("{last} {year} {next} {year}", 2026) == "2025 2026 2027 2026");
}

TEST_CASE("an outline with a fault is refused with its line") {
  const auto good = file_text("config/year/orebro.toml");
  const auto problem = [&](const std::string& from, const std::string& to) {
    const auto parsed = parse_outline("o.toml", with(good, from, to));
    REQUIRE_FALSE(parsed);
    return parsed.error().message;
  };
  CHECK(problem("id = \"orebro\"", "id = \"Örebro\"").starts_with("o.toml:4: "));
  CHECK(problem("fill = \"goals\"", "fill = \"gaols\"").find("expected one of: none, figures") !=
        std::string::npos);
  CHECK(problem("section_count = 12", "section_count = 11").find("expected both to be the same") !=
        std::string::npos);
  CHECK(problem("id = \"pregnant\"", "id = \"visits\"").find("is there already") != std::string::npos);
  CHECK(problem("[\"G1\", \"G2\"", "[\"G1\", \"G1\"").find("goal \"G1\" is there already") !=
        std::string::npos);
  CHECK(problem("county_names_centres = true\n", "").find("\"county_names_centres\" is missing") !=
        std::string::npos);
}

}  // namespace vantrum::year
