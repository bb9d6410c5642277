// A disk that takes its time, or hangs: the thread that draws never waits for it.
#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "kiosk/program/loop.h"
#include "tests/faults/world.h"
#include "tests/support/kiosk_support.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;
using Timer = std::chrono::steady_clock;

TEST_CASE("while the disk hangs the waiting screen is drawn on time, and thanks come only afterwards") {
  testing::Quiet quiet;
  World world(Beginning::make(), 8);
  EffectRunner runner(*world.open(), [] {});
  runner.wait_idle();
  Speaker speaker(world.files(), Voices(), std::make_unique<LogSink>(world.clock(), false));
  Loop loop({the_texts(), nullptr}, {}, runner, speaker);
  MonotonicTime now{0};
  auto turn = [&](const std::vector<Event>& events) {
    now += 16ms;
    auto began = Timer::now();
    loop.take(events, now);
    auto screen = loop.view(now).screen;
    return std::pair(screen, Timer::now() - began);
  };
  turn({});
  turn({Pressed{"start"}});
  now += 2s;
  turn({});
  for (const char* id : {"next", "choice:acc:full", "next", "next"}) turn({Tapped{id}});
  world.medium().dawdle(400ms);
  REQUIRE(turn({Tapped{"send"}}).first == ScreenKind::sending);
  std::vector<Timer::duration> frames;
  auto sent = Timer::now();
  auto screen = ScreenKind::sending;
  while (screen == ScreenKind::sending && Timer::now() - sent < 20s) {
    auto [shown, took] = turn({});
    screen = shown;
    frames.push_back(took);
    std::this_thread::sleep_for(5ms);
  }
  CHECK(screen == ScreenKind::thanks);
  CHECK(Timer::now() - sent >= 400ms);
  REQUIRE(frames.size() >= 10);
  std::ranges::sort(frames);
  CHECK(frames[frames.size() * 99 / 100] < 50ms);
  world.medium().dawdle(0ms);
}

}  // namespace
}  // namespace vantrum::kiosk
