// The main job, end to end, with the real programs: a visitor answers, a lead reads the result.
//
// Without a display, or with --visitors, simulated visitors answer by taps; with one, a window opens for the
// person at the desk. It ends with a check: every visitor who was thanked is in the results, exactly once.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

#include "tests/support/site.h"
#include "tests/support/visitors.h"

namespace vantrum::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct CentrePlan {
  const char* name;
  int quota;
};
constexpr std::array centres{CentrePlan{"Familjecentralen Norr", 100},
                             CentrePlan{"Familjecentralen Söder", 50},
                             CentrePlan{"Familjecentralen Väster", 50}};

struct Options {
  int visitors = -1;  // a centre; -1: 40 without a display, a window with one
  std::uint64_t seed = 1;
  std::string folder = "build/demo";
};

std::atomic<bool> interrupted = false;
void interrupt(int) { interrupted = true; }

void say(const std::string& text) { std::cout << text << std::endl; }

// What visitors met at one centre.
struct Tally {
  std::map<Habit, int> visits;
  int thanked = 0, abandoned = 0;
};

class Demo {
 public:
  Demo(Programs programs, Options options) : programs_(std::move(programs)), options_(std::move(options)) {}

  Result<void> run() {
    bool has_display = std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY");
    bool for_a_person = has_display && options_.visitors < 0;
    if (options_.visitors < 0) options_.visitors = 40;
    TRY(set_up(for_a_person ? 1 : 5));
    return for_a_person ? run_for_a_person() : run_simulated();
  }

 private:
  std::string path(const std::string& name) const { return options_.folder + "/" + name; }

  Result<void> set_up(int batch_items_min) {
    std::error_code code;
    fs::remove_all(options_.folder, code);
    fs::create_directories(options_.folder, code);
    if (code) return Error::storage("cannot make " + options_.folder + ": " + code.message());
    say("Setting up a collector for Region Kalmar län with three family centres …");
    collector_.emplace(TRY(CollectorSite::make(programs_, path("collector"))));
    for (const auto& centre : centres) {
      TRY(collector_->command(
          {"centre", "add", "--name", centre.name, "--quota", std::to_string(centre.quota)}));
    }
    TRY(collector_->command({"round", "open", "--instrument", instrument_folder, "--name",
                             "Besöksenkät hösten 2026", "--receiver", "Region Kalmar län", "--languages",
                             "sv,en,ar,so,fa,ti,ckb,uk,fi", "--allow-unreviewed"}));
    TRY(collector_->serve());
    say("The collector listens on " + collector_->url() + ". Enrolling a kiosk at each centre …");
    for (std::size_t i = 0; i < centres.size(); ++i) {
      auto number = std::to_string(i + 1);
      kiosks_.push_back(
          TRY(KioskSite::enrol(programs_, path("kiosk-" + number), *collector_, static_cast<int>(i + 1),
                               "Väntrummet", {batch_items_min, 0, "1280x800", {}})));
      TRY(kiosks_.back().start_carrier(collector_->url()));
    }
    return {};
  }

  // ── simulated visitors
  // ───────────────────────────────────────────────────────────────────────────────────────

  Result<void> run_simulated() {
    say("Taking pictures of every screen …");
    TRY(take_pictures(kiosks_.front().kiosk()));
    say(fmt::format("{} visitors at each centre answer through the screens …", options_.visitors));
    TRY(let_visitors_in());
    if (interrupted) return Error::refused("interrupted");
    say("Staff asks the kiosks to send what is left …");
    for (auto& site : kiosks_) TRY(site.kiosk().pack());
    TRY(wait_until_delivered());
    TRY(collector_->command({"round", "close"}));
    TRY(show_results());
    show_habits();
    return check(sum_thanked());
  }

  // One visitor in each language answers slowly while every screen is photographed; thanked like everybody
  // else.
  Result<void> take_pictures(KioskPilot& kiosk) {
    TRY(kiosk.shot(path("1-attract.png")));
    for (const std::string language : {"sv", "en", "ar"}) {
      auto picture = [&](const std::string& name) {
        return kiosk.shot(path(name + "-" + language + ".png"));
      };
      TRY(kiosk.hold("start", 1100));
      TRY(kiosk.shot(path("2-language.png")));
      TRY(kiosk.tap("language:" + language));
      TRY(picture("3-info"));
      TRY(kiosk.tap("next"));
      for (int number = 1; number < 40; ++number) {
        auto shown = TRY(kiosk.look());
        if (shown.screen() != "question") break;
        auto choices = shown.ids_of(shown.ids_of("choice").empty() ? "toggle" : "choice");
        if (number % 3 != 0 && choices.size() > 1) TRY(kiosk.tap(choices[1]));
        TRY(picture(fmt::format("4-question-{:02}", number)));
        TRY(kiosk.tap("next"));
      }
      TRY(kiosk.wait(95'000));
      TRY(picture("5-still-there"));
      TRY(kiosk.tap("here"));
      TRY(picture("6-send"));
      TRY(kiosk.tap("send"));
      TRY(picture("7-thanks"));
      photographed_ += TRY(kiosk.look()).screen() == "thanks";
      TRY(kiosk.wait(8'100));
    }
    return {};
  }

  // Centres work at the same time, each with its own chance, so that a seed gives the same visits.
  Result<void> let_visitors_in() {
    tallies_.resize(kiosks_.size());
    std::vector<Result<void>> ends(kiosks_.size());
    std::atomic<int> done = 0;
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < kiosks_.size(); ++i) {
        threads.emplace_back([&, i] { ends[i] = run_centre(i, done); });
      }
      int all = options_.visitors * static_cast<int>(kiosks_.size());
      for (int last = -1; done < all && !interrupted;) {
        if (last != done) std::cout << "\r  " << (last = done) << " of " << all << " visits" << std::flush;
        std::this_thread::sleep_for(100ms);
        if (std::any_of(ends.begin(), ends.end(), [](const auto& end) { return !end; })) break;
      }
      std::cout << "\r  " << done << " of " << all << " visits\n";
    }
    for (const auto& end : ends) TRY(end);
    return {};
  }

  Result<void> run_centre(std::size_t centre, std::atomic<int>& done) {
    SeededEntropy chance(options_.seed * 1000 + centre);
    auto& tally = tallies_[centre];
    for (int i = 0; i < options_.visitors && !interrupted; ++i) {
      // Out of ten visitors: four hurried, three thorough, one skipping, one giving up, one toddler.
      constexpr std::array order{Habit::hurried,  Habit::thorough, Habit::hurried,  Habit::giving_up,
                                 Habit::thorough, Habit::hurried,  Habit::skipping, Habit::thorough,
                                 Habit::toddler,  Habit::hurried};
      auto habit = order[static_cast<std::size_t>(i) % order.size()];
      auto end = TRY(visit(kiosks_[centre].kiosk(), habit, chance));
      ++tally.visits[habit];
      tally.thanked += end.thanked;
      tally.abandoned += end.started && !end.thanked;
      ++done;
    }
    return {};
  }

  // Until the kiosks have their receipts, and the collector knows it.
  Result<void> wait_until_delivered() {
    for (int i = 0; i < 600 && !interrupted; ++i) {
      std::uint64_t waiting = 0;
      for (auto& site : kiosks_) {
        TRY(site.kiosk().tend());
        waiting += TRY(site.kiosk().counts()).waiting;
      }
      auto progress = TRY(collector_->command_json({"progress", "--json"}));
      for (const auto& centre : progress.at("centres")) waiting += centre.at("waiting").get<std::uint64_t>();
      if (waiting == 0) return {};
      std::this_thread::sleep_for(200ms);
    }
    return Error::unavailable("some answers did not reach the collector; see " + path("kiosk-*/carrier.log"));
  }

  int sum_thanked() const {
    int sum = photographed_;
    for (const auto& tally : tallies_) sum += tally.thanked;
    return sum;
  }

  void show_habits() const {
    std::map<Habit, int> visits;
    int abandoned = 0;
    for (const auto& tally : tallies_) {
      for (const auto& [habit, count] : tally.visits) visits[habit] += count;
      abandoned += tally.abandoned;
    }
    std::string text;
    for (const auto& [habit, count] : visits)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name_of(habit));
    say(fmt::format("Visits: {}. Abandoned: {}. Screens: {}/*.png", text, abandoned, options_.folder));
  }

  // ── a person at the desk
  // ─────────────────────────────────────────────────────────────────────────────────────

  Result<void> run_for_a_person() {
    auto& site = kiosks_.front();
    site.stop_kiosk();
    say("The kiosk of Familjecentralen Norr opens. Answer as often as you like; close the window to end.");
    auto command = site.kiosk_options();
    command.insert(command.begin(), programs_.kiosk);
    command.insert(command.end(), {"--window", "1280x800"});
    auto window = TRY(Child::start(command, site.folder() + "/kiosk.log"));
    std::uint64_t shown = 0;
    while (window.is_running() && !interrupted) {
      auto received = TRY(responses_received());
      if (received != shown) TRY(show_results());
      shown = received;
      std::this_thread::sleep_for(500ms);
    }
    window.stop();
    TRY(site.start_kiosk());
    TRY(site.kiosk().pack());
    TRY(wait_until_delivered());
    TRY(show_results());
    return check(static_cast<int>(TRY(site.kiosk().counts()).completed));
  }

  // ── the lead
  // ─────────────────────────────────────────────────────────────────────────────────────────────────

  Result<std::uint64_t> responses_received() {
    std::uint64_t sum = 0;
    auto progress = TRY(collector_->command_json({"progress", "--json"}));
    for (const auto& centre : progress.at("centres")) sum += centre.at("responses").get<std::uint64_t>();
    return sum;
  }

  Result<void> show_results() {
    say("\n" + TRY(collector_->command({"results"})));
    say(TRY(collector_->command({"progress"})));
    return {};
  }

  // Thanked visitors are counted at the screens, responses in the collector's store; what is published of a
  // centre (five answers or more) must say the same.
  Result<void> check(int thanked) {
    TRY(check_published());
    auto progress = TRY(collector_->command_json({"progress", "--json"}));
    std::uint64_t received = TRY(responses_received());
    bool nothing_odd = progress.at("unopened") == 0 && progress.at("quarantine").empty();
    collector_->stop();
    if (received != static_cast<std::uint64_t>(thanked) || !nothing_odd) {
      return Error::conflict(fmt::format("{} thanked, but {} in the results; folders are kept in {}", thanked,
                                         received, options_.folder));
    }
    say(fmt::format("demo: {} thanked, {} in the results, each exactly once", thanked, received));
    return {};
  }

  Result<void> check_published() {
    std::map<int, std::uint64_t> received;
    auto progress = TRY(collector_->command_json({"progress", "--json"}));
    for (const auto& centre : progress.at("centres")) received[centre.at("id")] = centre.at("responses");
    auto results = TRY(collector_->command_json({"results", "--json"}));
    for (const auto& place : results.at("places")) {
      if (place.at("centre").is_null() || place.at("responses").is_null()) continue;
      if (place.at("responses") == received[place.at("centre")] || results.at("round").at("open")) continue;
      return Error::conflict("the results of " + place.at("name").get<std::string>() +
                             " are not what was received");
    }
    return {};
  }

  Programs programs_;
  Options options_;
  std::optional<CollectorSite> collector_;
  std::vector<KioskSite> kiosks_;
  std::vector<Tally> tallies_;
  int photographed_ = 0;  // visitors of take_pictures who were thanked
};

int run(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Väntrum from the touch screen to the lead's table, with the real programs on this machine.\n"
      "With a display a kiosk opens for you; without one simulated visitors answer."};
  app.add_option("--visitors", options.visitors,
                 "simulated visitors a centre, also where there is a display (default 40)")
      ->check(CLI::Range(0, 10'000));
  app.add_option("--seed", options.seed, "another seed gives other visitors (default 1)");
  app.add_option("--folder", options.folder, "where everything is kept (default build/demo); emptied first");
  CLI11_PARSE(app, argc, argv);
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  auto done = Demo(Programs::beside(argv[0]), options).run();
  if (done) return 0;
  std::cerr << "demo: " << done.error().message << "\n";
  return interrupted ? 130 : 1;
}

}  // namespace
}  // namespace vantrum::testing

int main(int argc, char** argv) { return vantrum::testing::run(argc, argv); }
