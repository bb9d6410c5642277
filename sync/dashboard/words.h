// Times and numbers as Swedish readers know them.
#pragma once

#include <optional>
#include <string>

#include "shared/base/clock.h"

namespace vantrum::dashboard {

// "22 november 2026 kl. 13.05", in Swedish time, summer time as the EU's rule has it.
std::string time_words(WallTime time);
std::string time_words(const std::optional<WallTime>& time);  // "aldrig" if there is none
std::string day_words(WallTime time);                         // "22 november 2026"

// "1 234", with a space that does not break.
std::string count_words(std::uint64_t count);

// "sv" → "svenska"; the code itself if it is not known.
std::string language_words(const std::string& code);

}  // namespace vantrum::dashboard
