#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

bool draw_whole(const ViewModel& view, Toolkit& kit) {
  switch (view.screen) {
    case ScreenKind::attract:
      return draw_attract(view, kit);
    case ScreenKind::language:
      return draw_languages(view, kit);
    case ScreenKind::question:
      return draw_question(view, kit);
    case ScreenKind::info:
    case ScreenKind::send:
      return draw_info(view, kit);
    case ScreenKind::review:
    case ScreenKind::listen:
    case ScreenKind::help:
    case ScreenKind::about:
      return draw_guide(view, kit);
    case ScreenKind::sending:
    case ScreenKind::thanks:
    case ScreenKind::still_there:
    case ScreenKind::not_saved:
    case ScreenKind::closed:
      return draw_message(view, kit);
  }
  return false;
}

}  // namespace

std::vector<Event> draw_screen(const ViewModel& view, Toolkit& kit) {
  if (!draw_whole(view, kit)) draw_paged(view, kit);
  // Last, so that nothing covers it (A43).
  if (const Box* box = view.focus.empty() ? nullptr : kit.drawn(view.focus)) focus_ring(kit, box->rect);
  return kit.take_events();
}

}  // namespace vantrum::kiosk
