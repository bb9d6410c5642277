#include "shared/survey/instrument.h"

#include <algorithm>

#include "shared/base/check.h"

namespace vantrum::survey {
namespace {

template <class Items, class Matches>
auto* find_where(Items& items, Matches matches) {
  const auto found = std::ranges::find_if(items, matches);
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Option* Question::option_with_code(std::string_view code) const {
  return find_where(options, [&](const Option& option) { return option.code == code; });
}

const Option* Question::option_with_number(std::uint32_t wanted) const {
  return find_where(options, [&](const Option& option) { return option.number == wanted; });
}

const std::string& Texts::at(const std::string& key) const {
  const auto found = strings.find(key);
  check(found != strings.end());
  return found->second;
}

bool Texts::is_fallback(std::string_view key) const {
  return std::ranges::find(missing, key) != missing.end();
}

std::string option_key(const Question& question, const Option& option) {
  return (question.scale.empty() ? question.id : question.scale) + "." + option.code;
}

const Question* Instrument::find(std::string_view question_id) const {
  return find_where(questions, [&](const Question& question) { return question.id == question_id; });
}

const Question* Instrument::find_number(std::uint32_t wanted) const {
  return find_where(questions, [&](const Question& question) { return question.number == wanted; });
}

std::vector<std::string> text_keys(const Instrument& instrument) {
  std::vector<std::string> keys{"title"};
  keys.insert(keys.end(), instrument.info_keys.begin(), instrument.info_keys.end());
  if (!instrument.free_text_info_key.empty()) keys.push_back(instrument.free_text_info_key);
  for (const auto& question : instrument.questions) {
    keys.push_back(question.id + ".text");
    if (question.hint) keys.push_back(question.id + ".hint");
    for (const auto& wording : question.alternatives) keys.push_back(wording.text_key);
    for (const auto& option : question.options) {
      auto key = option_key(question, option);
      // The words of a shared scale are written once.
      if (question.scale.empty() || std::ranges::find(keys, key) == keys.end())
        keys.push_back(std::move(key));
    }
  }
  keys.emplace_back("closing");
  return keys;
}

}  // namespace vantrum::survey
