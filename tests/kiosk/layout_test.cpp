// Every screen × language × text size × panel: nothing overlaps, nothing is cut, nothing is too small to
// touch, and what does not fit is on another page (R3, R5, R8, A18, A40, A49). VANTRUM_LAYOUT=full tries all
// of it, which takes minutes with sanitizers; without it, double text on the small panel, right to left, and
// the made-up languages are tried with a part of the languages and sizes.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "kiosk/platform/headless.h"
#include "tests/support/kiosk_staff.h"

namespace vantrum::kiosk {
namespace {

struct Panel {
  int width, height;
  float px_per_mm;
};
constexpr std::array<Panel, 4> panels{
    {{1280, 800, 149 / 25.4f}, {800, 1280, 149 / 25.4f}, {800, 480, 133 / 25.4f}, {1920, 1080, 141 / 25.4f}}};
constexpr std::array<TextSize, 3> text_sizes{TextSize::normal, TextSize::large, TextSize::double_size};

std::unique_ptr<Headless> headless(const Panel& panel) {
  static const auto files = real_file_system();  // borrowed for the headless stage's life
  StageOptions options{.width = panel.width, .height = panel.height, .px_per_mm = panel.px_per_mm};
  auto made = Headless::create(*files, options);
  REQUIRE(made);
  return std::move(*made);
}

// Draws a view on all of its pages.
class Reader {
 public:
  explicit Reader(const Panel& panel) : headless_(headless(panel)) {}

  std::vector<std::vector<Box>> pages(const ViewModel& view) {
    ViewModel other;  // so that it begins on its first page
    other.screen = ScreenKind::sending;
    turn(other);
    turn(view);
    std::vector<std::vector<Box>> pages{stage().boxes()};
    constexpr std::size_t pages_max = 40;
    while (stage().find_box("page:next") && pages.size() < pages_max) {
      const Rect at = stage().find_box("page:next")->rect;
      stage().input().finger_down(1, at.centre_x(), at.centre_y(), now_);
      stage().input().finger_up(1, now_);
      do {
        turn(view);
      } while (!stage().settled());
      pages.push_back(stage().boxes());
    }
    return pages;
  }

 private:
  Stage& stage() { return headless_->stage(); }
  void turn(const ViewModel& view) {
    headless_->frame(view, now_);
    now_ += MonotonicTime{400};  // beyond the debounce
  }

  MonotonicTime now_{1000};
  std::unique_ptr<Headless> headless_;
};

// What is wrong, as lines; a thousand screens with a dozen checks each are too many for a CHECK each.
class Faults {
 public:
  void expect(bool right, const std::string& what) {
    if (!right) lines_.insert(what);
  }
  std::string text() const {
    std::string text;
    std::size_t count = 0;
    for (const std::string& line : lines_) {
      if (++count <= 40) text += line + "\n";
    }
    return text + fmt::format("{} in all", lines_.size());
  }
  bool none() const { return lines_.empty(); }

 private:
  std::set<std::string> lines_;
};

Rect grown(const Rect& rect, float by) { return rect.inset(-by); }

void check_page(const std::vector<Box>& boxes, const Panel& panel, Faults& faults, const std::string& where) {
  const Rect screen{0, 0, static_cast<float>(panel.width), static_cast<float>(panel.height)};
  const float mm = panel.px_per_mm;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Box& box = boxes[i];
    const std::string what = where + " " + box.id + ": ";
    faults.expect(screen.holds(box.rect), what + "outside of the screen");
    faults.expect(box.rect.holds(box.text) || box.text.h <= 0, what + "words outside of their place");
    const bool icon_alone = (box.role == Role::button || box.role == Role::key) && box.text.h <= 0;
    faults.expect(box.words.empty() || box.text.h > 0 || icon_alone, what + "no words");
    // Keys are 15 mm wherever the panel has room for a keyboard of them; a low panel has not
    // (docs/keyboards.md).
    const bool is_small_key = box.role == Role::key && panel.height < 500;
    const float least_mm = is_small_key ? 6.0f : 15;
    if (is_touchable(box.role)) {
      faults.expect(box.rect.w >= least_mm * mm && box.rect.h >= least_mm * mm, what + "too small to touch");
    }
    if (box.role == Role::primary) faults.expect(box.rect.w >= 20 * mm, what + "under 20 mm wide");
    for (std::size_t j = 0; j < i; ++j) {
      const bool both = is_touchable(box.role) && is_touchable(boxes[j].role);
      const bool keys = is_small_key && boxes[j].role == Role::key;
      const float apart = !both ? 0 : keys ? 0.8f * mm - 1 : 3 * mm - 1;
      faults.expect(!grown(box.rect, apart).overlaps(boxes[j].rect), what + "too near " + boxes[j].id);
    }
  }
}

bool is_on_every_page(Role role) {
  return role == Role::button || role == Role::primary || role == Role::heading || role == Role::question ||
         role == Role::progress;
}

void check_pages(const std::vector<std::vector<Box>>& pages, const ViewModel& view, Faults& faults,
                 const std::string& where) {
  std::map<std::string, std::size_t> times;
  for (const auto& page : pages) {
    for (const Box& box : page) ++times[box.id];
  }
  for (const Element& element : view.elements) {
    if (element.role == Role::illustration) continue;
    const std::size_t seen = times[element.id];
    const bool may_go_on = element.role == Role::text || element.role == Role::note;
    const bool right = is_on_every_page(element.role) || may_go_on ? seen >= 1 : seen == 1;
    faults.expect(right, fmt::format("{} {}: on {} of {} pages", where, element.id, seen, pages.size()));
    const bool in_bar = element.role == Role::button || element.role == Role::primary;
    if (in_bar) faults.expect(seen == pages.size(), where + " " + element.id + ": not on every page");
  }
  faults.expect(times["page:next"] == pages.size() - 1, where + ": a page that cannot be left");
  faults.expect(times["page:previous"] == pages.size() - 1, where + ": a page without a way back");
}

constexpr float capital = 0.714f;  // of Noto Sans' em

void check_sizes(const std::vector<std::vector<Box>>& pages, const Panel& panel, TextSize size,
                 Faults& faults, const std::string& where) {
  const auto m = [&](TextSize of) {
    return metrics_for(static_cast<float>(panel.width), static_cast<float>(panel.height), panel.px_per_mm,
                       of);
  };
  for (const auto& page : pages) {
    for (const Box& box : page) {
      if (box.words_px <= 0 || box.role == Role::key) continue;
      const bool small = box.role == Role::fact || box.role == Role::progress || box.role == Role::note ||
                         box.role == Role::button;
      const float normal = small ? m(TextSize::normal).bar_px : m(TextSize::normal).answer_px;
      const float least = size == TextSize::large         ? 6.1f * panel.px_per_mm / capital
                          : size == TextSize::double_size ? 2 * m(TextSize::normal).bar_px
                                                          : m(TextSize::normal).bar_px;
      faults.expect(box.words_px >= least, where + " " + box.id + ": smaller than asked for");
      const bool repeated =
          box.role == Role::question || box.role == Role::heading || box.role == Role::primary;
      if (size == TextSize::normal && !repeated && box.role != Role::countdown)
        faults.expect(box.words_px >= normal, where + " " + box.id + ": shrunk");
    }
  }
}

std::string name_of(TextSize size) {
  return size == TextSize::normal ? "normal" : size == TextSize::large ? "large" : "double";
}
std::string name_of(const Panel& panel) { return fmt::format("{}x{}", panel.width, panel.height); }

bool has_split_word(const std::vector<std::vector<Box>>& pages) {
  return std::any_of(pages.begin(), pages.end(), [](const auto& page) {
    return std::any_of(page.begin(), page.end(), [](const Box& box) { return box.split_word; });
  });
}

// ---- Languages that do not exist ----

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

// Three fifths longer, with marks at both ends that would show what is cut.
std::string longer(const std::string& text) {
  if (text.empty()) return text;
  const auto words = words_in(text);
  std::string more;
  for (std::size_t i = 0; more.size() < text.size() * 3 / 5; ++i) more += " " + words[i % words.size()];
  return "[!! " + text + more + " !!]";
}

// Two words become one, as a language might have it.
std::string compound(const std::string& text) {
  std::string made;
  bool join = true;
  for (const char c : text) {
    if (c == ' ' && std::exchange(join, !join)) continue;
    made += c;
  }
  return made;
}

std::vector<NamedView> in_made_up_language(std::string (*change)(const std::string&)) {
  auto views = walk("sv");
  for (auto& [name, view] : views) {
    for (auto* list : {&view.elements, &view.page_buttons, &view.bar_places}) {
      for (Element& element : *list) element.words = change(element.words);
    }
  }
  return views;
}

// Choosing changes the primary button's words, and nothing else may move because of that.
void check_nothing_moved(const std::vector<std::vector<Box>>& before,
                         const std::vector<std::vector<Box>>& after, Faults& faults,
                         const std::string& where) {
  faults.expect(before.size() == after.size(), where + ": another number of pages");
  for (std::size_t page = 0; page < std::min(before.size(), after.size()); ++page) {
    for (const Box& box : before[page]) {
      const auto same = std::find_if(after[page].begin(), after[page].end(),
                                     [&](const Box& other) { return other.id == box.id; });
      const bool stays = same != after[page].end() && (same->rect == box.rect || box.role == Role::primary);
      faults.expect(stays, where + " " + box.id + ": moved");
    }
  }
}

// Where each of the bar's buttons is on the screens of one visit (A48). The message screens have no bar.
class BarPlaces {
 public:
  void check(const std::vector<Box>& page, const ViewModel& view, Faults& faults, const std::string& where) {
    if (view.bar_places.empty()) return;
    for (const Box& box : page) {
      const bool is_primary = box.role == Role::primary;
      if ((!is_primary && box.role != Role::button) || box.id.starts_with("page:")) continue;
      const auto [known, is_new] = places_.emplace(is_primary ? "primary" : box.id, box.rect);
      faults.expect(is_new || known->second == box.rect, where + " " + box.id + ": stands elsewhere");
    }
  }

 private:
  std::map<std::string, Rect> places_;
};

void check_layouts(const std::string& language, const std::vector<NamedView>& views, bool may_split,
                   const std::vector<TextSize>& sizes, Reader& reader, const Panel& panel, Faults& faults) {
  for (const TextSize size : sizes) {
    std::vector<std::vector<Box>> before;
    std::map<std::string, BarPlaces> bars;  // by language: the first language wall is in Swedish still
    for (auto [name, view] : views) {
      view.text_size = size;
      const std::string where = fmt::format("{} {} {} {}", language, name_of(panel), name_of(size), name);
      const auto pages = reader.pages(view);
      for (const auto& page : pages) {
        check_page(page, panel, faults, where);
        bars[view.language].check(page, view, faults, where);
      }
      check_pages(pages, view, faults, where);
      check_sizes(pages, panel, size, faults, where);
      if (!may_split) faults.expect(!has_split_word(pages), where + ": a word is broken");
      if (name.ends_with("_chosen") && !may_split) check_nothing_moved(before, pages, faults, where);
      before = pages;
    }
  }
}

const std::vector<TextSize> all_sizes(text_sizes.begin(), text_sizes.end());

bool is_full() { return std::getenv("VANTRUM_LAYOUT") != nullptr; }

// The longest words, the highest lines, the other direction and another script.
const std::set<std::string> hardest{"sv", "ar", "ti", "uk"};
const std::vector<TextSize> two_sizes{TextSize::normal, TextSize::large};

void check_panel(const Panel& panel) {
  Faults faults;
  Reader reader(panel);
  for (const auto& language : the_languages) {
    const bool all = is_full() || panel.height > 500 || hardest.contains(language);
    check_layouts(language, walk(language), false, all ? all_sizes : two_sizes, reader, panel, faults);
  }
  CHECK_MESSAGE(faults.none(), faults.text());
}

TEST_CASE("every language holds at every text size, its bar in one place (A18, A40, A48, A49), on 1280x800") {
  check_panel(panels[0]);
}
TEST_CASE("every language holds at every text size, its bar in one place (A18, A40, A48, A49), on 800x1280") {
  check_panel(panels[1]);
}
TEST_CASE("every language holds at every text size, its bar in one place (A18, A40, A48, A49), on 800x480") {
  check_panel(panels[2]);
}
TEST_CASE(
    "every language holds at every text size, its bar in one place (A18, A40, A48, A49), on 1920x1080") {
  check_panel(panels[3]);
}

// Every type of question, and every keyboard.
void check_every_type(const Panel& panel) {
  Faults faults;
  Reader reader(panel);
  for (const auto& language : is_full() ? the_languages : std::vector<std::string>{"sv", "ar", "ti", "uk"})
    check_layouts(language, walk_every_type(language), false, is_full() ? all_sizes : two_sizes, reader,
                  panel, faults);
  CHECK_MESSAGE(faults.none(), faults.text());
}

TEST_CASE("every type of question and every keyboard holds on 1280x800") { check_every_type(panels[0]); }
TEST_CASE("every type of question and every keyboard holds on 800x1280") { check_every_type(panels[1]); }
TEST_CASE("every type of question and every keyboard holds on 800x480") { check_every_type(panels[2]); }

void check_staff(const Panel& panel) {
  Faults faults;
  Reader reader(panel);
  // They have one text size: a visitor's is gone before the first of them is shown.
  check_layouts("sv", walk_staff(), false, {TextSize::normal}, reader, panel, faults);
  // The knock meets nothing that a visitor would touch.
  for (const auto& [name, view] : walk("sv")) {
    if (name != "attract" && name != "closed") continue;
    const auto pages = reader.pages(view);
    for (const Box& box : pages.front()) {
      const auto width = static_cast<float>(panel.width), height = static_cast<float>(panel.height);
      for (const auto& [x, y] : {std::pair{box.rect.x, box.rect.y}, {box.rect.right(), box.rect.bottom()}}) {
        const bool in_corner = corner_at(x, y, width, height, panel.px_per_mm) != Corner::none;
        faults.expect(!is_touchable(box.role) || !in_corner, name + " " + box.id + ": in the knock's corner");
      }
    }
  }
  CHECK_MESSAGE(faults.none(), faults.text());
}

TEST_CASE("the staff's screens hold on 1280x800") { check_staff(panels[0]); }
TEST_CASE("the staff's screens hold on 800x1280") { check_staff(panels[1]); }
TEST_CASE("the staff's screens hold on 800x480") { check_staff(panels[2]); }
TEST_CASE("the staff's screens hold on 1920x1080") { check_staff(panels[3]); }

TEST_CASE("from right to left every page is the mirror of itself (R3)") {
  Faults faults;
  for (const Panel& panel : panels) {
    Reader reader(panel);
    const auto width = static_cast<float>(panel.width);
    for (const TextSize size : is_full() ? all_sizes : two_sizes) {
      for (auto [name, view] : walk("sv")) {
        if (name.ends_with("_chosen") || name == "attract_held") continue;
        view.text_size = size;
        for (Element& element : view.elements) std::erase(element.words, '.');  // it goes to the other side
        const auto pages = reader.pages(view);
        view.direction = Direction::right_to_left;
        const auto mirrored = reader.pages(view);
        const std::string where = fmt::format("{} {} {}", name_of(panel), name_of(size), name);
        faults.expect(pages.size() == mirrored.size(), where + ": another number of pages");
        for (std::size_t page = 0; page < std::min(pages.size(), mirrored.size()); ++page) {
          faults.expect(pages[page].size() == mirrored[page].size(), where + ": other elements");
          for (std::size_t i = 0; i < std::min(pages[page].size(), mirrored[page].size()); ++i) {
            const Box &box = pages[page][i], &turned = mirrored[page][i];
            const float slack = is_touchable(box.role) ? 1.0f : 12.0f;  // kerning beside a turned mark
            const bool right = std::abs(turned.rect.x - (width - box.rect.right())) <= slack &&
                               std::abs(turned.rect.y - box.rect.y) <= 1;
            faults.expect(right && turned.id == box.id, where + " " + box.id + ": not mirrored");
          }
        }
      }
    }
  }
  CHECK_MESSAGE(faults.none(), faults.text());
}

TEST_CASE("texts three fifths longer, and words twice as long, hold too (R8)") {
  Faults faults;
  for (const Panel& panel : panels) {
    Reader reader(panel);
    const std::vector<TextSize> sizes =
        is_full() || panel.height < 500 ? all_sizes : std::vector{TextSize::large};
    check_layouts("longer", in_made_up_language(longer), true, sizes, reader, panel, faults);
    check_layouts("compound", in_made_up_language(compound), true, sizes, reader, panel, faults);
  }
  CHECK_MESSAGE(faults.none(), faults.text());
}

}  // namespace
}  // namespace vantrum::kiosk
