// What the visitor has written and chosen, on the screen: the field and the keyboard, what was found in a
// text, and the review page. None of it is heard by others: written words are never spoken at all, chosen
// ones only where nobody else can hear (A10).
#pragma once

#include "kiosk/app/screen_builder.h"

namespace vantrum::kiosk {

// What was written, shortened; or an invitation to write. The bands of a number are not shown: what the
// visitor writes is what stands here.
void add_field(ScreenBuilder& screen, const survey::Question& asked);

// The keyboard and what is being written with it.
void add_writing(ScreenBuilder& screen);

// Names what was found, and where, kindly; nothing is sent or kept meanwhile (P-10, A16).
void add_private_words(ScreenBuilder& screen);

// Every question that was asked, with what was answered. Choosing one leads to it and back here.
void add_review(ScreenBuilder& screen);

}  // namespace vantrum::kiosk
