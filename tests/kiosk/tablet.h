// A kiosk of a centre, with a real database and real documents, for tests of what rounds do to it.
#pragma once

#include "kiosk/effects/device.h"
#include "tests/support/kiosk_support.h"
#include "tests/support/little_collector.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::kiosk {

using namespace std::chrono_literals;
using wire::DocumentType;

inline survey::Day day(unsigned month, unsigned of_month) {
  return std::chrono::sys_days(std::chrono::year(2026) / std::chrono::month(month) /
                               std::chrono::day(of_month));
}

// One kiosk of the centre; several share a collector.
struct Tablet {
  testing::TemporaryFolder folder;
  std::unique_ptr<FileSystem> files = real_file_system();
  ManualClock clock{day(11, 4) + 9h};
  SeededEntropy entropy;
  LittleCollector& collector;
  DeviceSettings settings;
  Identity identity;
  std::optional<Device> device;

  Tablet(LittleCollector& shared, std::uint64_t seed)
      : entropy(seed),
        collector(shared),
        settings{.data = folder.path(),
                 .batch_items_min = 5,
                 .batch_delay_min = 0s,
                 .batch_delay_max = 0s,
                 .ballast_bytes = 0,
                 .store = {}},
        identity(*Identity::make(wire::EnrolmentCode::make(entropy), "kalmar", "Väntrummet", entropy)) {
    settings.store.slots = 150;
    REQUIRE(save_identity(*files, path("identity"), identity));
    start();
    deliver({collector.reply_to_enrolment(identity)});
  }

  void start() {
    device.reset();
    auto opened = Device::open(settings, *files, clock, entropy);
    if (!opened) FAIL(opened.error().message);
    device.emplace(std::move(*opened));
  }
  std::string path(const std::string& name) { return folder.path() + "/" + name; }
  void deliver(const std::vector<Bytes>& documents) {
    Bytes sequence;
    for (const auto& document : documents) sequence.insert(sequence.end(), document.begin(), document.end());
    REQUIRE(files->write_atomic(path("inbox/reply.cborseq"), sequence));
    REQUIRE(device->tend());
  }
  void take(const wire::Round& round) { deliver({collector.sign(DocumentType::round, wire::encode(round))}); }
  void hear(std::uint64_t elsewhere) {
    wire::CentreCount count;
    count.device = identity.device;
    count.round = collector.round().round;
    count.elsewhere = elsewhere;
    deliver({collector.sign(DocumentType::centre, wire::encode(count))});
  }
  void answer(int times, bool paper = false, bool suspect = false) {
    for (int i = 0; i < times; ++i) {
      Submit submission{device->survey(), {{"acc", {"full"}}}, "sv", suspect};
      submission.paper = paper;
      REQUIRE(device->submit(submission));
    }
    REQUIRE(device->tend());
  }
  bool asks() { return device->survey() && device->survey()->is_open; }
  std::uint64_t here() { return device->centre_progress()->here; }
  std::vector<std::string> batches() {
    auto names = *files->list(path("outbox"));
    std::erase_if(names, [](const auto& name) { return !name.starts_with("batch-"); });
    return names;
  }
  wire::Status status() {
    const auto document = *files->read(path("outbox/status.cose"), 1 << 20);
    return *wire::parse_status(wire::verify_document(document, DocumentType::status, "kalmar",
                                                     crypto::verify_key_of(identity.signing_key))
                                   ->payload);
  }
};

inline wire::Round in_weeks(LittleCollector& collector) {
  auto round = collector.round();
  round.window = survey::Window{day(11, 2), day(11, 15)};
  return round;
}

inline wire::Round of_staff(LittleCollector& collector, std::uint32_t number = 9) {
  auto round = collector.round();
  round.round = RoundId{number};
  round.for_staff = true;
  round.languages = {"sv"};
  round.quota = 12;
  round.instrument_files =
      *survey::read_instrument_files(*real_file_system(), "config/instruments/samverkansenkat");
  round.seal_to.padded_bytes = wire::padded_bytes_for(*survey::parse_instrument(round.instrument_files));
  return round;
}

}  // namespace vantrum::kiosk
