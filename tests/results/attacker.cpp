#include "tests/results/attacker.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "shared/base/check.h"

namespace vantrum::results::attack {
namespace {

__extension__ using Wide = __int128;

std::int64_t floor_of(Wide over, Wide under) {
  auto whole = over / under;
  if (over % under != 0 && (over < 0) != (under < 0)) --whole;
  return static_cast<std::int64_t>(whole);
}

}  // namespace

namespace {

Wide gcd_of(Wide a, Wide b) {
  while (b != 0) {
    auto rest = a % b;
    a = b;
    b = rest;
  }
  return a < 0 ? -a : a;
}

template <class Fraction>
Fraction shortened(Wide over, Wide under) {
  check(under != 0);
  auto common = gcd_of(over, under);
  if (under < 0) common = -common;
  over /= common;
  under /= common;
  check(over < no_limit && over > -no_limit && under < no_limit);
  return {static_cast<std::int64_t>(over), static_cast<std::int64_t>(under)};
}

}  // namespace

LinearSystem::Fraction operator*(LinearSystem::Fraction a, LinearSystem::Fraction b) {
  return shortened<LinearSystem::Fraction>(Wide(a.over) * b.over, Wide(a.under) * b.under);
}
LinearSystem::Fraction operator-(LinearSystem::Fraction a, LinearSystem::Fraction b) {
  return shortened<LinearSystem::Fraction>(Wide(a.over) * b.under - Wide(b.over) * a.under,
                                           Wide(a.under) * b.under);
}
LinearSystem::Fraction operator/(LinearSystem::Fraction a, LinearSystem::Fraction b) {
  return shortened<LinearSystem::Fraction>(Wide(a.over) * b.under, Wide(a.under) * b.over);
}

std::size_t LinearSystem::variable(const std::string& name) {
  auto [it, is_new] = names_.emplace(name, bounds_.size());
  if (is_new) bounds_.emplace_back();
  return it->second;
}

void LinearSystem::add(const std::map<std::size_t, std::int64_t>& factors, std::int64_t value) {
  Row row;
  for (const auto& [variable, factor] : factors) {
    if (factor != 0) row.factors[variable] = {factor, 1};
  }
  row.value = {value, 1};
  rows_.push_back(std::move(row));
}

void LinearSystem::subtract(Row& from, const Row& row, Fraction times) {
  for (const auto& [variable, factor] : row.factors) {
    auto& mine = from.factors[variable];
    mine = mine - factor * times;
    if (mine.over == 0) from.factors.erase(variable);
  }
  from.value = from.value - row.value * times;
}

// Reduced row echelon form, rows kept apart by their leading variable.
void LinearSystem::reduce() {
  std::map<std::size_t, Row> leading;
  for (auto row : rows_) {
    for (auto it = row.factors.begin(); it != row.factors.end();) {
      auto known = leading.find(it->first);
      if (known == leading.end()) {
        ++it;
        continue;
      }
      const auto at = it->first;
      subtract(row, known->second, Fraction(it->second));
      it = row.factors.upper_bound(at);
    }
    if (row.factors.empty()) {
      check(row.value.over == 0);  // what is published contradicts itself
      continue;
    }
    const auto pivot = row.factors.begin()->first;
    const auto factor = row.factors.begin()->second;
    for (auto& [variable, mine] : row.factors) mine = mine / factor;
    row.value = row.value / factor;
    for (auto& [other_pivot, other] : leading) {
      auto found = other.factors.find(pivot);
      if (found != other.factors.end()) subtract(other, row, Fraction(found->second));
    }
    leading.emplace(pivot, std::move(row));
  }
  for (auto& [pivot, row] : leading) rows_.push_back(std::move(row));
}

// One row says of each of its counts what the others' bounds leave for it.
bool LinearSystem::narrow(const Row& row) {
  bool moved = false;
  std::int64_t common = 1;
  for (const auto& [variable, factor] : row.factors) common = std::lcm(common, factor.under);
  common = std::lcm(common, row.value.under);
  auto whole = [&](Fraction fraction) { return Wide(fraction.over) * (common / fraction.under); };
  for (const auto& [variable, factor] : row.factors) {
    Wide rest_low = whole(row.value), rest_high = rest_low;  // of factor · count
    bool has_low = true, has_high = true;
    for (const auto& [other, other_factor] : row.factors) {
      if (other == variable) continue;
      const auto& bound = bounds_[other];
      const auto by = whole(other_factor);
      const bool is_open = bound.high == no_limit;
      if (by > 0) {
        rest_high -= by * bound.low;
        is_open ? void(has_low = false) : void(rest_low -= by * bound.high);
      } else {
        rest_low -= by * bound.low;
        is_open ? void(has_high = false) : void(rest_high -= by * bound.high);
      }
    }
    const auto by = whole(factor);
    auto& mine = bounds_[variable];
    const auto before = mine;
    // by · count lies in [rest_low, rest_high].
    if (by > 0) {
      if (has_high) mine.high = std::min(mine.high, floor_of(rest_high, by));
      if (has_low) mine.low = std::max(mine.low, -floor_of(-rest_low, by));
    } else {
      if (has_low) mine.high = std::min(mine.high, floor_of(rest_low, by));
      if (has_high) mine.low = std::max(mine.low, -floor_of(-rest_high, by));
    }
    check(mine.low <= mine.high);
    moved = moved || mine.low != before.low || mine.high != before.high;
  }
  return moved;
}

void LinearSystem::solve() {
  reduce();
  constexpr int rounds_max = 50;
  for (int round = 0; round < rounds_max; ++round) {
    bool moved = false;
    for (const auto& row : rows_) moved = narrow(row) || moved;
    if (!moved) return;
  }
}

Bounds LinearSystem::bounds(const std::string& name) const {
  auto it = names_.find(name);
  return it == names_.end() ? Bounds{} : bounds_[it->second];
}

}  // namespace vantrum::results::attack
