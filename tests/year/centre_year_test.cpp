// The file that a centre fills in once a year.
#include <algorithm>

#include "tests/year/year_support.h"

namespace vantrum::year {
namespace {

const Outline& outline() {
  static const auto loaded = outline_named("jonkoping");
  return loaded;
}

std::string good() {
  return centre_year_text(filled_year(outline(), CentreId{2}, 2026, 12), outline(), "Eken");
}

std::string problem(const std::string& text) {
  const auto parsed = parse_centre_year("eken.toml", text, outline());
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().kind == ErrorKind::invalid);
  return parsed.error().message;
}

std::size_t line_of(const std::string& text, const std::string& words) {
  const auto at = text.find(words);
  REQUIRE(at != std::string::npos);
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

}  // namespace

TEST_CASE("S57: what is typed comes back as it was, blank or filled in, in every region's outline") {
  for (const char* region : regions) {
    const auto form = outline_named(region);
    for (const auto& typed : {blank_year(form, CentreId{2}, 2026, RoundId{3}, RoundId{4}),
                              filled_year(form, CentreId{2}, 2026, 0)}) {
      const auto text = centre_year_text(typed, form, "Eken\n\"x\"");
      CHECK(must(parse_centre_year("f", text, form)) == typed);
    }
  }
}

TEST_CASE("S57, S62: a wrong file is refused with file and line, and says what was expected") {
  const auto text = good();
  const auto at = [&](const std::string& words) {
    return "eken.toml:" + std::to_string(line_of(text, words)) + ": ";
  };
  CHECK(problem(with(text, "support = 12", "support = \"tolv\"")).starts_with(at("support = 12")));
  CHECK(problem(with(text, "support = 12", "support = -1")).find("a whole number from 0") !=
        std::string::npos);
  CHECK(problem(with(text, "support = 12\n", "")).find("\"support\" is missing") != std::string::npos);
  CHECK(problem(with(text, "visits = 1002", "visit = 1002")).find("\"visits\" is missing") !=
        std::string::npos);
  CHECK(problem(with(text, "support = 12", "support = 12\nextra = 1")).find("unknown key \"extra\"") !=
        std::string::npos);
  CHECK(problem(with(text, "outline = \"jonkoping\"", "outline = \"kalmar\"")).starts_with(at("outline = ")));
  CHECK(problem(with(text, "year = 2026", "year = 206")).starts_with(at("year = 2026")));
  CHECK(problem(text.substr(0, text.rfind("[[priority]]"))).find("expected exactly two") !=
        std::string::npos);
  CHECK(problem(with(text, "goal = \"Fler pappor\"", "goal = \"\"")).find("expected both, or nothing") !=
        std::string::npos);
  CHECK(problem("[figures\n").starts_with("eken.toml:1: "));
}

TEST_CASE("P-10, S63: a number that tells who somebody is is refused, and more than a page too") {
  const auto text = good();
  const auto number = problem(with(text, "2 2026 skrev under centre.", "Ring 070-123 45 67 om du vill."));
  CHECK(number.find("could tell who somebody is") != std::string::npos);
  CHECK(number.find("070") == std::string::npos);
  CHECK(problem(with(text, "measure = \"Andel besök\"", "measure = \"anna@exempel.se\"")).find("P-10") !=
        std::string::npos);
  auto typed = filled_year(outline(), CentreId{2}, 2026, 12);
  typed.words["centre"] = Paragraphs(6, std::string(500, 'a'));
  CHECK(parse_centre_year("f", centre_year_text(typed, outline(), "Eken"), outline()));
  typed.words["centre"].push_back("b");
  CHECK(problem(centre_year_text(typed, outline(), "Eken")).find("expected at most 3000") !=
        std::string::npos);
}

TEST_CASE("a text from a form becomes paragraphs that a file can hold, and loses nothing but spaces") {
  CHECK(paragraphs_of("  ett\r\n\r\n två\ttvå \n") == Paragraphs{"ett", "två två"});
  CHECK(paragraphs_of("").empty());
  std::string sentence = "Vi träffades varje tisdag och åt frukost. ", all;
  for (int i = 0; i < 40; ++i) all += sentence;
  std::string joined;
  for (const auto& paragraph : paragraphs_of(all)) {
    CHECK(paragraph.size() <= 600);
    CHECK(paragraph.ends_with("."));
    joined += paragraph + " ";
  }
  CHECK(joined == all);
  std::string long_word, back;
  for (int i = 0; i < 1000; ++i) long_word += "å";
  for (const auto& paragraph : paragraphs_of(long_word)) back += paragraph;
  CHECK(back == long_word);
}

}  // namespace vantrum::year
