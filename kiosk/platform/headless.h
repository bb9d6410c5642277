// A stage without a window: for tests, pictures and the end-to-end pilot. No SDL, no graphics driver.
#pragma once

#include "kiosk/platform/stage.h"
#include "kiosk/render/raster.h"

namespace vantrum::kiosk {

class Headless {
 public:
  // `files` is borrowed for the headless stage's life: pictures are written through it.
  static Result<std::unique_ptr<Headless>> create(FileSystem& files, const StageOptions& options);

  Stage& stage() { return *stage_; }
  std::vector<Event> frame(const ViewModel& view, MonotonicTime now) { return stage_->frame(view, now); }

  // The last frame as a picture, and as a PNG file.
  Result<Image> picture();
  Result<void> shot(const std::string& path);

 private:
  Headless(FileSystem& files, std::unique_ptr<Stage> stage);

  FileSystem& files_;
  std::unique_ptr<Stage> stage_;
  Raster raster_;
};

}  // namespace vantrum::kiosk
