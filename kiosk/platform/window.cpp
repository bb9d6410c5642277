#include "kiosk/platform/window.h"

#include <SDL.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "kiosk/platform/keys.h"
#include "kiosk/render/gles2.h"
#include "kiosk/render/raster.h"
#include "shared/base/log.h"

namespace vantrum::kiosk {

namespace {

constexpr MonotonicTime held_back_max{25};
constexpr int poll_ms = 10;  // where SDL cannot sleep until an event (KMSDRM, offscreen, dummy)

Error sdl_error(const std::string& doing) { return Error::unavailable(doing + ": " + SDL_GetError()); }

// SDL 2.26 wakes 1000 times a second while waiting on drivers that have no blocking wait; there we ask now
// and then.
bool can_block() {
  const char* driver = SDL_GetCurrentVideoDriver();
  return driver && (std::strcmp(driver, "x11") == 0 || std::strcmp(driver, "wayland") == 0);
}

// Wayland and KMSDRM take no picture that was not drawn by OpenGL: SDL would do so for us.
bool takes_our_own_pictures() {
  const char* driver = SDL_GetCurrentVideoDriver();
  return driver && (std::strcmp(driver, "x11") == 0 || std::strcmp(driver, "offscreen") == 0 ||
                    std::strcmp(driver, "dummy") == 0);
}

}  // namespace

struct Window::Sdl {
  bool started = false;
  bool kiosk = true;  // full screen: nothing closes it
  SDL_Window* window = nullptr;
  SDL_GLContext context = nullptr;
  std::unique_ptr<Gles2> gles2;
  std::unique_ptr<Raster> raster;
  std::unique_ptr<Stage> stage;
  std::optional<ViewModel> shown;
  bool cause_to_draw = true;
  bool lost = true;                        // the window may no longer show what we drew
  std::optional<MonotonicTime> held_back;  // since when there is a frame that was not shown
  std::uint64_t pictures = 0;
  bool sleeps = false;
  Uint32 wake_type = 0;

  ~Sdl() {
    gles2.reset();
    if (context) SDL_GL_DeleteContext(context);
    if (window) SDL_DestroyWindow(window);
    if (started) SDL_Quit();
  }

  Result<void> start() {
    // Touches and the mouse are told apart by us; neither may pretend to be the other.
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_WINDOWS_NO_CLOSE_ON_ALT_F4, "1");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_VIDEO_X11_FORCE_EGL, "1");  // ES 2 by GLX is not to be had everywhere
    SDL_SetHint(SDL_HINT_OPENGL_ES_DRIVER, "1");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) return sdl_error("starting SDL");
    started = true;
    SDL_StopTextInput();
    wake_type = SDL_RegisterEvents(1);
    sleeps = can_block();
    return {};
  }

  Result<void> open_window(const WindowOptions& options, Uint32 flags) {
    kiosk = !options.size;
    const int width = options.size ? options.size->width : 1280,
              height = options.size ? options.size->height : 800;
    flags |= kiosk ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0;
    window =
        SDL_CreateWindow("Väntrum", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height, flags);
    if (!window) return sdl_error("opening a window");
    SDL_ShowCursor(kiosk ? SDL_DISABLE : SDL_ENABLE);
    return {};
  }

  Result<void> use_gles2(const WindowOptions& options) {
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 2);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
    SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    if (auto opened = open_window(options, SDL_WINDOW_OPENGL); !opened) return opened.error();
    context = SDL_GL_CreateContext(window);
    if (!context) return sdl_error("creating an OpenGL ES 2 context");
    SDL_GL_SetSwapInterval(1);
    int width = 0, height = 0;
    SDL_GL_GetDrawableSize(window, &width, &height);
    auto made = Gles2::create(width, height);
    if (!made) return made.error();
    gles2 = std::move(*made);
    return {};
  }

  void give_up_gles2() {
    gles2.reset();
    if (context) SDL_GL_DeleteContext(std::exchange(context, nullptr));
    if (window) SDL_DestroyWindow(std::exchange(window, nullptr));
  }

  Result<void> use_cpu(const WindowOptions& options) {
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");  // or SDL draws our picture through OpenGL after all
    if (auto opened = open_window(options, 0); !opened) return opened.error();
    SDL_Surface* surface = SDL_GetWindowSurface(window);
    if (!surface) return sdl_error("drawing on the CPU");
    raster = std::make_unique<Raster>(surface->w, surface->h);
    return {};
  }

  void size_of_picture(int& width, int& height) const {
    if (gles2) return SDL_GL_GetDrawableSize(window, &width, &height);
    SDL_GetWindowSize(window, &width, &height);
  }

  void follow_size() {
    int width = 0, height = 0;
    size_of_picture(width, height);
    if (width < 1 || height < 1 || (width == stage->width() && height == stage->height())) return;
    stage->resize(width, height);
    if (gles2) gles2->resize(width, height);
    if (raster) raster->resize(width, height);
    cause_to_draw = lost = true;
  }

  Result<void> show() {
    Renderer& renderer = gles2 ? static_cast<Renderer&>(*gles2) : *raster;
    if (std::exchange(lost, false)) renderer.forget();
    if (auto drawn = stage->draw(renderer); !drawn) {
      lost = true;
      return drawn.error();
    }
    if (renderer.changed().empty()) return {};
    ++pictures;
    if (gles2) {
      SDL_GL_SwapWindow(window);
      return {};
    }
    auto copied = copy_changes();
    lost = !copied;
    return copied;
  }

  Result<void> copy_changes() {
    SDL_Surface* surface = SDL_GetWindowSurface(window);
    if (!surface) return sdl_error("drawing on the CPU");
    const Image& image = raster->image();
    std::vector<SDL_Rect> copied;
    for (const PixelRect& part : raster->changed()) {
      const int right = std::min(part.right, surface->w), bottom = std::min(part.bottom, surface->h);
      if (part.left >= right || part.top >= bottom) continue;
      const SDL_Rect rect{part.left, part.top, right - part.left, bottom - part.top};
      const auto from = (static_cast<std::size_t>(rect.y) * static_cast<std::size_t>(image.width) +
                         static_cast<std::size_t>(rect.x)) *
                        4;
      auto* to = static_cast<std::uint8_t*>(surface->pixels) + rect.y * surface->pitch +
                 rect.x * surface->format->BytesPerPixel;
      if (SDL_ConvertPixels(rect.w, rect.h, SDL_PIXELFORMAT_RGBA32, image.rgba.data() + from, image.width * 4,
                            surface->format->format, to, surface->pitch) != 0) {
        return sdl_error("copying the picture");
      }
      copied.push_back(rect);
    }
    if (SDL_UpdateWindowSurfaceRects(window, copied.data(), static_cast<int>(copied.size())) != 0) {
      return sdl_error("showing the picture");
    }
    return {};
  }

  // True if its owner closes the window.
  bool take(const SDL_Event& event, MonotonicTime now) {
    InputFeed& input = stage->input();
    const auto width = static_cast<float>(stage->width()), height = static_cast<float>(stage->height());
    switch (event.type) {
      case SDL_FINGERDOWN:
        input.finger_down(event.tfinger.fingerId, event.tfinger.x * width, event.tfinger.y * height, now);
        break;
      case SDL_FINGERMOTION:
        input.finger_move(event.tfinger.fingerId, event.tfinger.x * width, event.tfinger.y * height);
        break;
      case SDL_FINGERUP:
        input.finger_up(event.tfinger.fingerId, now);
        break;
      case SDL_MOUSEBUTTONDOWN:
        if (event.button.button == SDL_BUTTON_LEFT) {
          input.finger_down(mouse_finger, on_picture_x(event.button.x), on_picture_y(event.button.y), now);
        }
        break;
      case SDL_MOUSEMOTION:
        input.finger_move(mouse_finger, on_picture_x(event.motion.x), on_picture_y(event.motion.y));
        break;
      case SDL_MOUSEBUTTONUP:
        if (event.button.button == SDL_BUTTON_LEFT) input.finger_up(mouse_finger, now);
        break;
      case SDL_KEYDOWN:
        if (event.key.repeat == 0) input.key_down(key_of(event.key.keysym), now);
        break;
      case SDL_KEYUP:
        input.key_up(key_of(event.key.keysym));
        break;
      case SDL_WINDOWEVENT:
        cause_to_draw = lost = true;
        break;
      case SDL_QUIT:
        return !kiosk;
      default:
        break;
    }
    return false;
  }

  // A window's coordinates are not pixels on every screen.
  float on_picture_x(int x) const {
    int width = 1, height = 1;
    SDL_GetWindowSize(window, &width, &height);
    return static_cast<float>(x) * static_cast<float>(stage->width()) /
           static_cast<float>(std::max(width, 1));
  }
  float on_picture_y(int y) const {
    int width = 1, height = 1;
    SDL_GetWindowSize(window, &width, &height);
    return static_cast<float>(y) * static_cast<float>(stage->height()) /
           static_cast<float>(std::max(height, 1));
  }
};

Result<std::unique_ptr<Window>> Window::open(FileSystem& files, const WindowOptions& options,
                                             const Clock& clock) {
  auto sdl = std::make_unique<Sdl>();
  if (auto started = sdl->start(); !started) return started.error();
  const bool may_choose = options.drawing == Drawing::best && takes_our_own_pictures();
  bool on_cpu = options.drawing == Drawing::cpu ||
                // No driver needs to be loaded to know that it would draw in software.
                (may_choose && access(options.graphics_devices.c_str(), F_OK) != 0);
  if (!on_cpu) {
    if (auto used = sdl->use_gles2(options); !used) {
      log_warning("drawing on the CPU, because {}", used.error().message);
      on_cpu = true;
    } else if (const auto renderer = Gles2::renderer(); may_choose && is_software(renderer)) {
      log_info("drawing on the CPU, because the only OpenGL here does so too, at a higher price: {}",
               renderer);
      on_cpu = true;
    }
    if (on_cpu) sdl->give_up_gles2();
  }
  if (on_cpu) {
    if (auto used = sdl->use_cpu(options); !used) return used.error();
  }
  StageOptions stage;
  sdl->size_of_picture(stage.width, stage.height);
  stage.px_per_mm = options.px_per_mm;
  stage.fonts_path = options.fonts_path;
  stage.debounce = options.debounce;
  auto made = Stage::create(files, stage);
  if (!made) return made.error();
  sdl->stage = std::move(*made);
  return std::unique_ptr<Window>(new Window(std::move(sdl), clock));
}

Window::Window(std::unique_ptr<Sdl> sdl, const Clock& clock) : sdl_(std::move(sdl)), clock_(clock) {}
Window::~Window() = default;

bool Window::draws_on_cpu() const { return sdl_->raster != nullptr; }
Stage& Window::stage() { return *sdl_->stage; }
std::uint64_t Window::pictures() const { return sdl_->pictures; }

std::vector<Event> Window::frame(const ViewModel& view, MonotonicTime now) {
  SDL_Event event;
  while (SDL_PollEvent(&event) != 0) {
    if (sdl_->take(event, now)) open_ = false;
  }
  sdl_->follow_size();
  const bool changed = !sdl_->shown || *sdl_->shown != view;
  if (!changed && !sdl_->cause_to_draw && !sdl_->held_back && sdl_->stage->settled()) return {};

  std::vector<Event> events = sdl_->stage->frame(view, now);
  // While input is worked off the next frame follows at once, so this one is not shown: one picture answers
  // to all of a touch. Somebody who draws with the finger still sees a picture every now and then.
  if (sdl_->stage->settled() || now - sdl_->held_back.value_or(now) >= held_back_max) {
    if (auto shown = sdl_->show(); !shown) log_error("showing the screen: {}", shown.error().message);
    sdl_->held_back.reset();
  } else if (!sdl_->held_back) {
    sdl_->held_back = now;
  }
  sdl_->shown = view;
  sdl_->cause_to_draw = false;
  return events;
}

void Window::wait(std::optional<MonotonicTime> deadline) {
  while (open_ && sdl_->stage->settled() && !sdl_->cause_to_draw && !sdl_->held_back) {
    int left_ms = -1;
    if (deadline) {
      const auto left = (*deadline - clock_.monotonic()).count();
      if (left <= 0) return;
      left_ms = static_cast<int>(std::min<std::int64_t>(left, 60'000));
    }
    if (sdl_->sleeps) {
      // Without an event to take: it stays in the queue for frame().
      if (left_ms < 0 ? SDL_WaitEvent(nullptr) : SDL_WaitEventTimeout(nullptr, left_ms)) return;
      if (left_ms >= 0 && deadline) continue;
      return;
    }
    SDL_PumpEvents();
    if (SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT)) return;
    SDL_Delay(static_cast<Uint32>(left_ms < 0 ? poll_ms : std::min(left_ms, poll_ms)));
  }
}

void Window::wake() {
  SDL_Event event{};
  event.type = sdl_->wake_type;
  SDL_PushEvent(&event);  // a full queue wakes as well
}

}  // namespace vantrum::kiosk
