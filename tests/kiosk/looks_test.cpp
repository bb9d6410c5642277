// What was once seen to be wrong on pictures of the screens, and must not come back.
#include <algorithm>
#include <map>
#include <set>

#include "kiosk/platform/headless.h"
#include "kiosk/screens/widgets.h"
#include "tests/support/kiosk_staff.h"

namespace vantrum::kiosk {
namespace {

using Boxes = std::vector<Box>;

class Looker {
 public:
  Looker(int width, int height, float ppi) : files_(real_file_system()) {
    StageOptions options{.width = width, .height = height, .px_per_mm = ppi / 25.4f};
    auto made = Headless::create(*files_, options);
    REQUIRE(made);
    headless_ = std::move(*made);
  }

  // All pages of the view of this name.
  std::vector<Boxes> pages(const std::vector<NamedView>& views, const std::string& name, TextSize size) {
    const auto found = std::ranges::find(views, name, &NamedView::name);
    REQUIRE(found != views.end());
    ViewModel view = found->view;
    view.text_size = size;
    Stage& stage = headless_->stage();
    stage.forget_visitor();
    turn(view);
    std::vector<Boxes> pages{stage.boxes()};
    while (const Box* more = stage.find_box("page:next")) {
      REQUIRE(pages.size() < 40);
      stage.input().finger_down(1, more->rect.centre_x(), more->rect.centre_y(), now_);
      stage.input().finger_up(1, now_);
      do {
        turn(view);
      } while (!stage.settled());
      pages.push_back(stage.boxes());
    }
    return pages;
  }
  Boxes page(const std::vector<NamedView>& views, const std::string& name) {
    return pages(views, name, TextSize::normal).front();
  }

 private:
  void turn(const ViewModel& view) { headless_->frame(view, now_ += MonotonicTime{400}); }

  std::unique_ptr<FileSystem> files_;
  std::unique_ptr<Headless> headless_;
  MonotonicTime now_{1000};
};

Looker reference_panel() { return {1280, 800, 149}; }

const Box& box_of(const Boxes& boxes, const std::string& id) {
  const auto found = std::ranges::find(boxes, id, &Box::id);
  REQUIRE_MESSAGE(found != boxes.end(), id);
  return *found;
}

TEST_CASE("what stands in a card keeps away from its sides, answers and links alike") {
  auto looker = reference_panel();
  for (const char* language : {"sv", "ar"}) {
    const auto views = walk(language);
    for (const char* name : {"review", "help", "listen", "question_acc"}) {
      for (const Box& box : looker.page(views, name)) {
        if (box.role != Role::link && box.role != Role::choice && box.role != Role::toggle) continue;
        INFO(language, " ", name, " ", box.id);
        CHECK(box.text.x - box.rect.x >= 18);
        CHECK(box.rect.right() - box.text.right() >= 18);
      }
    }
  }
}

TEST_CASE("words in the middle of cards stand on one line, whatever their script needs above and below") {
  Paragraph latin, arabic;
  latin.lines.resize(1);
  latin.height_px = 38;
  latin.lines[0].baseline_px = 30;  // 1.07 em of 28 px
  arabic.lines.resize(1);
  arabic.height_px = 59;
  arabic.lines[0].baseline_px = 38;  // 1.37 em
  const float on_latin = top_of_words(latin, 28, 100) + 30, on_arabic = top_of_words(arabic, 28, 100) + 38;
  CHECK(on_latin == on_arabic);
  CHECK(on_latin == 111);
  arabic.lines.push_back(arabic.lines[0]);  // two lines: their baselines stand around that of one
  arabic.lines[1].baseline_px += 59;
  CHECK(top_of_words(arabic, 28, 100) + 38 + 59 / 2.0f == doctest::Approx(111).epsilon(0.01));
}

TEST_CASE("a question stands on all pages of its answers, even a long one in large text") {
  auto looker = reference_panel();
  for (const char* language : {"sv", "ar", "ti"}) {
    const auto views = walk(language);
    for (const char* name : {"question_part", "question_route", "question_know"}) {
      for (const auto size : {TextSize::normal, TextSize::large}) {
        const auto pages = looker.pages(views, name, size);
        for (const Boxes& boxes : pages) {
          INFO(std::string(language), " ", std::string(name), ", ", pages.size(), " pages");
          CHECK(std::ranges::any_of(boxes, [](const Box& box) { return box.role == Role::question; }));
        }
      }
    }
  }
}

TEST_CASE("the review has at least two answers on a page in large text") {
  auto looker = reference_panel();
  for (const char* language : {"sv", "ar", "ti"}) {
    const auto pages = looker.pages(walk(language), "review", TextSize::large);
    std::size_t answers = 0;
    for (const Boxes& boxes : pages) {
      answers += static_cast<std::size_t>(std::ranges::count(boxes, Role::link, &Box::role));
    }
    INFO(language, ": ", answers, " answers on ", pages.size(), " pages");
    CHECK(pages.size() * 2 <= answers + 3);  // the first has the heading, the last what is left
  }
}

TEST_CASE("no language stands alone in the last line of the attract screen") {
  auto looker = reference_panel();
  std::map<float, int> lines;
  for (const Box& box : looker.page(walk("sv"), "attract")) {
    if (box.role == Role::note) ++lines[box.rect.bottom()];  // Arabic names are higher: by their lower edge
  }
  std::map<int, int> names;  // lines are further apart than scripts differ
  for (const auto& [y, count] : lines) names[static_cast<int>(y / 30)] += count;
  REQUIRE_FALSE(names.empty());
  CHECK(names.rbegin()->second > 1);
}

TEST_CASE("on a low panel an answer beside its question has two lines at most, but for the longest") {
  Looker looker(800, 480, 133);
  const auto views = walk("sv");
  for (const char* name : {"question_part", "question_route", "question_bond"}) {
    for (const Box& box : looker.page(views, name)) {
      if (box.role != Role::choice || box.id.ends_with(":dk")) continue;
      INFO(name, " ", box.id, " ", box.words);
      CHECK(box.text.h <= box.words_px * 1.4f * 2);
    }
  }
}

TEST_CASE("a number has one line, near its keys") {
  auto looker = reference_panel();
  const auto boxes = looker.page(walk_every_type("sv"), "writing_children");
  const Box& editor = box_of(boxes, "editor");
  CHECK(editor.rect.h < 80);
  CHECK(editor.rect.y > 150);
}

}  // namespace
}  // namespace vantrum::kiosk
