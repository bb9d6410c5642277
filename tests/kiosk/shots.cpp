// For people: `./run shots` writes every screen in every language as PNG, and sheets of all of them side by
// side. VANTRUM_SHOTS_TYPES=1: every type of question and every keyboard. VANTRUM_SHOTS=folder,
// VANTRUM_SHOTS_PANEL=800x480, VANTRUM_SHOTS_TEXT=normal|large|double, VANTRUM_SHOTS_CONTRAST=light|high,
// VANTRUM_SHOTS_LANGUAGES="sv ar". With VANTRUM_SHOTS_VISIT=ar a whole visit in this language instead, screen by
// screen, as numbered pictures.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "kiosk/platform/headless.h"
#include "kiosk/render/png.h"
#include "tests/support/kiosk_walk.h"
#include "tests/support/whole_kiosk.h"

namespace vantrum::kiosk {
namespace {

struct Shot {
  std::string language, name;
  Image small;
};

Image smaller(const Image& image, int width) {
  const int height = image.height * width / image.width;
  Image made{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height) * 4)};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const int x0 = x * image.width / width, x1 = std::max(x0 + 1, (x + 1) * image.width / width);
      const int y0 = y * image.height / height, y1 = std::max(y0 + 1, (y + 1) * image.height / height);
      for (int part = 0; part < 4; ++part) {
        int sum = 0;
        for (int from_y = y0; from_y < y1; ++from_y) {
          for (int from_x = x0; from_x < x1; ++from_x) {
            sum += image.rgba[static_cast<std::size_t>((from_y * image.width + from_x) * 4 + part)];
          }
        }
        made.rgba[static_cast<std::size_t>((y * width + x) * 4 + part)] =
            static_cast<std::uint8_t>(sum / ((x1 - x0) * (y1 - y0)));
      }
    }
  }
  return made;
}

// A sheet of tiles, each with its name below it, written by the kiosk's own text engine.
class Sheet {
 public:
  Sheet(const FontSet& fonts, int columns, int rows, int tile_width, int tile_height)
      : fonts_(fonts), atlas_(fonts), tile_width_(tile_width), tile_height_(tile_height) {
    image_.width = columns * (tile_width + gap) + gap;
    image_.height = rows * (tile_height + name_height + gap) + gap;
    image_.rgba.assign(static_cast<std::size_t>(image_.width) * static_cast<std::size_t>(image_.height) * 4,
                       90);
    for (std::size_t i = 3; i < image_.rgba.size(); i += 4) image_.rgba[i] = 255;
  }

  void put(int column, int row, const Image& tile, const std::string& name) {
    const int left = gap + column * (tile_width_ + gap), top = gap + row * (tile_height_ + name_height + gap);
    for (int y = 0; y < tile.height; ++y) {
      std::copy_n(tile.rgba.begin() + y * tile.width * 4, tile.width * 4, at(left, top + y));
    }
    write(name, left, top + tile_height_ + name_height - 6);
  }
  const Image& image() const { return image_; }

 private:
  static constexpr int gap = 8, name_height = 22;

  std::vector<std::uint8_t>::iterator at(int x, int y) {
    return image_.rgba.begin() + (static_cast<std::ptrdiff_t>(y) * image_.width + x) * 4;
  }
  void write(const std::string& name, int left, int baseline) {
    ParagraphRequest request;
    request.text = name;
    request.width_px = 100000;
    request.size_px = 15;
    for (const PlacedGlyph& glyph : lay_out(fonts_, request).glyphs) {
      const AtlasGlyph* picture = atlas_.find(glyph.font, glyph.glyph, request.size_px, 0);
      if (!picture) continue;
      const int x0 = left + static_cast<int>(std::lround(glyph.x_px)) + picture->left;
      for (int y = 0; y < picture->at.height; ++y) {
        for (int x = 0; x < picture->at.width; ++x) {
          if (x0 + x >= left + tile_width_) break;
          const auto ink = atlas_.pixels()[static_cast<std::size_t>((picture->at.y + y) * atlas_.width() +
                                                                    picture->at.x + x)];
          const auto pixel = at(x0 + x, baseline - picture->top + y);
          for (int part = 0; part < 3; ++part) pixel[part] = std::max(pixel[part], ink);
        }
      }
    }
  }

  const FontSet& fonts_;
  GlyphAtlas atlas_;
  int tile_width_, tile_height_;
  Image image_;
};

std::string setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

class Photographer {
 public:
  explicit Photographer(std::string folder) : folder_(std::move(folder)), files_(real_file_system()) {
    StageOptions options;
    const std::string panel = setting("VANTRUM_SHOTS_PANEL", "1280x800");
    REQUIRE(std::sscanf(panel.c_str(), "%dx%d", &options.width, &options.height) == 2);
    options.px_per_mm = (options.height == 480 ? 133 : options.height == 1080 ? 141 : 149) / 25.4f;
    auto made = Headless::create(*files_, options);
    REQUIRE(made);
    headless_ = std::move(*made);
    const std::string text = setting("VANTRUM_SHOTS_TEXT", "normal");
    text_size_ = text == "large"    ? TextSize::large
                 : text == "double" ? TextSize::double_size
                                    : TextSize::normal;
    high_ = std::string(setting("VANTRUM_SHOTS_CONTRAST", "light")) == "high";
    std::istringstream wanted(setting("VANTRUM_SHOTS_LANGUAGES", ""));
    for (std::string language; wanted >> language;) languages_.push_back(language);
    if (languages_.empty()) languages_ = the_languages;
  }

  void take_all() {
    for (const auto& language : languages_) {
      REQUIRE(files_->make_directories(folder_ + "/" + language));
      for (auto& [name, view] : (std::getenv("VANTRUM_SHOTS_TYPES") ? walk_every_type : walk)(language)) {
        view.text_size = text_size_;
        if (high_) view.contrast = Contrast::high;
        take(language, name, view);
      }
      write_sheet(language);
    }
    write_sheet_of_all();
  }

 private:
  void take(const std::string& language, const std::string& name, const ViewModel& view) {
    Stage& stage = headless_->stage();
    stage.forget_visitor();
    turn(view);
    for (int page = 1;; ++page) {
      auto image = headless_->picture();
      REQUIRE(image);
      const std::string file = page == 1 ? name : fmt::format("{}_page{}", name, page);
      auto png = encode_png(*image);
      REQUIRE(png);
      REQUIRE(files_->write_atomic(fmt::format("{}/{}/{}.png", folder_, language, file), *png));
      shots_.push_back({language, file, smaller(*image, 320)});
      const Box* more = stage.find_box("page:next");
      if (!more) return;
      stage.input().finger_down(1, more->rect.centre_x(), more->rect.centre_y(), now_);
      stage.input().finger_up(1, now_);
      do {
        turn(view);
      } while (!stage.settled());
    }
  }
  void turn(const ViewModel& view) { headless_->frame(view, now_ += MonotonicTime{400}); }

  void write(const Sheet& sheet, const std::string& name) {
    auto png = encode_png(sheet.image());
    REQUIRE(png);
    REQUIRE(files_->write_atomic(folder_ + "/" + name + ".png", *png));
  }

  void write_sheet(const std::string& language) {
    std::vector<const Shot*> shots;
    for (const Shot& shot : shots_) {
      if (shot.language == language) shots.push_back(&shot);
    }
    constexpr int columns = 6;
    const int rows = (static_cast<int>(shots.size()) + columns - 1) / columns;
    Sheet sheet(fonts(), columns, rows, 320, shots.front()->small.height);
    for (std::size_t i = 0; i < shots.size(); ++i) {
      const int at = static_cast<int>(i);
      sheet.put(at % columns, at / columns, shots[i]->small, shots[i]->name);
    }
    write(sheet, language);
  }

  // A row for each screen, a column for each language. Only first pages: how many there are differs.
  void write_sheet_of_all() {
    std::vector<std::string> names;
    for (const Shot& shot : shots_) {
      const bool known = std::find(names.begin(), names.end(), shot.name) != names.end();
      if (!known && shot.name.find("_page") == std::string::npos) names.push_back(shot.name);
    }
    const int height = shots_.front().small.height;
    Sheet sheet(fonts(), static_cast<int>(languages_.size()), static_cast<int>(names.size()), 320, height);
    for (const Shot& shot : shots_) {
      const auto row = std::find(names.begin(), names.end(), shot.name);
      const auto column = std::find(languages_.begin(), languages_.end(), shot.language);
      if (row == names.end()) continue;
      sheet.put(static_cast<int>(column - languages_.begin()), static_cast<int>(row - names.begin()),
                shot.small, shot.language + " " + shot.name);
    }
    write(sheet, "all");
  }

  const FontSet& fonts() {
    if (!fonts_) {
      auto loaded = FontSet::load(*files_, "assets/fonts.toml");
      REQUIRE(loaded);
      fonts_ = std::move(*loaded);
    }
    return *fonts_;
  }

  std::string folder_;
  std::unique_ptr<FileSystem> files_;
  std::unique_ptr<Headless> headless_;
  std::unique_ptr<FontSet> fonts_;
  TextSize text_size_ = TextSize::normal;
  bool high_ = false;
  std::vector<std::string> languages_;
  MonotonicTime now_{1000};
  std::vector<Shot> shots_;
};

// A visitor who answers every question and changes one answer; whatever comes up is photographed, page by
// page.
class Diary {
 public:
  Diary(std::string folder, const std::string& panel)
      : folder_(std::move(folder)), files_(real_file_system()), kiosk_(survey(), options_for(panel)) {
    REQUIRE(files_->make_directories(folder_));
  }

  void write(const std::string& language, const std::string& text) {
    page();
    kiosk_.hold("start", MonotonicTime{1100});
    page();
    for (int times = text == "double" ? 2 : text == "large" ? 1 : 0; times > 0; --times) tap("text_size");
    tap("language:" + language);
    tap("help");
    tap("back");
    tap("next");
    while (kiosk_.screen() == ScreenKind::question) answer();
    tap("change:acc");
    tap("choice:acc:mostly");
    tap("next");
    tap("next");
    tap("send");
    kiosk_.happen(Stored{});
    page();
    kiosk_.wait(MonotonicTime{60'000});
    page();
  }

 private:
  static std::shared_ptr<Survey> survey() {
    auto survey = a_survey();
    survey->review = true;
    return survey;
  }
  static StageOptions options_for(const std::string& panel) {
    StageOptions options;
    REQUIRE(std::sscanf(panel.c_str(), "%dx%d", &options.width, &options.height) == 2);
    options.px_per_mm = (options.height == 480 ? 133 : options.height == 1080 ? 141 : 149) / 25.4f;
    return options;
  }

  void answer() {
    const auto view = kiosk_.view();
    std::vector<std::string> choices;
    for (const Element& element : view.elements) {
      if (element.role == Role::choice || element.role == Role::toggle) choices.push_back(element.id);
    }
    if (!choices.empty() && ++answered_ % 5 != 0)
      tap(choices[static_cast<std::size_t>(answered_) % choices.size()]);
    tap("next");
  }
  void tap(const std::string& id) {
    kiosk_.tap(id);
    page();
  }
  void page() {
    kiosk_.turn();
    kiosk_.turn();
    auto png = encode_png(kiosk_.picture());
    REQUIRE(png);
    const auto path = fmt::format("{}/{:03}_{}.png", folder_, ++number_, name_of(kiosk_.screen()));
    REQUIRE(files_->write_atomic(path, *png));
  }

  std::string folder_;
  std::unique_ptr<FileSystem> files_;
  WholeKiosk kiosk_;
  int number_ = 0, answered_ = 0;
};

TEST_CASE("pictures of a whole visit can be written to look at, one after the other") {
  const char *folder = std::getenv("VANTRUM_SHOTS"), *language = std::getenv("VANTRUM_SHOTS_VISIT");
  if (!folder || !language) return;
  Diary(folder, setting("VANTRUM_SHOTS_PANEL", "1280x800"))
      .write(language, setting("VANTRUM_SHOTS_TEXT", "normal"));
}

TEST_CASE("pictures of every screen in every language can be written to look at") {
  const char* folder = std::getenv("VANTRUM_SHOTS");
  if (folder && !std::getenv("VANTRUM_SHOTS_VISIT")) Photographer(folder).take_all();
}

}  // namespace
}  // namespace vantrum::kiosk
