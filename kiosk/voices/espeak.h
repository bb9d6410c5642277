// espeak-ng as a program: words in, Opus out. As a program and not as a library, because it is published
// under the GPL and because a voice that crashes then takes nothing with it. It is needed where voices are
// made, never on a kiosk.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shared/base/bytes.h"

namespace vantrum::kiosk {

inline constexpr std::string_view speaker_name = "espeak-ng";

// espeak-ng's name for the voice of a language; none where it has no honest one (docs/languages.md).
std::optional<std::string> espeak_voice(std::string_view language);

// The words as they have to be written to be read right: "0–1" as "0 till 1", "/" as a pause.
std::string pronounced(std::string_view language, std::string words);

// Needs espeak-ng and opusenc. `words` may hold anything; none of it reaches a shell.
Result<Bytes> speak_with_espeak(const std::string& language, const std::string& words);

}  // namespace vantrum::kiosk
