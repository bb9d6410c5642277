// The self-reflection's statements word for word, and what a group may say about them.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "shared/base/file_system.h"
#include "shared/survey/reflection.h"

namespace vantrum::survey {
namespace {

constexpr const char* path = "config/reflection/sjalvreflektion.toml";

ReflectionInstrument instrument() {
  auto loaded = load_reflection_instrument(*real_file_system(), path);
  if (!loaded) FAIL(loaded.error().message);
  return *loaded;
}

// Words with one space between them, so that the line breaks of the template do not matter.
std::string one_line(const std::string& text) {
  std::istringstream words(text);
  std::string out, word;
  while (words >> word) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string source() {
  const auto bytes = real_file_system()->read("tests/shared/reflection_source.txt", 1 << 20);
  REQUIRE(bytes);
  return one_line(std::string(text_of(*bytes)));
}

Reflection a_reflection(const ReflectionInstrument& of) {
  Reflection reflection;
  reflection.centre = CentreId{2};
  reflection.year = 2026;
  reflection.instrument_number = of.number;
  reflection.instrument_version = of.version;
  reflection.participants = 9;
  for (const auto& heading : of.headings) {
    for (const auto& statement : heading.statements)
      reflection.values[statement.id] = {statement.number % 5 + 1, ""};
  }
  reflection.values["language"].comment = "Vi behöver fler språkkaféer.";
  reflection.priorities[0] = {"language", "Språkkafé varje vecka", "Antal tillfällen per termin", "4", "18"};
  reflection.priorities[1] = {"attend", "Fler pappor i öppna förskolan", "Andel besök av pappor", "", ""};
  return reflection;
}

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace

TEST_SUITE_BEGIN("reflection");

TEST_CASE("thirty statements under seven headings, 3 5 3 4 9 2 4 (S43)") {
  const auto of = instrument();
  CHECK(of.count() == 30);
  std::vector<std::size_t> sizes;
  for (const auto& heading : of.headings) sizes.push_back(heading.statements.size());
  CHECK(sizes == std::vector<std::size_t>{3, 5, 3, 4, 9, 2, 4});
  CHECK(of.parts.size() == 5);
  CHECK(of.steps == 5);
  std::set<std::uint32_t> numbers;
  for (const auto& heading : of.headings) {
    for (const auto& statement : heading.statements) numbers.insert(statement.number);
  }
  CHECK(numbers.size() == 30);
  CHECK((*numbers.begin() == 1 && *numbers.rbegin() == 30));
}

TEST_CASE("headings, labels and statements are the template's, word for word and in its order (S43)") {
  const auto of = instrument();
  const auto text = source();
  CHECK(count_of(text, "ommentar:") == 30);  // one field for each statement
  std::size_t at = 0;
  const auto follows = [&](const std::string& words) {
    CAPTURE(words);
    const auto found = text.find(words, at);
    REQUIRE(found != std::string::npos);
    at = found + words.size();
  };
  follows(of.scale_words);
  follows(of.best);
  follows(of.worst);
  for (const auto& heading : of.headings) {
    follows(heading.title);
    for (const auto& statement : heading.statements) {
      // Nothing but the separator between label and text, and nothing but the comment's field after it.
      const auto dash = text.find(statement.label + " - " + statement.text, at);
      const auto colon = text.find(statement.label + ": " + statement.text, at);
      const auto found = std::min(dash, colon);
      CAPTURE(statement.label);
      REQUIRE(found != std::string::npos);
      CHECK(found - at <= std::string(" Kommentar: ").size());
      at = found + statement.label.size() + statement.text.size() + (dash < colon ? 3 : 2);
      const auto field = text.substr(at, 12);
      CHECK((field.starts_with(" Kommentar:") || field.starts_with(" kommentar:")));
      at += std::string(" Kommentar:").size();
    }
  }
  for (const auto& part : of.parts) {
    follows(part.title);
    follows(part.words);
  }
}

TEST_CASE("a faulty file of statements is refused with its line") {
  const auto bytes = real_file_system()->read(path, 1 << 20);
  REQUIRE(bytes);
  const std::string good(text_of(*bytes));
  const auto refused = [&](const std::string& from, const std::string& to) {
    auto content = good;
    content.replace(content.find(from), from.size(), to);
    const auto parsed = parse_reflection_instrument("s.toml", content);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().kind == ErrorKind::invalid);
    CHECK(parsed.error().message.starts_with("s.toml:"));
    return parsed.error().message;
  };
  CHECK(refused("heading_count = 7", "heading_count = 6").find("heading") != std::string::npos);
  CHECK(refused("number = 2\n", "number = 1\n").find("used twice") != std::string::npos);
  CHECK(refused("id = \"health\"", "id = \"known\"").find("used twice") != std::string::npos);
  CHECK(refused("steps = 5", "steps = 1").find("steps") != std::string::npos);
  CHECK(refused("best = \"Fungerar\"\n", "").find("best") != std::string::npos);
  CHECK(refused("credit =", "colour = \"red\"\ncredit =").find("colour") != std::string::npos);
}

TEST_CASE("what a group says is checked, and never repeated in the message (S44 to S48, P-10)") {
  const auto of = instrument();
  CHECK(validate(a_reflection(of), of));
  const auto refused = [&](auto change) {
    auto reflection = a_reflection(of);
    change(reflection);
    const auto valid = validate(reflection, of);
    REQUIRE_FALSE(valid);
    CHECK(valid.error().message.find("hemligt") == std::string::npos);
    return valid.error().message;
  };
  refused([](Reflection& r) { r.participants = 0; });
  refused([](Reflection& r) { r.values.clear(); });
  refused([](Reflection& r) { r.values["health"].step = 0; });
  refused([](Reflection& r) { r.values["health"].step = 6; });
  refused([](Reflection& r) { r.values["nothing"].step = 1; });
  refused([](Reflection& r) { r.values["health"].comment = "hemligt 20150101-1231"; });  // a child's number
  refused([](Reflection& r) { r.values["health"].comment = "hemligt\x01"; });
  refused([](Reflection& r) { r.values["health"].comment = std::string(601, 'x'); });
  refused([](Reflection& r) { r.priorities[1].statement = "language"; });
  refused([](Reflection& r) { r.priorities[1].goal.clear(); });
  refused([](Reflection& r) { r.priorities[0].measure.clear(); });
  refused([](Reflection& r) { r.instrument_version = 2; });
  refused([](Reflection& r) { r.year = 0; });
  auto partly = a_reflection(of);
  partly.values.erase("khv_sees");  // no midwife there: not discussed
  CHECK(validate(partly, of));
}

TEST_CASE("the form that is printed can be filled in and read; empty it is refused") {
  const auto of = instrument();
  auto form = reflection_form(of, CentreId{2}, 2026);
  CHECK(count_of(form, "[[value]]") == 30);
  CHECK(count_of(form, "[[priority]]") == 2);
  CHECK_FALSE(parse_reflection_form("f.toml", form, of));
  const auto fill = [&](const std::string& from, const std::string& to) {
    const auto at = form.find(from);
    REQUIRE(at != std::string::npos);
    form.replace(at, from.size(), to);
  };
  fill("participants = 0", "participants = 9");
  fill("statement = \"health\"\nstep = 0\ncomment = \"\"",
       "statement = \"health\"\nstep = 2\ncomment = \"Bra.\"");
  for (const auto* statement : {"language", "attend"}) {
    fill("statement = \"\"\ngoal = \"\"\nmeasure = \"\"",
         "statement = \"" + std::string(statement) + "\"\ngoal = \"Fler\"\nmeasure = \"Antal\"");
  }
  const auto read = parse_reflection_form("f.toml", form, of);
  if (!read) FAIL(read.error().message);
  CHECK(read->participants == 9);
  CHECK(read->values == std::map<std::string, GroupValue>{{"health", {2, "Bra."}}});
  CHECK(read->priorities[1].statement == "attend");
  fill("priority_count = 2", "priority_count = 1");
  const auto one = parse_reflection_form("f.toml", form.substr(0, form.rfind("[[priority]]")), of);
  REQUIRE_FALSE(one);
  CHECK(one.error().message.find("exactly two") != std::string::npos);
}

TEST_SUITE_END();

}  // namespace vantrum::survey
