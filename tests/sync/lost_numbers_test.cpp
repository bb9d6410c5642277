// A whole kiosk that loses what it had numbered, and the real collector: no honest answer is taken for a
// copy's, and no number is waited for in vain.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "kiosk/effects/device.h"
#include "kiosk/store/device_schema.h"
#include "shared/wire/serial_block.h"
#include "sync/collector/fleet.h"
#include "tests/support/quiet.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct Ready : Site {
  Ready() : round(open_round()) {
    settings.data = folder.path() + "/kiosk";
    settings.batch_delay_min = settings.batch_delay_max = 0s;
    settings.ballast_bytes = 0;
    settings.store.slots = 150;
    enrol();
  }

  void enrol() {
    const auto code = must(issue_code(collector, oak, "Väntrummet", 10min));
    must(files->make_directories(settings.data));
    auto identity = must(kiosk::Identity::make(must(wire::EnrolmentCode::parse(code.printed)), "kalmar",
                                               "Väntrummet", entropy));
    must(kiosk::save_identity(*files, settings.data + "/identity", identity));
    start();
    carry();
    must(files->remove(settings.data + "/inbox/reply.cborseq"));
  }
  void start() {
    device.reset();
    device.emplace(must(kiosk::Device::open(settings, *files, clock, entropy)));
  }
  void answer(int times = 5) {
    for (int i = 0; i < times; ++i)
      must(device->submit({device->survey(), {{"acc", {"full"}}, {"services", {"midwife"}}}, "sv"}));
    must(device->tend());
    thanked += static_cast<std::size_t>(times);
  }
  // Everything in the outbox goes once, in the order of its names, but what is named `lost`.
  void carry(const std::string& lost = {}) {
    auto names = must(files->list(outbox()));
    std::ranges::sort(names);
    for (const auto& name : names) {
      if (name == lost) continue;
      const auto reply = must(send(must(files->read(outbox() + "/" + name, wire::document_bytes_max))));
      must(files->write_atomic(settings.data + "/inbox/reply.cborseq", reply));
      must(device->tend());
    }
  }
  std::string outbox() const { return settings.data + "/outbox"; }
  std::string database() const { return settings.data + "/kiosk.db"; }
  std::vector<std::string> batches() {
    auto names = must(files->list(outbox()));
    std::erase_if(names, [](const auto& name) { return !name.starts_with("batch-"); });
    return names;
  }
  KioskHealth health() { return must(look_at_fleet(collector)).back(); }

  // Three batches, of which the collector has the first and the third.
  void deliver_two_of_three() {
    answer();
    carry();
    answer();
    answer();
    REQUIRE(batches() == std::vector<std::string>{"batch-0000000002.cose", "batch-0000000003.cose"});
    carry("batch-0000000002.cose");
    REQUIRE(gaps_text(health().missing) == "2");
  }
  void check_all_is_well(std::size_t answers_here) {
    for (int times = 0; times < 4; ++times) {
      answer();
      carry();
    }
    carry();
    must(Opener(collector).run());
    CHECK(answers(round) == answers_here + 20);
    CHECK(must(store->quarantine_causes()).empty());
    CHECK(batches().empty());
    CHECK(device->counts()->waiting == 0);
    const auto kiosk = health();
    CHECK(kiosk.device.copies == 0);
    CHECK(kiosk.missing.empty());
    CHECK(kiosk.last_receipt == kiosk.status->receipt_number);
    CHECK_FALSE(kiosk.status->counters.contains("alarm:chain"));
    const auto result = must(reconcile(collector));
    CHECK(result.differences.empty());
    CHECK(reconciliation_text(result).find("allt stämmer") != std::string::npos);
  }

  RoundId round;
  kiosk::DeviceSettings settings;
  std::optional<kiosk::Device> device;
  std::size_t thanked = 0;
};

void damage_first_page(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file << std::string(2048, '\xa5');
  REQUIRE(file.flush());
}

}  // namespace

TEST_CASE("a kiosk whose database lost its first page is no copy, whatever its clock says") {
  Ready site;
  testing::Quiet quiet;
  site.deliver_two_of_three();
  for (std::uint64_t block = 1; block <= 2; ++block) {
    site.device.reset();
    damage_first_page(site.database());
    site.clock.jump_wall(-std::chrono::hours(24 * 365 * 30));
    site.start();
    must(site.device->pack_all());
    const auto names = site.batches();
    REQUIRE_FALSE(names.empty());
    CHECK(names.front() == fmt::format("batch-{}000000001.cose", block));
    site.clock.jump_wall(std::chrono::hours(24 * 365 * 30));
    site.carry();
    site.check_all_is_well(site.thanked);
    const auto result = must(reconcile(site.collector));
    REQUIRE(result.explained.size() == 1);
    CHECK(result.explained.front().find("sändning 2 kommer aldrig") != std::string::npos);
  }
}

TEST_CASE("a kiosk whose database is gone is no copy, and takes receipts again") {
  Ready site;
  testing::Quiet quiet;
  site.deliver_two_of_three();
  auto here = site.thanked;  // what was in the second batch lay in the outbox, too
  for (int times = 0; times < 2; ++times) {
    site.device.reset();
    for (const auto* end : {"", "-wal", "-shm"}) fs::remove(site.database() + end);
    site.start();
    site.carry();
    site.check_all_is_well(here);
    here += 20;
  }
}

TEST_CASE("the number of a batch whose bytes were damaged is not waited for, and what was in it comes") {
  Ready site;
  testing::Quiet quiet;
  site.deliver_two_of_three();
  site.device.reset();
  {
    auto database =
        must(store::Database::open(site.database(), {.application_id = kiosk::device_application_id}));
    must(database.run("UPDATE batch SET document = zeroblob(10) WHERE serial = 2"));
  }
  site.start();
  site.check_all_is_well(site.thanked);
  CHECK(must(reconcile(site.collector)).explained.size() == 1);
}

TEST_CASE("what is missing of the block in use is missing, also after a loss") {
  Ready site;
  testing::Quiet quiet;
  site.device.reset();
  fs::remove(site.database());
  site.start();
  site.carry();
  site.answer();
  site.answer();
  site.carry("batch-1000000001.cose");
  CHECK(gaps_text(site.health().missing) == "1000000001");
  CHECK(must(reconcile(site.collector)).differences.size() == 1);
  site.carry();
  CHECK(must(reconcile(site.collector)).differences.empty());
}

TEST_CASE(
    "a kiosk that is enrolled anew with the database it had begins a block, so that nothing is missing") {
  Ready site;
  testing::Quiet quiet;
  site.answer();
  site.answer();
  site.carry();
  site.device.reset();
  fs::remove(site.settings.data + "/identity");
  site.enrol();
  site.answer();
  site.carry();
  for (const auto& kiosk : must(look_at_fleet(site.collector))) CHECK(kiosk.missing.empty());
  CHECK(must(site.store->quarantine_causes()).empty());
}

TEST_CASE("a kiosk of before blocks were noted goes on where it was") {
  Ready site;
  site.answer();
  site.carry();
  const auto path = site.settings.data + "/identity";
  CHECK(must(kiosk::load_identity(*site.files, path))->serial_block == 0);  // and it says nothing of them
  site.start();
  site.answer();
  CHECK(site.batches() == std::vector<std::string>{"batch-0000000002.cose"});
}

}  // namespace vantrum::collector
