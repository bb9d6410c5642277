// vantrum-simulate: a whole region in simulated time, seed after seed; or a herd that comes back at once.
#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <iostream>
#include <mutex>
#include <thread>

#include "tests/simulation/herd.h"
#include "tests/simulation/seeded_sealing.h"
#include "tests/simulation/simulation.h"
#include "tests/support/quiet.h"

namespace vantrum::simulation {
namespace {

std::atomic<bool> stop_asked = false;
void ask_to_stop(int) { stop_asked = true; }

using Timer = std::chrono::steady_clock;

struct Options {
  std::uint64_t seeds = 25, first = 1;
  std::string size = "mixed";
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  bool trace = false;
  std::uint32_t herd = 0;
};

Size size_of(const std::string& name) {
  return name == "small" ? Size::small : name == "large" ? Size::large : Size::mixed;
}

std::string words(long s) {
  if (s >= 3600) return fmt::format("{} h {} min", s / 3600, s % 3600 / 60);
  return s >= 60 ? fmt::format("{} min {} s", s / 60, s % 60) : fmt::format("{} s", s);
}

std::string verdict(const Findings& found) {
  auto text = fmt::format("{} thanked, {} lost, {} doubled, ", found.thanked, found.lost, found.doubled);
  if (found.invented > 0) text += fmt::format("{} that nobody gave, ", found.invented);
  text += found.undrained == 0 ? "all drained" : fmt::format("{} not drained", found.undrained);
  if (!found.complaints.empty()) text += fmt::format(", {} complaints", found.complaints.size());
  return text;
}

// Seeds are independent of each other; each thread takes the next one.
class Run {
 public:
  explicit Run(const Options& options) : options_(options) { Origin::get(); }

  Findings all() {
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < options_.jobs; ++i) threads.emplace_back([this] { work(); });
    for (auto& thread : threads) thread.join();
    return all_;
  }

 private:
  void work() {
    for (;;) {
      auto number = next_++;
      if (number >= options_.seeds || stop_asked) return;
      auto plan = Plan::draw(options_.first + number, size_of(options_.size));
      auto found = simulate(plan, options_.trace);
      std::lock_guard lock(mutex_);
      all_.add(found);
      if (!found.is_clean()) tell_failure(plan, found);
      tell_progress();
    }
  }

  void tell_failure(const Plan& plan, const Findings& found) {
    fmt::print("seed {} ({}): {}\n", plan.seed, plan.words(), verdict(found));
    for (const auto& complaint : found.complaints) fmt::print("  {}\n", complaint);
    fmt::print("  again: ./run simulate --seed {} --seeds 1 --size {}\n", plan.seed, options_.size);
    std::fflush(stdout);
  }

  void tell_progress() {
    auto now = Timer::now();
    if (now - told_ < std::chrono::seconds(10) || all_.seeds == options_.seeds) return;
    told_ = now;
    auto gone = std::chrono::duration<double>(now - began_).count();
    auto left = gone / static_cast<double>(all_.seeds) * static_cast<double>(options_.seeds - all_.seeds);
    fmt::print("{} of {} seeds: {}; about {} left\n", all_.seeds, options_.seeds, verdict(all_),
               words(static_cast<long>(left)));
    std::fflush(stdout);
  }

  Options options_;
  std::atomic<std::uint64_t> next_ = 0;
  std::mutex mutex_;
  Findings all_;
  Timer::time_point began_ = Timer::now(), told_ = began_;
};

int run(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Simulates a whole region from a seed: visitors, kiosks, their disks and power, the network, USB "
      "sticks, the "
      "collector and its backups, and what goes wrong with all of them. Then the faults stop, and every "
      "visitor "
      "who was thanked must be in the results exactly once.\nA seed that fails is printed with the command "
      "that "
      "repeats it. Ctrl-C ends after the seeds that are running.\nExample: vantrum-simulate --seeds 1000"};
  app.add_option("--seeds", options.seeds, "how many scenarios (default 25)")->check(CLI::PositiveNumber);
  app.add_option("--seed", options.first, "the first one's seed; each has the next (default 1)");
  app.add_option("--jobs", options.jobs, "threads (default: one for each processor)")
      ->check(CLI::PositiveNumber);
  app.add_option("--size", options.size,
                 "small: a few kiosks and days; mixed: mostly that, now and then a region; large: 200 "
                 "kiosks, 90 days")
      ->check(CLI::IsMember({"small", "mixed", "large"}));
  app.add_flag("--trace", options.trace,
               "tell everything that happens, and what the parts log; for one seed");
  app.add_option(
      "--herd", options.herd,
      "in place of all this: so many kiosks come back at once after 90 days, to a collector that takes "
      "20 requests a second");
  CLI11_PARSE(app, argc, argv);
  make_sealing_repeatable();
  if (options.herd > 0) return tell_herds(options.herd, options.first);
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  auto began = Timer::now();
  auto found = [&] {
    auto quiet = options.trace ? nullptr : std::make_unique<testing::Quiet>();
    return Run(options).all();
  }();
  auto took = std::chrono::duration_cast<std::chrono::seconds>(Timer::now() - began).count();
  fmt::print(
      "{} in the results, {} turned away; {} recordings found whole; the slowest was drained after {} h; "
      "took {}\n",
      found.in_results, found.turned_away, found.recordings, found.drained_after / hours(1), words(took));
  fmt::print("simulate: {} seeds, {}\n", found.seeds, verdict(found));
  return found.is_clean() && found.seeds > 0 ? 0 : 1;
}

}  // namespace
}  // namespace vantrum::simulation

int main(int argc, char** argv) { return vantrum::simulation::run(argc, argv); }
