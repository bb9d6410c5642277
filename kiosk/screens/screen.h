// A ViewModel becomes a picture and a list of touchable boxes; touches become events. Screens know nothing
// else: what they show, and whether it can be chosen, was decided by make_view.
#pragma once

#include "kiosk/screens/toolkit.h"
#include "kiosk/screens/widgets.h"

namespace vantrum::kiosk {

std::vector<Event> draw_screen(const ViewModel& view, Toolkit& kit);

// One for each kind of screen; draw_screen chooses. False, and nothing drawn, where the screen does not fit.
bool draw_attract(const ViewModel& view, Toolkit& kit);
bool draw_languages(const ViewModel& view, Toolkit& kit);
bool draw_info(const ViewModel& view, Toolkit& kit);  // info and send
bool draw_question(const ViewModel& view, Toolkit& kit);
bool draw_guide(const ViewModel& view, Toolkit& kit);    // help, about and review
bool draw_rating(const ViewModel& view, Toolkit& kit);   // a question answered with 0 to 10
bool draw_writing(const ViewModel& view, Toolkit& kit);  // always fits
bool draw_message(const ViewModel& view, Toolkit& kit);  // sending, thanks, still_there, not_saved, closed

// Any screen, in as many pages as it needs: whole elements one below the other, at the size that was asked
// for.
void draw_paged(const ViewModel& view, Toolkit& kit);

}  // namespace vantrum::kiosk
