// The kiosk's window: SDL brings touches and shows the picture, the stage does the rest.
//
// Full screen, without a keyboard's ways out of it; `size` gives an ordinary window for people at a desk.
// Draws with OpenGL ES 2; where there is none, or no graphics device behind it, or a driver that draws in
// software, it draws on the CPU, which is several times cheaper than having a driver do so for us. On Wayland
// and KMSDRM, which know nothing but OpenGL, there is no such choice. It draws only when there is cause,
// shows only what has changed, one picture for all of a touch, and sleeps between.
//
//   while (window->is_open()) {
//     const auto now = clock.monotonic();
//     for (const Event& event : window->frame(make_view(state, …, now), now)) …update…
//     window->wait(next_deadline(state));
//   }
#pragma once

#include <optional>

#include "kiosk/platform/stage.h"

namespace vantrum::kiosk {

enum class Drawing : std::uint8_t { best, cpu, gl };

struct WindowOptions {
  struct Size {
    int width = 0, height = 0;
  };
  std::optional<Size> size;  // nothing: the whole screen
  Drawing drawing = Drawing::best;
  float px_per_mm = StageOptions{}.px_per_mm;
  std::string fonts_path = StageOptions{}.fonts_path;
  MonotonicTime debounce = InputFeed::debounce_default;
  std::string graphics_devices = "/dev/dri";  // where they are, if there are any; a test has others
};

class Window {
 public:
  // One at a time: SDL is started here and stopped by the destructor.
  static Result<std::unique_ptr<Window>> open(FileSystem& files, const WindowOptions& options,
                                              const Clock& clock);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Takes what has been touched and shows the view. Costs next to nothing when neither has changed.
  std::vector<Event> frame(const ViewModel& view, MonotonicTime now);

  // Sleeps until something is touched, wake() is called or `deadline` has come (nothing: for as long as it
  // takes). Returns at once while the stage has input to work off.
  void wait(std::optional<MonotonicTime> deadline);

  // From any thread: makes wait() return. For work that is done in the background.
  void wake();

  bool is_open() const { return open_; }  // false once its owner closed an ordinary window
  bool draws_on_cpu() const;
  Stage& stage();
  std::uint64_t pictures() const;  // so many have been shown since it was opened

 private:
  struct Sdl;
  explicit Window(std::unique_ptr<Sdl> sdl, const Clock& clock);

  std::unique_ptr<Sdl> sdl_;
  const Clock& clock_;
  bool open_ = true;
};

}  // namespace vantrum::kiosk
