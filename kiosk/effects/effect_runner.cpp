#include "kiosk/effects/effect_runner.h"

#include <pthread.h>

#include <future>

#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

// How often the inbox is looked at, and how often what only time can make due is done: the rest of an idle
// kiosk's work is the same question to the database again and again.
constexpr auto look_every = std::chrono::seconds(2), tend_every = std::chrono::seconds(30);

}  // namespace

EffectRunner::EffectRunner(Device device, std::function<void()> wake)
    : device_(std::move(device)), wake_(std::move(wake)), thread_([this] { work(); }) {}

EffectRunner::~EffectRunner() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void EffectRunner::run(std::vector<Effect> effects) {
  for (auto& effect : effects) {
    post([this, effect = std::move(effect)](Device& device) {
      std::visit([&](const auto& e) { carry_out(device, e); }, effect);
    });
  }
}

void EffectRunner::carry_out(Device& device, const Submit& submission) {
  auto stored = device.submit(submission);
  if (!stored) log_error("a response could not be stored: {}", stored.error().message);
  announce(device);  // the last slot may be taken
  emit(stored ? Event(Stored{}) : Event(NotStored{}));
}

void EffectRunner::carry_out(Device& device, const CountLeft& left) {
  if (auto counted = device.count_left(left); !counted) log_error("counting: {}", counted.error().message);
}

// ---- Of the staff ----

namespace {

DoorTold door_of(Device& device) {
  const auto& gate = device.gate();
  DoorTold told;
  told.has_pin = gate.has_pin();
  told.has_key = gate.has_key();
  told.wait = gate.wait_left();
  return told;
}

std::string problem_words(StaffWork work, const Error& error) {
  if (work == StaffWork::discard && error.kind == ErrorKind::refused)
    return "Det är för sent. Svaret kan inte kasseras längre.";
  return "Det gick inte. Försök igen, eller säg till regionen.";
}

Result<void> do_work(Device& device, StaffWork work) {
  switch (work) {
    case StaffWork::ask:
      device.ask_anyway();
      return {};
    case StaffWork::pause:
      return device.set_paused(true);
    case StaffWork::resume:
      TRY(device.set_retiring(false));
      return device.set_paused(false);
    case StaffWork::discard:
      return device.discard_last_visit();
    case StaffWork::retire:
      return device.set_retiring(true);
  }
  return {};
}

}  // namespace

void EffectRunner::carry_out(Device& device, const AskDoor&) {
  device.gate().refresh();
  auto told = door_of(device);
  told.let_in = device.has_key_stick();
  emit(told);
}

void EffectRunner::carry_out(Device& device, const TryPin& tried) {
  auto answer = device.gate().try_pin(tried.pin.view());
  auto told = door_of(device);
  told.tried = true;
  if (!answer) log_error("the staff's door: {}", answer.error().message);
  told.failed = !answer;
  told.let_in = answer && answer->let_in;
  told.was_wrong = answer && !answer->let_in;
  emit(told);
}

void EffectRunner::carry_out(Device& device, const AskFacts&) { tell_facts(device); }

void EffectRunner::carry_out(Device& device, const CarryByStick&) {
  auto progress = [&](std::size_t at, std::size_t of) {
    ++turns_;  // a slow stick is no worker that stands still
    emit(StickTold{StickStep::working, at, of, 0, 0});
  };
  emit(device.carry_by_stick(progress));
  tend_quietly(device);  // what came from the stick
}

void EffectRunner::carry_out(Device& device, const DoWork& work) {
  auto done = do_work(device, work.work);
  if (!done) log_error("what staff asked for: {}", done.error().message);
  emit(WorkDone{static_cast<bool>(done), done ? "" : problem_words(work.work, done.error())});
  announce(device);
  tell_facts(device);
}

void EffectRunner::carry_out(Device& device, const KeepReflection& kept) {
  auto done = device.keep_reflection(kept.group, *kept.instrument);
  if (!done) log_error("a reflection could not be kept: {}", done.error().message);
  emit(done ? Event(Stored{}) : Event(NotStored{}));
}

void EffectRunner::carry_out(Device& device, const AskEnrolment&) { emit(device.enrolment()); }

void EffectRunner::carry_out(Device& device, const Enrol& enrol) {
  const auto done = device.enrol(enrol.code);
  const bool is_typo = !done && done.error().kind == ErrorKind::invalid;
  tell_enrolment(device, done,
                 is_typo ? "Koden stämmer inte. Jämför den med den du har fått, tecken för tecken."
                         : "Det gick inte att spara. Starta om plattan och försök igen.");
}

void EffectRunner::carry_out(Device& device, const KeepPin& kept) {
  const auto done = device.keep_first_pin(kept.pin.view());
  const bool is_simple = !done && done.error().kind == ErrorKind::invalid;
  tell_enrolment(device, done,
                 is_simple
                     ? "Den koden är för lätt att gissa. Välj en annan, inte samma siffra hela vägen och "
                       "inte en rad som 123456."
                     : "Det gick inte att spara. Försök igen.");
}

void EffectRunner::tell_enrolment(Device& device, const Result<void>& done, const char* problem) {
  if (!done) log_error("enrolling: {}", done.error().message);
  auto told = device.enrolment();
  told.is_answer = true;
  if (!done) told.problem = problem;
  emit(told);
}

void EffectRunner::tell_facts(Device& device) {
  auto facts = device.staff_facts();
  if (!facts) log_error("the staff's overview: {}", facts.error().message);
  if (facts)
    emit(FactsTold{std::make_shared<const StaffFacts>(std::move(*facts)), device.staff_round().survey()});
}

// Only while nobody answers: a stick that is put in during a visit waits until it has ended.
void EffectRunner::look_for_key(Device& device) {
  if (visitor_is_here_ || !device.is_key_stick_new()) return;
  auto told = door_of(device);
  told.let_in = true;
  emit(told);
}

std::vector<Event> EffectRunner::take_events() {
  std::lock_guard lock(mutex_);
  return std::exchange(events_, {});
}

std::optional<std::vector<voice::Pack>> EffectRunner::take_voices() {
  std::lock_guard lock(mutex_);
  return std::exchange(voices_, std::nullopt);
}

Result<void> EffectRunner::pack_all() {
  std::promise<Result<void>> done;
  auto result = done.get_future();
  post([&done](Device& device) { done.set_value(device.pack_all()); });
  return result.get();
}

Result<void> EffectRunner::tend() {
  std::promise<Result<void>> done;
  auto result = done.get_future();
  post([this, &done](Device& device) {
    auto changed = device.tend();
    announce(device);
    look_for_key(device);
    done.set_value(changed ? Result<void>() : Result<void>(changed.error()));
  });
  return result.get();
}

Result<Counts> EffectRunner::counts() {
  std::promise<Result<Counts>> done;
  auto result = done.get_future();
  post([&done](Device& device) { done.set_value(device.counts()); });
  return result.get();
}

void EffectRunner::wait_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return jobs_.empty() && !busy_; });
}

void EffectRunner::work() {
  pthread_setname_np(pthread_self(), "device");
  announced_ = device_.survey();
  emit(SurveyChanged{announced_});
  announce(device_);
  std::unique_lock lock(mutex_);
  busy_ = false;
  changed_.notify_all();
  // What is asked comes first; but a screen that asks every second must not keep the inbox waiting.
  auto look_at = std::chrono::steady_clock::now() + look_every;
  for (;;) {
    changed_.wait_until(lock, look_at, [this] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty() && stopping_) return;
    Job job = [this](Device& device) { tend_quietly(device); };
    if (!jobs_.empty()) {
      job = std::move(jobs_.front());
      jobs_.pop_front();
      has_worked_ = true;
    } else {
      look_at = std::chrono::steady_clock::now() + look_every;
    }
    busy_ = true;
    ++turns_;
    lock.unlock();
    job(device_);
    lock.lock();
    busy_ = false;
    changed_.notify_all();
  }
}

void EffectRunner::post(Job job) {
  {
    std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_all();
}

void EffectRunner::emit(Event event) {
  {
    std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
  }
  wake_();
}

void EffectRunner::tend_quietly(Device& device) {
  const auto now = device.now();
  if (has_worked_ || !tended_ || now - *tended_ >= tend_every || device.has_work()) {
    auto changed = device.tend();
    if (!changed) log_error("tending the outbox: {}", changed.error().message);
    has_worked_ = !changed;
    tended_ = now;
    announce(device);
  }
  look_for_key(device);
  if (auto rested = device.rest(visitor_is_here_); !rested)
    log_error("moving the log: {}", rested.error().message);
}

void EffectRunner::announce(Device& device) {
  const auto enrolment = device.enrolment();
  if (enrolment.is_offered || enrolment_was_offered_) emit(enrolment);
  enrolment_was_offered_ = enrolment.is_offered;
  announce_voices(device);
  if (device.survey() == announced_) return;
  announced_ = device.survey();
  emit(SurveyChanged{announced_});
}

// What the disk did not give is asked for again as seldom as it is tended: answers wait behind it.
void EffectRunner::announce_voices(Device& device) {
  auto voices = device.voices();
  const bool is_new = voices != announced_voices_, is_again = voices_again_ && device.now() >= *voices_again_;
  if (!is_new && !is_again) return;
  auto packs = device.packs();
  voices_again_.reset();
  if (!packs.is_all) voices_again_ = device.now() + tend_every;
  const bool has_changed = is_new || packs.usable.size() != announced_packs_;
  announced_voices_ = std::move(voices);
  announced_packs_ = packs.usable.size();
  if (!has_changed) return;
  {
    std::lock_guard lock(mutex_);
    voices_ = std::move(packs.usable);
  }
  wake_();
}

}  // namespace vantrum::kiosk
