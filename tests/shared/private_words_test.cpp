// P-10: what must be found in a free text, and what must be let through. The texts are in private_words/.
#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

#include "shared/base/file_system.h"
#include "shared/survey/plain_text.h"
#include "shared/survey/private_words.h"

namespace vantrum::survey {
namespace {

std::string unescaped(std::string_view line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line.substr(i, 3) != "\\u{") {
      text += line[i];
      continue;
    }
    const auto end = line.find('}', i);
    append_utf8(text,
                static_cast<char32_t>(std::stoul(std::string(line.substr(i + 3, end - i - 3)), nullptr, 16)));
    i = end;
  }
  return text;
}

std::vector<std::string> lines_of(const std::string& name) {
  const auto bytes = real_file_system()->read("tests/shared/private_words/" + name, 1 << 20);
  REQUIRE_MESSAGE(bytes, "run the tests from the project's root");
  std::vector<std::string> lines;
  std::istringstream in{std::string(text_of(*bytes))};
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && !line.starts_with('#')) lines.push_back(line);
  }
  return lines;
}

// A valid identity number: six digits of a date, three of chance, one that checks the others.
std::string an_identity_number(std::uint32_t seed) {
  std::string digits;
  const auto put = [&](std::uint32_t number, int length) {
    const auto text = std::to_string(number);
    digits += std::string(static_cast<std::size_t>(length) - text.size(), '0') + text;
  };
  put(seed % 100, 2);
  put(1 + seed / 7 % 12, 2);
  put(1 + seed / 11 % 31 + (seed % 3 == 0 ? 60 : 0), 2);
  put(seed * 37 % 1000, 3);
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) {
    const int product = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += product / 10 + product % 10;
  }
  put(static_cast<std::uint32_t>((10 - sum % 10) % 10), 1);
  return digits;
}

bool finds(std::string_view text, PrivateKind kind) {
  const auto words = find_private_words(text);
  return std::ranges::any_of(words, [kind](const PrivateWord& word) { return word.kind == kind; });
}

TEST_CASE("every private word of the corpus is found, and as what it is (P-10)") {
  const auto lines = lines_of("found.txt");
  CHECK(lines.size() >= 200);
  int missed = 0;
  for (const auto& line : lines) {
    const auto bar = line.find(" | ");
    REQUIRE(bar != std::string::npos);
    const auto kind = line.substr(0, bar);
    const auto words = find_private_words(unescaped(line.substr(bar + 3)));
    const bool found =
        std::ranges::any_of(words, [&](const PrivateWord& word) { return name_of(word.kind) == kind; });
    missed += !found;
    CHECK_MESSAGE(found, line << " → " << (words.empty() ? "nothing" : name_of(words.front().kind)));
  }
  MESSAGE(missed << " of " << lines.size() << " private words missed");
}

TEST_CASE("ordinary texts go through: dates, times, prices, ages, addresses of nothing (P-10)") {
  const auto lines = lines_of("not_found.txt");
  CHECK(lines.size() >= 200);
  int wrong = 0;
  for (const auto& line : lines) {
    const auto text = unescaped(line);
    const auto words = find_private_words(text);
    wrong += !words.empty();
    for (const auto& word : words)
      FAIL_CHECK(line << " → " << name_of(word.kind) << " \""
                      << text.substr(word.begin, word.end - word.begin) << "\"");
  }
  MESSAGE(wrong << " of " << lines.size() << " ordinary texts stopped");
}

TEST_CASE("every valid identity number is found, in each way of writing it (P-10)") {
  for (std::uint32_t seed = 1; seed < 3000; seed += 7) {
    const auto n = an_identity_number(seed);
    const auto date = n.substr(0, 6), last = n.substr(6);
    for (const auto& text : {n, date + "-" + last, date + "+" + last, date + " " + last, "19" + n,
                             "20" + date + "-" + last, "hej " + date + " - " + last + ".", "18" + n}) {
      CAPTURE(text);
      CHECK(finds(text, PrivateKind::identity_number));
    }
  }
}

TEST_CASE("a number whose month, day or check digit cannot be is no identity number (P-10)") {
  for (const char* text : {"901301-1237", "900100-1230", "900132-1231", "900192-1238", "900101-1235"}) {
    CAPTURE(text);
    CHECK_FALSE(finds(text, PrivateKind::identity_number));
  }
}

TEST_CASE("the place of a private word is of whole characters, and its words can be cut out (P-10)") {
  const std::string text = "Ring ۰۷۰-۱۲۳ ۴۵ ۶۷ eller åsa@exempel.se!";
  const auto words = find_private_words(text);
  REQUIRE(words.size() == 2);
  CHECK(text.substr(words[0].begin, words[0].end - words[0].begin) == "۰۷۰-۱۲۳ ۴۵ ۶۷");
  CHECK(text.substr(words[1].begin, words[1].end - words[1].begin) == "åsa@exempel.se");
  CHECK(words[0].kind == PrivateKind::phone_number);
  CHECK(words[1].kind == PrivateKind::email_address);
}

TEST_CASE("whatever the bytes, looking through them ends, and places stay inside (P-10)") {
  std::uint32_t chance = 17;
  const std::string_view bits[] = {
      "0",    "7",   "-", " ",    "@", ".", "se",   "\xC3", "\xF0\x9F", "٣", "\xE2\x80\x8B",
      "http", "www", "+", "(at)", "a", "/", "\xFF", "19"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < 40; ++i) {
      chance = chance * 1664525 + 1013904223;
      text += bits[(chance >> 16) % std::size(bits)];
    }
    std::size_t last = 0;
    for (const auto& word : find_private_words(text)) {
      CHECK(word.begin >= last);
      CHECK(word.end > word.begin);
      CHECK(word.end <= text.size());
      last = word.end;
    }
  }
}

}  // namespace
}  // namespace vantrum::survey
