// One screen being put together: the words of the interface and of the instrument, in the visitor's language
// or marked as Swedish, become elements in reading order. Shared by the files that build screens; not for
// others.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/app/phrases.h"
#include "kiosk/app/state.h"
#include "kiosk/app/survey.h"
#include "kiosk/app/view.h"

namespace vantrum::kiosk {

// What is shown, and its language where it is not the screen's.
struct ShownWords {
  std::string text;
  std::string language;
  std::vector<Phrase> pieces;  // where it is spoken in more than one
};

// A string that is not translated yet is shown in Swedish and says so. Isolated, so that it reads as Swedish
// on a screen that is written from right to left, too (R4).
std::string marked(const std::string& swedish);

ShownWords filled(ShownWords words, const Values& values);

class ScreenBuilder {
 public:
  ScreenBuilder(const State& of_state, const Texts& of_texts);

  const Visitor& visitor() const { return state.visitor; }
  const Survey& survey() const { return *state.survey; }

  // The interface's words, and the instrument's.
  ShownWords words(std::string_view key) const;
  ShownWords asked_words(const std::string& key) const;

  static void say(Element& element, ShownWords words);
  Element& add(std::string id, Role role, ShownWords words = {});
  void heading(std::string_view key) { add("heading", Role::heading, words(key)); }

  // Not yet on the screen.
  Element button(std::string id, std::string_view key, Icon icon) const;
  Element primary(std::string id, std::string_view key, Icon icon = Icon::none) const;

  const State& state;
  const Texts& texts;
  ViewModel view;
};

}  // namespace vantrum::kiosk
