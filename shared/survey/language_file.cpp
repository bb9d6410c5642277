#include "shared/survey/language_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "shared/base/toml.h"

namespace vantrum::survey {
namespace {

constexpr std::string_view receiver = "{receiver}";
const std::string swedish = "sv";

Result<void> read_about(TomlTable& root, std::string_view file, Texts& texts);
Result<void> read_strings(const TomlTable& strings, const std::string& prefix,
                          const std::set<std::string>& known, Texts& texts);
Result<void> complete(const TomlTable& strings, const std::vector<std::string>& known,
                      const Instrument& instrument, Texts& texts);
Result<void> check_receiver(const TomlTable& strings, const Texts& texts);

}  // namespace

bool is_language_tag(std::string_view text) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_alphanumeric = [&](char c) {
    return is_lower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  for (std::size_t part = 0;; ++part) {
    const auto word = text.substr(0, text.find('-'));
    const bool fits = part == 0
                          ? word.size() >= 2 && word.size() <= 3 && std::ranges::all_of(word, is_lower)
                          : !word.empty() && word.size() <= 8 && std::ranges::all_of(word, is_alphanumeric);
    if (!fits || part == 4) return false;
    if (word.size() == text.size()) return true;
    text.remove_prefix(word.size() + 1);
  }
}

Result<Texts> parse_language_file(std::string_view file, std::string_view content,
                                  const Instrument& instrument) {
  const auto tree = TRY(parse_toml(file, content));
  TomlTable root(file, tree);
  Texts texts;
  TRY(read_about(root, file, texts));
  const auto strings = TRY(root.take_table("text"));
  TRY(root.finish());

  const auto known = text_keys(instrument);
  TRY(read_strings(strings, "", {known.begin(), known.end()}, texts));
  TRY(complete(strings, known, instrument, texts));
  TRY(check_receiver(strings, texts));
  return texts;
}

namespace {

Result<void> read_about(TomlTable& root, std::string_view file, Texts& texts) {
  texts.language = TRY(root.take_string("language"));
  if (!is_language_tag(texts.language) || texts.language + ".toml" != file) {
    return root.error_at("language",
                         fmt::format("language \"{}\" in a file named \"{}\"; expected the file's name "
                                     "without .toml, a tag like sv",
                                     texts.language, file));
  }
  texts.own_name = TRY(root.take_string("own_name"));
  texts.translator = TRY(root.take_string("translator"));
  texts.reviewer = TRY(root.take_string_or_empty("reviewer"));
  const auto review = TRY(root.take_one_of("review", {"pending", "reviewed"}));
  texts.review = review == "reviewed" ? ReviewState::reviewed : ReviewState::pending;
  if (texts.review == ReviewState::reviewed && texts.reviewer.empty()) {
    return root.error_at("reviewer", "a review without a reviewer; expected a name, or review = \"pending\"");
  }
  return {};
}

// Dotted keys are tables to TOML: text.acc.hint. Depth is bounded by parse_toml.
Result<void> read_strings(const TomlTable& strings, const std::string& prefix,
                          const std::set<std::string>& known, Texts& texts) {
  for (const auto& [name, value] : strings.members()) {
    const auto key = prefix + name;
    if (value.kind == TomlValue::Kind::table) {
      TRY(read_strings(TRY(TomlTable(strings).take_table(name)), key + ".", known, texts));
      continue;
    }
    if (!known.contains(key)) {
      return strings.error(value.line,
                           fmt::format("unknown string \"{}\"; expected only those that instrument.toml "
                                       "asks for",
                                       key));
    }
    auto text = TRY(TomlTable(strings).take_string(name));
    texts.strings.emplace(key, std::move(text));
  }
  return {};
}

// Swedish is the source: without it there is nothing to fall back on.
Result<void> complete(const TomlTable& strings, const std::vector<std::string>& known,
                      const Instrument& instrument, Texts& texts) {
  std::ranges::copy_if(known, std::back_inserter(texts.missing),
                       [&](const std::string& key) { return !texts.strings.contains(key); });
  if (texts.missing.empty()) return {};
  if (texts.language == swedish) {
    return strings.error(strings.line(), fmt::format("missing strings: {}; expected a text for each of them",
                                                     fmt::join(texts.missing, ", ")));
  }
  for (const auto& key : texts.missing) texts.strings.emplace(key, instrument.texts.at(swedish).at(key));
  return {};
}

// P-26: the visitor is told who receives the answers.
Result<void> check_receiver(const TomlTable& strings, const Texts& texts) {
  bool named = false;
  for (const auto& [key, text] : texts.strings) {
    auto rest = text;
    if (key.starts_with("info.")) {
      for (auto at = rest.find(receiver); at != std::string::npos; at = rest.find(receiver)) {
        rest.erase(at, receiver.size());
        named = true;
      }
    }
    if (rest.find_first_of("{}") != std::string::npos) {
      return strings.error(
          strings.line(),
          fmt::format("braces in \"{}\"; expected none, or {} in a paragraph of info", key, receiver));
    }
  }
  if (named) return {};
  return strings.error(strings.line(),
                       fmt::format("no paragraph of info names who receives the answers; expected {} "
                                   "in one of them (P-26)",
                                   receiver));
}

}  // namespace

}  // namespace vantrum::survey
