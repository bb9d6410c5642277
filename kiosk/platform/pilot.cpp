#include "kiosk/platform/pilot.h"

#include <fmt/format.h>

namespace vantrum::kiosk {

namespace {

constexpr FingerId finger = 1;
constexpr int turns_max = 100000;  // then time stands still, or the screen never comes to rest

}  // namespace

Result<void> Pilot::tap(std::string_view what) {
  const Rect at = TRY(find_enabled(what));
  stage_.input().finger_down(finger, at.centre_x(), at.centre_y(), now_);
  stage_.input().finger_up(finger, now_);
  return settle();
}

Result<void> Pilot::hold(std::string_view what, MonotonicTime how_long) {
  const Rect at = TRY(find_enabled(what));
  stage_.input().finger_down(finger, at.centre_x(), at.centre_y(), now_);
  if (auto waited = wait_until(now_ + how_long); !waited) return waited.error();
  stage_.input().finger_up(finger, now_);
  return settle();
}

Result<void> Pilot::touch(float x, float y, MonotonicTime how_long) {
  TRY(settle());
  TRY(wait_until(stage_.input().ready_at()));
  stage_.input().finger_down(finger, x, y, now_);
  TRY(wait_until(now_ + how_long));
  stage_.input().finger_up(finger, now_);
  return settle();
}

Result<void> Pilot::press(Key key) {
  TRY(settle());
  TRY(wait_until(stage_.input().key_ready_at()));
  stage_.input().key_down(key, now_);
  stage_.input().key_up(key);
  return settle();
}

Result<void> Pilot::slide_off(std::string_view what) {
  const Rect at = TRY(find_enabled(what));
  stage_.input().finger_down(finger, at.centre_x(), at.centre_y(), now_);
  if (auto settled = settle(); !settled) return settled.error();
  stage_.input().finger_move(finger, at.x - 3, at.y - 3);
  if (auto settled = settle(); !settled) return settled.error();
  stage_.input().finger_up(finger, now_);
  return settle();
}

Result<void> Pilot::settle() {
  for (int turns = 0; turns < turns_max; ++turns) {
    now_ = turn_();
    if (stage_.settled()) return {};
  }
  return Error::refused("the screen does not come to rest");
}

Result<void> Pilot::wait_until(MonotonicTime when) {
  for (int turns = 0; now_ < when; ++turns) {
    if (turns == turns_max) return Error::refused("time does not pass while waiting");
    now_ = turn_();
  }
  return {};
}

Result<Rect> Pilot::find_enabled(std::string_view what) {
  if (auto settled = settle(); !settled) return settled.error();
  if (auto waited = wait_until(stage_.input().ready_at()); !waited) return waited.error();
  const Box* found = stage_.find_box(what);
  for (const Box& box : stage_.boxes()) {
    if (!found && box.words == what) found = &box;
  }
  if (!found)
    return Error::not_found(fmt::format("\"{}\" is not on the screen, which shows:\n{}", what, describe()));
  if (!is_touchable(found->role)) {
    return Error::refused(fmt::format("\"{}\" cannot be touched; the screen shows:\n{}", what, describe()));
  }
  if (!found->enabled) {
    return Error::refused(fmt::format("\"{}\" is not enabled; the screen shows:\n{}", what, describe()));
  }
  return found->rect;
}

std::string Pilot::describe() const {
  std::string text;
  for (const Box& box : stage_.boxes()) {
    text += fmt::format("  {} \"{}\"{}{}\n", box.id, box.words, box.enabled ? "" : " (not enabled)",
                        box.selected ? " (selected)" : "");
  }
  return text;
}

}  // namespace vantrum::kiosk
