#include "sync/dashboard/form.h"

#include <algorithm>
#include <charconv>

namespace vantrum::dashboard {
namespace {

constexpr std::size_t fields_max = 5000;

int hex_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_of(text[i + 1]) >= 0 && hex_of(text[i + 2]) >= 0) {
      plain += static_cast<char>(hex_of(text[i + 1]) * 16 + hex_of(text[i + 2]));
      i += 2;
    } else {
      plain += text[i] == '+' ? ' ' : text[i];
    }
  }
  return plain;
}

// Bytes of the UTF-8 character that starts here; 0 if none does.
std::size_t character_at(std::string_view text, std::size_t at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto first = byte(at);
  std::size_t size = first < 0x80                    ? 1
                     : first >= 0xc2 && first < 0xe0 ? 2
                     : first >= 0xe0 && first < 0xf0 ? 3
                     : first >= 0xf0 && first < 0xf5 ? 4
                                                     : 0;
  if (size == 0 || at + size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  }
  bool is_too_long = (first == 0xe0 && byte(at + 1) < 0xa0) || (first == 0xf0 && byte(at + 1) < 0x90);
  bool is_none = (first == 0xed && byte(at + 1) >= 0xa0) || (first == 0xf4 && byte(at + 1) >= 0x90);
  return is_too_long || is_none ? 0 : size;
}

std::string cleaned(std::string_view text) {
  std::string clean;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\r') {  // a longer text's lines end with both, and a line end stays one
      ++i;
      continue;
    }
    auto size = character_at(text, i);
    bool is_control = size == 1 && (static_cast<unsigned char>(text[i]) < 0x20 || text[i] == 0x7f);
    if (size == 0 || (is_control && text[i] != '\n')) {
      clean += '?';
      i += 1;
    } else {
      clean += text.substr(i, size);
      i += size;
    }
  }
  return clean;
}

}  // namespace

Fields Fields::parse(std::string_view encoded) {
  Fields parsed;
  for (std::size_t start = 0; start < encoded.size();) {
    if (parsed.fields_.size() >= fields_max) {
      parsed.is_cut_ = true;
      break;
    }
    auto end = std::min(encoded.find('&', start), encoded.size());
    auto pair = encoded.substr(start, end - start);
    start = end + 1;
    if (pair.empty()) continue;
    auto equals = std::min(pair.find('='), pair.size());
    auto value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view();
    parsed.fields_.emplace(cleaned(decoded(pair.substr(0, equals))), cleaned(decoded(value)));
  }
  return parsed;
}

std::string Fields::get(const std::string& name) const {
  auto found = fields_.find(name);
  return found == fields_.end() ? std::string() : found->second;
}

std::vector<std::string> Fields::all(const std::string& name) const {
  std::vector<std::string> values;
  auto [first, last] = fields_.equal_range(name);
  for (; first != last; ++first) values.push_back(first->second);
  return values;
}

std::optional<std::uint32_t> Fields::number(const std::string& name) const { return parse_number(get(name)); }

std::vector<std::uint32_t> Fields::numbers(const std::string& name) const {
  std::vector<std::uint32_t> values;
  for (const auto& text : all(name)) {
    if (auto value = parse_number(text)) values.push_back(*value);
  }
  return values;
}

std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t value = 0;
  auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || rest != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::string trimmed(std::string_view text) {
  auto first = text.find_first_not_of(" \n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \n") - first + 1));
}

std::string cookie_in(std::string_view header, std::string_view name) {
  std::string value;
  for (std::size_t start = 0; start < header.size();) {
    auto end = std::min(header.find(';', start), header.size());
    auto pair = header.substr(start, end - start);
    start = end + 1;
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    if (!pair.starts_with(name) || pair.size() <= name.size() || pair[name.size()] != '=') continue;
    if (!value.empty()) return {};
    value = pair.substr(name.size() + 1);
  }
  return value;
}

std::optional<std::map<std::string, std::string>> match_path(std::string_view pattern,
                                                             std::string_view path) {
  std::map<std::string, std::string> values;
  while (!pattern.empty() && !path.empty()) {
    if (pattern.front() != '/' || path.front() != '/') return std::nullopt;
    auto pattern_end = std::min(pattern.find('/', 1), pattern.size());
    auto path_end = std::min(path.find('/', 1), path.size());
    auto wanted = pattern.substr(1, pattern_end - 1), given = path.substr(1, path_end - 1);
    if (wanted.starts_with('{') && wanted.ends_with('}')) {
      if (given.empty()) return std::nullopt;
      values[std::string(wanted.substr(1, wanted.size() - 2))] = std::string(given);
    } else if (wanted != given) {
      return std::nullopt;
    }
    pattern.remove_prefix(pattern_end);
    path.remove_prefix(path_end);
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return values;
}

}  // namespace vantrum::dashboard
