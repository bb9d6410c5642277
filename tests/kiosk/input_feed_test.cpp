#include "kiosk/platform/input_feed.h"

#include <doctest/doctest.h>

#include <string>

namespace vantrum::kiosk {

namespace {

using Ms = MonotonicTime;

// The next frames, one letter each: '.' nobody, 'o' over, 'D' down.
std::string frames(InputFeed& feed, int count) {
  std::string letters;
  for (int i = 0; i < count; ++i) {
    const InputFrame frame = feed.next_frame();
    letters += frame.down ? 'D' : frame.on_screen ? 'o' : '.';
  }
  return letters;
}

}  // namespace

TEST_CASE("a tap between two frames is a position, a press, a release and a leaving in four frames") {
  InputFeed feed;
  CHECK(feed.idle());
  feed.finger_down(1, 10, 20, Ms{1000});
  feed.finger_up(1, Ms{1000});
  CHECK_FALSE(feed.idle());
  const InputFrame first = feed.next_frame();
  CHECK(first.on_screen);
  CHECK(first.x == 10);
  CHECK(first.y == 20);
  CHECK_FALSE(first.down);
  CHECK(frames(feed, 4) == "Do..");
  CHECK_FALSE(feed.idle());
  CHECK(frames(feed, 1) == ".");
  CHECK(feed.idle());
}

TEST_CASE("touches that follow a release too soon are left out, and the time is adjustable") {
  InputFeed feed(Ms{500});
  const auto tap = [&](Ms at) {
    feed.finger_down(1, 5, 5, at);
    feed.finger_up(1, at + Ms{20});
    return frames(feed, 8).find('D') != std::string::npos;
  };
  CHECK(tap(Ms{0}));
  CHECK_FALSE(tap(Ms{400}));
  CHECK(tap(Ms{520}));
  feed.set_debounce(Ms{300});
  CHECK_FALSE(tap(Ms{800}));
  CHECK(tap(Ms{840}));
}

TEST_CASE("a second finger and a palm change nothing") {
  InputFeed feed;
  feed.finger_down(1, 5, 5, Ms{0});
  feed.finger_down(2, 90, 90, Ms{1});
  feed.finger_move(2, 95, 95);
  feed.finger_up(2, Ms{5});
  for (int i = 0; i < 6; ++i) {
    const InputFrame frame = feed.next_frame();
    CHECK(frame.x == 5);
    CHECK(frame.down == (i >= 1));
  }
  feed.finger_up(1, Ms{50});
  CHECK(frames(feed, 3) == "o..");
}

TEST_CASE("a finger that slides is where it was last, and its release comes after that") {
  InputFeed feed;
  feed.finger_down(1, 0, 0, Ms{0});
  for (int i = 1; i <= 50; ++i) feed.finger_move(1, static_cast<float>(i), 0);
  feed.finger_up(1, Ms{30});
  CHECK(frames(feed, 2) == "oD");
  const InputFrame moved = feed.next_frame();
  CHECK(moved.x == 50);
  CHECK(moved.down);
  CHECK(frames(feed, 2) == "o.");
}

TEST_CASE("A27: a key counts once, however long it is held and however it trembles") {
  InputFeed feed(Ms{300});
  feed.key_down(Key::choose, Ms{0});
  feed.key_down(Key::choose, Ms{10});
  feed.key_down(Key::next, Ms{20});
  CHECK(feed.next_frame().key == Key::choose);
  CHECK(feed.next_frame().key == Key::none);
  feed.key_up(Key::choose);
  feed.key_down(Key::choose, Ms{299});
  feed.key_up(Key::choose);
  CHECK(feed.next_frame().key == Key::none);
  feed.key_down(Key::next, Ms{310});  // another one is meant
  feed.key_up(Key::next);
  CHECK(feed.next_frame().key == Key::next);
  feed.key_down(Key::next, Ms{610});
  CHECK(feed.next_frame().key == Key::next);
}

TEST_CASE("A27: with 500 ms, the same key 400 ms later is one key") {
  InputFeed feed(Ms{500});
  for (const auto at : {Ms{0}, Ms{400}}) {
    feed.key_down(Key::choose, at);
    feed.key_up(Key::choose);
  }
  CHECK(feed.next_frame().key == Key::choose);
  CHECK(feed.next_frame().key == Key::none);
}

TEST_CASE("clearing lets everything go") {
  InputFeed feed;
  feed.finger_down(1, 5, 5, Ms{0});
  frames(feed, 3);
  feed.clear();
  CHECK(feed.idle());
  CHECK(frames(feed, 2) == "..");
}

}  // namespace vantrum::kiosk
