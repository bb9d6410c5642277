#include <doctest/doctest.h>

#include <cstdlib>

#include "kiosk/platform/headless.h"
#include "tests/kiosk/screen_samples.h"

namespace vantrum::kiosk {

// For people: VANTRUM_SHOTS=folder kiosk_gui_tests -tc="*pictures*"
TEST_CASE("pictures of every screen can be written to look at") {
  const char* folder = std::getenv("VANTRUM_SHOTS");
  if (!folder) return;
  for (const auto& [width, height] : {std::pair{1280, 800}, {800, 1280}, {1920, 1080}, {800, 480}}) {
    StageOptions options;
    options.width = width;
    options.height = height;
    options.fonts_path = VANTRUM_SOURCE "/assets/fonts.toml";
    auto headless = Headless::create(options);
    REQUIRE(headless);
    for (const Sample& sample : sample_screens()) {
      (*headless)->frame(sample.view, MonotonicTime{0});
      const auto path = std::string(folder) + "/" + sample.name + "_" + std::to_string(width) + "x" + std::to_string(height) + ".png";
      CHECK((*headless)->shot(path));
    }
  }
}

}  // namespace vantrum::kiosk
