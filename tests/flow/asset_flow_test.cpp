// Recordings that a round brings: the real programs over real TLS, through a network that is cut in the
// middle.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "shared/base/entropy.h"
#include "shared/voice/pack.h"
#include "shared/wire/asset_document.h"
#include "tests/support/must.h"
#include "tests/support/proxy.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {
namespace {

namespace fs = std::filesystem;

struct Network {
  TemporaryFolder folder;
  Programs programs = Programs::beside(VANTRUM_BIN "/x");
  std::unique_ptr<FileSystem> files = real_file_system();
  CollectorSite collector = must(CollectorSite::make(programs, folder.path() + "/collector"));
  std::unique_ptr<Proxy> network;
  std::optional<KioskSite> site;

  Network() {
    must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
    must(
        collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                           "Region Kalmar län", "--languages", "sv,so", "--allow-unreviewed"}));
    must(collector.serve());
    network = must(Proxy::start(collector.port()));
    site.emplace(must(KioskSite::enrol(programs, folder.path() + "/kiosk", collector, 1, "Väntrummet")));
    start_kiosk();
  }
  KioskPilot& kiosk() { return *pilot_; }
  // Without recordings of its own.
  void start_kiosk() {
    site->stop_kiosk();
    pilot_.reset();
    auto options = site->kiosk_options();
    options.insert(options.end(), {"--voices", folder.path() + "/none"});
    pilot_ = must(KioskPilot::start(programs.kiosk, options, folder.path() + "/pilot.log"));
  }
  // What is heard when Lyssna is asked for, really spoken, and enough beside it to need several pieces.
  std::string recorded() {
    const auto voices = folder.path() + "/recorded", sv = voices + "/sv";
    must(run_successfully(
        {VANTRUM_BIN "/vantrum-voices", "--folder", voices, "--languages", "sv", "--only", "speech.h"}));
    const auto list = sv + "/recordings.tsv";
    auto lines =
        must(voice::parse_manifest(list, text_of(must(files->read(list, voice::manifest_bytes_max)))));
    Bytes long_one(400'000);
    SeededEntropy(4).fill(long_one);
    must(files->write_atomic(sv + "/long.opus", long_one));
    lines.push_back({voice::fingerprint_of(long_one), "person", "long.opus", "Något som ingen säger"});
    must(files->write_atomic(list, view_of(voice::format_manifest(lines))));
    return voices;
  }
  int pieces_here() {
    std::error_code none;
    return static_cast<int>(std::distance(fs::directory_iterator(site->folder() + "/assets", none), {}));
  }
  int questions() {
    return static_cast<int>(std::ranges::count_if(
        fs::directory_iterator(site->folder() + "/outbox"),
        [](const auto& entry) { return entry.path().filename().string().starts_with("want-"); }));
  }
  bool carry() { return must(site->carry_once(network->url())).exit_code == 0; }

 private:
  std::optional<KioskPilot> pilot_;
};

}  // namespace

TEST_CASE_FIXTURE(Network,
                  "recordings of a round arrive whole over a network that is cut, and are heard then") {
  const auto told = must(collector.command({"round", "voices", recorded()}));
  CHECK(told.find("sv") != std::string::npos);
  CHECK(must(collector.command({"round", "voices"})).find("har alla") == std::string::npos);

  // The round comes; then every connection ends after so many bytes that some pieces get through.
  CHECK(carry());
  must(kiosk().tend());
  CHECK(questions() > 6);
  network->end_after(Proxy::unlimited, 200'000);
  CHECK_FALSE(carry());
  must(kiosk().tend());
  const auto here = pieces_here();
  CHECK(here > 0);
  CHECK(questions() > 0);

  // The kiosk is killed, the collector comes back on another port: what is here is not asked for again.
  kiosk().child().signal(SIGKILL);
  collector.kill();
  must(collector.serve());
  network->set_upstream(collector.port());
  network->end_after(Proxy::unlimited, Proxy::unlimited);
  start_kiosk();
  must(kiosk().tend());
  CHECK(pieces_here() == here);
  static_cast<void>(network->take_carried());
  CHECK(carry());
  must(kiosk().tend());
  CHECK(network->take_carried().from <
        500'000 - static_cast<std::size_t>(here - 1) * wire::asset_piece_bytes);
  CHECK(questions() == 0);
  CHECK(pieces_here() == 1);
  CHECK(carry());
  CHECK(must(collector.command({"round", "voices"})).find("har alla") != std::string::npos);

  // A visitor who listens hears them, although this kiosk has no voice of its own.
  must(kiosk().wait(3'000));
  must(kiosk().key("choose"));
  must(kiosk().wait(30'000));
  const auto said = must(kiosk().said());
  CHECK(std::ranges::any_of(said, [](const auto& one) { return one.at("without_recording") == 0; }));
}

}  // namespace vantrum::testing
