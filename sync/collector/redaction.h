// What may become of a visitor's words before they are quoted (S39): words are taken out, and "[…]" stands
// where they stood. Nothing is ever added, changed or moved, and nothing is taken out unseen, so a quote
// never says more, or another thing, than was written. Whoever reads "[…]" knows that something is missing.
//
// A word is letters, marks and digits in one piece, also with the apostrophe or hyphen inside it; it goes as
// a whole, because half a word is another word ("olycklig"). What stands between words, such as a comma, may
// stay or go with the word before it. White space counts as one space.
//
// Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/base/result.h"

namespace vantrum::collector {

inline constexpr std::string_view cut_mark = "[…]";

// The words of a text, in its order; what `cut` counts, from 1.
std::vector<std::string> words_of(std::string_view text);

// `text` with these words taken out, neighbours together. `invalid`, never repeating the text, if a number is
// not that of a word, or if no word is left.
Result<std::string> cut(std::string_view text, const std::set<std::size_t>& words);

// What somebody made of `text` by hand: the same with "[…]" (or "[...]") in place of what was taken out.
// Gives it as `cut` would write it. `invalid`, never repeating the text, if anything else differs from
// `text`.
Result<std::string> check_cut(std::string_view text, std::string_view edited);

// "1-3,7" → 1 2 3 7; empty for empty.
Result<std::set<std::size_t>> parse_word_numbers(std::string_view typed);

}  // namespace vantrum::collector
