// Who draws: a graphics processor where there is one, the kiosk itself where OpenGL would only be done in
// software. SDL's offscreen driver has OpenGL without a display, by Mesa.
#include <cstdlib>

#include "kiosk/platform/window.h"
#include "kiosk/render/gles2.h"
#include "tests/support/kiosk_support.h"

namespace vantrum::kiosk {
namespace {

bool draws_on_cpu(Drawing drawing, const std::string& graphics_devices) {
  setenv("SDL_VIDEODRIVER", "offscreen", 1);
  setenv("LIBGL_ALWAYS_SOFTWARE", "1", 1);  // whatever this machine has
  const auto files = real_file_system();
  const ManualClock clock(WallTime{});
  WindowOptions options;
  options.size = WindowOptions::Size{800, 480};
  options.drawing = drawing;
  options.graphics_devices = graphics_devices;
  const auto window = Window::open(*files, options, clock);
  unsetenv("SDL_VIDEODRIVER");
  unsetenv("LIBGL_ALWAYS_SOFTWARE");
  if (!window) FAIL(window.error().message);
  return (*window)->draws_on_cpu();
}

TEST_CASE("a driver that draws in software is told by its name") {
  for (const char* name : {"llvmpipe (LLVM 15.0.6, 256 bits)", "softpipe", "Software Rasterizer",
                           "Google SwiftShader", "Gallium 0.4 on swrast"}) {
    CAPTURE(name);
    CHECK(is_software(name));
  }
  for (const char* name : {"V3D 4.2", "Mesa Intel(R) HD Graphics 505 (APL 3)", "Mali-G31", "AMD RAVEN", ""}) {
    CAPTURE(name);
    CHECK_FALSE(is_software(name));
  }
}

TEST_CASE("OpenGL in software is used only where it is asked for") {
  const std::string there = "/", none = "/nonexistent";
  CHECK(draws_on_cpu(Drawing::best, none));
  CHECK(draws_on_cpu(Drawing::best, there));  // a device, but no driver for it
  CHECK(draws_on_cpu(Drawing::cpu, there));
  CHECK_FALSE(draws_on_cpu(Drawing::gl, there));
  CHECK_FALSE(draws_on_cpu(Drawing::gl, none));
}

}  // namespace
}  // namespace vantrum::kiosk
