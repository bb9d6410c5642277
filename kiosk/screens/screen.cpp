#include "kiosk/screens/screen.h"

namespace vantrum::kiosk {

namespace {

bool has_tiles(const ViewModel& view) {
  for (const Element& element : view.elements) {
    if (element.role == Role::choice && element.row > 0) return true;
  }
  return false;
}

bool draw_whole(const ViewModel& view, Toolkit& kit) {
  switch (view.screen) {
    case ScreenKind::attract:
      return draw_attract(view, kit);
    case ScreenKind::language:
      return draw_languages(view, kit);
    case ScreenKind::question:
      return has_tiles(view) ? draw_rating(view, kit) : draw_question(view, kit);
    case ScreenKind::writing:
      return draw_writing(view, kit);
    case ScreenKind::info:
    case ScreenKind::private_words:
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
