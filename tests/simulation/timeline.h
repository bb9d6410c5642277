// Simulated time: what is to happen, in its order, and a record of what has happened.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <queue>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/entropy.h"

namespace vantrum::simulation {

using Span = std::chrono::milliseconds;
using Moment = std::chrono::milliseconds;  // since the simulation began
using Action = std::function<void()>;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Timeline {
 public:
  explicit Timeline(bool is_told = false) : is_told_(is_told) {}

  Moment now() const { return now_; }
  void at(Moment when, Action action) { waiting_.push({std::max(when, now_), ++order_, std::move(action)}); }
  void after(Span delay, Action action) { at(now_ + delay, std::move(action)); }

  // Everything that is due until then, two of the same moment in the order in which they were asked for.
  void run_until(Moment end) {
    while (!waiting_.empty() && waiting_.top().when <= end) {
      auto next = waiting_.top();
      waiting_.pop();
      now_ = next.when;
      next.action();
    }
    now_ = end;
  }

  // The record: a hash of every line with its moment, and the lines themselves where they are asked for.
  template <class... Args>
  void note(fmt::format_string<Args...> format, Args&&... args) {
    write(fmt::format(format, std::forward<Args>(args)...));
  }
  std::uint64_t record() const { return record_; }

 private:
  void write(const std::string& line) {
    auto text = fmt::format("{:>10.3f} h  {}\n", static_cast<double>(now_.count()) / 3'600'000.0, line);
    for (unsigned char byte : text) record_ = (record_ ^ byte) * 0x100000001b3ULL;  // FNV-1a
    if (is_told_) fmt::print("{}", text);
  }

  struct Waiting {
    Moment when;
    std::uint64_t order;
    Action action;
    bool operator<(const Waiting& other) const {
      return when != other.when ? when > other.when : order > other.order;
    }
  };
  std::priority_queue<Waiting> waiting_;
  Moment now_{0};
  std::uint64_t order_ = 0, record_ = 0xcbf29ce484222325ULL;
  bool is_told_;
};

// The two clocks of one machine: the wall's may be wrong and jump, the other begins anew at each start.
class MachineClock final : public Clock {
 public:
  explicit MachineClock(const Timeline& timeline) : timeline_(timeline) {}

  WallTime wall() const override {
    return beginning + std::chrono::floor<seconds>(timeline_.now()) + wrong_by_;
  }
  MonotonicTime monotonic() const override { return timeline_.now() - booted_; }
  void boot() { booted_ = timeline_.now(); }
  void set_wrong_by(seconds by) { wrong_by_ = by; }

  static constexpr WallTime beginning = std::chrono::sys_days(std::chrono::year(2026) / 11 / 4);

 private:
  const Timeline& timeline_;
  Moment booted_{0};
  seconds wrong_by_{0};
};

// Draws for a scenario; never shared with the parts that are tested, whose number of draws may change.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : entropy_(seed) {}
  std::uint32_t below(std::uint32_t n) { return entropy_.random_below(n); }
  int between(int least, int most) {
    return least + static_cast<int>(below(static_cast<std::uint32_t>(most - least) + 1));
  }
  bool one_in(std::uint32_t n) { return below(n) == 0; }
  Span between(Span least, Span most) {
    auto steps = static_cast<std::uint32_t>((most - least) / std::chrono::seconds(1)) + 1;
    return least + std::chrono::seconds(below(steps));
  }

 private:
  SeededEntropy entropy_;
};

}  // namespace vantrum::simulation
