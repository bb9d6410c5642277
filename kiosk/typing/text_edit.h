// A text being written: by whole characters, with a caret that moves the way its arrow points, in every
// script. No prediction, no correction, no clipboard, no undo: nothing of a text is anywhere else (P-13).
#pragma once

#include <string>
#include <string_view>

namespace vantrum::kiosk {

struct TextEdit {
  std::string text;       // UTF-8
  std::size_t caret = 0;  // byte before which the next character goes; always between two characters
  bool operator==(const TextEdit&) const = default;
};

enum class Side { left, right };

// False, and nothing changed, where the text would be longer than a text may be (free_text.h).
bool insert(TextEdit& edit, std::string_view utf8);

// The whole character before the caret, its marks included.
void erase_before(TextEdit& edit);

// To the next place on that side, as the text stands on a line that is written this way. At the line's end
// nothing happens.
void move_caret(TextEdit& edit, Side side, bool right_to_left);

}  // namespace vantrum::kiosk
