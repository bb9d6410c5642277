// Papers as blocks: kept and read back, and nothing that was typed can leave its place.
#include "sync/exports/paper.h"

#include "tests/year/year_support.h"

namespace vantrum::exports {
namespace {

Paper a_paper() {
  Paper paper{
      "Årsberättelse 2026", "Eken & <Tallen>", "Region \"Exempel\"", "Nämnden", {{"Svar", "50 av 50"}}, {}};
  paper.blocks = {heading(1, "Rubrik <b>", "S62"),
                  text("Text </p><script>alert(1)</script>"),
                  guide("Skriv här"),
                  list({"ett", "två & tre"}),
                  quote("Här är man <välkommen>", "kvinna"),
                  table({"Tal", {"Uppgift", "2026"}, {{"Besök", "1 240"}, {"Familjer", "färre än 5"}}}),
                  box(),
                  note("not")};
  return paper;
}

}  // namespace

TEST_CASE("a paper that was kept is the paper that was made, byte for byte") {
  const auto paper = a_paper();
  const auto bytes = paper_json(paper);
  const auto again = testing::must(parse_paper(bytes));
  CHECK(again == paper);
  CHECK(paper_json(again) == bytes);
  CHECK(paper_html(again) == paper_html(paper));
}

TEST_CASE("a paper that was cut or changed into something else is an error, not a paper") {
  const auto bytes = paper_json(a_paper());
  for (std::size_t size = 0; size + 2 < bytes.size(); ++size) {
    const auto cut = parse_paper(bytes.substr(0, size));
    REQUIRE_FALSE(cut);
    CHECK(cut.error().fault == StorageFault::damaged);
  }
  CHECK_FALSE(parse_paper(year::with(bytes, "\"quote\"", "\"qoute\"")));
  CHECK_FALSE(parse_paper(year::with(bytes, "\"1 240\"", "\"1 240\", \"2\"")));  // a row wider than its table
}

TEST_CASE("what people wrote is words in every form") {
  const auto html = paper_html(a_paper());
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("<h2>Rubrik &lt;b&gt;</h2>") != std::string::npos);
  CHECK(html.find("Eken &amp; &lt;Tallen&gt;") != std::string::npos);
  CHECK(html.find("”Här är man &lt;välkommen&gt;”") != std::string::npos);
  CHECK(html.find("http") == std::string::npos);  // nothing outside of itself
  const auto words = paper_text(a_paper());
  for (const char* wanted : {"# Rubrik <b>", "Besök – 2026: 1 240", "– kvinna", "Svar: 50 av 50"})
    CHECK_MESSAGE(words.find(wanted) != std::string::npos, wanted);
}

}  // namespace vantrum::exports
