// Colours and sizes, named once. A calm room: daylight, wood, one plant; never Dear ImGui's default grey.
//
// Text has at least 7:1 against what it stands on, and every border that tells where something can be touched
// at least 3:1 (A36, A37). screens_test computes both from the tokens here.
#pragma once

#include "kiosk/app/view.h"
#include "kiosk/render/renderer.h"

namespace vantrum::kiosk {

struct Theme {
  Rgb room;       // behind everything
  Rgb card;       // what can be touched, and sheets of text
  Rgb ink;        // text
  Rgb quiet_ink;  // notes, progress, the bar
  Rgb leaf;       // the primary button and whatever is chosen
  Rgb leaf_held;  // the primary button under a finger
  Rgb on_leaf;
  Rgb leaf_tint;  // fill of a chosen card
  Rgb held;       // fill of a card under a finger
  Rgb sun;        // progress and focus; never text
  Rgb on_sun;     // what stands on sun or rings it
  Rgb edge;       // borders that carry meaning
  Rgb line;       // decoration only
  Rgb off;        // fill of what cannot be chosen now
  Rgb alarm;
  float shadow = 0;  // opacity; none in high contrast
};

Theme theme_for(Contrast contrast);

// WCAG 2.2: 1…21.
float contrast_ratio(Rgb a, Rgb b);

Rgb blend(Rgb from, Rgb to, float amount);

// Sizes of one screen in pixels. Targets follow the panel's density, words and spaces the panel's size.
struct Metrics {
  float width = 0, height = 0;
  float px_per_mm = 0;
  float unit = 1;  // 1 on the reference panel, 1280×800
  float grid = 24;
  float margin = 48;        // left and right
  float target = 88;        // 15 mm: the least side of what can be touched (A40)
  float primary_min = 117;  // 20 mm: the least width of the primary button
  float gap = 18;           // 3 mm between targets
  float radius = 16;
  float stroke = 3;
  float title_px = 52, question_px = 42, answer_px = 28, bar_px = 24;  // of the em
  float heading_px_min = 32;  // titles and questions may come down to this to fit; all other words are fixed

  bool landscape() const { return width >= height * 1.2f; }
};

Metrics metrics_for(float width, float height, float px_per_mm, TextSize size);

}  // namespace vantrum::kiosk
