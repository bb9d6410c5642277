// SIGTERM and SIGINT end the program in an orderly way. A thread sleeps until one of them comes and then says
// so: a kiosk that has nothing to do need not wake up to ask.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace vantrum::kiosk {

// Call it before any other thread is started: the signals wait, here and in all threads to come, for a
// StopSignal.
void hold_back_stop_signals();

class StopSignal {
 public:
  // `came` is called once, on a thread of this object's own, when is_asked() has become true. Whatever it
  // uses must outlive this.
  explicit StopSignal(std::function<void()> came);
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  bool is_asked() const { return asked_; }

 private:
  std::atomic<bool> asked_ = false, ending_ = false;
  std::thread thread_;
};

}  // namespace vantrum::kiosk
