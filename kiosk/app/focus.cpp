#include "kiosk/app/focus.h"

#include <algorithm>
#include <array>
#include <vector>

namespace vantrum::kiosk {
namespace {

std::vector<const Element*> stops_of(const ViewModel& view) {
  std::vector<const Element*> stops;
  for (const auto& element : view.elements) {
    if (is_stop(view, element)) stops.push_back(&element);
  }
  return stops;
}

bool leads_back(Key key, Direction direction) {
  if (key == Key::left) return direction == Direction::left_to_right;
  if (key == Key::right) return direction == Direction::right_to_left;
  return key == Key::previous || key == Key::up;
}

auto find_stop(const std::vector<const Element*>& stops, const std::string& id) {
  return std::find_if(stops.begin(), stops.end(), [&](const Element* e) { return e->id == id; });
}

}  // namespace

std::optional<Key> key_named(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Key>, 13> names = {{{"next", Key::next},
                                                                       {"previous", Key::previous},
                                                                       {"left", Key::left},
                                                                       {"right", Key::right},
                                                                       {"up", Key::up},
                                                                       {"down", Key::down},
                                                                       {"choose", Key::choose},
                                                                       {"stop", Key::stop},
                                                                       {"repeat", Key::repeat},
                                                                       {"louder", Key::louder},
                                                                       {"softer", Key::softer},
                                                                       {"erase", Key::erase},
                                                                       {"other", Key::other}}};
  for (const auto& [its_name, key] : names) {
    if (its_name == name) return key;
  }
  if (name.size() == 1 && name.front() >= '0' && name.front() <= '9')
    return static_cast<Key>(static_cast<int>(Key::digit_0) + (name.front() - '0'));
  if (name.size() == 1 && name.front() >= 'a' && name.front() <= 'z')
    return static_cast<Key>(static_cast<int>(Key::letter_a) + (name.front() - 'a'));
  return std::nullopt;
}

std::optional<int> digit_of(Key key) {
  if (key < Key::digit_0 || key > Key::digit_9) return std::nullopt;
  return static_cast<int>(key) - static_cast<int>(Key::digit_0);
}

std::optional<char> letter_of(Key key) {
  if (key < Key::letter_a || key > Key::letter_z) return std::nullopt;
  return static_cast<char>('A' + (static_cast<int>(key) - static_cast<int>(Key::letter_a)));
}

Key meaning_of(Key key) {
  if (letter_of(key)) return key == Key::letter_r ? Key::repeat : Key::other;
  switch (key) {
    case Key::digit_0:
      return Key::stop;
    case Key::digit_2:
      return Key::down;
    case Key::digit_4:
      return Key::left;
    case Key::digit_5:
      return Key::choose;
    case Key::digit_6:
      return Key::right;
    case Key::digit_8:
      return Key::up;
    case Key::digit_1:
    case Key::digit_3:
    case Key::digit_7:
    case Key::digit_9:
    case Key::erase:
      return Key::other;
    default:
      return key;
  }
}

bool is_stop(const ViewModel& view, const Element& element) {
  if (view.listening) return !element.spoken.empty();
  return element.enabled && is_touchable(element.role);
}

std::string first_stop(const ViewModel& view) {
  const auto stops = stops_of(view);
  if (find_stop(stops, view.opens_at) != stops.end()) return view.opens_at;
  return stops.empty() ? std::string() : stops.front()->id;
}

std::string stop_after(const ViewModel& view, const std::string& id) {
  const auto stops = stops_of(view);
  const auto at = find_stop(stops, id);
  return at == stops.end() || at + 1 == stops.end() ? std::string() : (*(at + 1))->id;
}

std::string focus_after(const ViewModel& view, Key key) {
  const auto stops = stops_of(view);
  if (stops.empty()) return {};
  const auto at = find_stop(stops, view.focus);
  if (leads_back(key, view.direction)) {
    return (at == stops.end() || at == stops.begin() ? stops.back() : *(at - 1))->id;
  }
  return (at == stops.end() || at + 1 == stops.end() ? stops.front() : *(at + 1))->id;
}

}  // namespace vantrum::kiosk
