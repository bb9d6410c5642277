#include "shared/survey/instrument.h"

#include <algorithm>
#include <numeric>

#include "shared/base/check.h"
#include "shared/base/entropy.h"

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

std::uint32_t Question::number_min() const {
  const auto* first = find_where(options, [](const Option& option) { return !option.dont_know; });
  return first == nullptr ? 0 : first->from;
}

const Option* Question::band_of(std::uint32_t wanted) const {
  if (type != QuestionType::number || wanted > number_max) return nullptr;
  const Option* band = nullptr;
  for (const auto& option : options) {
    if (!option.dont_know && option.from <= wanted) band = &option;
  }
  return band;
}

std::vector<std::size_t> option_order(const Question& question, std::uint32_t centre) {
  std::vector<std::size_t> order(question.options.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (question.order_seed == 0) return order;
  const auto fixed = static_cast<std::size_t>(std::ranges::count_if(question.options, &Option::dont_know));
  SeededEntropy chance(std::uint64_t{question.order_seed} << 32 | centre);
  for (std::size_t left = order.size() - fixed; left > 1; --left) {
    std::swap(order[left - 1], order[chance.random_below(static_cast<std::uint32_t>(left))]);
  }
  return order;
}

std::string own_label(const Question& question, const Option& option) {
  if (option.dont_know) return {};
  if (question.type == QuestionType::rating) return std::to_string(option.number - 1);
  if (question.type != QuestionType::number) return {};
  auto last = question.number_max;
  for (const auto& other : question.options) {
    if (!other.dont_know && other.from > option.from) last = std::min(last, other.from - 1);
  }
  const auto from = std::to_string(option.from);
  return last == option.from ? from : from + "–" + std::to_string(last);
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
    if (question.type == QuestionType::rating) {
      keys.push_back(question.id + ".low");
      keys.push_back(question.id + ".high");
    }
    for (const auto& option : question.options) {
      if (!own_label(question, option).empty()) continue;
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
