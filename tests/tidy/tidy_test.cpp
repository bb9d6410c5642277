// The house is tidy, and each rule notices a breach that is planted for it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/tidy/rules.h"

using namespace vantrum::tidy;

namespace {

const SourceTree& the_tree() {
  static const SourceTree tree = load_source_tree();
  return tree;
}

void expect_tidy(const Findings& findings) {
  CHECK_MESSAGE(findings.empty(), fmt::format("{} findings\n{}", findings.size(), fmt::join(findings, "\n")));
}

using Rule = Findings (*)(const SourceTree&);

void expect_found(Rule rule, const std::string& path, const std::string& line) {
  CAPTURE(path);
  CAPTURE(line);
  const auto findings = rule({{path, {"#pragma once", line}}});
  REQUIRE(findings.size() == 1);
  CHECK_MESSAGE(findings[0].starts_with(path + ":2: "), findings[0]);
  CHECK(findings[0].find("; ") != std::string::npos);
}

void expect_allowed(Rule rule, const std::string& path, const std::string& line) {
  CAPTURE(path);
  CAPTURE(line);
  CHECK(rule({{path, {"#pragma once", line}}}).empty());
}

}  // namespace

TEST_CASE("the tree is found: the tests run from the project's root") {
  CHECK(the_tree().contains("CMakeLists.txt"));
  CHECK(the_tree().contains("shared/base/result.h"));
  CHECK(the_tree().contains("tests/tidy/tidy_test.cpp"));
}

TEST_CASE("rule 1: arrows point towards shared/base, kiosk and sync never see each other") {
  expect_tidy(check_directions(the_tree()));
  expect_found(check_directions, "kiosk/app/a.cpp", "#include \"sync/carrier/cycle.h\"");
  expect_found(check_directions, "sync/collector/a.h", "#include \"kiosk/app/view.h\"");
  expect_found(check_directions, "shared/base/a.h", "#include \"shared/survey/rule.h\"");
  expect_found(check_directions, "kiosk/main.cpp", "#include \"sync/carrier/cycle.h\"");
  expect_found(check_directions, "kiosk/app/a.cpp", "#include \"view.h\"");
  expect_found(check_directions, "sync/carrier/a.cpp", "#include \"shared/crypto/keys.h\"");
  expect_found(check_directions, "kiosk/screens/a.cpp", "#include \"kiosk/store/outbox.h\"");
  expect_allowed(check_directions, "kiosk/main.cpp", "#include \"kiosk/store/outbox.h\"");
  expect_allowed(check_directions, "kiosk/screens/a.cpp", "#include \"kiosk/app/view.h\"");
  CHECK(check_directions({{"kiosk/cellar/a.cpp", {}}}).size() == 1);
}

TEST_CASE("rule 2: only main.cpp names concrete system classes") {
  expect_tidy(check_wiring(the_tree()));
  expect_found(check_wiring, "kiosk/effects/a.cpp", "  SystemClock clock;");
  expect_found(check_wiring, "sync/collector/a.cpp", "auto files = real_file_system();");
  expect_allowed(check_wiring, "sync/collector/main.cpp", "auto files = real_file_system();");
  expect_allowed(check_wiring, "kiosk/effects/a.cpp", "// the SystemClock of main");
}

TEST_CASE("rule 3: one library has one door") {
  expect_tidy(check_doors(the_tree()));
  expect_found(check_doors, "kiosk/app/a.cpp", "#include <imgui.h>");
  expect_found(check_doors, "kiosk/text/paragraph.cpp", "#include <imgui.h>");
  expect_found(check_doors, "kiosk/screens/a.cpp", "#include <SDL.h>");
  expect_found(check_doors, "kiosk/store/a.cpp", "#include <sqlite3.h>");
  expect_found(check_doors, "sync/store/a.cpp", "#include <SQLiteCpp/SQLiteCpp.h>");
  expect_found(check_doors, "sync/carrier/cycle.cpp", "#include <curl/curl.h>");
  expect_found(check_doors, "sync/collector/ingest.cpp", "#include <boost/asio.hpp>");
  expect_found(check_doors, "sync/collector/ingest.cpp", "#include <openssl/ssl.h>");
  expect_found(check_doors, "kiosk/store/a.cpp", "#include <sodium.h>");
  expect_found(check_doors, "shared/wire/documents.cpp", "#include <cbor.h>");
  expect_found(check_doors, "kiosk/app/a.cpp", "#include <toml++/toml.h>");
  expect_found(check_doors, "kiosk/app/a.cpp", "#include <doctest/doctest.h>");
  expect_allowed(check_doors, "kiosk/screens/a.cpp", "#include <imgui.h>");
  expect_allowed(check_doors, "tests/kiosk/a.cpp", "#include <imgui.h>");
}

TEST_CASE("rule 4: kiosk/app is pure") {
  expect_tidy(check_purity(the_tree()));
  for (const char* line : {"#include <thread>", "#include <random>", "#include <fstream>",
                           "#include \"shared/base/file_system.h\"", "#include \"shared/base/entropy.h\"",
                           "auto now = std::chrono::steady_clock::now();", "int dice = rand();"}) {
    expect_found(check_purity, "kiosk/app/a.cpp", line);
    expect_allowed(check_purity, "kiosk/effects/a.cpp", line);
  }
  expect_allowed(check_purity, "kiosk/app/a.cpp", "#include \"shared/base/clock.h\"");
}

TEST_CASE("the kiosk opens no socket") {
  expect_tidy(check_no_sockets(the_tree()));
  expect_found(check_no_sockets, "kiosk/effects/a.cpp", "#include <sys/socket.h>");
  expect_found(check_no_sockets, "shared/base/a.cpp", "#include <arpa/inet.h>");
}

TEST_CASE("every source is built and every header is used") {
  expect_tidy(check_nothing_unused(the_tree()));
  CHECK(check_nothing_unused({{"kiosk/app/a.cpp", {}}, {"kiosk/app/CMakeLists.txt", {"SOURCES b.cpp"}}})
            .size() == 1);
  CHECK(check_nothing_unused({{"kiosk/app/a.cpp", {}}, {"kiosk/app/CMakeLists.txt", {"SOURCES a.cpp"}}})
            .empty());
  CHECK(check_nothing_unused({{"kiosk/app/a.h", {}}}).size() == 1);
}

TEST_CASE("words reach the screen through kiosk/text only") {
  expect_tidy(check_visitor_words(the_tree()));
  for (const char* line :
       {"  ImGui::Text(\"Tack\");", "ImGui::TextUnformatted(a);", "if (ImGui::Button(\"Nästa\")) {",
        "ImGui::Checkbox(\"a\", &b);", "list->AddText(at, colour, words);"}) {
    expect_found(check_visitor_words, "kiosk/screens/a.cpp", line);
  }
  expect_allowed(check_visitor_words, "kiosk/screens/a.cpp", "ImGui::InvisibleButton(id.c_str(), size);");
}

TEST_CASE("nothing in the kiosk outlives the visitor in a static") {
  expect_tidy(check_no_hidden_state(the_tree()));
  expect_found(check_no_hidden_state, "kiosk/screens/a.cpp", "  static int last_choice = 0;");
  expect_found(check_no_hidden_state, "kiosk/screens/a.cpp", "  static std::string typed;");
  expect_found(check_no_hidden_state, "kiosk/app/a.cpp", "  thread_local State state;");
  expect_allowed(check_no_hidden_state, "kiosk/screens/a.cpp", "  static const std::regex form(\"x\");");
  expect_allowed(check_no_hidden_state, "kiosk/screens/a.cpp", "  static constexpr int size = 16;");
  expect_allowed(check_no_hidden_state, "kiosk/screens/a.h",
                 "  static Result<Font> open(const std::string& a = \"\");");
}

TEST_CASE("no markers of unfinished work, no paths of one machine") {
  expect_tidy(check_leftovers(the_tree()));
  expect_found(check_leftovers, "docs/a.md", std::string("TO") + "DO: write this");
  expect_found(check_leftovers, "run", std::string("cd /ho") + "me/somebody");
  expect_allowed(check_leftovers, "docs/a.md", "the method and its methods; frame/work/shop");
}

TEST_CASE("headers are read once; lines and files are short enough to read") {
  expect_tidy(check_shape(the_tree()));
  expect_found(check_shape, "kiosk/app/a.cpp", std::string(121, 'x'));
  expect_allowed(check_shape, "kiosk/app/a.cpp", "// " + std::string(117, 'x'));
  expect_found(check_shape, "kiosk/app/a.cpp", "\tint x;");
  CHECK(check_shape({{"kiosk/app/a.h", {"int x;"}}}).size() == 1);
  CHECK(check_shape({{"kiosk/app/a.cpp", std::vector<std::string>(451)}}).size() == 1);
}

TEST_CASE("every package has a reason") {
  expect_tidy(check_packages(the_tree()));
  CHECK(check_packages({{"packages.txt", {"# why", "g++"}}}).size() == 1);
  CHECK(check_packages({{"packages.txt", {"g++ # compiles", "g++ # compiles"}}}).size() == 1);
  CHECK(check_packages({{"packages.txt", {"g++  # compiles"}}}).empty());
}
