// A device without a battery for its clock: whatever time it believes it is, answers are kept and carried.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

#include "kiosk/effects/device.h"
#include "tests/support/little_collector.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;

constexpr WallTime now = sys_days(std::chrono::year(2026) / 11 / 4) + 9h;

struct Profile {
  std::string name;
  WallTime start;
  std::vector<std::chrono::seconds> jumps;  // one before each answer
};

std::vector<Profile> profiles() {
  std::vector<Profile> all{
      {"right", now, {0s, 0s, 0s}},
      {"1970", WallTime(0s), {0s, 1s, 0s}},
      {"1970, then right", WallTime(0s), {0s, now.time_since_epoch(), 0s}},
      {"right, then 1970", now, {0s, -now.time_since_epoch(), 0s}},
      {"before 1970", WallTime(-86'400s), {0s, 0s, 0s}},
      {"fifty years on", now + days(50 * 365), {0s, 0s, 0s}},
      {"fifty years on and back", now, {days(50 * 365), -days(50 * 365), 0s}},
      {"2038", WallTime(2'147'483'647s), {0s, 1s, 1s}},
      {"the year 2106", WallTime(4'294'967'295s), {0s, 1s, 1s}},
      {"a leap second", sys_days(std::chrono::year(2026) / 12 / 31) + 86'399s, {0s, 1s, -1s}},
      {"the 53rd week", sys_days(std::chrono::year(2026) / 12 / 31), {0s, days(3), days(1)}},
      {"a leap day", sys_days(std::chrono::year(2028) / 2 / 29), {0s, days(1), -days(1)}},
  };
  for (int hours : {-10, -2, -1, 1, 2, 10, 24, -24, 168, -168}) {
    all.push_back({fmt::format("{} h once", hours), now, {0s, std::chrono::hours(hours), 0s}});
    auto jump = std::chrono::seconds(std::chrono::hours(hours));
    all.push_back({fmt::format("{} h and back", hours), now, {jump, -jump, jump}});
  }
  for (int year : {1990, 2000, 2020, 2025, 2030, 2045, 2047, 2100}) {
    all.push_back(
        {fmt::format("the year {}", year), sys_days(std::chrono::year(year) / 1 / 1), {0s, 0s, 0s}});
  }
  return all;
}

TEST_CASE(
    "row 13: with any clock every answer is kept, has an id of its own, and a week only if that is sure") {
  auto all = profiles();
  REQUIRE(all.size() >= 40);
  auto files = real_file_system();
  for (const auto& profile : all) {
    CAPTURE(profile.name);
    testing::TemporaryFolder folder;
    LittleCollector collector;
    SeededEntropy entropy(13);
    ManualClock clock(profile.start);
    DeviceSettings settings;
    settings.data = folder.path();
    settings.ballast_bytes = 0;
    settings.store.slots = 64;
    auto identity =
        *Identity::make(wire::EnrolmentCode::make(entropy), LittleCollector::region, "Väntrummet", entropy);
    REQUIRE(save_identity(*files, folder.path() + "/identity", identity));
    auto deliver = [&](const Bytes& document) {
      REQUIRE(files->write_atomic(folder.path() + "/inbox/reply.cborseq", document));
    };
    std::optional<Device> device = *Device::open(settings, *files, clock, entropy);
    deliver(collector.reply_to_enrolment(identity));
    REQUIRE(device->tend());
    deliver(collector.sign(wire::DocumentType::round, wire::encode(collector.round())));
    REQUIRE(device->tend());
    for (auto jump : profile.jumps) {
      clock.jump_wall(jump);
      REQUIRE(device->submit({device->survey(), {{"acc", {"full"}}}, "sv"}));
      REQUIRE(device->tend());
      REQUIRE(device->rest(false));
    }
    device.reset();
    device = *Device::open(settings, *files, clock, entropy);  // the documents' keys do not expire
    REQUIRE(device->survey());
    CHECK(device->counts()->waiting == profile.jumps.size());
    clock.advance(2h);  // and no batch waits for a time that was skipped
    REQUIRE(device->tend());
    REQUIRE(device->pack_all());

    std::set<ItemId> ids;
    for (const auto& name : *files->list(folder.path() + "/outbox")) {
      if (!name.starts_with("batch-")) continue;
      auto document = *files->read(folder.path() + "/outbox/" + name, wire::document_bytes_max);
      auto verified = wire::verify_document(document, wire::DocumentType::batch, LittleCollector::region,
                                            crypto::verify_key_of(identity.signing_key));
      REQUIRE(verified);
      auto batch = *wire::parse_batch(verified->payload);
      for (const auto& item : batch.items) {
        auto response =
            wire::open_response(item.sealed, collector.sealing.secret_key, device->survey()->instrument);
        REQUIRE_MESSAGE(response, response.error().message);
        ids.insert(response->item);
        if (!response->week) continue;
        CHECK(response->week->year >= 2026);
        CHECK(response->week->year <= 2046);
      }
    }
    CHECK(ids.size() == profile.jumps.size());
  }
}

}  // namespace
}  // namespace vantrum::kiosk
