// The bar keeps still when a word in it changes, and mirrors. That each of its buttons has one place on all
// screens is looked at by layout_test, for every language, text size and panel.
#include <array>
#include <cmath>

#include "kiosk/platform/headless.h"
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

struct Panel {
  int width, height;
  float px_per_mm;
};
constexpr std::array<Panel, 4> panels{
    {{1280, 800, 149 / 25.4f}, {800, 1280, 149 / 25.4f}, {800, 480, 133 / 25.4f}, {1920, 1080, 141 / 25.4f}}};

std::unique_ptr<Headless> headless(const Panel& panel) {
  static const auto files = real_file_system();
  auto made =
      Headless::create(*files, {.width = panel.width, .height = panel.height, .px_per_mm = panel.px_per_mm});
  REQUIRE(made);
  return std::move(*made);
}

TEST_CASE("the bar does not move when the text size is on, or the next button has other words (A48)") {
  const auto kiosk = headless(panels[0]);
  Visit visit;
  visit.begin();
  const auto rect_of = [&](const std::string& id) {
    auto view = visit.view();
    view.text_size = TextSize::normal;  // only its button differs
    kiosk->frame(view, MonotonicTime{0});
    return kiosk->stage().find_box(id)->rect;
  };
  const std::vector<std::string> ids{"back", "language", "text_size", "help", "next"};
  std::vector<Rect> before;
  for (const auto& id : ids) before.push_back(rect_of(id));
  visit.tap_all({"text_size", "choice:role:expecting"});
  for (std::size_t i = 0; i < ids.size(); ++i) CHECK(rect_of(ids[i]) == before[i]);
}

TEST_CASE("right to left the bar is the mirror of itself (A48, R3)") {
  for (const Panel& panel : panels) {
    const auto kiosk = headless(panel);
    auto view = Visit().begin().view();
    kiosk->frame(view, MonotonicTime{0});
    const auto boxes = kiosk->stage().boxes();
    view.direction = Direction::right_to_left;
    kiosk->frame(view, MonotonicTime{0});
    for (const Box& box : boxes) {
      if (box.role != Role::button && box.role != Role::primary) continue;
      const Rect turned = kiosk->stage().find_box(box.id)->rect;
      CHECK(std::abs(turned.x - (static_cast<float>(panel.width) - box.rect.right())) < 1);
      CHECK(turned.y == box.rect.y);
    }
  }
}

}  // namespace
}  // namespace vantrum::kiosk
