// The real programs over real TLS through a network that does its worst: rows 16, 22, 24, 26 and 27 of
// docs/exactly-once.md. Cuts at single bytes and a lost disk are in lifecycle_test.cpp.
//
// VANTRUM_NETWORK_TIMES makes the loops so many times as long, and VANTRUM_SLOW=8 lets eight connections come
// down to a byte a second at a place that chance picks, half a minute each.
#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <thread>

#include "tests/support/must.h"
#include "tests/support/proxy.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

Programs programs() { return Programs::beside(VANTRUM_BIN "/x"); }

int times(int usual) {
  const char* asked = std::getenv("VANTRUM_NETWORK_TIMES");
  return usual * (asked ? std::max(1, std::atoi(asked)) : 1);
}

struct BadNetwork {
  TemporaryFolder folder;
  CollectorSite collector = must(CollectorSite::make(programs(), folder.path() + "/collector"));
  std::unique_ptr<Proxy> network;
  std::optional<KioskSite> site;
  std::uint64_t thanked = 0;
  std::mt19937 chance{27};

  BadNetwork() {
    must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
    must(collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst",
                            "--receiver", "Region Kalmar län", "--languages", "sv", "--allow-unreviewed"}));
    must(collector.serve());
    network = must(Proxy::start(collector.port()));
    site.emplace(must(KioskSite::enrol(programs(), folder.path() + "/kiosk", collector, 1, "Väntrummet",
                                       {.batch_items_min = 100})));
  }
  KioskPilot& kiosk() { return site->kiosk(); }
  void answer() {
    must(kiosk().hold("start", 1100));
    must(kiosk().tap("Börja"));
    while (must(kiosk().look()).screen() == "question") {
      if (must(kiosk().look()).has("choice:acc:full")) must(kiosk().tap("choice:acc:full"));
      must(kiosk().tap("next"));
    }
    must(kiosk().tap("Skicka"));
    REQUIRE(must(kiosk().look()).screen() == "thanks");
    must(kiosk().wait(8'100));
    ++thanked;
  }
  void answer_and_pack() {
    answer();
    must(kiosk().pack());
  }
  bool carry() { return must(site->carry_once(network->url())).exit_code == 0; }
  // A carrier of its own process, over the network or past it.
  std::jthread carry_beside(std::chrono::milliseconds most = 60s) {
    return std::jthread([this, most] {
      auto carrier = Child::start({programs().carrier, "--data", site->folder(), "--url", network->url(),
                                   "--ca", collector.certificate(), "--once"});
      if (!carrier) return;
      for (auto waited = 0ms; carrier->is_running() && waited < most; waited += 10ms)
        std::this_thread::sleep_for(10ms);
      if (carrier->is_running()) carrier->signal(SIGKILL);
      carrier->wait();
    });
  }
  void check_exactly_once() {
    for (int i = 0; i < 10 && must(kiosk().counts()).waiting > 0; ++i) {
      carry();
      must(kiosk().tend());
    }
    CHECK(must(kiosk().counts()).waiting == 0);
    auto progress = must(collector.command_json({"progress", "--json"}));
    CHECK(progress.at("unopened") == 0);
    CHECK(progress.at("quarantine").empty());
    CHECK(progress.at("centres").at(0).at("responses") == thanked);
    CHECK(must(collector.command({"reconcile"})).find("allt stämmer") != std::string::npos);
  }
  fs::path batch_in_outbox() {
    for (const auto& entry : fs::directory_iterator(site->folder() + "/outbox")) {
      if (entry.path().filename().string().starts_with("batch")) return entry.path();
    }
    FAIL("no batch was packed");
    return {};
  }
};

}  // namespace

TEST_CASE_FIXTURE(BadNetwork,
                  "resets, a trickle, doubled carriers, an old batch, a killed collector: exactly once "
                  "(rows 16, 22, 24, 26, 27)") {
  // Reset in the middle, either way; then it gets through.
  answer_and_pack();
  auto old = fs::path(folder.path()) / batch_in_outbox().filename();
  fs::copy_file(batch_in_outbox(), old);
  network->reset_at_end(true);
  for (int i = 0; i < times(4); ++i) {
    auto at = 200 + chance() % 3'000;
    network->end_after(i % 2 == 0 ? at : Proxy::unlimited, i % 2 == 0 ? Proxy::unlimited : at);
    carry();
    if (i % 3 == 0) must(kiosk().tend());
  }
  network->reset_at_end(false);
  network->end_after(Proxy::unlimited, Proxy::unlimited);
  check_exactly_once();

  // A byte each half millisecond, the handshake too: slow, and still through.
  answer_and_pack();
  network->set_pace(500us);
  CHECK(carry());
  network->set_pace(0us);
  check_exactly_once();

  // Several carriers with the same outbox at once, some of them killed midway.
  answer_and_pack();
  {
    std::vector<std::jthread> carriers;
    for (int i = 0; i < times(4); ++i)
      carriers.push_back(carry_beside(i % 2 == 0 ? 60s : std::chrono::milliseconds(30 + chance() % 200)));
  }
  must(kiosk().tend());
  check_exactly_once();

  // What was carried long ago comes again, after its receipt and its successors.
  fs::copy_file(old, fs::path(site->folder()) / "outbox" / "batch-old.cose");
  CHECK(carry());
  must(kiosk().tend());
  fs::remove(fs::path(site->folder()) / "outbox" / "batch-old.cose");
  check_exactly_once();

  // The collector is killed at any moment of an exchange, and comes back.
  answer_and_pack();
  for (int i = 0; i < times(3); ++i) {
    auto carrying = carry_beside();
    std::this_thread::sleep_for(std::chrono::milliseconds(chance() % 250));
    collector.kill();
    network->set_mode(Proxy::Mode::cut);
    carrying.join();
    if (i % 2 == 1) must(kiosk().tend());
    must(collector.serve());
    network->set_upstream(collector.port());
    network->set_mode(Proxy::Mode::pass);
  }
  check_exactly_once();
}

// The carrier gives up on a collector that it does not reach within ten seconds, and on a link that carries
// less than 100 bytes a second for half a minute; and tries again. A test of its own for ctest: it only
// waits.
TEST_CASE_FIXTURE(BadNetwork,
                  "one byte a second: the carrier leaves it, nothing is lost, and the next link counts once "
                  "(row 16)") {
  const char* asked = std::getenv("VANTRUM_SLOW");
  // From the first byte; with the handshake done, in the request; and wherever.
  constexpr std::size_t in_the_request = 2'400;
  std::vector<std::size_t> places{0, in_the_request};
  for (int i = 0; asked && i < std::atoi(asked); ++i) places.push_back(chance() % in_the_request);
  for (const auto swift_bytes : places) {
    CAPTURE(swift_bytes);
    answer_and_pack();
    const auto began = std::chrono::steady_clock::now();
    network->set_pace(1s, swift_bytes);
    CHECK_FALSE(carry());
    const auto took = std::chrono::steady_clock::now() - began;
    CHECK(took > 5s);
    if (swift_bytes == in_the_request) CHECK(took > 25s);  // it was not the handshake that was too slow
    network->set_mode(Proxy::Mode::cut);
    network->set_pace(0us);
    network->set_mode(Proxy::Mode::pass);
    check_exactly_once();
  }
}

}  // namespace vantrum::testing
