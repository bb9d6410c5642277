#include "kiosk/screens/toolkit.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace vantrum::kiosk {

Toolkit::Toolkit(Parts parts, const ViewModel& view, const Theme& theme, const Metrics& metrics)
    : parts_(parts),
      theme_(theme),
      metrics_(metrics),
      painter_(parts.list),
      language_(view.language),
      direction_(view.direction == Direction::right_to_left ? TextDirection::right_to_left
                                                            : TextDirection::left_to_right) {}

Rect Toolkit::place(Rect rect) const {
  if (right_to_left()) rect.x = metrics_.width - rect.right();
  return rect;
}

const Paragraph& Toolkit::measure(const Element& element, const TextStyle& style, float width_px) const {
  ParagraphRequest request;
  request.text = element.words;
  request.width_px = width_px;
  request.size_px = style.size_px;
  request.weight = style.weight;
  request.language = element.language.empty() ? language_ : element.language;
  request.direction = direction_;
  if (element.direction) {
    request.direction = *element.direction == Direction::right_to_left ? TextDirection::right_to_left
                                                                       : TextDirection::left_to_right;
  }
  request.leading = style.leading;
  request.balanced = style.balanced;
  request.lines_max = style.lines_max;
  return parts_.layouts.get(request);
}

float Toolkit::width_of(const Element& element, const TextStyle& style) const {
  constexpr float endless = 100000;
  return std::ceil(measure(element, style, endless).width_px);
}

Rect Toolkit::words(const Element& element, const TextStyle& style, const Rect& column, Rgb colour,
                    LineRange lines) {
  const Paragraph& paragraph = measure(element, style, column.w);
  split_word_ = paragraph.split_word;
  words_px_ = style.size_px;
  draw_text(parts_.list, parts_.atlas, paragraph, {column.x, column.y, column.w, style.align, lines},
            ink_of(colour));
  float x = column.x;
  if (style.align == TextAlign::centre) x += (column.w - paragraph.width_px) / 2;
  const bool from_right = paragraph.direction == TextDirection::right_to_left;
  if ((style.align == TextAlign::end) != from_right && style.align != TextAlign::centre) {
    x += column.w - paragraph.width_px;
  }
  return {x, column.y, paragraph.width_px, height_of(paragraph, lines)};
}

Rect Toolkit::text(const Element& element, const TextStyle& style, const Rect& column, Rgb colour,
                   LineRange lines) {
  const Rect taken = words(element, style, column, colour, lines);
  record(element, taken, taken);
  return taken;
}

bool Toolkit::touch(const Element& element, const Rect& rect) {
  if (!element.enabled) return false;
  WidgetMemory& memory = parts_.memory;
  ImGui::SetCursorScreenPos({rect.x, rect.y});
  const bool clicked = ImGui::InvisibleButton(element.id.c_str(), {rect.w, rect.h});
  if (ImGui::IsItemActivated()) {
    memory.pressed_id = element.id;
    memory.slid_off = false;
    events_.emplace_back(Pressed{element.id});
  }
  if (memory.pressed_id != element.id) return false;

  const ImVec2 finger = ImGui::GetIO().MousePos;
  if (ImGui::IsItemActive()) {
    if (!memory.slid_off && !rect.contains(finger.x, finger.y)) {
      memory.slid_off = true;
      events_.emplace_back(Released{element.id});
    }
    return !memory.slid_off;
  }
  if (!memory.slid_off) {
    events_.emplace_back(Released{element.id});
    if (clicked) events_.emplace_back(Tapped{element.id});
  }
  memory.pressed_id.clear();
  return false;
}

const Box* Toolkit::drawn(const std::string& id) const {
  for (const Box& box : parts_.boxes) {
    if (box.id == id) return &box;
  }
  return nullptr;
}

std::size_t Toolkit::page(std::size_t pages, std::optional<std::size_t> of_focus,
                          std::optional<std::size_t> of_opening) {
  std::size_t& page = parts_.memory.page;
  if (of_opening && parts_.memory.opens) page = *of_opening;
  if (of_focus && parts_.memory.focus_moved) page = *of_focus;
  page = pages == 0 ? 0 : std::min(page, pages - 1);
  return page;
}

void Toolkit::record(const Element& element, const Rect& rect, const Rect& text) {
  const bool has_words = text.h > 0;
  parts_.boxes.push_back({element.id, element.role, element.words, rect, text, element.enabled,
                          element.selected, has_words && split_word_, has_words ? words_px_ : 0});
}

}  // namespace vantrum::kiosk
