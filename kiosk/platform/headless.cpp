#include "kiosk/platform/headless.h"

#include "kiosk/render/png.h"

namespace vantrum::kiosk {

Result<std::unique_ptr<Headless>> Headless::create(FileSystem& files, const StageOptions& options) {
  auto stage = Stage::create(files, options);
  if (!stage) return stage.error();
  return std::unique_ptr<Headless>(new Headless(files, std::move(*stage)));
}

Headless::Headless(FileSystem& files, std::unique_ptr<Stage> stage)
    : files_(files), stage_(std::move(stage)), raster_(stage_->width(), stage_->height()) {}

Result<Image> Headless::picture() {
  if (raster_.image().width != stage_->width() || raster_.image().height != stage_->height()) {
    raster_.resize(stage_->width(), stage_->height());
  }
  if (auto drawn = stage_->draw(raster_); !drawn) return drawn.error();
  return raster_.image();
}

Result<void> Headless::shot(const std::string& path) {
  const std::string doing = "writing the picture " + path;
  auto image = picture();
  if (!image) return image.error().while_doing(doing);
  auto png = encode_png(*image);
  if (!png) return png.error().while_doing(doing);
  if (auto written = files_.write_atomic(path, *png); !written) {
    return written.error().while_doing(doing);
  }
  return {};
}

}  // namespace vantrum::kiosk
