// What a visitor wrote: an item of its own, without any common key with the answers (P-11).
#pragma once

#include <string>
#include <string_view>

#include "shared/base/ids.h"
#include "shared/survey/instrument.h"

namespace vantrum::survey {

// "300 characters" (P-10) are UTF-16 units: one for every character that a keyboard of ours has, marks
// included, two for an emoji. Counted so, a text takes the same room in every script, and fits the one padded
// size of texts (shared/wire/text_item.h).
constexpr std::size_t free_text_units_max = 300;

// As UTF-16; malformed bytes count one each.
std::size_t free_text_units(std::string_view utf8);

// P-11: nothing more may be known about a text. No week, no language, no device, no id of an answer.
struct FreeText {
  ItemId item;  // its own
  RoundId round;
  CentreId centre;
  std::string question;  // id of a question of type text
  std::string label;     // option code of the question's `quote_label` question, or empty (S39)
  std::string text;      // UTF-8
  bool operator==(const FreeText&) const = default;
};

// `invalid`, never repeating the text: a question that takes no text, a label that is none of its question's
// options, an empty or too long text, control characters, bytes that are no UTF-8. The same function runs on
// the kiosk before a text is sealed and on the collector after it is opened.
Result<void> validate(const FreeText& text, const Instrument& instrument);

}  // namespace vantrum::survey
