#include "shared/survey/quality.h"

namespace vantrum::survey {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds per_word{60};       // a thousand words a minute
constexpr milliseconds per_movement{300};  // to the answer, and to "Nästa"
constexpr milliseconds per_more{150};      // to each further option of an answer
// Taps that chose nothing in the end: so many are free, and so many more for every ten questions.
constexpr std::uint32_t wasted_free = 4, wasted_per_ten = 4;
// Taps on the bar beside the way through the questions: the language, the text size and help, and one too many.
constexpr std::uint32_t strays_free = 4;

bool is_choice(const Question& question) { return !question.options.empty(); }

long words_in(const std::string& text) {
  long words = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool is_space = c == ' ';
    words += !is_space && !in_word;
    in_word = !is_space;
  }
  return words;
}

}  // namespace

milliseconds least_reading(const Instrument& instrument, const Question& question, const Answers& answers) {
  return per_word * words_in(instrument.texts.at("sv").at(wording_key(question, answers)));
}

bool is_suspect(const Instrument& instrument, const Answers& answers, const Paces& paces,
                std::uint32_t strays) {
  std::uint32_t answered = 0, hasty = 0, shown = 0;
  std::uint32_t wasted = strays > strays_free ? strays - strays_free : 0;
  for (const auto& question : instrument.questions) {
    const auto found = paces.find(question.id);
    if (!is_choice(question) || found == paces.end()) continue;
    const auto& pace = found->second;
    ++shown;
    const auto answer = answers.find(question.id);
    const auto chosen = answer == answers.end() ? 0u : static_cast<std::uint32_t>(answer->second.size());
    if (pace.taps > chosen) wasted += pace.taps - chosen;
    if (chosen == 0) continue;
    ++answered;
    const auto reading = least_reading(instrument, question, answers);
    const auto touching = per_movement + per_more * static_cast<int>(chosen - 1);
    hasty += pace.untouched < reading + per_movement || pace.shown < reading + per_movement + touching;
  }
  const bool haste = answered > 0 && hasty * 3 > answered;
  const bool restless = wasted > wasted_free + wasted_per_ten * shown / 10;
  return haste || restless;
}

}  // namespace vantrum::survey
