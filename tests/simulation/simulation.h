// A whole region in one process and in simulated time, from one seed: visitors, tablets, their carriers, the
// network, sticks, the collector, its administrator and its backups, and everything that goes wrong between
// them. The parts are the real ones; only disks, clocks, chance and the network are simulated.
//
// The same seed gives the same record, byte for byte.
#pragma once

#include <memory>
#include <vector>

#include "tests/simulation/kiosk.h"
#include "tests/simulation/plan.h"
#include "tests/simulation/sticks.h"

namespace vantrum::simulation {

class Simulation {
 public:
  explicit Simulation(const Plan& plan, bool is_told = false);
  ~Simulation();

  // The days with faults, then peace until everything is delivered, then the verdict. Once.
  Findings run();

 private:
  struct Place {
    CentreId id;
    std::string name;
  };

  void set_up();
  Place& place_of(std::size_t tablet) { return places_[tablet % places_.size()]; }
  void add_tablet();
  Result<kiosk::Identity> admit(const collector::Collector& region, const Place& place);
  void plan_day(int day);
  void plan_visitors(Tablet& tablet);
  void plan_faults();
  template <class Fault>
  void spread(int in_ten_days, Fault fault);  // over the days and the tablets
  void plan_network();
  void plan_clog();
  void change_weather(Link& link, Weather weather);
  void plan_rounds();
  void plan_late_kiosk();
  void plan_loan();
  void wait_for_wipe(std::size_t tablet, Place to);
  void open_round(int number);
  void close_rounds();
  void plan_recordings();
  void name_recordings();
  Result<void> look_at_recordings();
  void pause(Tablet& tablet);
  void order(DeviceId device, wire::OrderAction action, const std::string& what);
  Weather draw_weather();
  Moment some_moment() { return chance_.between(minutes(1), end_); }

  void end_faults();
  Result<bool> is_drained();
  Findings drain();
  Result<void> look_at_the_end();
  Result<void> compare_counts(const collector::RoundRecord& round);

  Plan plan_;
  ScratchFolder scratch_;
  Timeline timeline_;
  Judge judge_;
  Chance chance_;
  SeededEntropy keys_;
  RegionHost region_;
  Air air_;
  Sticks sticks_;
  std::vector<Place> places_;
  std::vector<std::unique_ptr<Link>> links_;
  std::vector<std::unique_ptr<Tablet>> tablets_;
  std::vector<DeviceId> paused_;
  Moment end_;
  bool is_ending_ = false;
  std::optional<std::size_t> on_loan_;
  std::uint64_t recordings_ = 0;
};

// One seed from its plan to its verdict.
Findings simulate(const Plan& plan, bool is_told = false);

}  // namespace vantrum::simulation
