// Touches become what Dear ImGui can see, however fast they come: a position in one frame, the button's edge
// in a later one, at most one edge a frame. A tap that began and ended between two frames is still a tap.
//
// The first finger alone counts: a second one and a palm do no harm. When it is lifted the pointer leaves the
// screen one frame later, so that nothing stays highlighted. Touches that follow a release too soon are a
// trembling hand or a bouncing panel and are left out (A27).
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "kiosk/app/event.h"
#include "shared/base/clock.h"

namespace vantrum::kiosk {

using FingerId = std::int64_t;
inline constexpr FingerId mouse_finger = -1;

// What is true in one frame.
struct InputFrame {
  float x = 0, y = 0;
  bool on_screen = false;  // no finger: the pointer is nowhere
  bool down = false;
  Key key = Key::none;  // pressed in this frame
};

class InputFeed {
 public:
  static constexpr MonotonicTime debounce_default{300};
  explicit InputFeed(MonotonicTime debounce = debounce_default) : debounce_(debounce) {}
  void set_debounce(MonotonicTime debounce) { debounce_ = debounce; }

  // Positions in pixels of the screen. The mouse is a finger of its own (mouse_finger).
  void finger_down(FingerId finger, float x, float y, MonotonicTime now);
  void finger_move(FingerId finger, float x, float y);
  void finger_up(FingerId finger, MonotonicTime now);
  // No repeats: ignored while a key is down, and where the same key comes again sooner than a hand means it
  // (A27).
  void key_down(Key key, MonotonicTime now);
  void key_up(Key key);

  // Everything is let go at once, without a tap: for a visitor who has left, or a touch panel that was pulled
  // out.
  void clear();

  InputFrame next_frame();

  // Nothing is waiting, and the last edge is at least two frames old: what is on the screen answers to it.
  bool idle() const { return queue_.empty() && frames_since_edge_ >= 2; }

  // A touch before this is left out.
  MonotonicTime key_ready_at() const { return key_ready_at_; }
  MonotonicTime ready_at() const { return released_ ? *released_ + debounce_ : MonotonicTime{0}; }

 private:
  enum class Kind : std::uint8_t { move, down, up, leave, key_down };
  struct Step {
    Kind kind;
    float x = 0, y = 0;
    Key key = Key::none;
  };
  void push_move(float x, float y);

  MonotonicTime debounce_;
  std::optional<FingerId> finger_;  // the one that counts
  std::optional<MonotonicTime> released_;
  Key key_held_ = Key::none, key_before_ = Key::none;
  MonotonicTime key_ready_at_{0};  // for key_before_
  std::deque<Step> queue_;
  InputFrame shown_;
  int frames_since_edge_ = 2;
};

}  // namespace vantrum::kiosk
