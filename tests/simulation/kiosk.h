// One tablet: the real device, its store, the real carrier's cycle, on a disk that can lose power, with
// clocks of its own and visitors before it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kiosk/effects/device.h"
#include "sync/carrier/cycle.h"
#include "tests/simulation/network.h"
#include "tests/simulation/plan.h"
#include "tests/support/faulty_file_system.h"

namespace vantrum::simulation {

class Tablet {
 public:
  static constexpr const char* folder = "/kiosk";

  Tablet(Timeline& timeline, Judge& judge, const Plan& plan, Link& link, std::uint64_t seed,
         std::string name);

  // Who it is from now on; switched on by `start`.
  Result<void> become(const kiosk::Identity& identity);
  void start();
  bool is_on() const { return device_.has_value(); }

  // A visitor comes, reads for a while, and sends, goes away, or was never asked.
  void visit(Span reading, bool leaves);
  std::uint64_t turned_away() const { return turned_away_; }

  // Faults.
  void cut_power(std::uint64_t after_changes, Span off);
  void restart();
  void restart_carrier();
  void fill_disk(std::uint64_t bytes_left, Span time);
  void fail_disk(std::uint64_t calls);
  void set_clock_wrong_by(seconds by) { clock_.set_wrong_by(by); }
  void carry_by_stick(const std::string& stick);
  void end_faults();

  // For the judge.
  bool has_identity() const;
  bool is_outbox_empty();  // but for the status, which always lies there
  std::optional<kiosk::Device::CentreProgress> centre_progress();
  std::optional<RoundId> round() const;
  std::optional<CentreId> centre() const { return centre_; }
  DeviceId id() const { return id_; }
  // The SHA-256 of each recording that it would play, in their order; and how many files lie beside them.
  Result<std::vector<crypto::Hash>> recordings();
  std::size_t files_of_recordings();
  bool is_in_use() const { return is_on() && !device_->orders().is_retiring(); }
  std::string complaint();  // what a technician would find wrong with it; empty if nothing is
  const std::string& name() const { return name_; }
  Link& link() { return link_; }

 private:
  void send(const std::shared_ptr<const kiosk::Survey>& survey);
  void tend();
  void pass();
  void plan_pass(Span delay);
  void plan_tend();
  bool died();  // after each piece of work: whether power went in it
  void switch_off();
  template <class T>
  void look_at(const Result<T>& result);

  Timeline& timeline_;
  Judge& judge_;
  const Plan& plan_;
  Link& link_;
  std::string name_;
  testing::Medium medium_;
  testing::CrashVfs vfs_;
  testing::FaultyFileSystem files_;
  MachineClock clock_;
  Chance chance_;
  SeededEntropy entropy_;
  std::optional<kiosk::Device> device_;
  std::optional<carrier::Cycle> cycle_;
  std::optional<CentreId> centre_;
  DeviceId id_;
  Moment busy_until_{0}, pass_at_{0};
  Span off_for_{0};
  std::uint64_t boots_ = 0, passes_planned_ = 0, turned_away_ = 0, disk_faults_ = 0;
  bool has_faults_ = true;
};

}  // namespace vantrum::simulation
