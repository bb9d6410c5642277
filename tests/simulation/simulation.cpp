#include "tests/simulation/simulation.h"

#include <algorithm>

#include "sync/collector/enrolment.h"
#include "sync/collector/orders.h"
#include "sync/collector/publish.h"
#include "tests/simulation/seeded_sealing.h"

namespace vantrum::simulation {
namespace {

using collector::Collector;
using wire::OrderAction;

constexpr int faults_max = 400;  // of one kind on all tablets, so that a large region is not all faults

}  // namespace

Simulation::Simulation(const Plan& plan, bool is_told)
    : plan_(plan),
      timeline_(is_told),
      judge_(timeline_),
      chance_(plan.seed * 11 + 3),
      keys_(plan.seed * 11 + 4),
      region_(timeline_, judge_, plan.seed * 11 + 5, scratch_.path()),
      sticks_(timeline_, judge_, region_, plan.seed * 11 + 6, scratch_.path()),
      end_(days(plan.days)) {}

Simulation::~Simulation() = default;

Findings Simulation::run() {
  timeline_.note("{}", plan_.words());
  set_up();
  plan_rounds();
  for (int day = 0; day < plan_.days; ++day) plan_day(day);
  plan_faults();
  plan_network();
  if (plan_.has_clog) plan_clog();
  if (plan_.has_late_kiosk) plan_late_kiosk();
  if (plan_.has_loan) plan_loan();
  plan_recordings();
  timeline_.run_until(end_);
  end_faults();
  return drain();
}

// Centres, the first round and the tablets, in peace.
void Simulation::set_up() {
  const auto& now = region_.now();
  for (int i = 0; i < plan_.centres; ++i) {
    auto name = fmt::format("Centre {}", i + 1);
    places_.push_back({now.store.add_centre(name, plan_.quota).value(), name});
  }
  open_round(1);
  for (int i = 0; i < plan_.kiosks; ++i) {
    add_tablet();
    auto& tablet = *tablets_.back();
    tablet.become(admit(now, place_of(tablets_.size() - 1)).value()).value();
    timeline_.after(chance_.between(seconds(0), minutes(20)), [&tablet] { tablet.start(); });
  }
  timeline_.after(seconds(5), [this] { region_.back_up(); });
  timeline_.run_until(minutes(1));
}

void Simulation::add_tablet() {
  auto number = tablets_.size() + 1;
  auto name = fmt::format("kiosk {}", number);
  auto seed = plan_.seed * 1'000 + number * 3;
  links_.push_back(std::make_unique<Link>(timeline_, region_, air_, seed, name));
  tablets_.push_back(std::make_unique<Tablet>(timeline_, judge_, plan_, *links_.back(), seed, name));
}

// What enrolment comes to, without the seconds that stretching a code takes; plan_late_kiosk takes the whole
// way.
Result<kiosk::Identity> Simulation::admit(const Collector& region, const Place& place) {
  kiosk::Identity identity;
  identity.region = region.region.id;
  identity.device = keys_.random_id<DeviceId>();
  identity.signing_key = crypto::make_signing_key(keys_);
  identity.label = "Väntrummet";
  identity.code_handle = "K7M";
  identity.membership = kiosk::Membership{place.id, place.name, region.keys.verify};
  collector::Device device;
  device.id = identity.device;
  device.verify_key = crypto::verify_key_of(identity.signing_key);
  device.centre = place.id;
  device.label = identity.label;
  device.enrolled_at = region.clock.wall();
  TRY(region.store.in_transaction([&] { return region.store.add_device(device); }));
  return identity;
}

void Simulation::plan_day(int day) {
  timeline_.at(days(day) + hours(7), [this, day] {
    auto weekday = std::chrono::weekday(std::chrono::floor<days>(MachineClock::beginning + days(day)));
    if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return;
    for (auto& tablet : tablets_) plan_visitors(*tablet);
  });
  timeline_.at(days(day) + hours(4), [this] { region_.tidy(); });
  if (day % plan_.backup_days == 0) timeline_.at(days(day) + hours(2), [this] { region_.back_up(); });
}

void Simulation::plan_visitors(Tablet& tablet) {
  for (int left = chance_.between(0, 2 * plan_.visitors_a_day); left > 0; --left) {
    auto reading = chance_.between(seconds(40), minutes(8));
    timeline_.after(chance_.between(hours(0), hours(10)),
                    [&tablet, reading, leaves = chance_.one_in(8)] { tablet.visit(reading, leaves); });
  }
}

template <class Fault>
void Simulation::spread(int in_ten_days, Fault fault) {
  auto count = std::min(faults_max, in_ten_days * plan_.days * plan_.kiosks / 10);
  for (int i = 0; i < count; ++i) {
    auto& tablet = *tablets_[chance_.below(static_cast<std::uint32_t>(tablets_.size()))];
    timeline_.at(some_moment(), [fault, &tablet] { fault(tablet); });
  }
}

void Simulation::plan_faults() {
  spread(plan_.power_cuts, [this](Tablet& tablet) {
    tablet.cut_power(chance_.one_in(3) ? 0 : 1 + chance_.below(80), chance_.between(seconds(20), hours(14)));
  });
  spread(plan_.restarts, [](Tablet& tablet) { tablet.restart(); });
  spread(plan_.carrier_restarts, [](Tablet& tablet) { tablet.restart_carrier(); });
  spread(plan_.full_disks, [this](Tablet& tablet) {
    tablet.fill_disk(chance_.below(60'000), chance_.between(hours(1), hours(40)));
  });
  spread(plan_.disk_errors, [this](Tablet& tablet) { tablet.fail_disk(1 + chance_.below(30)); });
  spread(plan_.clock_jumps, [this](Tablet& tablet) {
    constexpr seconds wrong[] = {days(-20'000), days(18'000), days(-400), days(-15), days(-1), hours(-2),
                                 seconds(0),    seconds(0),   hours(3),   days(1),   days(20), days(400)};
    tablet.set_clock_wrong_by(wrong[chance_.below(std::size(wrong))]);
  });
  spread(plan_.pauses, [this](Tablet& tablet) { pause(tablet); });
  auto in_region = [&](int in_ten_days, auto fault) {
    for (int i = std::min(100, in_ten_days * plan_.days / 10); i > 0; --i) timeline_.at(some_moment(), fault);
  };
  in_region(plan_.collector_cuts,
            [this] { region_.arm_cut(chance_.one_in(5) ? 0 : 1 + chance_.below(400)); });
  in_region(plan_.collector_full_disks, [this] {
    region_.medium().limit_bytes(region_.medium().bytes_used() + chance_.below(100'000));
    timeline_.after(chance_.between(minutes(10), hours(20)), [this] { region_.medium().limit_bytes({}); });
  });
  in_region(plan_.collector_errors, [this] {
    if (chance_.one_in(3)) region_.medium().forget_at_next_sync();
    region_.medium().fail_calls(1 + chance_.below(40), 1 + chance_.below(60));
    timeline_.after(minutes(20), [this] { region_.medium().stop_failing(); });
  });
  in_region(plan_.collector_losses, [this] { region_.lose(); });
  in_region(plan_.clock_jumps, [this] {
    constexpr seconds wrong[] = {hours(-30), minutes(-3), seconds(0), seconds(0), minutes(4), hours(28)};
    region_.clock().set_wrong_by(wrong[chance_.below(std::size(wrong))]);
  });
  in_region(plan_.sticks, [this] {
    std::vector<Tablet*> round;
    for (auto& tablet : tablets_) {
      if (round.size() < 6 && chance_.one_in(2)) round.push_back(tablet.get());
    }
    sticks_.travel(round);
  });
}

Weather Simulation::draw_weather() {
  auto dice = chance_.below(100);
  if (dice < 35) return Weather::good;
  if (dice < 70) return Weather::bad;
  if (dice < 80) return Weather::portal;
  return dice < 85 ? Weather::wrong_certificate : Weather::down;
}

void Simulation::plan_network() {
  for (auto& link : links_) link->set_weather(chance_.one_in(2) ? Weather::good : Weather::bad);
  spread(plan_.weather_changes, [this](Tablet& tablet) { tablet.link().set_weather(draw_weather()); });
}

// "Swizzle-clogging": every link goes away, one by one, and comes back in another order.
void Simulation::plan_clog() {
  timeline_.at(some_moment(), [this] {
    auto draw_order = [&] {
      std::vector<Link*> order;
      for (auto& link : links_) order.push_back(link.get());
      for (auto i = order.size(); i > 1; --i) {
        std::swap(order[i - 1], order[chance_.below(static_cast<std::uint32_t>(i))]);
      }
      return order;
    };
    Span when(0);
    for (auto* link : draw_order())
      timeline_.after(when += chance_.between(seconds(1), minutes(20)),
                      [this, link] { change_weather(*link, Weather::down); });
    for (auto* link : draw_order()) {
      auto weather = chance_.one_in(2) ? Weather::good : Weather::bad;
      timeline_.after(when += chance_.between(seconds(1), minutes(20)),
                      [=, this] { change_weather(*link, weather); });
    }
  });
}

// What a clog still had in mind when the faults end does not happen.
void Simulation::change_weather(Link& link, Weather weather) {
  if (!is_ending_) link.set_weather(weather);
}

void Simulation::plan_rounds() {
  for (int number = 2; number <= plan_.rounds; ++number) {
    auto when = end_ * (number - 1) / plan_.rounds;
    timeline_.at(when, [this] { close_rounds(); });
    timeline_.at(when + chance_.between(minutes(1), hours(30)), [this, number] { open_round(number); });
  }
}

void Simulation::open_round(int number) {
  auto name = fmt::format("Round {}", number);
  region_.administer("open " + name, [this, name](const Collector& region) -> Result<void> {
    if (is_ending_) return {};
    for (const auto& round : TRY(region.store.list_rounds())) {
      if (round.name == name) return {};
      if (round.is_open) return Error::storage("the round before is still to be closed");
    }
    collector::RoundPlan plan;
    plan.name = name;
    plan.receiver = "Regionstyrelsen";
    plan.files = Origin::get().instrument_files;
    plan.languages = {"sv"};
    plan.stop_at_quota = plan_.stop_at_quota;
    plan.allow_unreviewed = true;
    TRY(collector::open_round(region, plan));
    return {};
  });
}

void Simulation::close_rounds() {
  region_.administer("close rounds", [](const Collector& region) -> Result<void> {
    for (const auto& round : TRY(region.store.list_rounds())) {
      if (round.is_open) TRY(collector::close_round(region, round.id));
    }
    return {};
  });
}

void Simulation::order(DeviceId device, OrderAction action, const std::string& what) {
  region_.administer(what,
                     [=](const Collector& region) { return collector::order(region, device, action, ""); });
}

void Simulation::pause(Tablet& tablet) {
  auto device = tablet.id();
  order(device, OrderAction::pause, "pause " + tablet.name());
  paused_.push_back(device);
  timeline_.after(chance_.between(hours(2), hours(90)),
                  [=, this] { order(device, OrderAction::resume, "resume"); });
}

// One more kiosk, by the code that a person types, over the network as it is.
void Simulation::plan_late_kiosk() {
  timeline_.at(some_moment() / 2, [this] {
    add_tablet();
    auto& tablet = *tablets_.back();
    auto place = place_of(tablets_.size() - 1);
    tablet.link().set_weather(chance_.one_in(2) ? Weather::good : Weather::bad);
    region_.administer("enrol " + tablet.name(), [=, this, &tablet](const Collector& region) -> Result<void> {
      if (tablet.has_identity()) return {};
      auto issued = TRY(collector::issue_code(region, place.id, "Lekrummet", days(100)));
      auto code = TRY(wire::EnrolmentCode::parse(issued.printed));
      TRY(tablet.become(TRY(kiosk::Identity::make(code, Origin::region, "Lekrummet", keys_))));
      timeline_.after(minutes(1), [&tablet] { tablet.start(); });
      return {};
    });
  });
}

// A kiosk goes to another centre: retired there, wiped by itself, enrolled anew here.
void Simulation::plan_loan() {
  on_loan_ = chance_.below(static_cast<std::uint32_t>(tablets_.size()));
  auto to = place_of(*on_loan_ + 1);
  timeline_.at(some_moment() / 2, [this, to] {
    auto& tablet = *tablets_[*on_loan_];
    order(tablet.id(), OrderAction::retire, "retire " + tablet.name());
    wait_for_wipe(*on_loan_, to);
  });
}

void Simulation::wait_for_wipe(std::size_t number, Place to) {
  timeline_.after(hours(2), [=, this] {
    auto& tablet = *tablets_[number];
    if (tablet.has_identity() || !tablet.is_on()) return wait_for_wipe(number, to);
    if (is_ending_) return;
    region_.administer("enrol " + tablet.name() + " anew",
                       [=, this](const Collector& region) -> Result<void> {
                         auto identity = TRY(admit(region, to));
                         auto became = tablets_[number]->become(identity);
                         if (became) tablets_[number]->restart();
                         return became;
                       });
  });
}

Findings simulate(const Plan& plan, bool is_told) {
  seed_sealing(plan.seed);
  return Simulation(plan, is_told).run();
}

}  // namespace vantrum::simulation
