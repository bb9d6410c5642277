#include "tests/support/desk.h"

#include <SDL.h>

#include <algorithm>
#include <cstdlib>

#include "kiosk/app/turn.h"
#include "kiosk/render/raster.h"

namespace vantrum::kiosk {
namespace {

std::unique_ptr<Window> open_window(WindowOptions::Size size, const Clock& clock) {
  setenv("SDL_VIDEODRIVER", "dummy", 1);
  static const auto files = real_file_system();  // borrowed while the window is opened
  WindowOptions options;
  options.size = size;
  options.drawing = Drawing::cpu;
  auto window = Window::open(*files, options, clock);
  unsetenv("SDL_VIDEODRIVER");  // programs that the test starts have a display
  if (!window) FAIL(window.error().message);
  return std::move(*window);
}

void push(SDL_Event event) { REQUIRE(SDL_PushEvent(&event) == 1); }

SDL_Event button(Uint32 type, float x, float y) {
  SDL_Event event{};
  event.type = type;
  event.button.button = SDL_BUTTON_LEFT;
  event.button.x = static_cast<Sint32>(x);
  event.button.y = static_cast<Sint32>(y);
  return event;
}

}  // namespace

Desk::Desk(std::shared_ptr<const Survey> survey, WindowOptions::Size size)
    : texts_(the_texts()), window_(open_window(size, clock_)) {
  clock_.advance(MonotonicTime{1000});
  state_.keyboards = the_keyboards();
  happen(SurveyChanged{std::move(survey)});
  settle();
}

void Desk::happen(const Event& event) {
  state_ = kiosk::turn(std::move(state_), event, texts_, clock_.monotonic()).state;
}

bool Desk::turn() {
  const auto now = clock_.monotonic();
  const auto events = window_->frame(make_view(state_, texts_, now), now);
  for (const Event& event : events) happen(event);
  clock_.advance(MonotonicTime{16});
  happen(Tick{});
  return !events.empty();
}

int Desk::settle() {
  for (int turns = 1; turns < 1000; ++turns) {
    const auto shown = make_view(state_, texts_, clock_.monotonic());
    turn();
    if (stage().settled() && make_view(state_, texts_, clock_.monotonic()) == shown) return turns;
  }
  FAIL("the screen does not come to rest");
  return 0;
}

Desk& Desk::wait(MonotonicTime time) {
  const auto until = clock_.monotonic() + time;
  while (clock_.monotonic() < until) {
    turn();
    const auto now = clock_.monotonic();
    if (!stage().settled()) continue;
    clock_.advance(std::clamp(turn_deadline(state_, now).value_or(until), now, std::max(now, until)) - now);
    happen(Tick{});
  }
  turn();
  return *this;
}

Desk& Desk::finger_down(float x, float y) { return push(button(SDL_MOUSEBUTTONDOWN, x, y)), *this; }
Desk& Desk::finger_up(float x, float y) { return push(button(SDL_MOUSEBUTTONUP, x, y)), *this; }
Desk& Desk::finger_move(float x, float y) {
  SDL_Event event{};
  event.type = SDL_MOUSEMOTION;
  event.motion.x = static_cast<Sint32>(x);
  event.motion.y = static_cast<Sint32>(y);
  return push(event), *this;
}

Desk& Desk::key(int sdl_key) {
  SDL_Event event{};
  event.type = SDL_KEYDOWN;
  event.key.keysym.sym = sdl_key;
  push(event);
  event.type = SDL_KEYUP;
  return push(event), *this;
}

Desk& Desk::tap(std::string_view id) {
  const Rect at = place_of(id);
  while (clock_.monotonic() < stage().input().ready_at()) turn();
  finger_down(at.centre_x(), at.centre_y());
  settle();
  finger_up(at.centre_x(), at.centre_y());
  settle();
  return *this;
}

Desk& Desk::hold(std::string_view id, MonotonicTime time) {
  const Rect at = place_of(id);
  finger_down(at.centre_x(), at.centre_y()).wait(time);
  finger_up(at.centre_x(), at.centre_y());
  settle();
  return *this;
}

Desk& Desk::expose() {
  SDL_Event event{};
  event.type = SDL_WINDOWEVENT;
  event.window.event = SDL_WINDOWEVENT_EXPOSED;
  return push(event), *this;
}

Rect Desk::place_of(std::string_view id) {
  const Box* box = stage().find_box(id);
  if (!box) FAIL("no element " << std::string(id));
  return box->rect;
}

Image Desk::shown() const {
  const SDL_Surface* surface = SDL_GetWindowSurface(SDL_GetWindowFromID(1));
  REQUIRE(surface);
  Image image{surface->w, surface->h, {}};
  image.rgba.assign(static_cast<std::size_t>(surface->w * surface->h) * 4, 255);
  REQUIRE(SDL_ConvertPixels(surface->w, surface->h, surface->format->format, surface->pixels, surface->pitch,
                            SDL_PIXELFORMAT_RGBA32, image.rgba.data(), surface->w * 4) == 0);
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
  return image;
}

Image Desk::drawn_afresh() {
  Raster fresh(stage().width(), stage().height());
  REQUIRE(stage().draw(fresh));
  return fresh.image();
}

}  // namespace vantrum::kiosk
