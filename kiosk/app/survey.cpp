#include "kiosk/app/survey.h"

#include "shared/survey/toml_reader.h"

namespace vantrum::kiosk {
namespace {

// Every text the interface shows. A language file has exactly these.
constexpr std::string_view text_keys[] = {
    "attract.text",    "attract.start",     "language.heading", "info.heading",   "info.next",
    "bar.back",        "bar.language",      "question.next",    "question.skip",  "question.step",
    "send.heading",    "send.text",         "send.send",        "send.empty",     "send.finish",
    "sending.heading", "thanks.heading",    "still.heading",    "still.text",     "still.here",
    "still.seconds",   "not_saved.heading", "not_saved.text",   "closed.heading", "closed.text"};

using Strings = std::map<std::string, std::string, std::less<>>;

Result<Strings> parse_strings(const std::string& file, const std::string& language,
                              const std::string& content) {
  auto root = TRY(survey::parse_toml(file, content));
  survey::TomlTable table(file, root);
  if (TRY(table.take_string("language")) != language) {
    return table.error_at("language",
                          "is not the language of the file's name; expected \"" + language + "\"");
  }
  TRY(table.take_string("translator"));
  TRY(table.take_string_or_empty("reviewer"));
  TRY(table.take_one_of("review", {"pending", "reviewed"}));
  auto texts = TRY(table.take_table("texts"));
  Strings strings;
  for (auto key : text_keys) strings[std::string(key)] = TRY(texts.take_string(std::string(key)));
  TRY(texts.finish());
  TRY(table.finish());
  return strings;
}

}  // namespace

Result<Texts> Texts::parse(const std::map<std::string, std::string>& files) {
  Texts texts;
  for (const auto& [language, content] : files) {
    texts.by_language_[language] = TRY(parse_strings(language + ".toml", language, content));
  }
  if (!texts.by_language_.contains("sv"))
    return Error::invalid("sv.toml is missing; the interface needs Swedish");
  return texts;
}

const std::string& Texts::at(std::string_view language, std::string_view key) const {
  auto found = by_language_.find(language);
  if (found == by_language_.end()) found = by_language_.find("sv");
  auto text = found->second.find(key);
  check(text != found->second.end());
  return text->second;
}

std::string fill(std::string text, const std::vector<std::pair<std::string, std::string>>& values) {
  for (const auto& [name, value] : values) {
    std::string mark = "{" + name + "}";
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

const std::string& Survey::words(const std::string& language, const std::string& key) const {
  auto found = instrument.texts.find(language);
  return (found != instrument.texts.end() ? found->second : instrument.texts.at("sv")).at(key);
}

}  // namespace vantrum::kiosk
