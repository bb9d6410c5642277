#include "kiosk/app/phrases.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "kiosk/app/speech.h"
#include "kiosk/typing/graphemes.h"

namespace vantrum::kiosk {
namespace {

// The placeholders that are numbers, and how far each is recorded.
struct Counted {
  std::string_view name;
  int last;
};
constexpr std::array<Counted, 4> counted = {{{"step", 40}, {"steps", 40}, {"seconds", 60}, {"level", 8}}};
static_assert(volume_levels == 8);

constexpr std::array<std::string_view, 9> only_for_the_eye = {
    "\u2066", "\u2067", "\u2068", "\u2069", "\u200E", "\u200F", "\u061C", "\u00AD", "\u2060"};

const Counted* counted_named(std::string_view name) {
  const auto* found =
      std::find_if(counted.begin(), counted.end(), [&](const auto& c) { return c.name == name; });
  return found == counted.end() ? nullptr : found;
}

// The placeholders of a text with the place after each, in order.
struct Mark {
  std::string name;
  std::size_t end;
};
std::vector<Mark> marks_of(const std::string& text) {
  std::vector<Mark> marks;
  for (auto open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == std::string::npos) break;
    marks.push_back({text.substr(open + 1, close - open - 1), close + 1});
  }
  return marks;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// One piece for each placeholder; what follows the last one belongs to its piece.
std::vector<std::string> cut_after(const std::string& text, const std::vector<Mark>& marks) {
  std::vector<std::string> pieces;
  std::size_t from = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const auto to = i + 1 == marks.size() ? text.size() : marks[i].end;
    pieces.push_back(text.substr(from, to - from));
    from = to;
  }
  return pieces;
}

std::vector<std::string> sentences_of(const std::string& text) {
  std::vector<std::string> sentences;
  std::size_t from = 0;
  for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1)) {
    const std::string_view before = std::string_view(text).substr(0, at);
    for (std::string_view end : {".", "?", "!", "؟", "。", "።"}) {
      if (!before.ends_with(end)) continue;
      sentences.push_back(text.substr(from, at - from));
      from = at + 1;
      break;
    }
  }
  sentences.push_back(text.substr(from));
  return sentences;
}

bool all_counted(const std::vector<Mark>& marks) {
  return std::all_of(marks.begin(), marks.end(), [](const Mark& mark) { return counted_named(mark.name); });
}

std::vector<std::string> cut(const std::string& text) {
  const auto marks = marks_of(text);
  if (marks.empty()) return {text};
  return all_counted(marks) ? cut_after(text, marks) : sentences_of(text);
}

class Collection {
 public:
  void add(std::string name, const std::string& words) {
    auto spoken = spoken_form(words);
    if (!spoken.empty() && seen_.insert(spoken).second) all_.push_back({std::move(name), std::move(spoken)});
  }
  void add_text(const std::string& key, const std::string& text, const Names& names) {
    const auto marks = marks_of(text);
    if (marks.empty()) return add(key, text);
    all_counted(marks) ? add_counted(key, text, marks) : add_named(key, text, names);
  }
  std::vector<Recording> take() && { return std::move(all_); }

 private:
  void add_counted(const std::string& key, const std::string& text, const std::vector<Mark>& marks) {
    const auto pieces = cut_after(text, marks);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      for (int n = 1; n <= counted_named(marks[i].name)->last; ++n) {
        const auto number = std::to_string(n);
        add(key + "/" + marks[i].name + "-" + number, fill(pieces[i], {{marks[i].name, number}}));
      }
    }
  }
  void add_named(const std::string& key, const std::string& text, const Names& names) {
    int number = 0;
    for (const auto& sentence : sentences_of(text)) {
      const auto words = fill(sentence, Values(names.begin(), names.end()));
      ++number;
      if (marks_of(words).empty()) add(key + "/" + std::to_string(number), words);
    }
  }

  std::vector<Recording> all_;
  std::set<std::string> seen_;
};

// "keys/61" speaks "a", by its UTF-8. Marks and signs have no sound of their own.
void add_keys(Collection& all, const Keyboard& keyboard) {
  const auto add = [&](const std::string& key) {
    if (is_letter_or_digit(key)) all.add("keys/" + to_hex(view_of(key)), key);
  };
  for (const auto& layer : keyboard.layers) {
    for (const auto& row : layer.rows) std::for_each(row.begin(), row.end(), add);
  }
  for (const auto& [key, forms] : keyboard.families) std::for_each(forms.begin(), forms.end(), add);
}

}  // namespace

Values range_of(const survey::Question& question) {
  return {{"min", std::to_string(question.number_min())}, {"max", std::to_string(question.number_max)}};
}

std::string spoken_form(const std::string& words) {
  std::string spoken = words;
  for (auto mark : only_for_the_eye) replace_all(spoken, mark, "");
  replace_all(spoken, "\u00A0", " ");
  return trimmed(spoken);
}

std::vector<std::string> spoken_pieces(const std::string& text, const Values& values) {
  auto pieces = cut(text);
  for (auto& piece : pieces) piece = fill(std::move(piece), values);
  return pieces;
}

std::vector<Recording> recordings_of(const Texts& texts, const survey::Instrument& instrument,
                                     const Keyboards& keyboards, const std::string& language,
                                     const Names& round_names) {
  Collection all;
  auto names = round_names;
  names["words"] = "";  // what was found in a text is shown, never said (A10)
  const auto asked = instrument.texts.find(language);
  if (asked != instrument.texts.end()) all.add(instrument.id + "/own_name", asked->second.own_name);
  for (const auto& key : Texts::keys()) {
    if (!texts.is_fallback(language, key)) all.add_text(key, texts.at(language, key), names);
  }
  if (asked == instrument.texts.end()) return std::move(all).take();
  for (const auto& key : survey::text_keys(instrument)) {
    if (!asked->second.is_fallback(key)) {
      all.add_text(instrument.id + "/" + key, asked->second.at(key), names);
    }
  }
  for (const auto& question : instrument.questions) {
    if (question.type != survey::QuestionType::number || texts.is_fallback(language, "write.range")) continue;
    all.add("write.range/" + question.id, fill(texts.at(language, "write.range"), range_of(question)));
  }
  add_keys(all, keyboards.of_language(language));
  return std::move(all).take();
}

}  // namespace vantrum::kiosk
