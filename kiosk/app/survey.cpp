#include "kiosk/app/survey.h"

#include <algorithm>

#include "shared/base/toml.h"

namespace vantrum::kiosk {
namespace {

// Every text the interface shows. Swedish has exactly these; another language may lack one for a time, which
// is then shown in Swedish, but has none that is not here.
constexpr std::string_view text_keys[] = {"attract.text",
                                          "attract.start",
                                          "language.heading",
                                          "info.heading",
                                          "info.next",
                                          "bar.back",
                                          "bar.language",
                                          "bar.text.normal",
                                          "bar.text.large",
                                          "bar.text.double",
                                          "bar.text.normal.spoken",
                                          "bar.text.large.spoken",
                                          "bar.text.double.spoken",
                                          "bar.help",
                                          "question.next",
                                          "question.skip",
                                          "question.step",
                                          "review.heading",
                                          "review.text",
                                          "review.skipped",
                                          "send.heading",
                                          "send.text",
                                          "send.send",
                                          "send.empty",
                                          "send.finish",
                                          "sending.heading",
                                          "thanks.heading",
                                          "still.heading",
                                          "still.text",
                                          "still.here",
                                          "still.seconds",
                                          "contrast.off",
                                          "contrast.on",
                                          "help.heading",
                                          "help.choose",
                                          "help.change",
                                          "help.skip",
                                          "help.stop",
                                          "help.who",
                                          "help.return",
                                          "about.heading",
                                          "about.can",
                                          "about.cannot",
                                          "about.closed",
                                          "about.contact",
                                          "not_saved.heading",
                                          "not_saved.text",
                                          "closed.heading",
                                          "closed.text",
                                          "page.more",
                                          "page.back",
                                          "bar.listen",
                                          "speech.heading",
                                          "speech.how",
                                          "speech.keys",
                                          "speech.others",
                                          "speech.answers",
                                          "speech.volume",
                                          "speech.softer",
                                          "speech.louder",
                                          "speech.stop",
                                          "speech.repeat",
                                          "speech.continue",
                                          "speech.chosen",
                                          "speech.not_chosen",
                                          "speech.on",
                                          "speech.off",
                                          "speech.noted",
                                          "speech.removed",
                                          "speech.hidden",
                                          "speech.shown_only",
                                          "speech.no_voice",
                                          "speech.no_voice_text",
                                          "speech.no_sound",
                                          "speech.no_sound_text",
                                          "speech.locked",
                                          "name.so",
                                          "name.ti",
                                          "name.ckb",
                                          "write.open",
                                          "write.number",
                                          "write.count",
                                          "write.range",
                                          "write.done",
                                          "write.space",
                                          "write.erase",
                                          "write.before",
                                          "write.after",
                                          "write.non_joiner",
                                          "private.heading",
                                          "private.text",
                                          "private.identity_number",
                                          "private.phone_number",
                                          "private.email_address",
                                          "private.web_address",
                                          "private.change",
                                          "private.remove"};

using Strings = std::map<std::string, std::string, std::less<>>;

Result<Strings> parse_strings(const std::string& file, const std::string& language,
                              const std::string& content) {
  auto root = TRY(parse_toml(file, content));
  TomlTable table(file, root);
  if (TRY(table.take_string("language")) != language) {
    return table.error_at("language",
                          "is not the language of the file's name; expected \"" + language + "\"");
  }
  TRY(table.take_string("translator"));
  TRY(table.take_string_or_empty("reviewer"));
  TRY(table.take_one_of("review", {"pending", "reviewed"}));
  auto texts = TRY(table.take_table("texts"));
  Strings strings;
  for (auto view : text_keys) {
    std::string key(view);
    if (language == "sv" || texts.has(key)) strings[key] = TRY(texts.take_string(key));
  }
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
  for (auto tag : {language, std::string_view("sv")}) {
    auto found = by_language_.find(tag);
    if (found == by_language_.end()) continue;
    auto text = found->second.find(key);
    if (text != found->second.end()) return text->second;
  }
  check_failed(std::source_location::current());  // make_view asked for a key that is not in the list above
}

bool Texts::is_fallback(std::string_view language, std::string_view key) const {
  auto found = by_language_.find(language);
  return found == by_language_.end() || !found->second.contains(key);
}

std::vector<std::string> Texts::keys() { return {std::begin(text_keys), std::end(text_keys)}; }

bool Texts::has(std::string_view key) {
  return std::find(std::begin(text_keys), std::end(text_keys), key) != std::end(text_keys);
}

std::vector<std::string> Texts::languages() const {
  std::vector<std::string> tags;
  for (const auto& [language, strings] : by_language_) tags.push_back(language);
  return tags;
}

std::vector<std::string> Texts::missing(std::string_view language) const {
  std::vector<std::string> keys;
  for (auto key : text_keys) {
    if (is_fallback(language, key)) keys.emplace_back(key);
  }
  return keys;
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

bool Survey::is_fallback(const std::string& language, const std::string& key) const {
  auto found = instrument.texts.find(language);
  return found == instrument.texts.end() || found->second.is_fallback(key);
}

}  // namespace vantrum::kiosk
