#include "shared/base/toml.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "shared/base/check.h"
#include "shared/base/ids.h"

namespace vantrum {
namespace {

constexpr std::size_t nesting_max = 8;

// toml++ 3.3 sets no limit to dotted keys, and a tree of a hundred thousand levels overflows the stack when
// it is destroyed. A level needs one of these characters, so counting them bounds the depth before it is
// parsed.
constexpr std::ptrdiff_t level_characters_max = 8192;

Result<void> convert(std::string_view file, const toml::node& node, std::size_t depth, TomlValue& value);
std::ptrdiff_t count_level_characters(std::string_view content);
bool has_control_character(std::string_view utf8);

}  // namespace

Error toml_error(std::string_view file, std::size_t line, std::string_view what) {
  return Error::invalid(fmt::format("{}:{}: {}", file, line, what));
}

Result<TomlValue> parse_toml(std::string_view file, std::string_view content) {
  if (content.size() > toml_bytes_max) {
    return toml_error(file, 1,
                      fmt::format("{} bytes long; expected at most {}", content.size(), toml_bytes_max));
  }
  const auto level_characters = count_level_characters(content);
  if (level_characters > level_characters_max) {
    return toml_error(file, 1,
                      fmt::format("{} dots and opening brackets; expected at most {}", level_characters,
                                  level_characters_max));
  }
  try {
    const auto root = toml::parse(content, file);
    TomlValue value;
    TRY(convert(file, root, 0, value));
    return value;
  } catch (const toml::parse_error& error) {
    return toml_error(file, error.source().begin.line,
                      fmt::format("{}; expected a TOML 1.0 file", error.description()));
  }
}

namespace {

// `value.line` holds the parent's line: implicit tables have none of their own.
Result<void> convert(std::string_view file, const toml::node& node, std::size_t depth, TomlValue& value) {
  if (node.source().begin.line != 0) value.line = node.source().begin.line;
  if (depth > nesting_max) {
    return toml_error(file, value.line,
                      fmt::format("nested too deep; expected at most {} levels", nesting_max));
  }
  if (const auto* table = node.as_table()) {
    value.kind = TomlValue::Kind::table;
    for (const auto& [key, member] : *table) {
      if (has_control_character(key.str())) {
        return toml_error(file, key.source().begin.line, "a control character in a key; expected plain keys");
      }
      auto& converted = value.members[std::string(key.str())];
      converted.line = value.line;
      TRY(convert(file, member, depth + 1, converted));
    }
  } else if (const auto* array = node.as_array()) {
    value.kind = TomlValue::Kind::array;
    for (const auto& item : *array) {
      auto& converted = value.items.emplace_back();
      converted.line = value.line;
      TRY(convert(file, item, depth + 1, converted));
    }
  } else if (const auto* string = node.as_string()) {
    value.kind = TomlValue::Kind::string;
    value.text = string->get();
    if (value.text.size() > toml_text_bytes_max) {
      return toml_error(
          file, value.line,
          fmt::format("a text of {} bytes; expected at most {}", value.text.size(), toml_text_bytes_max));
    }
    if (has_control_character(value.text)) {
      return toml_error(file, value.line,
                        "a control character in a text; expected printable characters on one line");
    }
  } else if (const auto* integer = node.as_integer()) {
    value.kind = TomlValue::Kind::integer;
    value.number = integer->get();
  } else if (const auto* real = node.as_floating_point()) {
    value.kind = TomlValue::Kind::real;
    value.real = real->get();
  } else if (const auto* boolean = node.as_boolean()) {
    value.kind = TomlValue::Kind::boolean;
    value.number = boolean->get() ? 1 : 0;
  }
  return {};
}

std::ptrdiff_t count_level_characters(std::string_view content) {
  std::ptrdiff_t count = 0;
  for (const char c : content) count += c == '.' || c == '[' || c == '{';
  return count;
}

// C0, DEL and C1. Bytes 0x80…0x9f after 0xc2 are C1.
bool has_control_character(std::string_view utf8) {
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto byte = static_cast<unsigned char>(utf8[i]);
    if (byte < 0x20 || byte == 0x7f) return true;
    if (byte == 0xc2 && i + 1 < utf8.size() && static_cast<unsigned char>(utf8[i + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace

TomlTable::TomlTable(std::string_view file, const TomlValue& value) : file_(file), value_(&value) {
  check(value.kind == TomlValue::Kind::table);
}

std::size_t TomlTable::line_of(const std::string& key) const {
  const auto found = value_->members.find(key);
  return found == value_->members.end() ? line() : found->second.line;
}

bool TomlTable::has(const std::string& key) {
  known_.insert(key);
  return value_->members.contains(key);
}

Result<const TomlValue*> TomlTable::take(const std::string& key, TomlValue::Kind kind,
                                         std::string_view expected) {
  const auto found = value_->members.find(key);
  if (found == value_->members.end()) {
    return error(line(), fmt::format("\"{}\" is missing; expected {}", key, expected));
  }
  known_.insert(key);
  if (found->second.kind != kind)
    return error_at(key, fmt::format("wrong kind of \"{}\"; expected {}", key, expected));
  return &found->second;
}

Result<std::string> TomlTable::take_string_or_empty(const std::string& key) {
  return TRY(take(key, TomlValue::Kind::string, "a text in quotes"))->text;
}

Result<std::string> TomlTable::take_string(const std::string& key) {
  auto text = TRY(take_string_or_empty(key));
  if (text.find_first_not_of(' ') == std::string::npos) {
    return error_at(key, fmt::format("\"{}\" is empty; expected a text", key));
  }
  return text;
}

Result<std::string> TomlTable::take_one_of(const std::string& key, const std::vector<std::string>& words) {
  auto text = TRY(take_string(key));
  if (std::ranges::find(words, text) == words.end()) {
    return error_at(key,
                    fmt::format("unknown {} \"{}\"; expected one of: {}", key, text, fmt::join(words, ", ")));
  }
  return text;
}

Result<std::string> TomlTable::take_id(const std::string& key) {
  auto text = TRY(take_string(key));
  if (!is_id(text)) {
    return error_at(key, fmt::format("{} \"{}\" is no id; expected 1 to 16 of a-z, 0-9 and _, a letter first",
                                     key, text));
  }
  return text;
}

Result<std::uint32_t> TomlTable::take_number(const std::string& key, std::uint32_t min, std::uint32_t max) {
  const auto expected = fmt::format("a whole number from {} to {}", min, max);
  const auto number = TRY(take(key, TomlValue::Kind::integer, expected))->number;
  if (number < min || number > max) {
    return error_at(key, fmt::format("{} is {}; expected {}", key, number, expected));
  }
  return static_cast<std::uint32_t>(number);
}

Result<double> TomlTable::take_real(const std::string& key, double min, double max) {
  const auto expected = fmt::format("a number from {} to {}", min, max);
  const auto found = value_->members.find(key);
  const bool is_whole = found != value_->members.end() && found->second.kind == TomlValue::Kind::integer;
  const auto& value = *TRY(take(key, is_whole ? TomlValue::Kind::integer : TomlValue::Kind::real, expected));
  const double number = is_whole ? static_cast<double>(value.number) : value.real;
  if (!(number >= min && number <= max)) {
    return error_at(key, fmt::format("{} is {}; expected {}", key, number, expected));
  }
  return number;
}

Result<bool> TomlTable::take_bool(const std::string& key) {
  return TRY(take(key, TomlValue::Kind::boolean, "true or false"))->number != 0;
}

Result<std::vector<std::string>> TomlTable::take_strings(const std::string& key) {
  std::vector<std::string> texts;
  for (const auto& item : TRY(take(key, TomlValue::Kind::array, "a list of texts in quotes"))->items) {
    if (item.kind != TomlValue::Kind::string || item.text.empty()) {
      return error(item.line, fmt::format("an item of \"{}\" is no text; expected texts in quotes", key));
    }
    texts.push_back(item.text);
  }
  return texts;
}

Result<TomlTable> TomlTable::take_table(const std::string& key) {
  return TomlTable(file_, *TRY(take(key, TomlValue::Kind::table, fmt::format("a table [{}]", key))));
}

Result<std::vector<TomlTable>> TomlTable::take_tables(const std::string& key) {
  std::vector<TomlTable> tables;
  for (const auto& item : TRY(take(key, TomlValue::Kind::array, "a list of tables"))->items) {
    if (item.kind != TomlValue::Kind::table) {
      return error(item.line, fmt::format("an item of \"{}\" is no table; expected tables only", key));
    }
    tables.emplace_back(file_, item);
  }
  return tables;
}

Result<std::vector<TomlTable>> TomlTable::take_tables(const std::string& key, const std::string& count_key,
                                                      std::uint32_t max) {
  const auto count = TRY(take_number(count_key, 1, max));
  auto tables = TRY(take_tables(key));
  if (tables.size() != count) {
    return error_at(count_key, fmt::format("{} is {}, but \"{}\" has {}; expected both to be the same",
                                           count_key, count, key, tables.size()));
  }
  return tables;
}

Result<void> TomlTable::finish() const {
  for (const auto& [key, member] : value_->members) {
    if (!known_.contains(key)) {
      return error(member.line,
                   fmt::format("unknown key \"{}\"; expected only: {}", key, fmt::join(known_, ", ")));
    }
  }
  return {};
}

}  // namespace vantrum
