// Where a ViewModel is played: owns Dear ImGui's context, the fonts, the atlas and what widgets remember. It
// knows no window and no clock; whoever owns it feeds touches in (input()), calls frame() and has the result
// drawn by a Renderer.
//
// When the screen goes back to attract, everything that a visitor may have left here is wiped.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/app/event.h"
#include "kiosk/app/view.h"
#include "kiosk/platform/input_feed.h"
#include "kiosk/render/renderer.h"
#include "kiosk/screens/toolkit.h"
#include "shared/base/file_system.h"

struct ImGuiContext;

namespace vantrum::kiosk {

struct StageOptions {
  int width = 1280, height = 800;
  float px_per_mm = 149 / 25.4f;  // the reference panel
  std::string fonts_path = "assets/fonts.toml";
  MonotonicTime debounce = InputFeed::debounce_default;
};

class Stage {
 public:
  // `files` gives the list of fonts and is needed only now.
  static Result<std::unique_ptr<Stage>> create(FileSystem& files, const StageOptions& options);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  InputFeed& input() { return input_; }

  // Builds one frame: takes at most one step of the input, and returns what it meant.
  std::vector<Event> frame(const ViewModel& view, MonotonicTime now);

  // The last frame's elements, in the order of the view; those that a screen does not draw are not there.
  const std::vector<Box>& boxes() const { return boxes_; }
  const Box* find_box(std::string_view id) const;

  // No input is waiting and nothing that the screen shows is about to change by itself.
  bool settled() const { return input_.idle() && !page_turned_; }

  // Draws the last frame.
  Result<void> draw(Renderer& renderer);

  void resize(int width, int height);
  int width() const { return width_; }
  int height() const { return height_; }
  void forget_visitor();

 private:
  explicit Stage(const StageOptions& options, std::unique_ptr<FontSet> fonts);
  void show_pointer(const InputFrame& input) const;
  void tell_input(const InputFrame& input, std::vector<Event>& events);
  bool follow_screen(const ViewModel& view);  // true: it is another one
  void turn_page(const ViewModel& view, const std::vector<Event>& events);
  void let_go_of_what_is_gone(const ViewModel& view, std::vector<Event>& events);

  int width_, height_;
  float px_per_mm_;
  std::unique_ptr<FontSet> fonts_;
  GlyphAtlas atlas_;
  LayoutCache layouts_;
  InputFeed input_;
  WidgetMemory memory_;
  std::vector<Box> boxes_;
  ScreenKind screen_ = ScreenKind::attract;
  std::string shown_;  // what tells this screen from another one: a page belongs to one screen
  bool page_turned_ = false, was_down_ = false;
  Rgb background_;
  ImGuiContext* context_ = nullptr;
};

}  // namespace vantrum::kiosk
