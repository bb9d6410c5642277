// A screen that stays the same, and all that was done to it: for tests of what is drawn and touched.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <memory>

#include "kiosk/app/focus.h"
#include "kiosk/platform/headless.h"
#include "kiosk/platform/pilot.h"
#include "tests/kiosk/screen_samples.h"

namespace vantrum::kiosk {

struct Size {
  int width, height;
};
inline constexpr std::array<Size, 3> sizes{{{1280, 800}, {800, 1280}, {1920, 1080}}};

inline std::unique_ptr<Headless> headless(Size size) {
  StageOptions options;
  options.width = size.width;
  options.height = size.height;
  options.fonts_path = VANTRUM_SOURCE "/assets/fonts.toml";
  static const auto files = real_file_system();
  auto made = Headless::create(*files, options);
  REQUIRE(made);
  return std::move(*made);
}

inline std::string name_of_event(const Event& event) {
  if (const auto* pressed = std::get_if<Pressed>(&event)) return "pressed " + pressed->id;
  if (const auto* released = std::get_if<Released>(&event)) return "released " + released->id;
  if (const auto* tapped = std::get_if<Tapped>(&event)) return "tapped " + tapped->id;
  if (const auto* turned = std::get_if<PageTurned>(&event)) return "page of " + turned->first_id;
  return "";  // touches and keys as such
}

// A screen that stays the same, and all that was done to it.
class Sitting {
 public:
  explicit Sitting(ViewModel shown, Size size = sizes[0])
      : view(std::move(shown)),
        headless_(headless(size)),
        pilot(headless_->stage(), [this] { return turn(); }) {}

  MonotonicTime turn() {
    for (const Event& event : headless_->frame(view, now)) {
      if (const auto* key = std::get_if<KeyPressed>(&event)) view.focus = focus_after(view, key->key);
      if (const auto name = name_of_event(event); !name.empty()) events.push_back(name);
    }
    now += MonotonicTime{16};
    return now;
  }
  Stage& stage() { return headless_->stage(); }
  Image picture() {
    auto image = headless_->picture();
    REQUIRE(image);
    return *image;
  }

  ViewModel view;
  std::vector<std::string> events;
  MonotonicTime now{1000};

 private:
  std::unique_ptr<Headless> headless_;

 public:
  Pilot pilot;
};

}  // namespace vantrum::kiosk
