// One worker thread: effects in, events out, values only. The thread that draws never touches the disk.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "kiosk/app/event.h"
#include "kiosk/effects/device.h"

namespace vantrum::kiosk {

class EffectRunner {
 public:
  // `wake` is called from the worker when events are ready; it must not block.
  EffectRunner(Device device, std::function<void()> wake);
  ~EffectRunner();  // finishes what was asked, then stops
  EffectRunner(const EffectRunner&) = delete;
  EffectRunner& operator=(const EffectRunner&) = delete;

  void run(std::vector<Effect> effects);
  std::vector<Event> take_events();
  // Device::packs() that are usable, which the worker has read, when they have changed since the last call.
  // Not an event: the speaker's, not the state's.
  std::optional<std::vector<voice::Pack>> take_voices();

  // While somebody answers, the worker leaves alone what can wait.
  void set_visitor_is_here(bool here) { visitor_is_here_ = here; }

  // Any thread; run on the worker in turn and waited for. For the pilot and for staff.
  Result<void> pack_all();
  Result<void> tend();
  Result<Counts> counts();

  // Grows at least every few seconds as long as the worker works, also within what takes minutes.
  std::uint64_t turns() const { return turns_ + device_.beats(); }

  // Until everything asked so far is done.
  void wait_idle();

 private:
  using Job = std::function<void(Device&)>;
  void work();
  void carry_out(Device& device, const Submit& submission);
  void carry_out(Device& device, const CountLeft& left);
  void carry_out(Device& device, const AskDoor&);
  void carry_out(Device& device, const TryPin& tried);
  void carry_out(Device& device, const AskFacts&);
  void carry_out(Device& device, const CarryByStick&);
  void carry_out(Device& device, const DoWork& work);
  void carry_out(Device& device, const KeepReflection& kept);
  void carry_out(Device& device, const AskEnrolment&);
  void carry_out(Device& device, const Enrol& enrol);
  void carry_out(Device& device, const KeepPin& kept);
  void tell_enrolment(Device& device, const Result<void>& done, const char* problem);
  // Sound is not this thread's.
  void carry_out(Device&, const Speak&) {}
  void carry_out(Device&, const Silence&) {}
  void post(Job job);
  void emit(Event event);
  void tend_quietly(Device& device);
  void announce(Device& device);
  void announce_voices(Device& device);
  void tell_facts(Device& device);
  void look_for_key(Device& device);

  Device device_;
  std::function<void()> wake_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::vector<Event> events_;
  std::optional<std::vector<voice::Pack>> voices_;
  bool busy_ = true;  // until the first survey is announced
  bool stopping_ = false;
  bool has_worked_ = true;               // the worker's alone: since the last tend, or that one failed
  std::optional<MonotonicTime> tended_;  // the worker's alone
  std::atomic<bool> visitor_is_here_ = false;
  std::atomic<std::uint64_t> turns_ = 0;
  std::shared_ptr<const Survey> announced_;    // the worker's alone
  std::vector<std::string> announced_voices_;  // likewise
  std::size_t announced_packs_ = 0;            // likewise: how many of them
  std::optional<MonotonicTime> voices_again_;  // likewise: then the disk is asked once more for the others
  bool enrolment_was_offered_ = false;         // likewise
  std::thread thread_;
};

}  // namespace vantrum::kiosk
