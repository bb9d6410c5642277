// The headset jack (A21). Files stand in for the kernel's devices: which switches they have, and which of
// them are on, 2 bytes each, answered to the requests that the kernel answers.
#include <linux/input.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include "kiosk/audio/jack.h"
#include "shared/base/file_system.h"
#include "tests/support/must.h"
#include "tests/support/quiet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using vantrum::testing::must;
using vantrum::testing::Quiet;
using vantrum::testing::TemporaryFolder;

constexpr unsigned headphone = 1 << SW_HEADPHONE_INSERT, lid = 1 << SW_LID,
                   microphone = 1 << SW_MICROPHONE_INSERT;

int answer_from_file(int descriptor, unsigned long request, void* answer) {
  std::array<unsigned char, 4> content{};
  if (pread(descriptor, content.data(), content.size(), 0) != 4) {
    errno = ENODEV;  // as of a device that was unplugged
    return -1;
  }
  const auto size = std::min<std::size_t>(2, _IOC_SIZE(request));
  const bool asks_which = _IOC_NR(request) == _IOC_NR(EVIOCGBIT(EV_SW, 0));
  const bool asks_state = _IOC_NR(request) == _IOC_NR(EVIOCGSW(0));
  if (_IOC_TYPE(request) != 'E' || !(asks_which || asks_state)) {
    errno = EINVAL;
    return -1;
  }
  std::copy_n(content.begin() + (asks_which ? 0 : 2), size, static_cast<unsigned char*>(answer));
  return static_cast<int>(size);
}

struct Devices {
  TemporaryFolder folder;

  void set(const std::string& name, unsigned has, unsigned on) const {
    const std::array<std::uint8_t, 4> content{
        static_cast<std::uint8_t>(has & 255), static_cast<std::uint8_t>(has >> 8),
        static_cast<std::uint8_t>(on & 255), static_cast<std::uint8_t>(on >> 8)};
    write(name, ByteView(content));
  }
  void unplug(const std::string& name) const { write(name, {}); }
  std::unique_ptr<Jack> open() const { return open_jack(folder.path(), answer_from_file); }

 private:
  // In place: the device is opened once, and answers for itself.
  void write(const std::string& name, ByteView bytes) const {
    const auto path = folder.path() + "/" + name;
    std::FILE* file = std::fopen(path.c_str(), "wb");
    REQUIRE(file != nullptr);
    CHECK(std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size());
    std::fclose(file);
  }
};

TEST_CASE("A21: a plug in the headset jack is seen, and that it was pulled") {
  Devices devices;
  devices.set("event0", lid, lid);
  devices.set("event1", 0, 0);
  devices.set("event2", headphone | microphone, 0);
  const auto jack = devices.open();
  CHECK_FALSE(jack->is_plugged());
  devices.set("event2", headphone | microphone, microphone);
  CHECK_FALSE(jack->is_plugged());
  devices.set("event2", headphone | microphone, headphone | microphone);
  CHECK(jack->is_plugged());
  devices.set("event2", headphone | microphone, 0);
  CHECK_FALSE(jack->is_plugged());
}

TEST_CASE("A21: of several jacks one plug is enough, and only input devices are asked") {
  Devices devices;
  devices.set("event3", headphone, 0);
  devices.set("event11", headphone, headphone);
  devices.set("mouse0", headphone, headphone);
  const auto jack = devices.open();
  CHECK(jack->is_plugged());
  devices.set("event11", headphone, 0);
  CHECK_FALSE(jack->is_plugged());
}

TEST_CASE("A21: a jack that comes late is found, and one that goes is no plug") {
  Quiet quiet;
  Devices devices;
  const auto jack = devices.open();
  CHECK_FALSE(jack->is_plugged());
  devices.set("event5", headphone, headphone);
  int questions = 0;
  while (!jack->is_plugged() && questions < 100) ++questions;
  CHECK(questions <= 30);
  devices.unplug("event5");
  CHECK_FALSE(jack->is_plugged());
  devices.set("event6", headphone, headphone);
  CHECK(jack->is_plugged());  // looked for again at once
}

TEST_CASE("A21: without input devices, or without any that answers, there is no plug") {
  Quiet quiet;
  CHECK_FALSE(open_jack("/nonexistent")->is_plugged());
  Devices devices;
  devices.set("event0", headphone, headphone);
  CHECK_FALSE(open_jack(devices.folder.path())->is_plugged());  // the kernel says of a file that it is none
}

TEST_CASE("A21: that no jack is found is told once, and whether it is for lack of leave") {
  const auto told_of = [](const std::string& folder) {
    TemporaryFolder logs;
    const auto log = logs.path() + "/log";
    {
      Quiet quiet(log);
      const auto jack = open_jack(folder, answer_from_file);
      for (int questions = 0; questions < 100; ++questions) CHECK_FALSE(jack->is_plugged());
    }
    return std::string(text_of(must(real_file_system()->read(log, 1 << 20))));
  };
  const auto lines = [](const std::string& log) { return std::ranges::count(log, '\n'); };
  Devices devices;
  const auto without_folder = told_of("/nonexistent");
  CHECK(lines(without_folder) == 1);
  CHECK(without_folder.find("/nonexistent cannot be read: ") != std::string::npos);
  devices.set("event0", lid, lid);
  const auto without_jack = told_of(devices.folder.path());
  CHECK(lines(without_jack) == 1);
  CHECK(without_jack.find("is a headset jack") != std::string::npos);
  // One that cannot be opened, whoever runs this.
  std::filesystem::create_symlink("nowhere", devices.folder.path() + "/event1");
  const auto refused = told_of(devices.folder.path());
  CHECK(lines(refused) == 1);
  CHECK(refused.find("1 of the devices in") != std::string::npos);
  CHECK(refused.find("the group input may") != std::string::npos);
  devices.set("event2", headphone, 0);
  CHECK(told_of(devices.folder.path()).empty());
}

}  // namespace
}  // namespace vantrum::kiosk
