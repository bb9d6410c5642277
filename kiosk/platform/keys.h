// What the keys of a keypad and of a keyboard mean, by SDL's names for them.
#pragma once

#include <SDL_keyboard.h>

#include "kiosk/app/event.h"

namespace vantrum::kiosk {

// Keys that belong to the system (volume, media, modifiers alone) are none.
Key key_of(const SDL_Keysym& pressed);

}  // namespace vantrum::kiosk
