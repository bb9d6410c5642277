#include "kiosk/screens/theme.h"

#include <algorithm>
#include <cmath>

namespace vantrum::kiosk {

namespace {

constexpr Rgb rgb(std::uint32_t hex) {
  return {static_cast<std::uint8_t>(hex >> 16 & 255), static_cast<std::uint8_t>(hex >> 8 & 255),
          static_cast<std::uint8_t>(hex & 255)};
}

constexpr Theme light{
    .room = rgb(0xFBF7F0),
    .card = rgb(0xFFFFFF),
    .ink = rgb(0x17252B),
    .quiet_ink = rgb(0x46565D),
    .leaf = rgb(0x0B5A4B),
    .leaf_held = rgb(0x07443A),
    .on_leaf = rgb(0xFFFFFF),
    .leaf_tint = rgb(0xE4F1EC),
    .held = rgb(0xF1EADD),
    .sun = rgb(0xF0B429),
    .on_sun = rgb(0x17252B),
    .edge = rgb(0x857C6C),
    .line = rgb(0xC9C2B6),
    .off = rgb(0xEFEAE0),
    .alarm = rgb(0x9B1C1C),
    .shadow = 0.10f,
};

constexpr Theme high{
    .room = rgb(0x0E1518),
    .card = rgb(0x0E1518),
    .ink = rgb(0xFFFFFF),
    .quiet_ink = rgb(0xE3E9EB),
    .leaf = rgb(0xFFD75E),
    .leaf_held = rgb(0xFFF0BF),
    .on_leaf = rgb(0x0E1518),
    .leaf_tint = rgb(0x2B2A1B),
    .held = rgb(0x26333A),
    .sun = rgb(0xFFD75E),
    .on_sun = rgb(0x0E1518),
    .edge = rgb(0xFFFFFF),
    .line = rgb(0x7C8B92),
    .off = rgb(0x0E1518),
    .alarm = rgb(0xFFB4A8),
    .shadow = 0,
};

float linear(std::uint8_t value) {
  const float part = static_cast<float>(value) / 255.0f;
  return part <= 0.04045f ? part / 12.92f : std::pow((part + 0.055f) / 1.055f, 2.4f);
}

float luminance(Rgb c) { return 0.2126f * linear(c.r) + 0.7152f * linear(c.g) + 0.0722f * linear(c.b); }

// Capitals of at least 6.1 mm, read from 500 mm (A18); Noto Sans' capitals are 0.714 em.
float large_text_px(float px_per_mm) { return std::ceil(6.1f * px_per_mm / 0.714f); }

}  // namespace

Theme theme_for(Contrast contrast) { return contrast == Contrast::high ? high : light; }

float contrast_ratio(Rgb a, Rgb b) {
  const float x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05f) / (std::min(x, y) + 0.05f);
}

Rgb blend(Rgb from, Rgb to, float amount) {
  const auto part = [&](std::uint8_t a, std::uint8_t b) {
    const float value = static_cast<float>(a) + (static_cast<float>(b) - static_cast<float>(a)) * amount;
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0f, 255.0f)));
  };
  return {part(from.r, to.r), part(from.g, to.g), part(from.b, to.b)};
}

Metrics metrics_for(float width, float height, float px_per_mm, TextSize size) {
  Metrics m;
  m.width = width;
  m.height = height;
  m.px_per_mm = px_per_mm;
  m.unit = std::clamp(std::min(width, height) / 800.0f, 0.7f, 1.5f);
  m.grid = std::round(24 * m.unit);
  m.margin = std::round((width < height ? 40.0f : 56.0f) * m.unit);
  m.target = std::ceil(15 * px_per_mm);
  m.primary_min = std::ceil(20 * px_per_mm);
  m.gap = std::ceil(3 * px_per_mm);
  m.radius = std::round(16 * m.unit);
  m.stroke = std::max(2.0f, std::round(3 * m.unit));
  m.title_px = std::round(56 * m.unit);
  m.question_px = std::round(44 * m.unit);
  m.answer_px = std::round(28 * m.unit);
  m.bar_px = std::round(24 * m.unit);
  if (size == TextSize::large) {
    const float least = large_text_px(px_per_mm);
    m.bar_px = std::max(m.bar_px, least);
    m.answer_px = std::max(m.answer_px, least);
    m.question_px = std::max(m.question_px, std::round(least * 1.2f));
    m.title_px = std::max(m.title_px, std::round(least * 1.35f));
  } else if (size == TextSize::double_size) {
    for (float* px : {&m.bar_px, &m.answer_px, &m.question_px, &m.title_px}) *px *= 2;
  }
  m.heading_px_min = std::round(m.answer_px * 1.15f);
  return m;
}

}  // namespace vantrum::kiosk
