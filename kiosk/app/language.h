// What the kiosk must know of a language apart from its words: which way it is written. Never guessed from
// the words (R1): a Swedish string on an Arabic screen must not turn the screen round.
#pragma once

#include <string_view>

#include "kiosk/app/view.h"

namespace vantrum::kiosk {

// Of a BCP 47 tag. A script in the tag decides ("ku-Arab"); else the language does. Unknown languages are
// written from left to right.
Direction direction_of(std::string_view tag);

}  // namespace vantrum::kiosk
