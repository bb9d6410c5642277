// A file that lost bytes or lines is never taken for another instrument; a translation that lost strings
// shows exactly those in Swedish.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "shared/survey/language_file.h"
#include "tests/shared/survey_support.h"

namespace vantrum::survey {
namespace {

// Reads one file of the visitor survey in the place of the good one. The others are read only once, which
// makes trying every byte affordable.
class OneFile {
 public:
  explicit OneFile(std::string name)
      : name_(std::move(name)),
        files_(besoksenkat_files()),
        whole_(besoksenkat()),
        described_(describe(whole_)) {}

  const std::string& content() const { return files_.at(name_); }
  bool refuses(const std::string& content) const { return !read(content); }
  bool takes_as_whole(const std::string& content) const {
    const auto instrument = read(content);
    return instrument && describe(*instrument) == described_;
  }
  // The whole's own words, or Swedish ones that are known to be Swedish; never a blank, never other words.
  bool takes_with_fallbacks(const std::string& content, const std::set<std::string>& lost) const {
    const auto instrument = read(content);
    if (!instrument) return false;
    const auto language = name_.substr(0, name_.find('.'));
    const auto& own = whole_.texts.at(language);
    const auto& got = instrument->texts.at(language);
    if (got.strings.size() != own.strings.size()) return false;
    if (std::set<std::string>(got.missing.begin(), got.missing.end()) != lost) return false;
    return std::ranges::all_of(got.strings, [&](const auto& string) {
      const auto& from = got.is_fallback(string.first) ? whole_.texts.at("sv") : own;
      return !string.second.empty() && string.second == from.at(string.first);
    });
  }

 private:
  Result<Instrument> read(const std::string& content) const {
    if (name_ == "instrument.toml") {
      auto files = files_;
      files.at(name_) = content;
      return parse_instrument(files);
    }
    auto texts = TRY(parse_language_file(name_, content, whole_));
    auto instrument = whole_;
    instrument.texts.at(texts.language) = std::move(texts);
    return instrument;
  }

  std::string name_;
  InstrumentFiles files_;
  Instrument whole_;
  std::string described_;
};

const char* const names[] = {"instrument.toml", "sv.toml", "en.toml"};
const char* const names_without_fallback[] = {"instrument.toml", "sv.toml"};

// Calls with every line of the content, its line feed included, and where it starts.
void for_each_line(const std::string& content, auto visit) {
  for (std::size_t start = 0; start < content.size();) {
    const auto end = content.find('\n', start) + 1;
    visit(start, content.substr(start, end - start));
    start = end;
  }
}

bool says_nothing(const std::string& line) { return line[0] == '\n' || line[0] == '#'; }

// The key of "key = …" under [text], or nothing.
std::string key_of(const std::string& line) {
  if (says_nothing(line) || line[0] == '[') return {};
  return line.substr(0, line.find(' '));
}

TEST_CASE("an instrument cut at every byte is refused, or the same when only the last line feed is lost") {
  for (const auto* name : names_without_fallback) {
    CAPTURE(name);
    const OneFile file(name);
    const auto& content = file.content();
    REQUIRE(file.takes_as_whole(content));
    REQUIRE(content.ends_with("\n"));
    for (std::size_t size = 0; size < content.size() - 1; ++size) {
      CAPTURE(size);
      REQUIRE(file.refuses(content.substr(0, size)));
    }
    REQUIRE(file.takes_as_whole(content.substr(0, content.size() - 1)));
  }
}

TEST_CASE("an instrument that lost any one line is refused; blank lines and comments may go") {
  for (const auto* name : names_without_fallback) {
    CAPTURE(name);
    const OneFile file(name);
    for_each_line(file.content(), [&](std::size_t start, const std::string& line) {
      CAPTURE(line);
      auto content = file.content();
      content.erase(start, line.size());
      REQUIRE((says_nothing(line) ? file.takes_as_whole(content) : file.refuses(content)));
    });
  }
}

TEST_CASE(
    "a translation that lost a string shows that one in Swedish, and what it says of itself it must say") {
  for (const auto* name : {"en.toml", "ar.toml", "ti.toml"}) {
    CAPTURE(name);
    const OneFile file(name);
    const auto texts_at = file.content().find("[text]");
    for_each_line(file.content(), [&](std::size_t start, const std::string& line) {
      CAPTURE(line);
      auto content = file.content();
      content.erase(start, line.size());
      if (says_nothing(line)) {
        REQUIRE(file.takes_as_whole(content));
      } else if (start <= texts_at) {
        REQUIRE(file.refuses(content));
      } else {
        REQUIRE(file.takes_with_fallbacks(content, {key_of(line)}));
      }
    });
  }
}

TEST_CASE("a translation cut at every byte is refused, or shows what was cut off in Swedish") {
  const OneFile file("en.toml");
  const auto& content = file.content();
  const auto texts_at = content.find("[text]");
  for (std::size_t size = 0; size < content.size(); ++size) {
    CAPTURE(size);
    std::set<std::string> lost;
    for_each_line(content, [&](std::size_t start, const std::string& line) {
      const bool is_whole = start + line.size() - 1 <= size;
      if (start > texts_at && !is_whole && !key_of(line).empty()) lost.insert(key_of(line));
    });
    const auto cut = content.substr(0, size);
    REQUIRE((file.refuses(cut) || file.takes_with_fallbacks(cut, lost)));
  }
}

TEST_CASE("an instrument with any one line written twice is refused; blank lines and comments may be") {
  for (const auto* name : names) {
    CAPTURE(name);
    const OneFile file(name);
    for_each_line(file.content(), [&](std::size_t start, const std::string& line) {
      CAPTURE(line);
      auto content = file.content();
      content.insert(start, line);
      REQUIRE((says_nothing(line) ? file.takes_as_whole(content) : file.refuses(content)));
    });
  }
}

TEST_CASE("a control byte anywhere in an instrument is refused, and other damage is never a crash") {
  // Every eleventh place: with every place this would take longer than all the other tests of the survey.
  for (const auto* name : names) {
    CAPTURE(name);
    const OneFile file(name);
    for (std::size_t at = 0; at < file.content().size(); at += 11) {
      CAPTURE(at);
      auto content = file.content();
      content[at] = '\x01';
      REQUIRE(file.refuses(content));
      content[at] = static_cast<char>(file.content()[at] ^ 0x20);
      static_cast<void>(file.refuses(content));
    }
  }
}

}  // namespace
}  // namespace vantrum::survey
