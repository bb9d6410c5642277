#include "kiosk/platform/keys.h"

namespace vantrum::kiosk {
namespace {

bool is_modifier(SDL_Keycode code) {
  switch (code) {
    case SDLK_LSHIFT:
    case SDLK_RSHIFT:
    case SDLK_LCTRL:
    case SDLK_RCTRL:
    case SDLK_LALT:
    case SDLK_RALT:
    case SDLK_LGUI:
    case SDLK_RGUI:
    case SDLK_MODE:
    case SDLK_CAPSLOCK:
    case SDLK_NUMLOCKCLEAR:
    case SDLK_SCROLLLOCK:
      return true;
    default:
      return false;
  }
}

}  // namespace

// The digits are the same on a keypad and above the letters, so that a keypad that reports itself as a
// keyboard works, with and without Num Lock.
Key key_of(const SDL_Keysym& pressed) {
  switch (pressed.sym) {
    case SDLK_TAB:
      return (pressed.mod & KMOD_SHIFT) != 0 ? Key::previous : Key::next;
    case SDLK_RIGHT:
      return Key::right;
    case SDLK_LEFT:
      return Key::left;
    case SDLK_DOWN:
      return Key::down;
    case SDLK_UP:
      return Key::up;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
    case SDLK_SPACE:
      return Key::choose;
    case SDLK_ESCAPE:
      return Key::stop;
    case SDLK_KP_0:
    case SDLK_0:
      return Key::digit_0;
    case SDLK_KP_1:
    case SDLK_1:
      return Key::digit_1;
    case SDLK_KP_2:
    case SDLK_2:
      return Key::digit_2;
    case SDLK_KP_3:
    case SDLK_3:
      return Key::digit_3;
    case SDLK_KP_4:
    case SDLK_4:
      return Key::digit_4;
    case SDLK_KP_5:
    case SDLK_5:
      return Key::digit_5;
    case SDLK_KP_6:
    case SDLK_6:
      return Key::digit_6;
    case SDLK_KP_7:
    case SDLK_7:
      return Key::digit_7;
    case SDLK_KP_8:
    case SDLK_8:
      return Key::digit_8;
    case SDLK_KP_9:
    case SDLK_9:
      return Key::digit_9;
    case SDLK_BACKSPACE:
      return Key::erase;
    case SDLK_KP_MULTIPLY:
    case SDLK_ASTERISK:
      return Key::repeat;
    case SDLK_KP_PLUS:
    case SDLK_PLUS:
      return Key::louder;
    case SDLK_KP_MINUS:
    case SDLK_MINUS:
      return Key::softer;
    default:
      if (pressed.sym >= SDLK_a && pressed.sym <= SDLK_z)
        return static_cast<Key>(static_cast<int>(Key::letter_a) + static_cast<int>(pressed.sym - SDLK_a));
      return is_modifier(pressed.sym) ? Key::none : Key::other;
  }
}

}  // namespace vantrum::kiosk
