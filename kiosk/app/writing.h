// Writing with the on-screen keyboard: a text in the visitor's own script, or a number. Pure.
//
// What is written becomes the visitor's only with "done", and a text only if nothing in it tells who somebody
// is: then the visitor is told what was found and changes it or leaves the text out. It is never sent by
// itself (P-10). All of it is the visitor's part of the state and is wiped with the visitor (P-13).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/view.h"
#include "kiosk/typing/keyboard.h"
#include "kiosk/typing/text_edit.h"
#include "shared/survey/instrument.h"
#include "shared/survey/private_words.h"

namespace vantrum::kiosk {

struct Writing {
  std::string question;
  TextEdit edit;
  std::string keyboard, layer;  // names
  std::string family;           // the key whose forms are shown; empty: none
  bool operator==(const Writing&) const = default;
};

// Opens the keyboard of the language, with what was written before.
Writing begin_writing(const survey::Question& question, const std::string& written,
                      const Keyboards& keyboards, std::string_view language);

// A key was tapped. Ids that are no key of this keyboard change nothing.
//   key:<what it writes>   key:space   key:erase   key:left   key:right
//   key:layer:<name>   key:keyboard:<name>   key:family:<key>   key:family:
void tap_key(Writing& writing, const survey::Question& question, const Keyboards& keyboards,
             std::string_view language, const std::string& id);

// Whether "done" can be tapped: a number must be in its range, a text may be anything, even nothing.
bool can_be_done(const Writing& writing, const survey::Question& question);

// What goes to the visitor's answers: without spaces at both ends.
std::string written_text(const Writing& writing);

// The keys of this moment, in rows. `say` makes an element with words of the interface.
using AddWords = std::function<Element&(std::string id, Role role, std::string_view text_key)>;
void add_keys(ViewModel& view, const Writing& writing, const survey::Question& question,
              const Keyboards& keyboards, std::string_view language, const AddWords& say);

// Which way the text is written: by its first letter, else as the screen.
bool is_written_from_right(std::string_view text, Direction screen);

}  // namespace vantrum::kiosk
