#include "kiosk/typing/keyboard.h"

#include <algorithm>
#include <set>

#include "shared/base/toml.h"

namespace vantrum::kiosk {
namespace {

constexpr std::string_view latin = "latin";
constexpr std::uint32_t layers_max = 6, families_max = 60;
constexpr std::size_t rows_max = 3, row_keys_max = 11, forms_max = 13;

std::vector<std::string> keys_in(const std::string& row) {
  std::vector<std::string> keys;
  for (std::size_t at = 0; at < row.size();) {
    const auto end = std::min(row.find(' ', at), row.size());
    const auto key = row.substr(at, end - at);
    if (!key.empty()) keys.push_back(key == "{non_joiner}" ? std::string(non_joiner) : key);
    at = end + 1;
  }
  return keys;
}

Result<KeyboardLayer> read_layer(TomlTable& table) {
  KeyboardLayer layer;
  layer.name = TRY(table.take_id("name"));
  layer.key = TRY(table.take_string("key"));
  layer.then = TRY(table.take_id("then"));
  std::set<std::string> seen;
  for (const auto& text : TRY(table.take_strings("rows"))) {
    auto row = keys_in(text);
    if (row.empty() || row.size() > row_keys_max)
      return table.error_at("rows", "a row of no key or too many; expected 1 to 11");
    for (const auto& key : row) {
      if (!seen.insert(key).second)
        return table.error_at("rows", "the key \"" + key + "\" twice; expected each once in a layer");
    }
    layer.rows.push_back(std::move(row));
  }
  if (layer.rows.empty() || layer.rows.size() > rows_max)
    return table.error_at("rows", "too few or too many rows; expected 1 to 3");
  TRY(table.finish());
  return layer;
}

Result<Keyboard> read_keyboard(const std::string& name, const std::string& content) {
  const auto file = name + ".toml";
  const auto tree = TRY(parse_toml(file, content));
  TomlTable root(file, tree);
  Keyboard keyboard;
  keyboard.name = name;
  keyboard.label = TRY(root.take_string("switch"));
  keyboard.languages = TRY(root.take_strings("languages"));
  for (auto& table : TRY(root.take_tables("layer", "layer_count", layers_max)))
    keyboard.layers.push_back(TRY(read_layer(table)));
  for (const auto& layer : keyboard.layers) {
    if (!keyboard.find_layer(layer.then))
      return root.error_at("layer", "no layer \"" + layer.then + "\"; expected the name of one");
  }
  // Most scripts have none; the count says so, and a lost table is an error all the same.
  const auto count = TRY(root.take_number("family_count", 0, families_max));
  auto tables = count > 0 ? TRY(root.take_tables("family")) : std::vector<TomlTable>{};
  if (tables.size() != count)
    return root.error_at("family_count", "another number of families; expected as many as there are");
  for (auto& table : tables) {
    const auto key = TRY(table.take_string("key"));
    auto forms = keys_in(TRY(table.take_string("forms")));
    if (forms.size() < 2 || forms.size() > forms_max)
      return table.error_at("forms", "too few or too many forms; expected 2 to 13");
    TRY(table.finish());
    keyboard.families.emplace(key, std::move(forms));
  }
  TRY(root.finish());
  return keyboard;
}

}  // namespace

const KeyboardLayer* Keyboard::find_layer(std::string_view wanted) const {
  const auto found = std::ranges::find(layers, wanted, &KeyboardLayer::name);
  return found == layers.end() ? nullptr : &*found;
}

Result<Keyboards> Keyboards::parse(const std::map<std::string, std::string>& files) {
  Keyboards keyboards;
  for (const auto& [name, content] : files) {
    keyboards.all_.push_back(TRY(read_keyboard(name, content)));
    if (keyboards.all_.back().layers.empty())
      return Error::invalid(name + ".toml:1: no layer; expected at least one");
  }
  if (!keyboards.find(latin)) return Error::invalid("latin.toml is missing; every language may switch to it");
  return keyboards;
}

const Keyboard* Keyboards::find(std::string_view name) const {
  const auto found = std::ranges::find(all_, name, &Keyboard::name);
  return found == all_.end() ? nullptr : &*found;
}

const Keyboard& Keyboards::of_language(std::string_view language) const {
  for (const auto& keyboard : all_) {
    if (std::ranges::find(keyboard.languages, language) != keyboard.languages.end()) return keyboard;
  }
  return *find(latin);
}

}  // namespace vantrum::kiosk
