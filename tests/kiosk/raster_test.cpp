#include "kiosk/render/raster.h"

#include <doctest/doctest.h>
#include <imgui.h>

#include <array>

#include "kiosk/platform/headless.h"
#include "kiosk/render/png.h"
#include "tests/kiosk/screen_samples.h"

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

}  // namespace vantrum::kiosk
