#include "tests/simulation/kiosk.h"

#include <algorithm>

#include "sync/carrier/service.h"
#include "sync/carrier/usb.h"

namespace vantrum::simulation {
namespace {

constexpr int starts_at_once_max = 300;  // seconds; ServiceOptions::start_delay_max

std::string in_folder(const char* name) { return std::string(Tablet::folder) + "/" + name; }

// Made once: a fresh database with its slots is the same for every kiosk.
const Bytes& fresh_database(std::size_t slots) {
  thread_local std::map<std::size_t, Bytes> made;
  auto& database = made[slots];
  if (!database.empty()) return database;
  testing::Medium medium(1);
  testing::CrashVfs vfs(medium);
  SeededEntropy entropy(2);
  {
    auto store =
        kiosk::ResponseStore::open("/kiosk.db", entropy, {.slots = slots, .vfs = vfs.name().c_str()});
    store->checkpoint().value();
  }
  return database = medium.content("/kiosk.db");
}

}  // namespace

Tablet::Tablet(Timeline& timeline, Judge& judge, const Plan& plan, Link& link, std::uint64_t seed,
               std::string name)
    : timeline_(timeline),
      judge_(judge),
      plan_(plan),
      link_(link),
      name_(std::move(name)),
      medium_(seed),
      vfs_(medium_),
      files_(medium_),
      clock_(timeline),
      chance_(seed + 1),
      entropy_(seed + 2) {
  medium_.put(in_folder("kiosk.db"), fresh_database(plan.slots));
}

Result<void> Tablet::become(const kiosk::Identity& identity) {
  id_ = identity.device;
  centre_.reset();
  if (identity.membership) centre_ = identity.membership->centre;
  return kiosk::save_identity(files_, in_folder("identity"), identity);
}

void Tablet::start() {
  if (is_on()) return;
  if (medium_.is_off()) medium_.power_on();
  if (has_faults_ && plan_.power_cuts > 0 && chance_.one_in(4)) medium_.cut_after(chance_.below(30));
  clock_.boot();
  kiosk::DeviceSettings settings;
  settings.data = folder;
  settings.batch_items_min = plan_.batch_items_min;
  settings.ballast_bytes = 64 * 1024;
  settings.store = {.slots = plan_.slots, .vfs = vfs_.name().c_str()};
  auto device = kiosk::Device::open(settings, files_, clock_, entropy_);
  if (!device || medium_.is_off()) {
    if (!device && !medium_.is_off() && disk_faults_ == 0)
      judge_.complain(name_ + " does not start: " + device.error().message);
    device = Error::storage("closed");
    timeline_.note("{} does not start", name_);
    return timeline_.after(minutes(2), [this] { start(); });
  }
  medium_.do_not_cut();
  device_.emplace(std::move(*device));
  ++boots_;
  timeline_.note("{} is on", name_);
  restart_carrier();
  tend();
  plan_tend();
}

void Tablet::restart_carrier() {
  if (!is_on()) return;
  carrier::CycleOptions options;
  options.outbox = in_folder("outbox");
  options.inbox = in_folder("inbox");
  options.resend = std::chrono::duration_cast<seconds>(plan_.resend);
  cycle_.emplace(options, files_, link_, clock_, entropy_);
  pass_at_ = Moment(0);
  cycle_->hold_until(clock_.monotonic() + seconds(chance_.between(0, starts_at_once_max)));
  plan_pass(seconds(1));
}

bool Tablet::died() {
  if (is_on() && !medium_.is_off()) return false;
  if (is_on()) switch_off();
  return true;
}

void Tablet::switch_off() {
  if (!medium_.is_off()) medium_.cut_now();
  cycle_.reset();
  device_.reset();
  timeline_.note("{} is off", name_);
  auto off = std::exchange(off_for_, Span(0));
  if (off == Span(0)) off = chance_.between(seconds(20), hours(10));
  timeline_.after(off, [this] { start(); });
}

// An error is what a fault made; without one it is a broken promise.
template <class T>
void Tablet::look_at(const Result<T>& result) {
  if (result || medium_.is_off() || disk_faults_ > 0) return;
  judge_.complain(name_ + ": " + result.error().message);
}

void Tablet::plan_tend() {
  timeline_.after(plan_.tend_every, [this, boot = boots_] {
    if (!is_on() || boot != boots_) return;
    tend();
    plan_tend();
  });
}

void Tablet::tend() {
  if (!is_on()) return;
  auto changes = medium_.changes();
  auto changed = device_->tend();
  look_at(changed);
  if (died()) return;
  if (timeline_.now() > busy_until_ + minutes(2)) {
    look_at(device_->rest(false));
    if (died()) return;
  }
  if (medium_.changes() != changes) plan_pass(seconds(1));
}

void Tablet::plan_pass(Span delay) {
  auto at = timeline_.now() + delay;
  // One that comes sooner takes the place of the one that was planned.
  if (pass_at_ > timeline_.now() && pass_at_ <= at) return;
  pass_at_ = at;
  timeline_.at(at, [this, number = ++passes_planned_, boot = boots_] {
    if (number == passes_planned_ && boot == boots_ && is_on()) pass();
  });
}

void Tablet::pass() {
  auto report = cycle_->pass();
  if (died()) return;
  auto until_due = cycle_->next_due() - clock_.monotonic();
  // The poll is for what inotify does not tell; here nothing comes unseen.
  plan_pass(std::clamp<Span>(until_due, carrier::pause_min, days(1)));
  if (report.answered > 0) {
    timeline_.after(seconds(2), [this] { tend(); });
  }
}

void Tablet::visit(Span reading, bool leaves) {
  if (!is_on() || timeline_.now() < busy_until_) return;
  auto survey = device_->survey();
  if (!survey || !survey->is_open) {
    ++turned_away_;
    return;
  }
  busy_until_ = timeline_.now() + reading;
  timeline_.after(reading, [this, survey, leaves, boot = boots_] {
    if (!is_on() || boot != boots_) return;
    if (leaves)
      look_at(device_->count_left({survey->round, "q3"}));
    else
      send(survey);
    if (!died()) timeline_.after(seconds(2), [this] { tend(); });
  });
}

void Tablet::send(const std::shared_ptr<const kiosk::Survey>& survey) {
  auto visitor = judge_.next_visitor(survey->round, survey->centre);
  auto answers = answers_of(visitor);
  if (chance_.one_in(2)) answers["services"] = {"midwife"};
  auto stored = device_->submit({survey, answers, "sv"});
  if (stored) judge_.was_thanked(visitor);
  timeline_.note("{}: visitor {} {}", name_, visitor, stored ? "thanked" : "not thanked");
  if (!stored && stored.error().kind == ErrorKind::refused) return;  // every slot waits for a receipt
  look_at(stored);
}

void Tablet::cut_power(std::uint64_t after_changes, Span off) {
  if (!is_on()) return;
  off_for_ = off;
  if (after_changes > 0) return medium_.cut_after(after_changes);
  switch_off();
}

void Tablet::restart() {
  if (!is_on()) return;
  timeline_.note("{} restarts", name_);
  cycle_.reset();
  device_.reset();
  timeline_.after(seconds(40), [this] { start(); });
}

void Tablet::fill_disk(std::uint64_t bytes_left, Span time) {
  ++disk_faults_;
  medium_.limit_bytes(medium_.bytes_used() + bytes_left);
  timeline_.note("{}: disk full", name_);
  timeline_.after(time, [this] {
    medium_.limit_bytes({});
    disk_faults_ -= disk_faults_ > 0;
  });
}

void Tablet::fail_disk(std::uint64_t calls) {
  ++disk_faults_;
  if (chance_.one_in(4)) medium_.forget_at_next_sync();
  medium_.fail_calls(1 + chance_.below(20), calls);
  timeline_.note("{}: disk fails", name_);
  timeline_.after(minutes(30), [this] {
    medium_.stop_failing();
    disk_faults_ -= disk_faults_ > 0;
  });
}

void Tablet::carry_by_stick(const std::string& stick) {
  if (!is_on()) return;
  auto carried = vantrum::carry_by_stick(files_, entropy_, folder, stick);
  timeline_.note("{}: stick: {}", name_,
                 carried ? fmt::format("{} out, {} back", carried->brought, carried->fetched) : "no");
  look_at(carried);
  if (carried && !carried->is_complete) look_at(Result<void>(Error::storage(carried->failure)));
  if (!died()) timeline_.after(seconds(2), [this] { tend(); });
}

void Tablet::end_faults() {
  has_faults_ = false;
  medium_.do_not_cut();
  medium_.stop_failing();
  medium_.limit_bytes({});
  off_for_ = Span(0);
}

// Not by reading it, which fails where the power is off or the disk has a fault: that is no wipe.
bool Tablet::has_identity() const {
  const auto paths = medium_.paths();
  return std::find(paths.begin(), paths.end(), in_folder("identity")) != paths.end();
}

bool Tablet::is_outbox_empty() {
  auto names = files_.list(in_folder("outbox"));
  return names &&
         std::all_of(names->begin(), names->end(), [](const auto& name) { return name == "status.cose"; });
}

std::optional<kiosk::Device::CentreProgress> Tablet::centre_progress() {
  if (!is_on()) return std::nullopt;
  auto progress = device_->centre_progress();
  return progress ? std::optional(*progress) : std::nullopt;
}

std::optional<RoundId> Tablet::round() const {
  if (!is_on() || !device_->survey()) return std::nullopt;
  return device_->survey()->round;
}

Result<std::vector<crypto::Hash>> Tablet::recordings() {
  std::vector<crypto::Hash> found;
  for (const auto& path : device_->voices())
    found.push_back(crypto::hash_of(TRY(files_.read(path, wire::asset_bytes_max))));
  return found;
}

std::size_t Tablet::files_of_recordings() {
  auto names = files_.list(in_folder(kiosk::assets_name));
  return names ? names->size() : 0;
}

std::string Tablet::complaint() {
  if (!is_on()) return name_ + " is off";
  for (const auto& path : medium_.paths()) {
    if (path.find(".damaged-") != std::string::npos) return name_ + " had a damaged database";
  }
  auto counts = device_->counts();
  if (!counts) return name_ + ": " + counts.error().message;
  if (counts->waiting > 0) return fmt::format("{} still has {} answers to deliver", name_, counts->waiting);
  if (!is_outbox_empty()) return name_ + " still has batches to deliver";
  auto document = files_.read(in_folder("outbox/status.cose"), wire::document_bytes_max);
  auto header = document ? wire::peek_header(*document) : Result<wire::Header>(document.error());
  if (!header) return name_ + " tells no status";
  return {};
}

}  // namespace vantrum::simulation
