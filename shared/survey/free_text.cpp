#include "shared/survey/free_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "shared/survey/plain_text.h"

namespace vantrum::survey {

std::size_t free_text_units(std::string_view utf8) {
  std::size_t units = 0;
  for (std::size_t at = 0, bytes = 0; at < utf8.size(); at += bytes) {
    units += decode_utf8(utf8.substr(at), bytes) > 0xFFFF ? 2 : 1;
  }
  return units;
}

Result<void> validate(const FreeText& text, const Instrument& instrument) {
  const auto* question = instrument.find(text.question);
  if (question == nullptr || question->type != QuestionType::text) {
    return Error::invalid("a text to a question that takes none; expected one of type text");
  }
  const auto refuse = [&](std::string_view what) {
    return Error::invalid(fmt::format("text of question \"{}\": {}", text.question, what));
  };
  if (!text.label.empty()) {
    const auto* asked = instrument.find(question->quote_label);
    if (asked == nullptr || asked->option_with_code(text.label) == nullptr)
      return refuse("a label that is none of its options; expected one of them, or none");
  }
  bool has_ink = false;
  for (std::size_t at = 0, bytes = 0; at < text.text.size(); at += bytes) {
    const auto c = decode_utf8(std::string_view(text.text).substr(at), bytes);
    if (c == not_utf8) return refuse("bytes that are no UTF-8; expected characters");
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029)
      return refuse("a control character; expected one paragraph of words");
    has_ink = has_ink || c > 0x20;
  }
  if (!has_ink) return refuse("nothing in it; expected words, or no text");
  if (free_text_units(text.text) > free_text_units_max)
    return refuse(fmt::format("too long; expected at most {} characters", free_text_units_max));
  return {};
}

}  // namespace vantrum::survey
