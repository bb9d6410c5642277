#include "shared/survey/private_words.h"

#include <algorithm>
#include <array>
#include <string>

#include "shared/survey/private_numbers.h"

namespace vantrum::survey {
namespace {

using Plain = std::vector<PlainChar>;

// Endings that make "name.ending" an address by themselves. Those that are words in some language ("nu",
// "de", "so") do so only when a path follows.
constexpr std::array<std::u32string_view, 17> endings{U"se",  U"com", U"org", U"net", U"info", U"eu",
                                                      U"edu", U"gov", U"fi",  U"dk",  U"uk",   U"ua",
                                                      U"ir",  U"io",  U"app", U"biz", U"укр"};

class Finder {
 public:
  explicit Finder(const Plain& plain) : plain_(plain) {
    for (const auto& one : plain) text_ += one.c;
  }

  std::vector<PlainSpan> find() {
    find_email_addresses();
    find_web_addresses();
    for (const auto& span : find_private_numbers(plain_)) add(span);
    std::ranges::sort(found_, {}, &PlainSpan::begin);
    return std::move(found_);
  }

 private:
  // What was found first stays: the number in an address is a part of it.
  void add(const PlainSpan& span) {
    const bool overlaps = std::ranges::any_of(
        found_, [&](const PlainSpan& other) { return span.begin < other.end && other.begin < span.end; });
    if (!overlaps) found_.push_back(span);
  }

  char32_t at(std::size_t i) const { return i < text_.size() ? text_[i] : 0; }
  bool is_label(std::size_t i) const { return i < text_.size() && (is_word(text_[i]) || text_[i] == '-'); }
  bool is_token(std::size_t i) const {
    return is_label(i) || (i < text_.size() && std::u32string_view(U".+%'").find(text_[i]) != text_.npos);
  }
  std::size_t skip_space(std::size_t i) const { return is_space(at(i)) ? i + 1 : i; }
  std::size_t token_begin(std::size_t end) const {
    while (end > 0 && is_token(end - 1)) --end;
    return end;
  }
  std::size_t label_end(std::size_t begin) const {
    while (is_label(begin)) ++begin;
    return begin;
  }
  bool has_letter(std::size_t begin, std::size_t end) const {
    return std::any_of(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                       text_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](char32_t c) { return is_word(c) && !is_digit(c); });
  }

  // ---- E-mail ----

  void find_email_addresses() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (const auto length = at_sign_at(i)) take_email_address(i, i + length);
    }
  }

  // "@", and what people write for it. Its length, or 0.
  std::size_t at_sign_at(std::size_t i) const {
    static constexpr std::array<std::u32string_view, 10> signs{
        U"@", U"(at)", U"[at]", U"{at}", U"(@)", U"[@]", U"snabel-a", U"snabela", U"snabel a", U" at "};
    for (const auto& sign : signs) {
      if (text_.compare(i, sign.size(), sign) == 0) return sign.size();
    }
    return 0;
  }

  // A dot, or a word for it, and an ending of at least two letters; where it ends, or 0.
  std::size_t ending_after(std::size_t label_ends) const {
    static constexpr std::array<std::u32string_view, 8> dots{U".",       U"(dot)",   U"[dot]", U"dot",
                                                             U"(punkt)", U"[punkt]", U"punkt", U"(.)"};
    const auto i = skip_space(label_ends);
    for (const auto& dot : dots) {
      if (text_.compare(i, dot.size(), dot) != 0) continue;
      const auto begin = skip_space(i + dot.size()), end = label_end(begin);
      // "home. It is": a sentence ends. A dot has space on both sides or on none.
      const bool is_end = dot == U"." && (i == label_ends) != (begin == i + 1);
      if (!is_end && end - begin >= 2 && has_letter(begin, end)) return end;
    }
    return 0;
  }

  void take_email_address(std::size_t sign, std::size_t after) {
    const bool is_sign = text_[sign] == '@';
    const auto name_end = sign > 0 && is_space(text_[sign - 1]) ? sign - 1 : sign;
    const auto name = token_begin(name_end);
    const auto host = skip_space(after);
    auto end = label_end(host);
    const auto ending = end > host ? ending_after(end) : 0;
    if (name < name_end && ending > 0) {
      for (end = ending; ending_after(end) > 0 && at(end) == '.';) end = ending_after(end);
      return add({PrivateKind::email_address, name, end});
    }
    // anna@exempel, and @anna as on social media.
    const bool names_somebody = is_sign && host == after && end >= after + 2 && has_letter(after, end);
    if (names_somebody) add({PrivateKind::email_address, name_end == sign ? name : sign, end});
  }

  // ---- Web ----

  void find_web_addresses() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (i > 0 && is_word(text_[i - 1])) continue;
      if (const auto end = web_address_at(i)) {
        add({PrivateKind::web_address, i, end});
        i = end;
      }
    }
  }

  std::size_t web_address_at(std::size_t i) const {
    if (const auto scheme = scheme_at(i)) return address_end(scheme);
    if (text_.compare(i, 3, U"www") == 0) {
      const auto dot = skip_space(i + 3);
      const auto name = skip_space(dot + 1);
      if (at(dot) == '.' && is_label(name)) return address_end(name);
    }
    return domain_at(i);
  }

  // "http://", however it is spaced; where it ends, or 0.
  std::size_t scheme_at(std::size_t i) const {
    if (text_.compare(i, 4, U"http") != 0) return 0;
    i += at(i + 4) == 's' ? 5 : 4;
    for (const char32_t sign : {U':', U'/', U'/'}) {
      i = skip_space(i);
      if (at(i) != sign) return 0;
      ++i;
    }
    return skip_space(i);
  }

  std::size_t address_end(std::size_t i) const {
    while (i < text_.size() && !is_space(text_[i])) ++i;
    while (i > 0 && std::u32string_view(U".,;:!?)").find(text_[i - 1]) != text_.npos) --i;
    return i;
  }

  // name.ending and name.name.ending; where it ends, or 0.
  std::size_t domain_at(std::size_t begin) const {
    auto end = label_end(begin);
    auto label = begin;
    const bool is_chat = text_.compare(begin, 5, U"t.me/") == 0;
    while ((end - label >= 2 || is_chat) && at(end) == '.' && is_label(end + 1)) {
      label = end + 1;
      end = label_end(label);
      if (!is_label(begin) || end - label < 2) break;
      const bool has_path = at(end) == '/' && is_word(at(end + 1));
      if (at(end) == '.' && is_label(end + 1)) continue;
      if (is_ending(label, end, has_path)) return address_end(end);
    }
    return 0;
  }

  bool is_ending(std::size_t begin, std::size_t end, bool has_path) const {
    const auto ending = std::u32string_view(text_).substr(begin, end - begin);
    const bool all_letters = std::ranges::all_of(ending, [](char32_t c) { return c >= 'a' && c <= 'z'; });
    if (has_path && all_letters) return true;
    // "Fint.Se till att": a sentence begins.
    if (plain_[begin].is_upper && !plain_[begin + 1].is_upper) return false;
    return std::ranges::find(endings, ending) != endings.end();
  }

  const Plain& plain_;
  std::u32string text_;
  std::vector<PlainSpan> found_;
};

}  // namespace

std::string_view name_of(PrivateKind kind) {
  switch (kind) {
    case PrivateKind::identity_number:
      return "identity_number";
    case PrivateKind::phone_number:
      return "phone_number";
    case PrivateKind::email_address:
      return "email_address";
    case PrivateKind::web_address:
      return "web_address";
  }
  return "";
}

std::vector<PrivateWord> find_private_words(std::string_view text) {
  const auto plain = plain_text(text);
  std::vector<PrivateWord> words;
  for (const auto& span : Finder(plain).find()) {
    words.push_back({span.kind, plain[span.begin].begin, plain[span.end - 1].end});
  }
  return words;
}

}  // namespace vantrum::survey
