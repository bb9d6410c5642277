#include "tests/shared/survey_support.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace vantrum::survey {

std::string describe(const Instrument& instrument) {
  std::string out = fmt::format("{} {} {} {} {} {} {}\n", instrument.id, instrument.number, instrument.version,
                                static_cast<int>(instrument.audience),
                                instrument.credit, instrument.info_keys, instrument.free_text_info_key);
  for (const auto& question : instrument.questions) {
    out += fmt::format("{} {} {} {} '{}' {} {} {} '{}'\n", question.id, question.number,
                       static_cast<int>(question.type), static_cast<int>(question.linkage), question.scale,
                       question.goals, question.background, question.hint, question.when.text());
    for (const auto& option : question.options) {
      out += fmt::format("  {} {} {} {} {}\n", option.code, option.number, option.weight.value_or(-1),
                         option.positive, option.dont_know);
    }
    for (const auto& wording : question.alternatives) {
      out += fmt::format("  {} when {}\n", wording.text_key, wording.when.text());
    }
  }
  for (const auto& [language, texts] : instrument.texts) {
    out += fmt::format("{} {} '{}' '{}' '{}' {} {} {}\n", language, texts.language, texts.own_name,
                       texts.translator, texts.reviewer, static_cast<int>(texts.review), texts.strings,
                       texts.missing);
  }
  return out;
}

}  // namespace vantrum::survey
