// The end of a simulation: the faults stop, everything must be delivered in time, and the numbers must agree.
#include <algorithm>

#include "sync/collector/fleet.h"
#include "sync/collector/orders.h"
#include "tests/simulation/simulation.h"

namespace vantrum::simulation {

using wire::OrderAction;

void Simulation::end_faults() {
  is_ending_ = true;
  timeline_.note("the faults end");
  region_.end_faults();
  sticks_.end_faults();
  for (auto& link : links_) link->set_weather(Weather::good);
  for (auto& tablet : tablets_) {
    tablet->end_faults();
    if (tablet->has_identity()) tablet->start();
  }
  for (auto device : std::exchange(paused_, {})) order(device, OrderAction::resume, "resume");
  if (plan_.recordings > 0) {  // the closing takes them back
    end_ += plan_.fetch_max();
    timeline_.run_until(end_);
    if (auto looked = look_at_recordings(); !looked) judge_.complain(looked.error().message);
  }
  close_rounds();
  for (Span time(0); time < plan_.drain_max(); time += hours(4)) {
    timeline_.after(time + minutes(30), [this] { region_.back_up(); });
  }
}

Result<bool> Simulation::is_drained() {
  if (!region_.is_up()) return false;
  TRY(region_.open_what_waits());
  for (auto& tablet : tablets_) {
    if (tablet->has_identity() && !tablet->complaint().empty()) return false;
  }
  auto& store = region_.now().store;
  return TRY(store.outbox_size()) == 0 && TRY(judge_.missing(region_.now(), Origin::get().instrument)) == 0;
}

Findings Simulation::drain() {
  Span drained_after(0);
  bool is_in_time = false;
  while (!is_in_time && drained_after < plan_.drain_max()) {
    drained_after += hours(1);
    timeline_.run_until(end_ + drained_after);
    auto drained = is_drained();
    if (!drained) judge_.complain(drained.error().message);
    is_in_time = drained && *drained;
  }
  timeline_.note("{} after {} h", is_in_time ? "drained" : "NOT drained", drained_after / hours(1));
  if (!is_in_time) {
    for (auto& tablet : tablets_) {
      if (auto why = tablet->complaint(); tablet->has_identity() && !why.empty()) judge_.complain(why);
    }
  }
  timeline_.run_until(timeline_.now() + 3 * plan_.resend + 4 * plan_.tend_every +
                      hours(1));  // the counts, too
  if (auto looked = look_at_the_end(); !looked) judge_.complain(looked.error().message);
  auto judged = region_.is_up() ? judge_.judge(region_.now(), Origin::get().instrument)
                                : Result<Findings>(Error::unavailable("the collector is off"));
  Findings findings = judged ? *judged : Findings();
  if (!judged) findings.complaints.push_back(judged.error().message);
  findings.seeds = 1;
  findings.undrained = !is_in_time;
  findings.drained_after = drained_after;
  for (const auto& tablet : tablets_) findings.turned_away += tablet->turned_away();
  findings.recordings = recordings_;
  timeline_.note("{} thanked, {} in the results, {} lost, {} doubled, {} invented", findings.thanked,
                 findings.in_results, findings.lost, findings.doubled, findings.invented);
  findings.record = timeline_.record();
  return findings;
}

Result<void> Simulation::look_at_the_end() {
  if (!region_.is_up()) return Error::unavailable("the collector is off");
  const auto& region = region_.now();
  for (const auto& difference : TRY(collector::reconcile(region)).differences) judge_.complain(difference);
  for (const auto& [cause, count] : TRY(region.store.quarantine_causes()))
    judge_.complain(fmt::format("{} in quarantine: {}", count, cause));
  for (const auto& kiosk : TRY(collector::look_at_fleet(region))) {
    if (kiosk.status && kiosk.status->counters.contains("alarm:chain"))
      judge_.complain("a kiosk takes its own receipts for somebody else's");
    if (kiosk.status && kiosk.device.state == collector::DeviceState::active &&
        kiosk.status->receipt_number != kiosk.last_receipt)
      judge_.complain("a kiosk has not got its last receipt");
  }
  if (on_loan_ && tablets_[*on_loan_]->has_identity()) {
    auto device = TRY(region.store.find_device(tablets_[*on_loan_]->id()));
    if (device && device->state == collector::DeviceState::retiring)
      judge_.complain("a retired kiosk was not wiped");
  }
  for (const auto& round : TRY(region.store.list_rounds())) TRY(compare_counts(round));
  return {};
}

// What the kiosks count, what the collector counts, and what is in the results is one number (S26), of every
// round.
Result<void> Simulation::compare_counts(const collector::RoundRecord& round) {
  const auto& region = region_.now();
  auto answers = TRY(region.answers->count_answers(round.id));
  std::map<CentreId, std::uint64_t> said;
  std::map<DeviceId, CentreId> centres;
  for (const auto& device : TRY(region.store.list_devices())) centres[device.id] = device.centre;
  for (const auto& record : TRY(region.store.statuses(round.id)))
    said[centres[record.device]] += record.status.completed;
  std::map<CentreId, std::uint64_t> in_languages;
  TRY(region.answers->release_counters(round.id, {1, 0}, TRY(region.store.counter_levels(round.id))));
  const auto cells = TRY(region.answers->released_counters(round.id));
  for (const auto& cell : cells) {
    if (cell.name.starts_with("language:")) in_languages[cell.centre] += cell.count;
  }
  for (const auto& place : places_) {
    auto count = answers[place.id];
    auto differ = [&](const char* what, std::uint64_t number) {
      judge_.complain(
          fmt::format("{}, {}: {} answers, but {} {}", place.name, round.name, count, number, what));
    };
    if (said[place.id] != count) differ("by the kiosks' statuses", said[place.id]);
    if (in_languages[place.id] != count) differ("by the counters", in_languages[place.id]);
    auto intake = TRY(region.store.intake_of(round.id, place.id));
    if (intake[collector::intake::accepted] != count)
      differ("by the intake", intake[collector::intake::accepted]);
    for (auto& tablet : tablets_) {
      if (tablet->centre() != place.id || tablet->round() != round.id) continue;
      auto progress = tablet->centre_progress();
      if (progress && progress->here + progress->elsewhere != count)
        differ(("by " + tablet->name()).c_str(), progress->here + progress->elsewhere);
    }
  }
  return {};
}

}  // namespace vantrum::simulation
