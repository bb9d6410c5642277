// Reads one <language>.toml of an instrument: who translated and reviewed it, and every word a visitor sees.
#pragma once

#include <string_view>

#include "shared/survey/instrument.h"

namespace vantrum::survey {

// "sv", "zh-Hant": two or three letters, then parts of up to eight letters or digits.
bool is_language_tag(std::string_view text);

// Refused: a `language` that is not the file's name, a review without a reviewer, a string the instrument
// does not use, an empty one, and braces that are not {receiver} in an info paragraph. In sv.toml a missing
// string is refused too (all of them are listed); in every other language the Swedish words take its place,
// so `instrument` must have its Swedish texts by then.
Result<Texts> parse_language_file(std::string_view file, std::string_view content,
                                  const Instrument& instrument);

}  // namespace vantrum::survey
