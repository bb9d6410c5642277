#include "kiosk/platform/input_feed.h"

namespace vantrum::kiosk {

void InputFeed::finger_down(FingerId finger, float x, float y, MonotonicTime now) {
  if (finger_ || now < ready_at()) return;
  finger_ = finger;
  push_move(x, y);
  queue_.push_back({Kind::down});
}

void InputFeed::finger_move(FingerId finger, float x, float y) {
  if (finger_ == finger) push_move(x, y);
}

void InputFeed::finger_up(FingerId finger, MonotonicTime now) {
  if (finger_ != finger) return;
  finger_.reset();
  released_ = now;
  queue_.push_back({Kind::up});
  queue_.push_back({Kind::leave});
}

void InputFeed::key_down(Key key, MonotonicTime now) {
  if (key == Key::none || key_held_ != Key::none) return;
  key_held_ = key;
  if (key == key_before_ && now < key_ready_at_) return;
  key_before_ = key;
  key_ready_at_ = now + debounce_;
  queue_.push_back({Kind::key_down, 0, 0, key});
}

void InputFeed::key_up(Key key) {
  if (key_held_ == key) key_held_ = Key::none;
}

void InputFeed::clear() {
  finger_.reset();
  key_held_ = key_before_ = Key::none;
  queue_.clear();
  shown_ = {};
  frames_since_edge_ = 2;
}

// A finger that moves faster than frames are drawn is where it was last.
void InputFeed::push_move(float x, float y) {
  if (!queue_.empty() && queue_.back().kind == Kind::move) queue_.pop_back();
  queue_.push_back({Kind::move, x, y});
}

InputFrame InputFeed::next_frame() {
  shown_.key = Key::none;
  if (frames_since_edge_ < 2) ++frames_since_edge_;
  if (queue_.empty()) return shown_;

  const Step step = queue_.front();
  queue_.pop_front();
  switch (step.kind) {
    case Kind::move:
      shown_.x = step.x;
      shown_.y = step.y;
      shown_.on_screen = true;
      break;
    case Kind::down:
      shown_.down = true;
      break;
    case Kind::up:
      shown_.down = false;
      break;
    case Kind::leave:
      shown_.on_screen = false;
      break;
    case Kind::key_down:
      shown_.key = step.key;
      break;
  }
  frames_since_edge_ = 0;
  return shown_;
}

}  // namespace vantrum::kiosk
