// docs/accessibility.md promises a test for each row of the checklist that a machine can check. This reads
// the page and the tests, and finds the rows that nobody wrote and the tests that nobody has.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace vantrum::tidy {
namespace {

std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Ids in the names of tests: "A41, P-5" stands for both.
std::set<std::string> tested_rows() {
  std::set<std::string> rows;
  const std::regex name("TEST_CASE(?:_FIXTURE)?\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)"),
      id("\\bA[0-9]{1,2}\\b");
  for (const auto& entry : std::filesystem::recursive_directory_iterator("tests")) {
    if (!entry.is_regular_file() || entry.path().extension() != ".cpp") continue;
    const auto text = text_of_file(entry.path());
    for (std::sregex_iterator test(text.begin(), text.end(), name), end; test != end; ++test) {
      const auto words = (*test)[1].str();
      for (std::sregex_iterator at(words.begin(), words.end(), id); at != end; ++at) rows.insert(at->str());
    }
  }
  return rows;
}

struct Row {
  std::string how, where;
};

std::map<std::string, Row> rows_of_page(const std::string& page) {
  std::map<std::string, Row> rows;
  const std::regex row("\\| (A[0-9]+) \\| [^|]+ \\| ([a-z]+) \\| ([^|]+) \\|");
  for (std::sregex_iterator at(page.begin(), page.end(), row), end; at != end; ++at) {
    CHECK_MESSAGE(!rows.contains((*at)[1]), (*at)[1].str() << " is there twice");
    rows[(*at)[1]] = {(*at)[2], (*at)[3]};
  }
  return rows;
}

}  // namespace

TEST_CASE("every row A1 to A52 is in docs/accessibility.md, and every row that says so has a test") {
  const auto page = text_of_file("docs/accessibility.md");
  const auto rows = rows_of_page(page);
  const auto tested = tested_rows();
  for (int number = 1; number <= 52; ++number) {
    const auto id = "A" + std::to_string(number);
    CAPTURE(id);
    REQUIRE(rows.contains(id));
    const auto& [how, where] = rows.at(id);
    CHECK(where.size() > 10);
    const bool known = how == "test" || how == "person" || how == "later";
    CHECK_MESSAGE(known, "a row is marked test, person or later");
    if (how == "test") {
      CHECK_MESSAGE(tested.contains(id), "no test has this id in its name");
    }
  }
  CHECK(rows.size() == 52);
}

TEST_CASE("A34: the page on accessibility has its headings in order and no picture without words") {
  for (const char* path : {"docs/accessibility.md", "docs/tillganglighet.md", "README.md"}) {
    CAPTURE(path);
    std::istringstream lines(text_of_file(path));
    std::size_t level = 0;
    bool in_code = false;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("```")) in_code = !in_code;
      if (in_code) continue;
      CHECK(line.find("![](") == std::string::npos);
      if (!line.starts_with("#")) continue;
      const auto here = line.find_first_not_of('#');
      CHECK(here <= level + 1);
      level = here;
    }
    CHECK(level > 0);
  }
  CHECK(text_of_file("docs/accessibility.md").find("380–1220 mm") != std::string::npos);  // A31
}

TEST_CASE("A51: the statement declares closed functionality, and says whom to turn to") {
  const auto statement = text_of_file("docs/tillganglighet.md");
  for (const char* words : {"Sluten funktionalitet", "EN 301 549", "Brister som vi känner till",
                            "Kontakta oss", "Myndigheten för digital förvaltning"}) {
    CAPTURE(words);
    CHECK(statement.find(words) != std::string::npos);
  }
}

TEST_CASE("A8: there is no video in the tree, and no sound without its words") {
  for (const char* folder : {"assets", "config", "kiosk"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const auto kind = entry.path().extension().string();
      CAPTURE(entry.path().string());
      CHECK_FALSE((kind == ".mp4" || kind == ".webm" || kind == ".mkv" || kind == ".gif" || kind == ".avi"));
    }
  }
}

}  // namespace vantrum::tidy
