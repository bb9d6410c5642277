#include "kiosk/typing/text_edit.h"

#include "kiosk/typing/graphemes.h"
#include "shared/survey/free_text.h"

namespace vantrum::kiosk {
namespace {

// The gap between characters where the caret stands when it is before the character `bound`: at that
// character's beginning, or, after the last one, at the line's end. Counted from the left.
std::size_t gap_of(const Graphemes& graphemes, std::size_t bound, bool right_to_left) {
  if (bound == graphemes.count()) return right_to_left ? 0 : graphemes.count();
  return graphemes.place[bound] + (graphemes.right_to_left[bound] ? 1 : 0);
}

}  // namespace

bool insert(TextEdit& edit, std::string_view utf8) {
  if (survey::free_text_units(edit.text) + survey::free_text_units(utf8) > survey::free_text_units_max)
    return false;
  edit.text.insert(edit.caret, utf8);
  const auto graphemes = find_graphemes(edit.text, false);
  edit.caret = graphemes.bounds[graphemes.bound_at(edit.caret + utf8.size())];
  return true;
}

void erase_before(TextEdit& edit) {
  const auto graphemes = find_graphemes(edit.text, false);
  const auto bound = graphemes.bound_at(edit.caret);
  if (bound == 0) return;
  const auto begin = graphemes.bounds[bound - 1];
  edit.text.erase(begin, graphemes.bounds[bound] - begin);
  // What is left on both sides may have become one character.
  const auto after = find_graphemes(edit.text, false);
  edit.caret = after.bounds[after.bound_at(begin)];
}

void move_caret(TextEdit& edit, Side side, bool right_to_left) {
  const auto graphemes = find_graphemes(edit.text, right_to_left);
  const auto from = graphemes.bound_at(edit.caret);
  const auto gap = gap_of(graphemes, from, right_to_left);
  auto nearest = from;
  std::size_t nearest_gap = 0;
  for (std::size_t bound = 0; bound <= graphemes.count(); ++bound) {
    const auto other = gap_of(graphemes, bound, right_to_left);
    const bool is_on_side = side == Side::left ? other < gap : other > gap;
    const bool is_nearer =
        nearest == from || (side == Side::left ? other > nearest_gap : other < nearest_gap);
    if (!is_on_side || !is_nearer) continue;
    nearest = bound;
    nearest_gap = other;
  }
  edit.caret = graphemes.bounds[nearest];
}

}  // namespace vantrum::kiosk
