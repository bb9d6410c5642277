#include "kiosk/app/writing.h"

#include <algorithm>

#include "kiosk/app/language.h"
#include "kiosk/typing/graphemes.h"
#include "shared/survey/free_text.h"

namespace vantrum::kiosk {
namespace {

using survey::Question;
using survey::QuestionType;

constexpr std::string_view key_prefix = "key:", layer_prefix = "layer:", keyboard_prefix = "keyboard:",
                           family_prefix = "family:";
constexpr std::string_view digits = "1234567890";

bool is_number(const Question& question) { return question.type == QuestionType::number; }

bool is_key_of(const Keyboard& keyboard, const Writing& writing, const std::string& text) {
  if (const auto family = keyboard.families.find(writing.family); family != keyboard.families.end())
    return std::ranges::find(family->second, text) != family->second.end();
  const auto* layer = keyboard.find_layer(writing.layer);
  return layer != nullptr && !keyboard.families.contains(text) &&
         std::ranges::any_of(layer->rows,
                             [&](const auto& row) { return std::ranges::find(row, text) != row.end(); });
}

// A digit that keeps the number in its range; no zero before others.
void type_digit(TextEdit& edit, const Question& question, const std::string& digit) {
  if (digit.size() != 1 || digits.find(digit) == std::string_view::npos) return;
  const auto typed = edit.text == "0" ? digit : edit.text + digit;
  if (typed.size() > 3 || std::stoul(typed) > question.number_max) return;
  edit = {typed, typed.size()};
}

void write(Writing& writing, const Keyboard& keyboard, const std::string& text) {
  if (!insert(writing.edit, text)) return;
  writing.family.clear();
  if (const auto* layer = keyboard.find_layer(writing.layer)) writing.layer = layer->then;
}

bool take(std::string_view& id, std::string_view prefix) {
  if (!id.starts_with(prefix)) return false;
  id.remove_prefix(prefix.size());
  return true;
}

void switch_keyboard(Writing& writing, const Keyboards& keyboards, std::string_view language,
                     std::string_view name) {
  const auto* to = keyboards.find(name);
  const bool is_offered = to != nullptr && (to->name == "latin" || to == &keyboards.of_language(language));
  if (!is_offered) return;
  writing.keyboard = to->name;
  writing.layer = to->layers.front().name;
  writing.family.clear();
}

class Keys {
 public:
  Keys(ViewModel& view, const AddWords& say) : view_(view), say_(say) {}

  void next_row() { ++row_; }
  // A key whose words are what it writes.
  Element& letter(const std::string& id, const std::string& words) {
    auto& element = view_.elements.emplace_back();
    element.id = std::string(key_prefix) + id;
    element.role = Role::key;
    element.words = element.spoken = words;
    element.row = row_;
    return element;
  }
  // A key that does something: its words say what, and its icon stands for them.
  Element& work(const std::string& id, std::string_view text_key, Icon icon = Icon::none) {
    auto& element = say_(std::string(key_prefix) + id, Role::key, text_key);
    element.icon = icon;
    element.row = row_;
    return element;
  }

 private:
  ViewModel& view_;
  const AddWords& say_;
  int row_ = 1;
};

void add_digit_keys(Keys& keys) {
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i == 5) keys.next_row();
    const std::string digit(1, digits[i]);
    keys.letter(digit, digit);
    if (i == 4) keys.work("erase", "write.erase", Icon::erase);
  }
}

void add_letter_rows(Keys& keys, const Keyboard& keyboard, const Writing& writing) {
  const auto family = keyboard.families.find(writing.family);
  if (family != keyboard.families.end()) {
    constexpr std::size_t row_forms = 7;
    for (std::size_t i = 0; i < family->second.size(); ++i) {
      if (i == row_forms) keys.next_row();
      keys.letter(family->second[i], family->second[i]);
    }
    keys.work(std::string(family_prefix), "bar.back", Icon::back);
    return keys.next_row();
  }
  for (const auto& row : keyboard.find_layer(writing.layer)->rows) {
    for (const auto& key : row) {
      if (key == non_joiner) {
        keys.work(key, "write.non_joiner");
      } else {
        keys.letter(keyboard.families.contains(key) ? std::string(family_prefix) + key : key, key);
      }
    }
    keys.next_row();
  }
}

}  // namespace

Writing begin_writing(const Question& question, const std::string& written, const Keyboards& keyboards,
                      std::string_view language) {
  const auto& keyboard = keyboards.of_language(language);
  return {question.id, {written, written.size()}, keyboard.name, keyboard.layers.front().name, {}};
}

void tap_key(Writing& writing, const Question& question, const Keyboards& keyboards,
             std::string_view language, const std::string& id) {
  std::string_view key = id;
  if (!take(key, key_prefix)) return;
  if (key == "erase") return erase_before(writing.edit);
  if (is_number(question)) return type_digit(writing.edit, question, std::string(key));
  const auto* keyboard = keyboards.find(writing.keyboard);
  if (keyboard == nullptr) return;
  const bool from_right = is_written_from_right(writing.edit.text, direction_of(language));
  if (key == "left" || key == "right")
    return move_caret(writing.edit, key == "left" ? Side::left : Side::right, from_right);
  if (key == "space") return write(writing, *keyboard, " ");
  if (take(key, layer_prefix)) {
    if (keyboard->find_layer(key) == nullptr) return;
    writing.layer = key;
    return writing.family.clear();
  }
  if (take(key, keyboard_prefix)) return switch_keyboard(writing, keyboards, language, key);
  if (take(key, family_prefix)) {
    if (key.empty() || keyboard->families.contains(std::string(key))) writing.family = key;
    return;
  }
  const std::string text(key);
  if (is_key_of(*keyboard, writing, text)) write(writing, *keyboard, text);
}

bool can_be_done(const Writing& writing, const Question& question) {
  if (!is_number(question) || writing.edit.text.empty()) return true;
  return question.band_of(static_cast<std::uint32_t>(std::stoul(writing.edit.text))) != nullptr;
}

std::string written_text(const Writing& writing) {
  const auto& text = writing.edit.text;
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

void add_keys(ViewModel& view, const Writing& writing, const Question& question, const Keyboards& keyboards,
              std::string_view language, const AddWords& say) {
  Keys keys(view, say);
  if (is_number(question)) return add_digit_keys(keys);
  const auto* keyboard = keyboards.find(writing.keyboard);
  if (keyboard == nullptr) return;
  add_letter_rows(keys, *keyboard, writing);
  for (const auto& layer : keyboard->layers) {
    if (layer.name != writing.layer) keys.letter(std::string(layer_prefix) + layer.name, layer.key);
  }
  const auto& own = keyboards.of_language(language);
  for (const auto* other : {&own, keyboards.find("latin")}) {
    if (other == keyboard || (other == &own && own.name == "latin")) continue;
    keys.letter(std::string(keyboard_prefix) + other->name, other->label);
  }
  // Arrows point where the caret goes; what that means depends on which way the text is written.
  const bool from_right = is_written_from_right(writing.edit.text, view.direction);
  keys.work("left", from_right ? "write.after" : "write.before", Icon::left);
  keys.work("space", "write.space");
  keys.work("right", from_right ? "write.before" : "write.after", Icon::right);
  keys.work("erase", "write.erase", Icon::erase);
}

bool is_written_from_right(std::string_view text, Direction screen) {
  return is_right_to_left(text, screen == Direction::right_to_left);
}

}  // namespace vantrum::kiosk
