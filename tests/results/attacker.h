// Somebody who has everything that was published of a round, knows every rule, and solves for what was
// hidden.
//
// What is printed (the JSON form) becomes linear equations over the hidden counts, all whole numbers from 0
// up. They are solved exactly, by Gaussian elimination over fractions; then the bounds of each count are
// narrowed row by row until nothing moves. A count whose bounds meet has been found out.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace vantrum::results::attack {

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max() / 4;

struct Bounds {
  std::int64_t low = 0, high = no_limit;
  bool is_found_out() const { return low == high; }
  std::int64_t width() const { return high - low; }
};

class LinearSystem {
 public:
  // A count's number, by its name; made when it is first named.
  std::size_t variable(const std::string& name);
  // Σ factor · count = value.
  void add(const std::map<std::size_t, std::int64_t>& factors, std::int64_t value);
  void solve();

  Bounds bounds(const std::string& name) const;  // after solve; of an unknown name: no limits
  std::size_t equations() const { return rows_.size(); }

 private:
  struct Fraction {
    std::int64_t over = 0, under = 1;
  };
  friend Fraction operator*(Fraction a, Fraction b);
  friend Fraction operator-(Fraction a, Fraction b);
  friend Fraction operator/(Fraction a, Fraction b);
  struct Row {
    std::map<std::size_t, Fraction> factors;
    Fraction value;
  };
  static void subtract(Row& from, const Row& row, Fraction times);
  void reduce();
  bool narrow(const Row& row);

  std::map<std::string, std::size_t> names_;
  std::vector<Row> rows_;
  std::vector<Bounds> bounds_;
};

}  // namespace vantrum::results::attack
