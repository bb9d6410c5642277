#include "kiosk/program/stop_signal.h"

#include <pthread.h>
#include <signal.h>

namespace vantrum::kiosk {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

}  // namespace

void hold_back_stop_signals() {
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

StopSignal::StopSignal(std::function<void()> came)
    : thread_([this, came = std::move(came)] {
        pthread_setname_np(pthread_self(), "signals");
        const auto set = stop_signals();
        int signal = 0;
        while (sigwait(&set, &signal) != 0) {
        }
        if (ending_) return;
        asked_ = true;
        came();
      }) {}

StopSignal::~StopSignal() {
  ending_ = true;
  pthread_kill(thread_.native_handle(), SIGTERM);  // only that thread; where it has ended already, nobody
  thread_.join();
}

}  // namespace vantrum::kiosk
