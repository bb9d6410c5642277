#include "tests/support/visitors.h"

#include <algorithm>

namespace vantrum::testing {
namespace {

constexpr int hold_ms = 1100, away_ms = 900'000, pat_ms = 80;
constexpr int touches_max = 400;

class Visitor {
 public:
  Visitor(KioskPilot& kiosk, Habit habit, SeededEntropy& chance)
      : kiosk_(kiosk), habit_(habit), chance_(chance) {}

  Result<VisitEnd> visit() {
    if (habit_ == Habit::toddler) return play();
    TRY(kiosk_.hold("start", hold_ms));
    end_.started = true;
    for (int touches = 0; touches < touches_max; ++touches) {
      auto shown = TRY(kiosk_.look());
      if (shown.screen() == "attract") return end_;
      if (habit_ == Habit::giving_up && shown.screen() == "question" && one_in(6)) {
        TRY(walk_away());
        continue;
      }
      TRY(react(shown));
    }
    return Error::refused("a visitor found no way out of the survey");
  }

 private:
  bool one_in(std::uint32_t n) { return chance_.random_below(n) == 0; }

  Result<void> react(const Shown& shown) {
    auto screen = shown.screen();
    if (screen == "language") return tap_any(shown.ids_of("language"));
    if (screen == "question") return answer(shown);
    if (screen == "thanks") {
      end_.thanked = true;
      return kiosk_.wait(8'100);
    }
    auto primary = shown.ids_of("primary");
    if (!primary.empty()) return kiosk_.tap(primary.front());
    return kiosk_.wait(31'000);  // a screen that passes by itself
  }

  Result<void> answer(const Shown& shown) {
    if (habit_ == Habit::thorough && went_back_ < 3 && one_in(12)) {
      ++went_back_;
      return kiosk_.tap(one_in(3) && shown.has("language") ? "language" : "back");
    }
    bool skips = habit_ == Habit::skipping && one_in(2);
    // People read. Only a toddler does not, and is flagged for it (P-29).
    TRY(kiosk_.wait(1'500 + chance_.random_below(4'000)));
    if (!skips) TRY(choose(shown));
    return kiosk_.tap("next");
  }

  Result<void> choose(const Shown& shown) {
    auto toggles = shown.ids_of("toggle");
    for (const auto& toggle : toggles) {
      if (one_in(2)) TRY(kiosk_.tap(toggle));
    }
    auto choices = shown.ids_of("choice");
    if (choices.empty()) return {};
    auto pick = pick_choice(choices.size());
    if (habit_ == Habit::thorough && one_in(8))
      TRY(kiosk_.tap(choices[chance_.random_below(static_cast<std::uint32_t>(choices.size()))]));
    auto now = TRY(kiosk_.look());
    bool chosen = std::any_of(
        now.dump.at("elements").begin(), now.dump.at("elements").end(),
        [&](const auto& e) { return e.at("id") == choices[pick] && e.at("selected").template get<bool>(); });
    return chosen ? Result<void>() : kiosk_.tap(choices[pick]);
  }

  // Most people are content: the first answers come most often.
  std::size_t pick_choice(std::size_t count) {
    auto roll = chance_.random_below(100);
    std::size_t index = roll < 45 ? 0 : roll < 75 ? 1 : roll < 88 ? 2 : roll < 94 ? 3 : 4;
    return std::min(index, count - 1);
  }

  Result<void> tap_any(const std::vector<std::string>& ids) {
    if (ids.empty()) return Error::refused("nothing on the screen can be touched");
    return kiosk_.tap(ids[chance_.random_below(static_cast<std::uint32_t>(ids.size()))]);
  }

  Result<void> walk_away() { return kiosk_.wait(away_ms); }

  // Pats what can be patted, briefly; now and then a hand rests long enough to start a visit.
  Result<VisitEnd> play() {
    for (int pats = 0; pats < 25; ++pats) {
      auto shown = TRY(kiosk_.look());
      if (shown.screen() != "attract") end_.started = true;
      if (shown.screen() == "thanks") end_.thanked = true;
      std::vector<std::string> touchable;
      for (auto role : {"choice", "toggle", "button", "primary", "language"}) {
        for (const auto& id : shown.ids_of(role)) {
          if (shown.is_on_this_page(id)) touchable.push_back(id);
        }
      }
      if (shown.screen() == "attract")
        TRY(kiosk_.hold("start", one_in(6) ? hold_ms : pat_ms));
      else if (!touchable.empty())
        TRY(tap_any(touchable));
    }
    end_.thanked = end_.thanked || TRY(kiosk_.look()).screen() == "thanks";
    TRY(walk_away());
    return end_;
  }

  KioskPilot& kiosk_;
  Habit habit_;
  SeededEntropy& chance_;
  VisitEnd end_;
  int went_back_ = 0;
};

}  // namespace

std::string_view name_of(Habit habit) {
  switch (habit) {
    case Habit::hurried:
      return "hurried";
    case Habit::thorough:
      return "thorough";
    case Habit::skipping:
      return "skipping";
    case Habit::giving_up:
      return "giving up";
    case Habit::toddler:
      return "toddler";
  }
  return "";
}

Result<VisitEnd> visit(KioskPilot& kiosk, Habit habit, SeededEntropy& chance) {
  return Visitor(kiosk, habit, chance).visit();
}

}  // namespace vantrum::testing
