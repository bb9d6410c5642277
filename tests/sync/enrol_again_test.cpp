// A kiosk that was enrolled after the backup that is read back, with a real kiosk and a real collector.
#include "kiosk/effects/device.h"
#include "sync/collector/fleet.h"
#include "tests/sync/backup_site.h"

namespace vantrum::collector {
namespace {

using KioskDevice = kiosk::Device;

struct Fixture : Site {
  Fixture() : round(open_round()) {
    fs::create_directory(folder.path() + "/backups");
    settings.data = folder.path() + "/kiosk";
    settings.region = "kalmar";
    settings.ballast_bytes = 0;
    settings.store.slots = 100;
    start();
  }
  void start() {
    device.reset();
    device.emplace(must(KioskDevice::open(settings, *files, clock, entropy)));
  }
  void enrol(const Collector& at, bool again) {
    const auto code = must(issue_code(at, oak, "Väntrummet", std::chrono::minutes(10)));
    must(device->enrol_by_command(code.printed, again));
    start();
    exchange(at);
    REQUIRE(device->survey());
  }
  void answer(int times) {
    for (int i = 0; i < times; ++i) must(device->submit({device->survey(), {{"acc", {"full"}}}, "sv"}));
  }
  // All that lies in the outbox, until nothing new comes of it. What is refused stays there.
  void exchange(const Collector& with) {
    for (int times = 0; times < 3; ++times) {
      int number = 0;
      for (const auto& name : must(files->list(settings.data + "/outbox"))) {
        const auto document = must(files->read(settings.data + "/outbox/" + name, 1 << 20));
        const auto reply = exchange_document(with, document);
        if (!reply) continue;
        const auto path = settings.data + "/inbox/" + std::to_string(++number) + ".cborseq";
        must(files->write_atomic(path, *reply));
      }
      must(device->tend());
    }
  }
  void deliver(const Collector& to) {
    must(device->pack_all());
    exchange(to);
  }

  RoundId round;
  kiosk::DeviceSettings settings;
  std::optional<KioskDevice> device;
};

}  // namespace

TEST_CASE_FIXTURE(
    Fixture,
    "a kiosk of after the backup is enrolled again, and every answer arrives exactly once (row 28)") {
  const auto backup = must(back_up(collector, *files, folder.path() + "/backups", true)).path;
  enrol(collector, false);
  answer(6);
  deliver(collector);
  CHECK(must(device->counts()).waiting == 0);
  answer(3);  // of these the collector never heard

  clock.jump_wall(std::chrono::hours(1));
  Restored restored(*this, backup);
  const auto& at = *restored.collector;
  deliver(at);
  CHECK(must(device->counts()).waiting == 3);
  CHECK(must(restored.store->refusals())["device not enrolled"] > 0);

  enrol(at, true);
  answer(2);
  deliver(at);
  CHECK(must(device->counts()).waiting == 0);
  must(Opener(at).run());
  CHECK(must(restored.answers->count_answers(round))[oak] == 11);
  CHECK(must(restored.store->quarantine_causes()).empty());
  CHECK(must(reconcile(at)).differences.empty());
  // Once more, although nothing asks for it: nothing is counted twice.
  enrol(at, true);
  deliver(at);
  must(Opener(at).run());
  CHECK(must(restored.answers->count_answers(round))[oak] == 11);
  CHECK(must(device->counts()).waiting == 0);
}

}  // namespace vantrum::collector
