// Row 45: a kiosk that hangs is ended by the service manager and started again, and everything is still
// there.
//
// The manager here does what systemd does with Type=notify and WatchdogSec: it listens, and kills what is
// silent.
#include <doctest/doctest.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "shared/base/file_system.h"
#include "tests/support/display.h"
#include "tests/support/site.h"
#include "tests/support/visitors.h"

namespace vantrum::testing {

using namespace std::chrono_literals;
namespace {

class Manager {
 public:
  explicit Manager(std::vector<std::string> command) : command_(std::move(command)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto path = folder_.path() + "/notify";
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    command_.insert(command_.begin(),
                    {"env", "NOTIFY_SOCKET=" + path, "WATCHDOG_USEC=" + std::to_string(watchdog_ms * 1000)});
    start();
  }
  ~Manager() { ::close(socket_); }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  // Listens; when nothing has come for the time of the watchdog, kills, starts again, and says how long all
  // that took.
  std::chrono::milliseconds restart_when_silent(pid_t traced = 0) {
    auto began = std::chrono::steady_clock::now();
    while (hears(watchdog_ms)) REQUIRE(std::chrono::steady_clock::now() - began < 60s);
    kiosk_->signal(SIGKILL);
    if (traced != 0 && traced != kiosk_->pid()) waitpid(traced, nullptr, __WALL);
    kiosk_->wait();
    start();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  }

  bool is_alive_for(std::chrono::milliseconds time) {
    auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until) {
      if (!hears(watchdog_ms)) return false;
    }
    return true;
  }

  Child& kiosk() { return *kiosk_; }

 private:
  static constexpr int watchdog_ms = 3'000;

  void start() {
    kiosk_ = std::make_unique<Child>(must(Child::start(command_, folder_.path() + "/log")));
    do {
      REQUIRE(hears(60'000));
    } while (heard_ != "READY=1");
  }

  bool hears(int ms) {
    timeval patience{ms / 1000, ms % 1000 * 1000};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    char buffer[64];
    auto size = recv(socket_, buffer, sizeof buffer, 0);
    heard_ = size > 0 ? std::string(buffer, static_cast<std::size_t>(size)) : "";
    return size > 0;
  }

  TemporaryFolder folder_;
  std::vector<std::string> command_;
  int socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  std::unique_ptr<Child> kiosk_;
  std::string heard_;
};

// A thread names itself when it first runs; on a loaded machine that may be a while after READY=1.
pid_t thread_named(pid_t process, const std::string& name) {
  auto files = real_file_system();
  for (int tries = 0; tries < 100; ++tries) {
    for (const auto& task :
         std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
      auto comm = must(files->read(task.path().string() + "/comm", 64));
      if (text_of(comm) == name + "\n") return static_cast<pid_t>(std::stol(task.path().filename().string()));
    }
    std::this_thread::sleep_for(100ms);
  }
  FAIL("no thread named " << name);
  return 0;
}

// One thread stands still, as in a deadlock or an endless wait; the others go on.
void stop_thread(pid_t thread) {
  REQUIRE(ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) == 0);
  REQUIRE(ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr) == 0);
  REQUIRE(waitpid(thread, nullptr, __WALL) == thread);
}

TEST_CASE("row 45: a kiosk that hangs is started again within 25 s, and has every answer") {
  TemporaryFolder folder;
  auto programs = Programs::beside(VANTRUM_BIN "/x");
  auto collector = must(CollectorSite::make(programs, folder.path() + "/collector"));
  must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
  must(collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                          "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
  must(collector.serve());
  auto site = must(KioskSite::enrol(programs, folder.path() + "/kiosk", collector, 1, "Väntrummet"));
  SeededEntropy chance(45);
  for (int i = 0; i < 3; ++i) REQUIRE(must(visit(site.kiosk(), Habit::hurried, chance)).thanked);
  site.stop_kiosk();

  Display display;
  std::vector<std::string> command{"DISPLAY=" + display.name(), "ASAN_OPTIONS=detect_leaks=0",
                                   programs.kiosk};
  auto options = site.kiosk_options();
  command.insert(command.end(), options.begin(), options.end());
  command.insert(command.end(), {"--window", "1280x800", "--draw-on-cpu"});
  Manager manager(command);
  CHECK(manager.is_alive_for(12s));  // nobody touches it, and it is not dead

  manager.kiosk().signal(SIGSTOP);
  auto all = manager.restart_when_silent();
  stop_thread(manager.kiosk().pid());  // the one that draws
  auto drawing = manager.restart_when_silent();
  auto worker = thread_named(manager.kiosk().pid(), "device");
  stop_thread(worker);
  auto working = manager.restart_when_silent(worker);
  MESSAGE("started again after " << all.count() << ", " << drawing.count() << ", " << working.count()
                                 << " ms");
  for (auto time : {all, drawing, working}) CHECK(time < 25s);
  CHECK(manager.kiosk().stop() == 0);
  must(site.start_kiosk());
  CHECK(must(site.kiosk().counts()).completed == 3);
}

}  // namespace
}  // namespace vantrum::testing
