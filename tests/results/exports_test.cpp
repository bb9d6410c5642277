// D11: the same numbers in every format, for every size of group, read back by programs that are not ours
// (tests/results/read_back.py). VANTRUM_GOLDEN=write makes the golden file anew.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "shared/base/file_system.h"
#include "shared/survey/instrument_file.h"
#include "sync/exports/archive.h"
#include "sync/exports/chart.h"
#include "sync/exports/exports.h"
#include "sync/exports/report.h"
#include "sync/exports/report_tables.h"
#include "sync/exports/sav.h"
#include "sync/exports/tool.h"
#include "sync/results/swedish.h"
#include "sync/results/text_table.h"
#include "tests/results/sample_results.h"

namespace vantrum::exports {

using namespace results;

namespace {

const std::string golden = "tests/results/golden/rows.csv";
const std::string folder = "build/exports_test";

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

void write_file(const std::string& path, const std::string& bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

double luminance(const std::string& hex) {
  auto part = [&](int at) {
    const double value = std::strtol(hex.substr(at, 2).c_str(), nullptr, 16) / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}
double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace

TEST_CASE("every format says the same numbers for n = 0, 4, 5, 9, 10, 49, 50, 51, 100 (D11)") {
  const auto results = sample_results();
  for (auto format :
       {Format::csv, Format::csv_excel, Format::json, Format::xlsx, Format::sav, Format::html}) {
    const What what{format, format == Format::html ? std::optional(CentreId{1}) : std::nullopt, 1};
    const auto bytes = bytes_of(results, what).value();
    CHECK(bytes == bytes_of(sample_results(), what).value());  // the same each time
    write_file(
        folder + "/results" + (format == Format::csv_excel ? "-excel" : "") + "." + facts_of(format).ending,
        bytes);
  }
  const auto csv = read(folder + "/results.csv");
  if (std::getenv("VANTRUM_GOLDEN")) write_file(golden, csv);
  CHECK(csv == read(golden));
  CHECK(std::system(("/usr/bin/python3 tests/results/read_back.py " + folder).c_str()) == 0);
}

TEST_CASE(
    "neighbouring parts of a bar differ by a contrast of three, and numbers can be read on them (D9, A37)") {
  for (std::size_t parts = 2; parts <= 5; ++parts) {
    const auto& all = shades(parts);
    for (std::size_t i = 0; i < all.size(); ++i) {
      CAPTURE(all[i].fill);
      CHECK(contrast(all[i].fill, all[i].ink) >= 4.5);
      if (i > 0) CHECK(contrast(all[i].fill, all[i - 1].fill) >= 3);
    }
  }
}

TEST_CASE("a chart says in words what it shows, and a hidden question that it is hidden (D9, D10)") {
  const auto results = sample_results();
  const auto charts = charts_of(results.places()[1]);
  REQUIRE(charts.size() == 2);
  const auto words = words_of(charts[0]);
  CHECK(words.find("För få svar för att visas.") != std::string::npos);
  CHECK(words.find("100 svar: Stämmer helt") != std::string::npos);
  const auto svg = chart_svg(results, results.places()[1], charts[0], "a");
  CHECK(svg.find("<title id=\"a-t\">") != std::string::npos);
  CHECK(svg.find("färre än 5 svar") != std::string::npos);
  CHECK(svg.find(escaped_xml(words)) != std::string::npos);
}

TEST_CASE("what other people wrote cannot leave its place in a report") {
  const auto results = sample_results("<script>alert(1)</script> & \"Eken\" ' }</style>");
  const auto html = report_html(results, results.places()[1]);
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find("&lt;script&gt;") != std::string::npos);
  std::size_t ends = 0;
  for (auto at = html.find("</style>"); at != std::string::npos; at = html.find("</style>", at + 1)) ++ends;
  CHECK(ends == 1);
}

TEST_CASE("a rating is drawn from ten to nought, most positive to the left as everything else (D10)") {
  auto files = real_file_system();
  auto instrument = survey::load_instrument(*files, "config/instruments/besoksenkat").value();
  auto& rated = *std::find_if(instrument.questions.begin(), instrument.questions.end(),
                              [](const auto& question) { return question.id == "acc"; });
  rated.type = survey::QuestionType::rating;
  rated.scale.clear();
  rated.options.clear();
  auto& texts = instrument.texts.at("sv").strings;
  for (std::uint32_t step = 0; step <= survey::rating_max; ++step) {
    survey::Option option;
    option.code = "r" + std::to_string(step);
    option.number = step + 1;
    option.weight = 100.0 * step / survey::rating_max;
    texts[survey::option_key(rated, option)] = "steg " + std::to_string(step);
    rated.options.push_back(option);
  }
  std::vector<Visit> visits;
  for (int i = 0; i < 30; ++i) visits.push_back({CentreId{1}, {{"acc", {i < 20 ? "r10" : "r0"}}}, {}});
  const RoundFacts facts{RoundId{1}, "Höst", "", "", false, {}, {{CentreId{1}, "Eken", 50}}, false, 0};
  const auto results = suppress(tally(facts, instrument, visits, {}));
  const auto charts = charts_of(results.places()[1]);
  REQUIRE_FALSE(charts.empty());
  const auto& row = *charts.front().front();
  REQUIRE(row.id == "acc");
  CHECK(row.mean == doctest::Approx(6.667).epsilon(0.001));
  const auto order = drawing_order(row);
  CHECK(order.front() == 10);
  CHECK(order.back() == 0);
  const auto svg = chart_svg(results, results.places()[1], charts.front(), "a");
  // The legend and the bar: ten is the strongest green and stands first, nought the darkest and last.
  const auto ten = svg.find(">67<"), nought = svg.find(">33<");
  REQUIRE(ten != std::string::npos);
  REQUIRE(nought != std::string::npos);
  CHECK(ten < nought);
  const auto fill_before = [&](std::size_t at) {
    return svg.substr(svg.rfind("height=\"30.0\" fill=", at) + 20, 7);
  };
  CHECK(fill_before(ten) == shades(5).front().fill);
  CHECK(svg.find(shades(5).back().fill, ten) < nought);
  CHECK(exports::words_of(charts.front()).find(row.options[10].label) <
        exports::words_of(charts.front()).find(row.options[0].label + " 33"));
  CHECK(&shade_of(0, 11) == &shades(11).front());
  CHECK(&shade_of(10, 11) == &shades(11).back());
  CHECK(bytes_of(results, {Format::xlsx, {}, 1}));
}

TEST_CASE("a name that is too long for its place is cut between letters") {
  CHECK(results::first_bytes("åäö", 6) == "åäö");
  CHECK(results::first_bytes("åäö", 5) == "åä");
  CHECK(results::first_bytes("åäö", 1).empty());
  CHECK(results::first_bytes("abc", 2) == "ab");
  // The label of a .sav has 64 bytes; the 64th is the first half of a letter.
  const std::string name = std::string(63, 'x') + "åäö";
  std::string bytes;
  const auto write = [&](std::string_view piece) -> Result<void> { return bytes += piece, Result<void>(); };
  CHECK(write_sav(answers_table(sample_results()), name, write));
  CHECK(bytes.substr(0, 200).find(std::string(63, 'x') + " ") != std::string::npos);
}

TEST_CASE("numbers are written the Swedish way") {
  CHECK(percent_text(85) == "85\u00a0%");
  CHECK(count_text(999) == "999");
  CHECK(count_text(12345) == "12\u00a0345");
  CHECK(index_text(72.94) == "72,9");
  CHECK(index_text(99.96) == "100,0");
  CHECK(points_text(-4) == "−4");
  CHECK(shown_count({}) == "–");
}

TEST_CASE("a sentence names a question by its own words, the first of them where they are many") {
  CHECK(named_briefly("Personalen lyssnar på mig.") == "”Personalen lyssnar på mig”");
  CHECK(named_briefly("Är det ditt första barn?") == "”Är det ditt första barn?”");
  CHECK(named_briefly("Här är alla föräldrar lika viktiga, oavsett kön.") ==
        "”Här är alla föräldrar lika viktiga …”");
  CHECK(named_briefly("Det är lätt för mig att komma hit när jag behöver.") ==
        "”Det är lätt för mig att komma hit när …”");
  CHECK(named_briefly("Åååååååååååååååååååååååååååååååååååååååå") ==
        "”Åååååååååååååååååååååååååååååååååååååååå”");
  CHECK(named_briefly(std::string(50, 'x')) == "”" + std::string(50, 'x') + "”");
  CHECK(named_briefly("").size() == 6);
  CHECK(listed({"a", "b"}) == "a, b");
}

TEST_CASE("notes and tables name questions by words, not by the ids of files") {
  const auto results = sample_results();
  for (const auto& note : results.notes()) {
    for (const auto& question : results.region().questions) {
      for (const char* after : {",", "."}) {
        CHECK_MESSAGE(note.find(" " + question.id + after) == std::string::npos, note);
      }
    }
  }
  const auto goals = goals_of(results.region());
  REQUIRE_FALSE(goals.rows.empty());
  for (const auto& row : goals.rows) CHECK_MESSAGE(row[1].starts_with("”"), row[1]);
}

TEST_CASE("a program that is missing, fails or hangs is an error and leaves nothing running") {
  CHECK(run_tool({"no-such-program-here"}, "", std::chrono::seconds(5)).error().kind ==
        ErrorKind::unavailable);
  CHECK(run_tool({"false"}, std::string(1 << 20, 'x'), std::chrono::seconds(5)).error().kind ==
        ErrorKind::refused);
  CHECK(run_tool({"sleep", "60"}, "", std::chrono::seconds(1)).error().message.find("in time") !=
        std::string::npos);
  // It closes what it writes to, and lives on.
  const auto start = std::chrono::steady_clock::now();
  CHECK(run_tool({"sh", "-c", "exec >&- 2>&-; sleep 60"}, "", std::chrono::seconds(1))
            .error()
            .message.find("in time") != std::string::npos);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
  const std::string long_input(3 << 20, 'y');
  CHECK(run_tool({"cat"}, long_input, std::chrono::seconds(20)).value() == long_input);
}

TEST_CASE("all reports come in one archive, and say how far they are") {
  const auto results = sample_results();
  std::vector<std::size_t> told;
  const auto zip =
      all_reports(results, {Format::html}, [&](std::size_t done, std::size_t of) -> Result<void> {
        CHECK(of == results.places().size());
        told.push_back(done);
        return {};
      });
  CHECK(told == std::vector<std::size_t>{0, 1, 2, 3});
  write_file(folder + "/all.zip", zip.value());
  CHECK(std::system(("/usr/bin/python3 -m zipfile -t " + folder + "/all.zip > /dev/null").c_str()) == 0);
  auto stopped = all_reports(results, {Format::html}, [](std::size_t done, std::size_t) -> Result<void> {
    return done == 1 ? Result<void>(Error::refused("enough")) : Result<void>();
  });
  CHECK(stopped.error().message == "enough");
  CHECK(zip_of({{"a", "1"}, {"a", "2"}}).error().kind == ErrorKind::refused);
}

TEST_CASE("a report as PDF and as a document for Word") {
  const auto results = sample_results();
  write_file(folder + "/report.pdf", report_pdf(results, results.places()[1]).value());
  write_file(folder + "/report.docx", report_docx(results, results.places()[1]).value());
  CHECK(std::system(("/usr/bin/python3 tests/results/read_reports.py " + folder).c_str()) == 0);
}

}  // namespace vantrum::exports
