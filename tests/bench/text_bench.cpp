// What text costs: CPU time of frames, cold and cached, of layouts beside HarfBuzz alone on the same
// paragraphs in the same run, and the memory of the atlas with every language on the screen in turn. `./run
// bench`; figures of different machines are not to be compared, the ratios are.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <hb.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <set>

#include "kiosk/platform/headless.h"
#include "kiosk/text/glyph_atlas.h"
#include "kiosk/text/layout_cache.h"
#include "tests/support/kiosk_walk.h"

namespace vantrum::kiosk {
namespace {

double cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// The least of several runs: what else the machine does only ever adds.
template <class Work>
double least_ms(int runs, Work work) {
  double least = 1e9;
  for (int i = 0; i < runs; ++i) {
    const double before = cpu_ms();
    work();
    least = std::min(least, cpu_ms() - before);
  }
  return least;
}

struct Words {
  std::string text, language;
  TextDirection direction = TextDirection::left_to_right;
};

std::vector<Words> words_of(const std::vector<NamedView>& views, const std::string& language) {
  std::vector<Words> all;
  std::set<std::string> known;
  for (const auto& [name, view] : views) {
    const bool right_to_left = view.direction == Direction::right_to_left;
    for (const Element& element : view.elements) {
      const bool is_new = view.language == language && known.insert(element.words).second;
      if (!is_new || element.words.empty()) continue;
      all.push_back({element.words, language,
                     right_to_left ? TextDirection::right_to_left : TextDirection::left_to_right});
    }
  }
  return all;
}

ParagraphRequest request_for(const Words& words, float width_px) {
  ParagraphRequest request;
  request.text = words.text;
  request.language = words.language;
  request.direction = words.direction;
  request.width_px = width_px;
  request.size_px = 28;
  return request;
}

const FontSet& fonts() {
  static const auto files = real_file_system();
  static const auto set = FontSet::load(*files, "assets/fonts.toml");
  REQUIRE(set);
  return **set;
}

// What hb-shape does with a line: one font, one direction, a guessed script; no levels, fallback or breaks.
void shape_plainly(const Words& words, FontIndex font, hb_buffer_t* buffer) {
  hb_buffer_clear_contents(buffer);
  hb_buffer_add_utf8(buffer, words.text.c_str(), static_cast<int>(words.text.size()), 0, -1);
  hb_buffer_guess_segment_properties(buffer);
  hb_buffer_set_language(buffer, hb_language_from_string(words.language.c_str(), -1));
  hb_shape(fonts()[font].shaper, buffer, nullptr, 0);
}

void bench_layouts(const std::vector<Words>& all) {
  std::vector<FontIndex> of_first;
  for (const Words& words : all) of_first.push_back(lay_out(fonts(), request_for(words, 600)).glyphs[0].font);
  const auto lay_out_all = [&](bool balanced) {
    for (const Words& words : all) {
      ParagraphRequest request = request_for(words, 600);
      request.balanced = balanced;
      lay_out(fonts(), request);
    }
  };
  hb_buffer_t* buffer = hb_buffer_create();
  const double plain_ms = least_ms(7, [&] {
    for (std::size_t i = 0; i < all.size(); ++i) shape_plainly(all[i], of_first[i], buffer);
  });
  hb_buffer_destroy(buffer);
  const double greedy_ms = least_ms(7, [&] { lay_out_all(false); });
  const double balanced_ms = least_ms(7, [&] { lay_out_all(true); });
  LayoutCache cache(fonts(), 1 << 16);
  for (const Words& words : all) cache.get(request_for(words, 600));
  const double cached_ms = least_ms(7, [&] {
    for (const Words& words : all) cache.get(request_for(words, 600));
  });
  const auto line = [&](const char* what, double ms) {
    fmt::print("  {:<34} {:>8.0f} a second  {:>6.2f} × HarfBuzz alone\n", what,
               static_cast<double>(all.size()) / ms * 1000, ms / plain_ms);
  };
  fmt::print("layouts of {} paragraphs in {} languages, 600 px wide\n", all.size(), the_languages.size());
  line("HarfBuzz alone, unbroken", plain_ms);
  line("ours, greedy lines", greedy_ms);
  line("ours, balanced lines", balanced_ms);
  line("ours, from the cache", cached_ms);
}

std::unique_ptr<Headless> headless() {
  static const auto files = real_file_system();
  auto made = Headless::create(*files, {});
  REQUIRE(made);
  return std::move(*made);
}

// Building a frame: layout, draw lists and, cold, the glyphs. Turning it into pixels is not text's work.
void bench_frames(const std::vector<std::pair<std::string, ViewModel>>& questions) {
  fmt::print("CPU time of a frame, 1280x800, one question\n");
  for (const auto& [language, view] : questions) {
    double cold_ms = 1e9;
    for (int run = 0; run < 5; ++run) {
      const auto fresh = headless();
      cold_ms = std::min(cold_ms, least_ms(1, [&] { fresh->frame(view, MonotonicTime{0}); }));
    }
    const auto kiosk = headless();
    kiosk->frame(view, MonotonicTime{0});
    const double cached_ms = least_ms(50, [&] { kiosk->frame(view, MonotonicTime{0}); });
    const double forgotten_ms = least_ms(20, [&] {
      kiosk->stage().forget_visitor();
      kiosk->frame(view, MonotonicTime{0});
    });
    fmt::print("  {:<4} first {:>5.2f} ms   layouts forgotten {:>5.2f} ms   cached {:>5.3f} ms\n", language,
               cold_ms, forgotten_ms, cached_ms);
  }
}

// Every screen of every language at its sizes, one after the other, as an atlas of the kiosk would see them.
void bench_atlas(const std::vector<Words>& all) {
  for (const TextSize size : {TextSize::normal, TextSize::large}) {
    const Metrics m = metrics_for(1280, 800, 149 / 25.4f, size);
    GlyphAtlas atlas(fonts());
    int restarts = 0;
    std::size_t bytes_most = 0;
    for (const Words& words : all) {
      const int before = atlas.height();
      atlas.begin_frame();
      if (atlas.height() < before) ++restarts;
      for (const float px : {m.answer_px, m.bar_px, m.question_px}) {
        ParagraphRequest request = request_for(words, 600);
        request.size_px = px;
        request.weight = px == m.question_px ? Weight::bold : Weight::regular;
        for (const PlacedGlyph& glyph : lay_out(fonts(), request).glyphs) {
          const auto quarter = static_cast<int>(std::lround(glyph.x_px * 4)) & 3;
          CHECK(atlas.find(glyph.font, glyph.glyph, px, quarter) != nullptr);
        }
        bytes_most = std::max(bytes_most, atlas.pixels().size());
      }
    }
    fmt::print(
        "atlas with {} languages in turn, {}: {} x {} in the end, at most {:.1f} MiB, begun afresh {} "
        "times\n",
        the_languages.size(), size == TextSize::normal ? "normal text" : "large text", atlas.width(),
        atlas.height(), static_cast<double>(bytes_most) / (1 << 20), restarts);
  }
}

TEST_CASE("what text costs") {
  std::vector<Words> all;
  std::vector<std::pair<std::string, ViewModel>> questions;
  for (const auto& language : the_languages) {
    const auto views = walk(language);
    const auto words = words_of(views, language);
    all.insert(all.end(), words.begin(), words.end());
    for (const auto& [name, view] : views) {
      if (name == "question_acc") questions.emplace_back(language, view);
    }
  }
  bench_layouts(all);
  bench_frames(questions);
  bench_atlas(all);
}

}  // namespace
}  // namespace vantrum::kiosk
