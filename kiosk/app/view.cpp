#include "kiosk/app/view.h"

#include <fmt/format.h>

namespace vantrum::kiosk {

const Element* ViewModel::find(std::string_view id) const {
  for (const auto* list : {&elements, &page_buttons}) {
    for (const auto& element : *list) {
      if (element.id == id) return &element;
    }
  }
  return nullptr;
}

bool is_touchable(Role role) {
  switch (role) {
    case Role::choice:
    case Role::toggle:
    case Role::language:
    case Role::link:
    case Role::field:
    case Role::key:
    case Role::button:
    case Role::primary:
    case Role::start:
      return true;
    default:
      return false;
  }
}

bool is_staff(ScreenKind screen) {
  switch (screen) {
    case ScreenKind::staff_pin:
    case ScreenKind::staff_overview:
    case ScreenKind::staff_meeting:
    case ScreenKind::staff_paper:
    case ScreenKind::staff_stick:
    case ScreenKind::staff_device:
    case ScreenKind::staff_confirm:
    case ScreenKind::staff_reflection:
    case ScreenKind::staff_enrol:
      return true;
    default:
      return false;
  }
}

bool has_bar(ScreenKind screen) {
  switch (screen) {
    case ScreenKind::language:
    case ScreenKind::info:
    case ScreenKind::question:
    case ScreenKind::review:
    case ScreenKind::send:
    case ScreenKind::listen:
    case ScreenKind::help:
    case ScreenKind::about:
      return true;
    case ScreenKind::attract:
    case ScreenKind::writing:
    case ScreenKind::private_words:
    case ScreenKind::sending:
    case ScreenKind::thanks:
    case ScreenKind::still_there:
    case ScreenKind::not_saved:
    case ScreenKind::closed:
    case ScreenKind::staff_pin:
    case ScreenKind::staff_overview:
    case ScreenKind::staff_meeting:
    case ScreenKind::staff_paper:
    case ScreenKind::staff_stick:
    case ScreenKind::staff_device:
    case ScreenKind::staff_confirm:
    case ScreenKind::staff_reflection:
    case ScreenKind::staff_enrol:
      return false;
  }
  return false;
}

std::string_view name_of(ScreenKind screen) {
  switch (screen) {
    case ScreenKind::attract:
      return "attract";
    case ScreenKind::language:
      return "language";
    case ScreenKind::info:
      return "info";
    case ScreenKind::question:
      return "question";
    case ScreenKind::writing:
      return "writing";
    case ScreenKind::private_words:
      return "private_words";
    case ScreenKind::review:
      return "review";
    case ScreenKind::send:
      return "send";
    case ScreenKind::sending:
      return "sending";
    case ScreenKind::thanks:
      return "thanks";
    case ScreenKind::still_there:
      return "still_there";
    case ScreenKind::not_saved:
      return "not_saved";
    case ScreenKind::listen:
      return "listen";
    case ScreenKind::closed:
      return "closed";
    case ScreenKind::help:
      return "help";
    case ScreenKind::about:
      return "about";
    case ScreenKind::staff_pin:
      return "staff_pin";
    case ScreenKind::staff_overview:
      return "staff_overview";
    case ScreenKind::staff_meeting:
      return "staff_meeting";
    case ScreenKind::staff_paper:
      return "staff_paper";
    case ScreenKind::staff_stick:
      return "staff_stick";
    case ScreenKind::staff_device:
      return "staff_device";
    case ScreenKind::staff_confirm:
      return "staff_confirm";
    case ScreenKind::staff_reflection:
      return "staff_reflection";
    case ScreenKind::staff_enrol:
      return "staff_enrol";
  }
  return "";
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::illustration:
      return "illustration";
    case Role::heading:
      return "heading";
    case Role::question:
      return "question";
    case Role::text:
      return "text";
    case Role::note:
      return "note";
    case Role::progress:
      return "progress";
    case Role::choice:
      return "choice";
    case Role::toggle:
      return "toggle";
    case Role::field:
      return "field";
    case Role::editor:
      return "editor";
    case Role::key:
      return "key";
    case Role::language:
      return "language";
    case Role::link:
      return "link";
    case Role::button:
      return "button";
    case Role::primary:
      return "primary";
    case Role::start:
      return "start";
    case Role::countdown:
      return "countdown";
    case Role::gauge:
      return "gauge";
    case Role::fact:
      return "fact";
  }
  return "";
}

namespace {

std::string on_one_line(std::string words) {
  for (auto at = words.find('\n'); at != std::string::npos; at = words.find('\n', at)) {
    words.replace(at, 1, " / ");
  }
  return words;
}

}  // namespace

std::string to_text(const ViewModel& view) {
  std::string text = fmt::format("screen {} [{}]{}{}\n", name_of(view.screen), view.language,
                                 view.text_size == TextSize::normal  ? ""
                                 : view.text_size == TextSize::large ? " large text"
                                                                     : " double text",
                                 view.contrast == Contrast::high ? " high contrast" : "");
  for (const auto& e : view.elements) {
    text += fmt::format("  {:<12} {:<22} {}", name_of(e.role), e.id, on_one_line(e.words));
    if (e.spoken != e.words) text += fmt::format("  (spoken: {})", on_one_line(e.spoken));
    if (!e.language.empty()) text += fmt::format("  <{}>", e.language);
    if (e.amount) text += fmt::format("  {:.0f} %", static_cast<double>(*e.amount) * 100);
    if (e.caret) text += fmt::format("  (caret {})", *e.caret);
    if (e.selected) text += "  ✓";
    if (e.id == view.focus) text += "  ◎";
    if (e.apart) text += "  (apart)";
    if (!e.enabled) text += "  (off)";
    text += '\n';
  }
  return text;
}

}  // namespace vantrum::kiosk
