#include "tests/simulation/plan.h"

namespace vantrum::simulation {
namespace {

void draw_size(Plan& plan, Chance& chance, Size size) {
  auto dice = size == Size::small ? 0 : size == Size::large ? 99 : static_cast<int>(chance.below(100));
  if (dice < 72) {
    plan.kiosks = chance.between(1, 4);
    plan.days = chance.between(2, 14);
    plan.visitors_a_day = chance.between(4, 30);
  } else if (dice < 94) {
    plan.kiosks = chance.between(3, 16);
    plan.days = chance.between(5, 40);
    plan.visitors_a_day = chance.between(2, 8);
  } else if (dice < 99) {
    plan.kiosks = chance.between(17, 50);
    plan.days = chance.between(20, 90);
    plan.visitors_a_day = chance.between(1, 3);
  } else {
    plan.kiosks = 200;
    plan.days = 90;
    plan.visitors_a_day = 1;
  }
  plan.centres = chance.between(1, std::max(1, plan.kiosks * 2 / 3));
  plan.rounds = chance.between(1, plan.days > 6 ? 3 : 2);
  bool is_long = plan.kiosks * plan.days > 200;
  plan.resend = is_long ? hours(chance.between(4, 8)) : minutes(chance.between(20, 180));
  plan.tend_every = is_long ? hours(2) : minutes(chance.between(10, 60));
  if (plan.kiosks <= 20 && chance.one_in(6)) plan.resend = minutes(5);
}

}  // namespace

Plan Plan::draw(std::uint64_t seed, Size size) {
  Chance chance(seed * 7 + 1);
  Plan plan;
  plan.seed = seed;
  draw_size(plan, chance, size);
  plan.quota = static_cast<std::uint32_t>(chance.between(5, 100));
  plan.stop_at_quota = chance.one_in(3);
  plan.batch_items_min = static_cast<std::uint64_t>(chance.between(1, 8));
  plan.backup_days = chance.between(1, 6);
  // Each kind of fault is left out now and then, so that others are seen without it.
  auto often = [&](int most) { return chance.one_in(3) ? 0 : chance.between(1, most); };
  plan.power_cuts = often(20);
  plan.restarts = often(8);
  plan.carrier_restarts = often(6);
  plan.full_disks = often(2);
  plan.disk_errors = often(6);
  plan.clock_jumps = often(3);
  plan.weather_changes = often(30);
  plan.collector_cuts = often(20);
  plan.collector_full_disks = often(3);
  plan.collector_errors = often(12);
  plan.collector_losses = often(4);
  plan.sticks = often(6);
  plan.pauses = often(3);
  plan.has_late_kiosk = chance.one_in(5);
  plan.has_loan = plan.centres > 1 && chance.one_in(4);
  plan.has_clog = chance.one_in(3);
  plan.recordings = often(5);
  return plan;
}

std::string Plan::words() const {
  return fmt::format("{} kiosks in {} centres, {} days, {} rounds, quota {}{}", kiosks, centres, days, rounds,
                     quota, stop_at_quota ? " (stops)" : "");
}

}  // namespace vantrum::simulation
