#include "kiosk/render/raster.h"

#include <doctest/doctest.h>
#include <imgui.h>

#include <array>

#include "kiosk/platform/headless.h"
#include "kiosk/render/png.h"
#include "tests/kiosk/screen_samples.h"
#include "tests/support/plain_raster.h"

namespace vantrum::kiosk {

namespace {

constexpr std::uint32_t red = 0xff0000ff, half_blue = 0x80ff0000;

// Draw data by hand: one list, one texture whose first texel is opaque and second is half there.
class Drawing {
 public:
  Drawing() : list_(nullptr) {}

  void add(std::array<ImVec2, 3> corners, std::uint32_t colour, ImVec4 clip = {0, 0, 8, 8},
           ImVec2 uv = {0.5f, 0.5f}) {
    ImDrawCmd command;
    command.ClipRect = clip;
    command.TextureId = reinterpret_cast<ImTextureID>(std::uintptr_t{1});
    command.IdxOffset = static_cast<unsigned>(list_.IdxBuffer.Size);
    command.ElemCount = 3;
    for (const ImVec2& corner : corners) {
      list_.IdxBuffer.push_back(static_cast<ImDrawIdx>(list_.VtxBuffer.Size));
      list_.VtxBuffer.push_back({corner, uv, colour});
    }
    list_.CmdBuffer.push_back(command);
  }
  void add_quad(float x0, float y0, float x1, float y1, std::uint32_t colour, ImVec4 clip = {0, 0, 8, 8}) {
    add({ImVec2(x0, y0), ImVec2(x1, y0), ImVec2(x1, y1)}, colour, clip);
    add({ImVec2(x0, y0), ImVec2(x1, y1), ImVec2(x0, y1)}, colour, clip);
  }

  Image draw() {
    ImDrawList* lists = &list_;
    ImDrawData data;
    data.Valid = true;
    data.CmdLists = &lists;
    data.CmdListsCount = 1;
    data.DisplayPos = {0, 0};
    data.DisplaySize = {8, 8};
    const std::array<std::uint8_t, 2> texels{255, 128};
    const Texture texture{2, 1, TextureFormat::a8, texels};
    Raster raster(8, 8);
    REQUIRE(raster.draw({&data, {&texture, 1}, {255, 255, 255}}));
    return raster.image();
  }

 private:
  ImDrawList list_;
};

// One letter a pixel: '.' background, 'R' red, '?' anything else.
std::vector<std::string> rows_of(const Image& image) {
  std::vector<std::string> rows;
  for (int y = 0; y < image.height; ++y) {
    std::string row;
    for (int x = 0; x < image.width; ++x) {
      const std::uint8_t* p = &image.rgba[static_cast<std::size_t>(y * image.width + x) * 4];
      const bool is_red = p[0] == 255 && p[1] == 0 && p[2] == 0,
                 is_white = p[0] == 255 && p[1] == 255 && p[2] == 255;
      row += is_red ? 'R' : is_white ? '.' : '?';
    }
    rows.push_back(row);
  }
  return rows;
}

std::array<int, 3> pixel(const Image& image, int x, int y) {
  const std::uint8_t* p = &image.rgba[static_cast<std::size_t>(y * image.width + x) * 4];
  return {p[0], p[1], p[2]};
}

}  // namespace

TEST_CASE("a triangle covers the pixels whose centres it covers, whichever way it turns") {
  const std::vector<std::string> expected{"........", ".RRRRR..", ".RRRR...", ".RRR....",
                                          ".RR.....", ".R......", "........", "........"};
  Drawing clockwise, other;
  clockwise.add({ImVec2(1, 1), ImVec2(6.2f, 1), ImVec2(1, 6.2f)}, red);
  other.add({ImVec2(1, 1), ImVec2(1, 6.2f), ImVec2(6.2f, 1)}, red);
  CHECK(rows_of(clockwise.draw()) == expected);
  CHECK(rows_of(other.draw()) == expected);
}

TEST_CASE("a quad's two triangles share no pixel and leave none out") {
  Drawing drawing;
  drawing.add_quad(2, 1, 6, 5, half_blue);
  const Image image = drawing.draw();
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) {
      const bool inside = x >= 2 && x < 6 && y >= 1 && y < 5;
      // Twice blended would be darker: 63, not 127.
      CHECK(pixel(image, x, y) ==
            (inside ? std::array<int, 3>{127, 127, 255} : std::array<int, 3>{255, 255, 255}));
    }
  }
}

TEST_CASE("nothing is drawn outside of the clip rectangle") {
  Drawing drawing;
  drawing.add_quad(0, 0, 8, 8, red, {3, 2, 5, 6});
  drawing.add_quad(-50, -50, 60, 60, red, {-9, 7, 99, 99});
  CHECK(rows_of(drawing.draw()) == std::vector<std::string>{"........", "........", "...RR...", "...RR...",
                                                            "...RR...", "...RR...", "........", "RRRRRRRR"});
}

TEST_CASE("coverage of the texture and opacity of the colour are multiplied") {
  Drawing drawing;
  drawing.add({ImVec2(0, 0), ImVec2(40, 0), ImVec2(0, 40)}, red, {0, 0, 8, 8}, {1.5f, 0.5f});
  CHECK(pixel(drawing.draw(), 3, 3) == std::array<int, 3>{255, 127, 127});
}

TEST_CASE("the same screen gives the same bytes, from whatever was drawn before") {
  const auto files = real_file_system();
  StageOptions options;
  options.fonts_path = VANTRUM_SOURCE "/assets/fonts.toml";
  auto one = Headless::create(*files, options), other = Headless::create(*files, options);
  REQUIRE(one);
  REQUIRE(other);
  for (const char* name : {"attract_held", "language_many", "thanks"}) {
    (*other)->frame(sample_screen(name), MonotonicTime{0});  // fills atlas and caches in another order
  }
  const ViewModel view = sample_screen("question_long");
  (*one)->frame(view, MonotonicTime{0});
  (*other)->frame(view, MonotonicTime{9});
  const auto a = (*one)->picture(), b = (*other)->picture();
  REQUIRE(a);
  REQUIRE(b);
  CHECK(*a == *b);
  const auto png_a = encode_png(*a), png_b = encode_png(*b);
  REQUIRE(png_a);
  REQUIRE(png_b);
  CHECK(*png_a == *png_b);
  CHECK(text_of(*png_a).substr(1, 3) == "PNG");
}

// One after the other, so each is drawn over the one before it.
TEST_CASE("every screen has the bytes that the plain way of drawing gives, drawn over any other screen") {
  const auto files = real_file_system();
  StageOptions options;
  options.width = 640;
  options.height = 400;
  options.fonts_path = VANTRUM_SOURCE "/assets/fonts.toml";
  auto kiosk = Headless::create(*files, options);
  REQUIRE(kiosk);
  PlainRaster plain(options.width, options.height);
  int drawn = 0;
  for (auto& sample : sample_screens()) {
    CAPTURE(sample.name);
    if (++drawn % 2 == 0) sample.view.contrast = Contrast::high;
    if (drawn % 3 == 0) sample.view.direction = Direction::right_to_left;
    (*kiosk)->frame(sample.view, MonotonicTime{0});
    const auto picture = (*kiosk)->picture();
    REQUIRE(picture);
    REQUIRE((*kiosk)->stage().draw(plain));
    CHECK((picture->rgba == plain.image().rgba));
  }
}

// The lists of a frame by hand, drawn by one renderer after another frame.
class Frames {
 public:
  explicit Frames(int width = 200, int height = 100)
      : raster_(width, height), width_(width), height_(height) {}

  std::vector<PixelRect> draw(const std::vector<ImVec4>& quads,
                              const std::vector<std::uint8_t>& texels = {255}, bool is_new_texture = false,
                              Rgb ground = {255, 255, 255},
                               const std::vector<std::uint32_t>& colours = {}) {
    ImDrawList list(nullptr);
    ImDrawCmd command;
    command.ClipRect = {0, 0, static_cast<float>(width_), static_cast<float>(height_)};
    command.TextureId = reinterpret_cast<ImTextureID>(std::uintptr_t{1});
    for (std::size_t i = 0; i < quads.size(); ++i) {
      const ImVec4& q = quads[i];
      const auto colour = i < colours.size() ? colours[i] : std::uint32_t{red};
      const auto first = static_cast<ImDrawIdx>(list.VtxBuffer.Size);
      for (const ImVec2 at : {ImVec2(q.x, q.y), ImVec2(q.z, q.y), ImVec2(q.z, q.w), ImVec2(q.x, q.w)}) {
        list.VtxBuffer.push_back({at, {0.5f, 0.5f}, colour});
      }
      for (const int offset : {0, 1, 2, 0, 2, 3})
        list.IdxBuffer.push_back(static_cast<ImDrawIdx>(first + offset));
    }
    command.ElemCount = static_cast<unsigned>(list.IdxBuffer.Size);
    list.CmdBuffer.push_back(command);
    ImDrawList* lists = &list;
    ImDrawData data;
    data.Valid = true;
    data.CmdLists = &lists;
    data.CmdListsCount = 1;
    data.DisplayPos = {0, 0};
    data.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
    Texture texture{1, 1, TextureFormat::a8, texels};
    if (is_new_texture) texture.dirty_width = texture.dirty_height = 1;
    const Scene scene{&data, {&texture, 1}, ground};
    REQUIRE(raster_.draw(scene));
    CHECK(raster_.image() == draw_plainly(scene, width_, height_));
    return raster_.changed();
  }
  Raster& raster() { return raster_; }

 private:
  Raster raster_;
  int width_, height_;
};

TEST_CASE("only tiles that a change reaches are drawn anew, and neighbours are joined") {
  Frames frames;
  CHECK(frames.draw({}) == std::vector<PixelRect>{{0, 0, 200, 100}});
  CHECK(frames.draw({}).empty());
  // Tiles are 64 by 32: this one reaches four of them.
  CHECK(frames.draw({{60, 30, 70, 40}}) == std::vector<PixelRect>{{0, 0, 128, 64}});
  CHECK(frames.draw({{60, 30, 70, 40}}).empty());
  CHECK(frames.draw({{60, 30, 70, 40}, {150, 70, 160, 80}}) == std::vector<PixelRect>{{128, 64, 192, 96}});
  // What goes away leaves its ground, and what lies under it comes back.
  CHECK(frames.draw({{150, 70, 160, 80}}) == std::vector<PixelRect>{{0, 0, 128, 64}});
  CHECK(frames.draw({{-900, -900, 900, 900}}) == std::vector<PixelRect>{{0, 0, 200, 100}});
}

TEST_CASE("another order, ground or texture is a change, and what is forgotten is drawn anew") {
  Frames frames;
  const std::vector<ImVec4> quads{{5, 5, 20, 20}};
  frames.draw(quads);
  CHECK_FALSE(frames.draw(quads, {255}, false, {9, 9, 9}).empty());
  CHECK_FALSE(frames.draw(quads, {128}, true, {9, 9, 9}).empty());
  CHECK(frames.draw(quads, {128}, false, {9, 9, 9}).empty());
  frames.raster().forget();
  CHECK(frames.draw(quads, {128}, false, {9, 9, 9}) == std::vector<PixelRect>{{0, 0, 200, 100}});
  const std::vector<ImVec4> twice{{5, 5, 20, 20}, {5, 5, 20, 20}};
  frames.draw(twice, {255}, true, {9, 9, 9}, {red, half_blue});
  CHECK_FALSE(frames.draw(twice, {255}, false, {9, 9, 9}, {half_blue, red}).empty());
}

}  // namespace vantrum::kiosk
