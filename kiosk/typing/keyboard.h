// The on-screen keyboards, as data: assets/keyboards/<name>.toml says which keys there are and where.
//
//   switch       what stands on the key that leads to this keyboard
//   languages    whose own keyboard it is; every other language may switch to latin
//   [[layer]]    name; key: what stands on the key that leads to it; then: the layer after one character
//                (capitals go back to small letters by themselves); rows of keys, parted by spaces. A key
//                writes what stands on it; {non_joiner} writes U+200C.
//   [[family]]   a key that writes nothing itself but opens its forms: the syllables of a consonant
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::kiosk {

struct KeyboardLayer {
  std::string name;  // "small"
  std::string key;   // "abc"
  std::string then;
  std::vector<std::vector<std::string>> rows;  // what each key writes
};

struct Keyboard {
  std::string name;   // "latin": the file's
  std::string label;  // on the key that leads here
  std::vector<std::string> languages;
  std::vector<KeyboardLayer> layers;  // the first is shown first
  std::map<std::string, std::vector<std::string>> families;

  const KeyboardLayer* find_layer(std::string_view layer) const;
};

constexpr std::string_view non_joiner = "\u200C";

class Keyboards {
 public:
  // name → file content; "latin" must be there. `invalid` with file, line and what was expected.
  static Result<Keyboards> parse(const std::map<std::string, std::string>& files);

  const Keyboard* find(std::string_view name) const;
  // The language's own, or latin.
  const Keyboard& of_language(std::string_view language) const;
  const std::vector<Keyboard>& all() const { return all_; }

 private:
  std::vector<Keyboard> all_;
};

}  // namespace vantrum::kiosk
