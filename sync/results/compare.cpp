// What is added to published numbers: the round before, and the goals.
#include <algorithm>
#include <cmath>

#include "sync/results/suppress.h"

namespace vantrum::results {
namespace {

// Both shares seldom differ by more than 1.96 standard errors. Near 0 and 100 % the formula promises too much
// for so few answers, so the spread is never taken as smaller than that of 85 %.
constexpr double standard_errors = 1.96, spread_min = 0.85 * 0.15;

bool asks_the_same(const PublishedQuestion& a, const PublishedQuestion& b) {
  return a.id == b.id && a.type == b.type && !a.background && !b.background &&
         std::equal(a.options.begin(), a.options.end(), b.options.begin(), b.options.end(),
                    [](const auto& x, const auto& y) {
                      return x.code == y.code && x.positive == y.positive && x.weight == y.weight;
                    });
}

void compare(PublishedQuestion& now, const PublishedQuestion& before) {
  if (!now.n || !before.n || !asks_the_same(now, before)) return;
  now.last = Earlier{*before.n, before.positive_percent, before.index};
  if (!now.positive || !before.positive) return;
  const double share = static_cast<double>(*now.positive) / static_cast<double>(*now.n);
  const double share_before = static_cast<double>(*before.positive) / static_cast<double>(*before.n);
  const double points = 100 * (share - share_before);
  now.change = Change{static_cast<int>(std::lround(points)),
                      std::abs(points) > readable_from(*now.n, share, *before.n, share_before)};
}

const PublishedPlace* same_place(const PublishedResults& results, const PublishedPlace& place) {
  return place.centre ? results.find(*place.centre) : &results.region();
}

PublishedGoal goal_of(const survey::Goal& goal, const PublishedPlace& place) {
  PublishedGoal published{goal.id, goal.text, {}, 0, {}, {}};
  double index_sum = 0, share_sum = 0;
  for (const auto& question : place.questions) {
    if (std::find(question.goals.begin(), question.goals.end(), goal.id) == question.goals.end()) continue;
    published.questions.push_back(question.id);
    if (!question.index || !question.positive) continue;
    ++published.shown;
    index_sum += *question.index;
    share_sum += 100 * static_cast<double>(*question.positive) / static_cast<double>(*question.n);
  }
  if (published.shown == 0) return published;
  published.index = index_sum / static_cast<double>(published.shown);
  published.positive_percent =
      static_cast<std::uint32_t>(std::lround(share_sum / static_cast<double>(published.shown)));
  return published;
}

}  // namespace

double readable_from(std::uint64_t n_a, double share_a, std::uint64_t n_b, double share_b) {
  const auto a = static_cast<double>(n_a), b = static_cast<double>(n_b);
  const double pooled = (share_a * a + share_b * b) / (a + b);
  const double spread = std::max(pooled * (1 - pooled), spread_min);
  return 100 * standard_errors * std::sqrt(spread * (1 / a + 1 / b));
}

const PublishedPlace* PublishedResults::find(CentreId centre) const {
  auto it =
      std::find_if(places_.begin(), places_.end(), [&](const auto& place) { return place.centre == centre; });
  return it == places_.end() ? nullptr : &*it;
}

PublishedResults PublishedResults::of_centre(CentreId centre) const {
  auto one = *this;
  std::erase_if(one.places_, [&](const auto& place) { return place.centre && place.centre != centre; });
  return one;
}

void PublishedResults::compare_with(const PublishedResults& before) {
  last_round_ = before.round_.name;
  for (auto& place : places_) {
    const auto* place_before = same_place(before, place);
    if (!place_before) continue;
    for (auto& question : place.questions) {
      auto same = std::find_if(place_before->questions.begin(), place_before->questions.end(),
                               [&](const auto& other) { return other.id == question.id; });
      if (same != place_before->questions.end()) compare(question, *same);
    }
  }
}

void PublishedResults::set_goals(const std::vector<survey::Goal>& goals) {
  for (auto& place : places_) {
    place.goals.clear();
    for (const auto& goal : goals) {
      auto published = goal_of(goal, place);
      if (!published.questions.empty()) place.goals.push_back(std::move(published));
    }
  }
}

}  // namespace vantrum::results
