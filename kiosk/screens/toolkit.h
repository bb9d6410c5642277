// What a screen draws with: words, touch and the record of what was drawn. Screens hold no state; what a
// widget must remember between frames lies in WidgetMemory, which is cleared with the visitor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/app/event.h"
#include "kiosk/app/view.h"
#include "kiosk/screens/paint.h"
#include "kiosk/screens/theme.h"
#include "kiosk/text/draw_text.h"
#include "kiosk/text/layout_cache.h"

namespace vantrum::kiosk {

// One element as it was drawn: for the pilot, the tests and the focus ring.
struct Box {
  std::string id;
  Role role = Role::text;
  std::string words;
  Rect rect;  // of the whole element: for what can be touched, the touch target
  Rect text;  // of its words, within rect
  bool enabled = true;
  bool selected = false;
  bool split_word = false;  // a word had to be broken to fit
  float words_px = 0;       // of the em
};

struct WidgetMemory {
  std::string pressed_id;     // under the finger now
  bool slid_off = false;      // it has left: the press is void, even if it comes back (A39)
  std::size_t page = 0;       // of a screen that does not fit; the stage clears it with every screen
  std::string focus;          // of the view drawn last
  bool focus_moved = false;   // in this frame: the page follows it
  bool opens = false;         // this frame is the first of a screen: its page is that of the view's opens_at
  std::string first_on_page;  // the first element that begins on the page drawn last; empty: none does
};

struct TextStyle {
  float size_px = 0;
  Weight weight = Weight::regular;
  float leading = 1;
  TextAlign align = TextAlign::start;
  bool balanced = false;
  std::size_t lines_max = 0;  // 0: as many as it takes; else "…" stands for the rest
};

class Toolkit {
 public:
  struct Parts {  // borrowed for one frame
    ImDrawList& list;
    LayoutCache& layouts;
    GlyphAtlas& atlas;
    WidgetMemory& memory;
    std::vector<Box>& boxes;
  };
  Toolkit(Parts parts, const ViewModel& view, const Theme& theme, const Metrics& metrics);

  const Theme& theme() const { return theme_; }
  const Metrics& metrics() const { return metrics_; }
  Painter& paint() { return painter_; }
  bool right_to_left() const { return direction_ == TextDirection::right_to_left; }

  // Screens think left to right; this turns a rectangle over for the others. Everything below takes the
  // result.
  Rect place(Rect rect) const;

  const Paragraph& measure(const Element& element, const TextStyle& style, float width_px) const;
  float width_of(const Element& element, const TextStyle& style) const;  // on one line

  // Draws words with their top at `column`'s top; returns the rectangle they took.
  Rect words(const Element& element, const TextStyle& style, const Rect& column, Rgb colour,
             LineRange lines = {});

  // Words that are an element of their own: drawn and recorded.
  Rect text(const Element& element, const TextStyle& style, const Rect& column, Rgb colour,
            LineRange lines = {});

  // True while a finger is down on it and has not slid off. Emits Pressed, Released, Tapped.
  bool touch(const Element& element, const Rect& rect);

  // The page to show of `pages`: that of the focus if it has just moved there; that of opens_at when the
  // screen comes up; else the one shown before, the last one if fewer are left than there were.
  std::size_t page(std::size_t pages, std::optional<std::size_t> of_focus,
                   std::optional<std::size_t> of_opening = std::nullopt);
  void remember_first_on_page(std::string id) { parts_.memory.first_on_page = std::move(id); }

  // What this frame has drawn so far of an element; null if nothing.
  const Box* drawn(const std::string& id) const;

  void record(const Element& element, const Rect& rect, const Rect& text);
  std::vector<Event> take_events() { return std::move(events_); }

 private:
  Parts parts_;
  Theme theme_;
  Metrics metrics_;
  Painter painter_;
  std::string language_;
  TextDirection direction_;
  bool split_word_ = false;  // of the words drawn last
  float words_px_ = 0;
  std::vector<Event> events_;
};

}  // namespace vantrum::kiosk
