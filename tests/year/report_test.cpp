// What stands in the yearly reports, and what does not.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"
#include "sync/exports/chart.h"
#include "sync/exports/report_tables.h"
#include "sync/results/swedish.h"
#include "tests/results/sample_results.h"
#include "tests/year/year_support.h"

namespace vantrum::year {
namespace {

CentreMaterial a_centre(const Frame& frame, std::uint32_t id, const std::string& name,
                        std::uint64_t families) {
  CentreMaterial centre;
  centre.id = CentreId{id};
  centre.name = name;
  centre.typed = filled_year(frame.outline, centre.id, frame.year, families);
  centre.last = filled_year(frame.outline, centre.id, frame.year - 1, 40);
  centre.reflection = a_reflection(*frame.statements, centre.id, frame.year, 2);
  centre.reflection_last = a_reflection(*frame.statements, centre.id, frame.year - 1, 4);
  centre.visitors = results::sample_results(name).of_centre(CentreId{1});
  return centre;
}

bool says(const exports::Paper& paper, const std::string& words) {
  return exports::paper_text(paper).find(words) != std::string::npos;
}

std::vector<std::string> headings_of(const exports::Paper& paper) {
  std::vector<std::string> words;
  for (const auto& block : paper.blocks) {
    if (block.kind == exports::Block::Kind::heading) words.push_back(block.words);
  }
  return words;
}

}  // namespace

TEST_CASE("S42, S58 to S66: the report has every heading of its outline in order, and all that was typed") {
  auto frame = a_frame();
  for (const char* region : regions) {
    frame.outline = outline_named(region);
    const auto centre = a_centre(frame, 1, "Familjecentralen Eken", 12);
    const auto paper = centre_paper(frame, centre);
    const auto words = headings_of(paper);
    auto at = words.begin();
    for (const auto& section : frame.outline.sections) {
      CAPTURE(section.heading);
      at = std::find(at, words.end(), with_years(section.heading, 2026));
      REQUIRE(at != words.end());
      if (section.characters_max > 0) CHECK(says(paper, "1 2026 skrev under " + section.id + "."));
    }
    for (const auto& goal : frame.outline.goals) CHECK(says(paper, "Centrum 1 för " + goal + "."));
    CHECK(says(paper, "Språkkafé 2026"));
    CHECK(says(paper, "Språkkafé 2025"));  // last year's, to be looked back at (S66)
    CHECK_FALSE(says(paper, "{year}"));
  }
}

TEST_CASE(
    "S50, S43, S44: thirty statements with last year beside, the change, the comments and how many took "
    "part") {
  const auto frame = a_frame();
  const auto paper = centre_paper(frame, a_centre(frame, 1, "Familjecentralen Eken", 12));
  std::size_t rows = 0;
  for (const auto& block : paper.blocks) {
    if (block.kind != exports::Block::Kind::table || block.table.head[0] != "Påstående") continue;
    CHECK(block.table.head == std::vector<std::string>{"Påstående", "2025", "2026", "Ändring"});
    for (const auto& row : block.table.rows) CHECK((row[1] == "4" && row[2] == "2" && row[3] == "+2"));
    rows += block.table.rows.size();
  }
  CHECK(rows == 30);
  CHECK(says(paper, "Antal svarande: 9"));
  CHECK(says(paper, "Kommentar 2026"));
}

TEST_CASE("S47: typed priorities count; without them those of the self-reflection; without both a box") {
  const auto frame = a_frame();
  auto centre = a_centre(frame, 1, "Eken", 12);
  CHECK_FALSE(says(centre_paper(frame, centre), "Mål ur självreflektionen"));
  centre.typed->priorities = {};
  CHECK(says(centre_paper(frame, centre), "Mål ur självreflektionen 2026"));
  centre.reflection.reset();
  CHECK_FALSE(says(centre_paper(frame, centre), "Mål ur självreflektionen 2026"));
  CHECK(says(centre_paper(frame, centre), "Ingen självreflektion för 2026"));
}

TEST_CASE("P-14, S62: a number of families below five stands in no report, nor can it be subtracted (P-17)") {
  auto frame = a_frame();
  for (std::uint64_t families : {0, 1, 4}) {
    const auto paper = centre_paper(frame, a_centre(frame, 1, "Eken", families));
    CHECK(says(paper, "samarbetat kring tidiga insatser: färre än 5."));
    for (const auto& block : paper.blocks) {
      if (block.kind == exports::Block::Kind::table && block.table.caption == "Årets tal")
        CHECK(block.table.rows.back().back() == "färre än 5");
    }
  }
  CHECK(says(centre_paper(frame, a_centre(frame, 1, "Eken", 5)), "tidiga insatser: 5."));
  // Twelve and three: a sum of fifteen beside twelve would tell three.
  CountyMaterial county;
  county.centres = {a_centre(frame, 1, "Eken", 12), a_centre(frame, 2, "Tallen", 3)};
  const auto paper = county_paper(frame, county);
  bool found = false;
  for (const auto& block : paper.blocks) {
    if (block.kind != exports::Block::Kind::table ||
        block.table.head.back().find("tidiga insatser") == std::string::npos)
      continue;
    found = true;
    CHECK(block.table.rows[0].back() == "12");
    CHECK(block.table.rows[1].back() == "färre än 5");
    CHECK(block.table.rows[2].back() == "12 (1 av 2)");
  }
  CHECK(found);
  CHECK_FALSE(says(paper, "15"));
}

TEST_CASE(
    "P-14, P-15: what suppression hides is in no block of the report, and a place of four shows no answer") {
  const auto frame = a_frame();
  const auto centre = a_centre(frame, 1, "Familjecentralen Eken", 12);
  const auto paper = centre_paper(frame, centre);
  const auto& place = *centre.visitors->find(CentreId{1});
  // "wel" has four valid answers in the sample: its row is dashes.
  std::size_t hidden = 0;
  for (const auto& question : place.questions) {
    if (question.detail != results::Detail::hidden || question.background) continue;
    for (const auto& block : paper.blocks) {
      if (block.kind != exports::Block::Kind::table) continue;
      for (const auto& row : block.table.rows) {
        if (row[0] != question.words) continue;
        ++hidden;
        CHECK(row[1] == results::dash);
        CHECK(row[2] == results::dash);
      }
    }
  }
  CHECK(hidden > 0);
}

TEST_CASE("S65, D11: the report's numbers are the very ones of the survey's own report") {
  const auto frame = a_frame();
  const auto centre = a_centre(frame, 1, "Familjecentralen Eken", 12);
  const auto paper = centre_paper(frame, centre);
  const auto& place = *centre.visitors->find(CentreId{1});
  std::size_t same = 0;
  for (const auto& rows : exports::charts_of(place)) {
    const auto wanted = exports::chart_table(*centre.visitors, place, rows);
    same += static_cast<std::size_t>(
        std::ranges::count_if(paper.blocks, [&](const auto& block) { return block.table == wanted; }));
  }
  CHECK(same == exports::charts_of(place).size());
  CHECK(same > 0);
}

TEST_CASE("S70: a centre's report names no other centre") {
  const auto frame = a_frame();
  CHECK_FALSE(says(centre_paper(frame, a_centre(frame, 1, "Familjecentralen Eken", 12)), "Tallen"));
}

TEST_CASE("S39: quotes stand as they were approved, with a label only where there is one") {
  const auto frame = a_frame();
  auto centre = a_centre(frame, 1, "Eken", 12);
  CHECK(says(centre_paper(frame, centre), "Inga citat är godkända"));
  centre.quotes = {{"", "Alla hälsar.", "Kvinna"}, {"", "Bra kaffe.", ""}};
  const auto paper = centre_paper(frame, centre);
  CHECK(says(paper, "”Alla hälsar.” – Kvinna\n"));
  CHECK(says(paper, "”Bra kaffe.”\n"));
}

TEST_CASE(
    "S59, S22: the compilation says who has not handed in, and names nobody where the region wants that") {
  auto frame = a_frame();
  CountyMaterial county;
  county.centres = {a_centre(frame, 1, "Eken", 12), a_centre(frame, 2, "Tallen", 7)};
  county.centres.push_back({});
  county.centres.back().id = CentreId{3};
  county.centres.back().name = "Boken";
  county.visitors = results::sample_results("Eken");
  county.reader = "Styrgruppen, mars 2027";
  auto paper = county_paper(frame, county);
  CHECK(paper.facts[0].value == "2 av 3");
  for (const char* wanted :
       {"Boken", "Tallen", "1 2026 skrev under measures.", "Länets analys", "Språkinlärning", "Länet – "})
    CHECK_MESSAGE(says(paper, wanted), wanted);
  CHECK_FALSE(says(paper, "skrev under analysis."));  // the outline keeps that with the centre
  frame.outline.county_names_centres = false;
  paper = county_paper(frame, county);
  for (const char* name : {"Eken", "Tallen", "Boken"}) CHECK_MESSAGE(!says(paper, name), name);
  CHECK(says(paper, "12 (1 av 3)") == false);
  CHECK(says(paper, "19 (2 av 3)"));
}

TEST_CASE("the county's survey says from how many centres, also from one") {
  const auto frame = a_frame();
  const auto instrument =
      must(survey::load_instrument(*real_file_system(), "config/instruments/besoksenkat"));
  results::RoundFacts facts{RoundId{1}, "Höst", "Region", "", false, {}, {{CentreId{1}, "Eken", 50}},
                            false,      0};
  const std::vector<results::Visit> visits(12, {CentreId{1}, {{"acc", {"full"}}}, {}});
  CountyMaterial county;
  county.visitors = results::suppress(results::tally(facts, instrument, visits, {}));
  CHECK(says(county_paper(frame, county), ", från 1 familjecentral."));
  county.visitors = results::sample_results("Eken");
  CHECK(says(county_paper(frame, county), " familjecentraler."));
}

TEST_CASE("S43, S50: two statements of one label are told apart wherever they stand") {
  const auto frame = a_frame();
  auto centre = a_centre(frame, 1, "Eken", 12);
  centre.typed.reset();
  centre.reflection->values["counsel_joins"].comment = "Varje tisdag";
  centre.reflection->priorities[0].statement = "counsel_guides";
  CountyMaterial county;
  county.centres = {centre};
  const std::string joins = "Kurator – Kurator deltar i den öppna", guides = "Kurator – Kurator slussar";
  std::set<std::string> rows;
  for (const auto& block : county_paper(frame, county).blocks) {
    if (block.table.caption.find("antal familjecentraler") == std::string::npos) continue;
    for (const auto& row : block.table.rows) CHECK_MESSAGE(rows.insert(row.front()).second, row.front());
  }
  CHECK(rows.size() == 30);
  CHECK(says(county_paper(frame, county), guides));
  const auto paper = centre_paper(frame, centre);
  CHECK(says(paper, joins + " förskolan och i föräldragrupper för att nå föräldrar med tidigt stöd: Varje"));
}

TEST_CASE("no heading of a compilation stands deeper than one below what is above it") {
  auto frame = a_frame();
  for (const char* region : regions) {
    frame.outline = outline_named(region);
    CountyMaterial county;
    county.centres = {a_centre(frame, 1, "Eken", 12)};
    for (const auto& paper : {county_paper(frame, county), centre_paper(frame, county.centres[0])}) {
      unsigned before = 0;
      for (const auto& block : paper.blocks) {
        if (block.kind != exports::Block::Kind::heading) continue;
        CHECK_MESSAGE(block.level <= before + 1, region, " ", block.words);
        before = block.level;
      }
    }
  }
}

TEST_CASE(
    "D11, S65: HTML, PDF and Word say the same numbers, tagged and with headings, to programs not ours") {
  const auto frame = a_frame();
  auto centre = a_centre(frame, 1, "Familjecentralen Eken", 3);
  centre.quotes = {{"", "Alla hälsar.", "Kvinna"}};
  const auto paper = centre_paper(frame, centre);
  const std::filesystem::path folder = "build/year_test";
  std::filesystem::create_directories(folder);
  const auto write = [&](const char* name, const std::string& bytes) {
    std::ofstream(folder / name, std::ios::binary) << bytes;
  };
  write("paper.json", exports::paper_json(paper));
  write("paper.html", exports::paper_html(paper));
  write("paper.pdf", must(exports::paper_pdf(paper)));
  write("paper.docx", must(exports::paper_docx(paper)));
  CHECK(std::system(("/usr/bin/python3 tests/year/read_papers.py " + folder.string()).c_str()) == 0);
}

}  // namespace vantrum::year
