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
    case ScreenKind::staff_pin:
      return draw_staff_pin(view, kit);
    case ScreenKind::staff_overview:
    case ScreenKind::staff_meeting:
    case ScreenKind::staff_stick:
    case ScreenKind::staff_device:
      return draw_staff_page(view, kit);
    case ScreenKind::staff_paper:
      return has_tiles(view)                  ? draw_rating(view, kit)
             : first_of(view, Role::question) ? draw_question(view, kit)
                                              : draw_info(view, kit);
    case ScreenKind::staff_confirm:
      return draw_info(view, kit);
    case ScreenKind::staff_enrol:
      return view.find("pin")               ? draw_staff_pin(view, kit)
             : first_of(view, Role::editor) ? draw_writing(view, kit)
                                            : draw_info(view, kit);
    case ScreenKind::staff_reflection:
      return first_of(view, Role::editor)     ? draw_writing(view, kit)
             : has_tiles(view)                ? draw_rating(view, kit)
             : first_of(view, Role::question) ? draw_question(view, kit)
                                              : draw_info(view, kit);
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
