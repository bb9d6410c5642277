#include "tests/support/whole_kiosk.h"

#include <algorithm>

namespace vantrum::kiosk {
namespace {

std::unique_ptr<Headless> headless(const StageOptions& options) {
  static const auto files = real_file_system();  // borrowed for the headless stage's life
  auto made = Headless::create(*files, options);
  if (!made) FAIL(made.error().message);
  return std::move(*made);
}

}  // namespace

WholeKiosk::WholeKiosk(std::shared_ptr<const Survey> survey, StageOptions options)
    : texts_(the_texts()),
      headless_(headless(options)),
      pilot_(headless_->stage(), [this] { return turn(); }) {
  state_.keyboards = the_keyboards();
  happen(SurveyChanged{std::move(survey)});
  effects_.clear();
  turn();
}

WholeKiosk& WholeKiosk::happen(const Event& event) {
  auto next = kiosk::turn(std::move(state_), event, texts_, now_);
  state_ = std::move(next.state);
  std::move(next.effects.begin(), next.effects.end(), std::back_inserter(effects_));
  return *this;
}

MonotonicTime WholeKiosk::turn() {
  for (const Event& event : headless_->frame(view(), now_)) {
    events_.push_back(event);
    happen(event);
  }
  now_ += MonotonicTime{16};
  happen(Tick{});
  return now_;
}

WholeKiosk& WholeKiosk::wait(MonotonicTime time) {
  const auto until = now_ + time;
  while (now_ < until) {
    now_ = std::clamp(turn_deadline(state_, now_).value_or(until), now_ + MonotonicTime{1}, until);
    happen(Tick{});
  }
  turn();
  return *this;
}

WholeKiosk& WholeKiosk::tap(std::string_view what) {
  find(what);
  if (auto tapped = pilot_.tap(what); !tapped) FAIL(tapped.error().message);
  turn();  // shows what it led to
  return *this;
}

WholeKiosk& WholeKiosk::hold(std::string_view what, MonotonicTime time) {
  if (auto held = pilot_.hold(what, time); !held) FAIL(held.error().message);
  turn();
  return *this;
}

WholeKiosk& WholeKiosk::start(const std::string& language) {
  return hold("start", MonotonicTime{1100}).tap("language:" + language);
}

WholeKiosk& WholeKiosk::find(std::string_view id) {
  if (auto settled = pilot_.settle(); !settled) FAIL(settled.error().message);
  for (const char* way : {"page:next", "page:previous"}) {
    while (!stage().find_box(id) && stage().find_box(way)) {
      if (auto turned = pilot_.tap(way); !turned) FAIL(turned.error().message);
      turn();
    }
  }
  return *this;
}

Image WholeKiosk::picture() {
  auto image = headless_->picture();
  if (!image) FAIL(image.error().message);
  return std::move(*image);
}

}  // namespace vantrum::kiosk
