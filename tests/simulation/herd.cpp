#include "tests/simulation/herd.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

#include "sync/carrier/cycle.h"
#include "sync/carrier/service.h"
#include "tests/support/faulty_file_system.h"

namespace vantrum::simulation {
namespace {

using carrier::Delivery;
using carrier::Exchange;

constexpr Span round_trip = std::chrono::milliseconds(200);
constexpr Span time_max = days(2);
constexpr std::size_t minute = 60, busy_seconds = 300;

// What a kiosk's carrier lives by: its time runs ahead of the timeline while a pass is under way, because
// each exchange takes a while.
class OwnClock final : public Clock {
 public:
  explicit OwnClock(const Timeline& timeline) : timeline_(timeline) {}
  WallTime wall() const override { return MachineClock::beginning; }
  MonotonicTime monotonic() const override { return timeline_.now() + ahead_; }
  void take(Span time) { ahead_ += time; }
  void catch_up() { ahead_ = Span(0); }

 private:
  const Timeline& timeline_;
  Span ahead_{0};
};

class Door {
 public:
  explicit Door(std::uint32_t requests_a_second) : takes_(requests_a_second) {}
  void open(Moment since) { since_ = since; }
  bool is_open() const { return since_.has_value(); }

  bool ask(Moment when) {
    auto second = static_cast<std::size_t>((when - *since_) / seconds(1));
    if (asked_.size() <= second) asked_.resize(second + 1);
    return ++asked_[second] <= takes_;
  }
  std::uint64_t peak(std::size_t from) const {
    return asked_.size() <= from
               ? 0
               : *std::max_element(asked_.begin() + static_cast<std::ptrdiff_t>(from), asked_.end());
  }
  // Of so many seconds in a row, the busiest ones.
  double busiest_mean(std::size_t from, std::size_t seconds) const {
    std::uint64_t most = 0;
    for (auto i = from; i < asked_.size(); ++i) {
      const auto begin = asked_.begin() + static_cast<std::ptrdiff_t>(i);
      const auto end = asked_.begin() + static_cast<std::ptrdiff_t>(std::min(i + seconds, asked_.size()));
      most = std::max(most, std::accumulate(begin, end, std::uint64_t{0}));
    }
    return static_cast<double>(most) / static_cast<double>(seconds);
  }
  Moment since() const { return *since_; }

 private:
  std::uint32_t takes_;
  std::optional<Moment> since_;
  std::vector<std::uint64_t> asked_;  // in each second
};

class Member final : public carrier::Transport {
 public:
  Member(Timeline& timeline, Door& door, const HerdPlan& plan, std::uint64_t seed)
      : timeline_(timeline),
        door_(door),
        clock_(timeline),
        medium_(seed),
        files_(medium_),
        entropy_(seed + 1),
        cycle_({"/outbox", "/inbox", {}, seconds(300)}, files_, *this, clock_, entropy_) {
    for (std::uint32_t i = 0; i <= plan.batches_each; ++i) {
      auto name = i == 0 ? std::string("status.cose") : fmt::format("batch-{:010}.cose", i);
      medium_.put("/outbox/" + name, Bytes(64, static_cast<std::uint8_t>(i)));
    }
  }

  // As carry_on does.
  void start() {
    constexpr Span delay_max = carrier::ServiceOptions().start_delay_max;
    cycle_.hold_until(timeline_.now() +
                      Span(entropy_.random_below(static_cast<std::uint32_t>(delay_max.count()) + 1)));
    pass();
  }

  Exchange exchange(ByteView) override {
    if (!door_.is_open()) return {Delivery::no_connection, {}, {}};
    ++requests_;
    auto is_taken = door_.ask(clock_.monotonic());
    clock_.take(round_trip);
    if (is_taken) return {Delivery::replied, {}, {200, "application/cbor-seq", {}, {}, {}}};
    ++refused_;
    return {Delivery::replied, {}, {503, "application/problem+json", {}, seconds(60), {}}};
  }

  std::uint64_t requests() const { return requests_; }
  std::uint64_t refused() const { return refused_; }
  std::optional<Moment> done_at() const { return done_at_; }

 private:
  void pass() {
    if (done_at_) return;
    auto report = cycle_.pass();
    if (report.waiting == 0 && report.delivered > 0) done_at_ = clock_.monotonic();
    auto next = std::max(cycle_.next_due(), clock_.monotonic() + carrier::pause_min);
    clock_.catch_up();
    timeline_.at(std::min(next, timeline_.now() + hours(2)), [this] { pass(); });
  }

  Timeline& timeline_;
  Door& door_;
  OwnClock clock_;
  testing::Medium medium_;
  testing::FaultyFileSystem files_;
  SeededEntropy entropy_;
  carrier::Cycle cycle_;
  std::uint64_t requests_ = 0, refused_ = 0;
  std::optional<Moment> done_at_;
};

}  // namespace

double expected_worst(double mean, std::size_t numbers) {
  double expected = 0, up_to = 0, term = std::exp(-mean);
  for (int k = 1; k < 10'000; ++k) {  // the sum over k of P(maximum ≥ k)
    up_to += term;
    expected += 1 - std::pow(std::min(1.0, up_to), static_cast<double>(numbers));
    term *= mean / k;
  }
  return expected;
}

HerdFindings release_herd(const HerdPlan& plan) {
  Timeline timeline;
  Door door(plan.requests_a_second);
  std::vector<std::unique_ptr<Member>> herd;
  for (std::uint32_t i = 0; i < plan.kiosks; ++i) {
    herd.push_back(std::make_unique<Member>(timeline, door, plan, plan.seed * 1'000'000 + i * 2));
  }
  if (plan.what == HerdPlan::Return::network) {
    for (auto& member : herd) member->start();
    timeline.run_until(plan.offline);
    door.open(timeline.now());
  } else {
    timeline.run_until(plan.offline);
    door.open(timeline.now());
    for (auto& member : herd) member->start();
  }
  HerdFindings found;
  auto is_done = [&] {
    return std::all_of(herd.begin(), herd.end(), [](const auto& m) { return m->done_at(); });
  };
  while (!is_done() && timeline.now() < door.since() + time_max)
    timeline.run_until(timeline.now() + minutes(1));
  found.is_drained = is_done();
  for (const auto& member : herd) {
    found.requests += member->requests();
    found.refused += member->refused();
    found.most_of_one = std::max(found.most_of_one, member->requests());
    found.drained_after =
        std::max(found.drained_after, member->done_at().value_or(timeline.now()) - door.since());
  }
  found.peak = door.peak(0);
  found.peak_after_minute = door.peak(minute);
  found.busiest_mean = door.busiest_mean(minute, busy_seconds);
  found.chance_peak = expected_worst(found.busiest_mean, busy_seconds);
  return found;
}

int tell_herds(std::uint32_t kiosks, std::uint64_t seed) {
  bool is_drained = true;
  for (auto what : {HerdPlan::Return::power, HerdPlan::Return::network}) {
    for (std::uint32_t batches : {1U, 10U}) {
      HerdPlan plan;
      plan.seed = seed;
      plan.kiosks = kiosks;
      plan.batches_each = batches;
      plan.what = what;
      auto found = release_herd(plan);
      is_drained = is_drained && found.is_drained;
      fmt::print(
          "herd: {} kiosks, {} documents each, {}: {} after {} s; {} requests, {} refused; peak {}/s, after "
          "the first minute {}/s (capacity {}/s; {:.1f}/s in the busiest five minutes, of which chance alone "
          "makes a worst second of {:.0f}); at most {} requests of one kiosk\n",
          kiosks, batches + 1,
          what == HerdPlan::Return::power ? "power comes back" : "the network comes back",
          found.is_drained ? "drained" : "NOT drained", found.drained_after / seconds(1), found.requests,
          found.refused, found.peak, found.peak_after_minute, HerdPlan().requests_a_second,
          found.busiest_mean, found.chance_peak, found.most_of_one);
    }
  }
  return is_drained ? 0 : 1;
}

}  // namespace vantrum::simulation
