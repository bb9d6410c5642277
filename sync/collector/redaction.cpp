#include "sync/collector/redaction.h"

#include <algorithm>
#include <charconv>

#include "shared/survey/plain_text.h"

namespace vantrum::collector {
namespace {

constexpr std::string_view typed_mark = "[...]";
constexpr std::size_t numbers_max = 1000;  // a text has 300 characters

// A word, or one sign between words.
struct Token {
  std::string_view text;
  bool is_word = false;
  bool has_space_before = false;
};

bool is_space(char32_t c) {
  return c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}
bool is_letter(char32_t c) {
  constexpr char32_t arabic_comma = 0x60C, arabic_stop = 0x6D4, non_joiner = 0x200C, joiner = 0x200D;
  if (c == arabic_comma || c == arabic_stop) return false;
  return survey::is_word(c >= 'A' && c <= 'Z' ? c + 32 : c) || c == non_joiner || c == joiner;
}
bool joins_letters(char32_t c) {
  constexpr char32_t apostrophe = 0x2019, hyphen = 0x2010, fixed_hyphen = 0x2011;
  return c == '\'' || c == '-' || c == apostrophe || c == hyphen || c == fixed_hyphen;
}

std::vector<Token> tokens_of(std::string_view text) {
  struct Char {
    char32_t c;
    std::size_t begin, end;
  };
  std::vector<Char> chars;
  for (std::size_t at = 0, bytes = 0; at < text.size(); at += bytes) {
    auto c = survey::decode_utf8(text.substr(at), bytes);
    chars.push_back({c, at, at + bytes});
  }
  auto is_inside_word = [&](std::size_t i) {
    if (is_letter(chars[i].c)) return true;
    return joins_letters(chars[i].c) && i > 0 && i + 1 < chars.size() && is_letter(chars[i - 1].c) &&
           is_letter(chars[i + 1].c);
  };
  std::vector<Token> tokens;
  bool had_space = false;
  for (std::size_t i = 0; i < chars.size();) {
    if (is_space(chars[i].c)) {
      had_space = true;
      ++i;
      continue;
    }
    auto end = i + 1;
    const bool is_word = is_letter(chars[i].c);
    while (is_word && end < chars.size() && is_inside_word(end)) ++end;
    tokens.push_back({text.substr(chars[i].begin, chars[end - 1].end - chars[i].begin), is_word, had_space});
    had_space = false;
    i = end;
  }
  return tokens;
}

Result<std::string> written(const std::vector<Token>& tokens, const std::vector<bool>& is_cut) {
  std::string text;
  bool has_word = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    auto end = i + 1;
    bool has_space = tokens[i].has_space_before;
    // A mark never sticks to the word before it, also where the sign after that word has gone.
    for (; is_cut[i] && end < tokens.size() && is_cut[end]; ++end)
      has_space = has_space || (!tokens[i].is_word && tokens[end].has_space_before);
    if (has_space && !text.empty()) text += ' ';
    text += is_cut[i] ? cut_mark : tokens[i].text;
    has_word = has_word || (!is_cut[i] && tokens[i].is_word);
    i = end - 1;
  }
  if (!has_word) return Error::invalid("no word is left to quote");
  return text;
}

// What stands between the marks of a text that was edited by hand.
std::vector<std::string_view> segments_of(std::string_view edited) {
  std::vector<std::string_view> segments;
  for (;;) {
    auto mark = std::min(edited.find(cut_mark), edited.find(typed_mark));
    segments.push_back(edited.substr(0, mark));
    if (mark == std::string_view::npos) return segments;
    edited.remove_prefix(mark + (edited.substr(mark).starts_with(cut_mark) ? cut_mark : typed_mark).size());
  }
}

bool is_at(const std::vector<Token>& text, std::size_t at, const std::vector<Token>& part) {
  if (at + part.size() > text.size()) return false;
  return std::equal(part.begin(), part.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](const Token& a, const Token& b) { return a.text == b.text; });
}

Error not_a_cut() {
  return Error::invalid(
      "words were added, changed, moved or taken out without a mark; expected the text as it was written, "
      "with […] in place of whole words");
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const auto& token : tokens_of(text))
    if (token.is_word) words.emplace_back(token.text);
  return words;
}

Result<std::string> cut(std::string_view text, const std::set<std::size_t>& words) {
  const auto tokens = tokens_of(text);
  std::vector<bool> is_cut(tokens.size());
  std::size_t number = 0, last_cut = tokens.size();
  bool signs_too = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].is_word) continue;
    const bool goes = words.contains(++number);
    // The signs between two that go.
    if (goes && signs_too)
      std::fill(is_cut.begin() + static_cast<std::ptrdiff_t>(last_cut),
                is_cut.begin() + static_cast<std::ptrdiff_t>(i), true);
    if (goes) {
      is_cut[i] = true;
      last_cut = i;
    }
    signs_too = goes;
  }
  if (!words.empty() && (*words.begin() == 0 || *words.rbegin() > number))
    return Error::invalid("there is no word of that number; the text has " + std::to_string(number));
  return written(tokens, is_cut);
}

Result<std::string> check_cut(std::string_view text, std::string_view edited) {
  const auto tokens = tokens_of(text);
  const auto segments = segments_of(edited);
  const auto first = tokens_of(segments.front());
  if (!is_at(tokens, 0, first)) return not_a_cut();
  std::vector<bool> is_cut(tokens.size(), segments.size() > 1);
  auto keep = [&](std::size_t at, std::size_t count) {
    std::fill_n(is_cut.begin() + static_cast<std::ptrdiff_t>(at), count, false);
  };
  keep(0, first.size());
  if (segments.size() == 1) {
    if (first.size() != tokens.size()) return not_a_cut();
    return written(tokens, is_cut);
  }
  // Each mark stands for one token at least; the earliest fit leaves the most room for what follows.
  auto from = first.size() + 1;
  for (std::size_t i = 1; i + 1 < segments.size(); ++i) {
    const auto part = tokens_of(segments[i]);
    if (part.empty()) continue;  // two marks in a row are one
    while (from < tokens.size() && !is_at(tokens, from, part)) ++from;
    if (from >= tokens.size()) return not_a_cut();
    keep(from, part.size());
    from += part.size() + 1;
  }
  const auto last = tokens_of(segments.back());
  if (last.size() + from > tokens.size() || !is_at(tokens, tokens.size() - last.size(), last))
    return not_a_cut();
  keep(tokens.size() - last.size(), last.size());
  return written(tokens, is_cut);
}

Result<std::set<std::size_t>> parse_word_numbers(std::string_view typed) {
  std::set<std::size_t> numbers;
  while (!typed.empty()) {
    auto part = typed.substr(0, typed.find(','));
    typed.remove_prefix(std::min(part.size() + 1, typed.size()));
    const char* end = part.data() + part.size();
    std::size_t first = 0;
    auto read = std::from_chars(part.data(), end, first);
    auto last = first;
    if (read.ec == std::errc() && read.ptr != end && *read.ptr == '-')
      read = std::from_chars(read.ptr + 1, end, last);
    if (read.ec != std::errc() || read.ptr != end || first == 0 || last < first || last > numbers_max)
      return Error::invalid("expected numbers of words, for example 1-3,7");
    for (auto number = first; number <= last; ++number) numbers.insert(number);
  }
  return numbers;
}

}  // namespace vantrum::collector
