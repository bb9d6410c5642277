#include "kiosk/app/screen_builder.h"

#include "kiosk/app/language.h"

namespace vantrum::kiosk {

std::string marked(const std::string& swedish) { return "\u2066(sv) " + swedish + "\u2069"; }

ShownWords filled(ShownWords words, const Values& values) {
  for (auto& piece : spoken_pieces(words.text, values)) words.pieces.push_back({"", std::move(piece)});
  words.text = fill(std::move(words.text), values);
  return words;
}

ScreenBuilder::ScreenBuilder(const State& of_state, const Texts& of_texts)
    : state(of_state), texts(of_texts) {
  view.screen = visitor().screen;
  view.language = visitor().language;
  view.direction = direction_of(view.language);
  view.text_size = visitor().text_size;
  view.contrast = visitor().contrast;
}

ShownWords ScreenBuilder::words(std::string_view key) const {
  return {texts.at(view.language, key), texts.is_fallback(view.language, key) ? "sv" : "", {}};
}

ShownWords ScreenBuilder::asked_words(const std::string& key) const {
  return {survey().words(view.language, key), survey().is_fallback(view.language, key) ? "sv" : "", {}};
}

void ScreenBuilder::say(Element& element, ShownWords words) {
  bool is_fallback = !words.language.empty();
  element.words = is_fallback ? marked(words.text) : words.text;
  element.spoken = std::move(words.text);
  element.pieces = std::move(words.pieces);
  element.language = std::move(words.language);
}

Element& ScreenBuilder::add(std::string id, Role role, ShownWords words) {
  auto& element = view.elements.emplace_back();
  element.id = std::move(id);
  element.role = role;
  say(element, std::move(words));
  return element;
}

Element ScreenBuilder::button(std::string id, std::string_view key, Icon icon) const {
  Element element;
  element.id = std::move(id);
  element.role = Role::button;
  say(element, words(key));
  element.icon = icon;
  return element;
}

Element ScreenBuilder::primary(std::string id, std::string_view key, Icon icon) const {
  auto element = button(std::move(id), key, icon);
  element.role = Role::primary;
  return element;
}

}  // namespace vantrum::kiosk
