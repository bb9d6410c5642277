#include "kiosk/app/patience.h"

#include <algorithm>

#include "shared/survey/response.h"

namespace vantrum::kiosk {
namespace {

using std::chrono::milliseconds;

// Of somebody who reads a language they are learning: about 80 words a minute, and time to think.
constexpr milliseconds a_character{120}, thinking{20'000};

std::int64_t characters_in(const std::string& utf8) {
  return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xc0) != 0x80; });
}

// Of the survey's own words; the interface's are short.
std::int64_t characters_on_screen(const State& state) {
  const auto& visitor = state.visitor;
  if (!state.survey) return 0;
  const auto& survey = *state.survey;
  std::int64_t sum = 0;
  const auto add = [&](const std::string& key) { sum += characters_in(survey.words(visitor.language, key)); };
  if (visitor.screen == ScreenKind::info) {
    for (const auto& key : survey.instrument.info_keys) add(key);
    if (survey.free_text && !survey.instrument.free_text_info_key.empty())
      add(survey.instrument.free_text_info_key);
  }
  if (visitor.screen == ScreenKind::question) {
    const auto* asked = survey.instrument.find(visitor.question);
    if (!asked) return 0;
    add(survey::wording_key(*asked, visitor.answers));
    if (asked->hint) add(asked->id + ".hint");
    for (const auto& option : asked->options) add(survey::option_key(*asked, option));
  }
  return sum;
}

}  // namespace

Timing timing_of(const State& state) {
  Timing timing = state.timing;
  // A round may be more patient than the kiosk, or less; never below what reading takes.
  if (state.survey && state.survey->idle.count() > 0) timing.idle = state.survey->idle;
  if (state.survey && state.survey->answer.count() > 0) timing.answer = state.survey->answer;
  timing.idle = std::max(timing.idle, thinking + characters_on_screen(state) * a_character);
  if (!state.visitor.speech.on && state.visitor.text_size == TextSize::normal) return timing;
  timing.idle *= 2;
  timing.answer *= 2;
  timing.thanks *= 2;
  timing.not_saved *= 2;
  return timing;
}

}  // namespace vantrum::kiosk
