#include "kiosk/audio/jack.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <utility>
#include <vector>

#include "shared/base/log.h"

namespace vantrum::kiosk {
namespace {

namespace fs = std::filesystem;

constexpr int questions_between_looks = 30;

using Bits = std::array<unsigned char, SW_CNT / 8 + 1>;
bool has(const Bits& bits, std::size_t at) { return (bits[at / 8] >> (at % 8) & 1) != 0; }

class InputSwitches final : public Jack {
 public:
  InputSwitches(std::string folder, AskDevice ask) : folder_(std::move(folder)), ask_(ask) { look(); }
  ~InputSwitches() override { let_go(); }
  InputSwitches(const InputSwitches&) = delete;
  InputSwitches& operator=(const InputSwitches&) = delete;

  bool is_plugged() override {
    if (++questions_ >= questions_between_looks) look();
    bool plugged = false;
    for (const int jack : jacks_) {
      Bits state{};
      if (ask_(jack, EVIOCGSW(sizeof state), state.data()) < 0) {  // it is gone
        questions_ = questions_between_looks;
        continue;
      }
      plugged = plugged || has(state, SW_HEADPHONE_INSERT);
    }
    return plugged;
  }

 private:
  void let_go() {
    for (const int jack : jacks_) close(jack);
    jacks_.clear();
  }

  void look() {
    questions_ = 0;
    let_go();
    int refused = 0;
    std::error_code problem;
    fs::directory_iterator entry(folder_, problem);
    for (; !problem && entry != fs::directory_iterator(); entry.increment(problem)) {
      if (!entry->path().filename().string().starts_with("event")) continue;
      const int device = open(entry->path().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
      if (device < 0) {
        ++refused;
        continue;
      }
      if (is_jack(device)) {
        jacks_.push_back(device);
      } else {
        close(device);
      }
    }
    if (jacks_.empty() && !std::exchange(told_, true)) tell_why(refused, problem);
  }

  void tell_why(int refused, const std::error_code& problem) const {
    constexpr auto what = "a plug in the headset jack is not seen";
    if (problem) return log_warning("{}: {} cannot be read: {}", what, folder_, problem.message());
    if (refused > 0)
      return log_warning("{}: {} of the devices in {} may not be opened; the group input may", what, refused,
                         folder_);
    log_warning("{}: no input device in {} is a headset jack", what, folder_);
  }

  bool is_jack(int device) const {
    Bits switches{};
    return ask_(device, EVIOCGBIT(EV_SW, sizeof switches), switches.data()) >= 0 &&
           has(switches, SW_HEADPHONE_INSERT);
  }

  std::string folder_;
  AskDevice ask_;
  std::vector<int> jacks_;
  int questions_ = 0;  // since the last look
  bool told_ = false;
};

}  // namespace

int ask_kernel(int descriptor, unsigned long request, void* answer) {
  return ioctl(descriptor, request, answer);
}

std::unique_ptr<Jack> open_jack(std::string folder, AskDevice ask) {
  return std::make_unique<InputSwitches>(std::move(folder), ask);
}

}  // namespace vantrum::kiosk
