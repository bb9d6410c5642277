#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

std::vector<Event> draw_screen(const ViewModel& view, Toolkit& kit) {
  switch (view.screen) {
    case ScreenKind::attract:
      draw_attract(view, kit);
      break;
    case ScreenKind::language:
      draw_languages(view, kit);
      break;
    case ScreenKind::question:
      draw_question(view, kit);
      break;
    case ScreenKind::info:
    case ScreenKind::send:
      draw_info(view, kit);
      break;
    case ScreenKind::sending:
    case ScreenKind::thanks:
    case ScreenKind::still_there:
    case ScreenKind::not_saved:
    case ScreenKind::closed:
      draw_message(view, kit);
      break;
  }
  return kit.take_events();
}

}  // namespace vantrum::kiosk
