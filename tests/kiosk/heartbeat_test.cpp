// When a kiosk writes its status, by a clock that the test moves.
#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "kiosk/effects/heartbeat.h"
#include "tests/kiosk/ordered_tablet.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;

constexpr WallTime nine{std::chrono::sys_days{std::chrono::year{2026} / 11 / 4} + 9h};
constexpr auto hour_at_nine = static_cast<std::uint64_t>(nine.time_since_epoch() / 1h);

struct Speaker {
  Speaker(FileSystem& files, const std::string& folder, Entropy& entropy)
      : identity(*Identity::make(wire::EnrolmentCode::make(entropy), "kalmar", "Väntrummet", entropy)),
        outbox(*Outbox::open(files, folder + "/" + identity.device.hex())),
        path(folder + "/" + identity.device.hex() + "/status.cose"),
        files_(files) {}

  std::uint64_t tell(WallTime now, std::uint64_t completed = 0) {
    wire::Status status;
    status.completed = completed;
    REQUIRE(heartbeat.write(status, {}, identity, outbox, now, [](auto after) { return after + 1; }));
    return outbox.status_serial();
  }
  wire::Status told() {
    const auto document = *files_.read(path, 1 << 20);
    const auto key = crypto::verify_key_of(identity.signing_key);
    return *wire::parse_status(
        wire::verify_document(document, wire::DocumentType::status, "kalmar", key)->payload);
  }

  Identity identity;
  Outbox outbox;
  std::string path;
  Heartbeat heartbeat{0};

 private:
  FileSystem& files_;
};

}  // namespace

TEST_CASE("kiosks whose clocks all are right write their hourly status in minutes of their own") {
  testing::TemporaryFolder folder;
  const auto files = real_file_system();
  SeededEntropy entropy{11};
  std::vector<Speaker> speakers;
  for (int i = 0; i < 120; ++i) {
    speakers.emplace_back(*files, folder.path(), entropy);
    speakers.back().tell(nine);
  }
  int most = 0;
  for (auto now = nine + 30s; now <= nine + 2h; now += 30s) {
    int at_once = 0;
    for (auto& speaker : speakers) {
      const auto before = speaker.outbox.status_serial();
      at_once += speaker.tell(now) != before;
    }
    most = std::max(most, at_once);
  }
  CHECK(most <= 8);  // one on average
  for (auto& speaker : speakers) {
    CHECK(speaker.outbox.status_serial() == 3);  // once an hour, each
    CHECK(speaker.told().hour >= hour_at_nine + 1);
  }
}

TEST_CASE("a status that tells something else goes at once, and tells the hour of the clock") {
  testing::TemporaryFolder folder;
  const auto files = real_file_system();
  SeededEntropy entropy{12};
  Speaker speaker(*files, folder.path(), entropy);
  const auto phase = phase_of(speaker.identity.device);
  REQUIRE(phase > 2min);
  REQUIRE(phase < 58min);
  CHECK(speaker.tell(nine) == 1);
  CHECK(speaker.told().hour == hour_at_nine);
  CHECK(speaker.tell(nine + 1h - phase - 1s) == 1);
  CHECK(speaker.tell(nine + 1h - phase) == 2);
  CHECK(speaker.told().hour == hour_at_nine);
  CHECK(speaker.tell(nine + 1h) == 2);  // the clock strikes
  CHECK(speaker.tell(nine + 1h + 1s, 1) == 3);
  CHECK(speaker.told().hour == hour_at_nine + 1);
  CHECK(speaker.told().completed == 1);
}

TEST_CASE_FIXTURE(OrderedTablet, "a kiosk that lives writes a new status every hour, though nobody answers") {
  auto serial = [&] { return wire::peek_header(file("outbox/status.cose"))->serial; };
  REQUIRE(device->tend());
  for (int hour = 0; hour < 6; ++hour) {
    const auto before = serial();
    for (int half_minute = 0; half_minute < 120; ++half_minute) {
      clock.advance(30s);
      REQUIRE(device->tend());
    }
    CHECK(serial() == before + 1);
  }
}

}  // namespace vantrum::kiosk
