// vantrum-faults: cuts the power of a kiosk as often as wanted and counts what was lost.
#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <csignal>
#include <iostream>
#include <mutex>
#include <thread>

#include "tests/faults/world.h"
#include "tests/support/quiet.h"

namespace vantrum::kiosk {
namespace {

constexpr std::uint64_t cuts_of_a_world = 50;

std::atomic<bool> stop_asked = false;
void ask_to_stop(int) { stop_asked = true; }

using Timer = std::chrono::steady_clock;

std::string words(std::chrono::seconds time) {
  auto s = time.count();
  if (s >= 3600) return std::to_string(s / 3600) + " h " + std::to_string(s % 3600 / 60) + " min";
  if (s >= 60) return std::to_string(s / 60) + " min " + std::to_string(s % 60) + " s";
  return std::to_string(s) + " s";
}

struct Options {
  std::uint64_t cuts = 2'000, seed = 1;
  std::string mode = "full";
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

WorldOptions world_options(const Options& options) {
  WorldOptions world;
  using Sync = store::Database::Options::Sync;
  if (options.mode == "normal") world.sync = Sync::checkpoints_only;
  world.ignores_syncs = options.mode == "lying";
  return world;
}

// Worlds are independent of each other; each thread takes the next one until there are cuts enough.
class Run {
 public:
  explicit Run(const Options& options) : options_(options), beginning_(Beginning::make()) {}

  Tally all() {
    testing::Quiet quiet;
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < options_.jobs; ++i) threads.emplace_back([this] { work(); });
    for (auto& thread : threads) thread.join();
    return tally_;
  }

 private:
  bool is_full() const { return options_.mode == "full"; }

  void work() {
    for (;;) {
      // A world that has lost something is of no further use; only sound ones live long.
      auto world = next_world_++;
      auto cuts_each = is_full() ? cuts_of_a_world : 1;
      if (world * cuts_each >= options_.cuts || stop_asked) return;
      auto cuts = std::min(cuts_each, options_.cuts - world * cuts_each);
      World one(beginning_, options_.seed + world, world_options(options_));
      for (std::uint64_t i = 0; i < cuts && one.tally().is_clean() && !stop_asked; ++i) one.live_until_cut();
      add(one.tally(), options_.seed + world);
    }
  }

  void add(const Tally& one, std::uint64_t seed) {
    std::lock_guard lock(mutex_);
    tally_.add(one);
    if (!one.is_clean() && is_full()) {
      std::cout << "seed " << seed << ": " << one.lost << " lost, " << one.doubled << " doubled, "
                << one.corrupt << " corrupt, " << one.invented << " invented, " << one.revived << " revived"
                << std::endl;
    }
    auto now = Timer::now();
    if (now - told_ < std::chrono::seconds(10)) return;
    told_ = now;
    auto gone = std::chrono::duration<double>(now - began_).count();
    auto left = gone / static_cast<double>(tally_.cuts) * static_cast<double>(options_.cuts - tally_.cuts);
    std::cout << tally_.cuts << " of " << options_.cuts << " cuts, " << tally_.acknowledged
              << " acknowledged, " << tally_.lost << " lost; about "
              << words(std::chrono::seconds(static_cast<long>(left))) << " left" << std::endl;
  }

  Options options_;
  Beginning beginning_;
  std::atomic<std::uint64_t> next_world_ = 0;
  std::mutex mutex_;
  Tally tally_;
  Timer::time_point began_ = Timer::now(), told_ = began_;
};

int run(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Cuts the power of a simulated kiosk at random moments, starts it again, and compares what visitors "
      "were "
      "thanked for with what the collector receives.\nCtrl-C ends it with what it has.\nExample: "
      "vantrum-faults --cuts 100000 --seed 7"};
  app.add_option("--cuts", options.cuts, "how often power goes (default 2000)");
  app.add_option("--seed", options.seed, "the first world's seed; each world of 50 cuts has the next one");
  app.add_option("--jobs", options.jobs, "threads (default: one for each processor)");
  app.add_option(
         "--mode", options.mode,
         "full: as shipped; normal: with SQLite's synchronous=NORMAL; lying: a medium that ignores syncs")
      ->check(CLI::IsMember({"full", "normal", "lying"}));
  CLI11_PARSE(app, argc, argv);
  std::cout << "seed " << options.seed << std::endl;
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  auto all = Run(options).all();
  if (all.cuts_with_loss > 0) std::cout << all.cuts_with_loss << " cuts lost something\n";
  std::cout << "faults: " << all.cuts << " cuts, " << all.acknowledged << " acknowledged, " << all.lost
            << " lost, " << all.doubled << " doubled, " << all.corrupt + all.invented + all.revived
            << " corrupt" << std::endl;
  return all.is_clean() ? 0 : 1;
}

}  // namespace
}  // namespace vantrum::kiosk

int main(int argc, char** argv) { return vantrum::kiosk::run(argc, argv); }
