// The real programs through what happens to them over the years: the collector's disk is lost, there is no
// network and only a stick, a kiosk is paused, lent to another centre, stolen.
#include <doctest/doctest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "tests/support/must.h"
#include "tests/support/proxy.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {
namespace {

namespace fs = std::filesystem;

Programs programs() { return Programs::beside(VANTRUM_BIN "/x"); }

struct Fixture {
  TemporaryFolder folder;
  std::string data = folder.path() + "/collector";
  CollectorSite collector = must(CollectorSite::make(programs(), data));
  std::optional<KioskSite> site;
  std::string stick = folder.path() + "/stick";

  Fixture() {
    must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
    must(collector.command({"centre", "add", "--name", "Söder", "--quota", "50"}));
    must(
        collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                           "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
    must(collector.serve());
    site.emplace(enrol("kiosk", 1));
    fs::create_directories(stick + "/vantrum");
    fs::create_directories(folder.path() + "/backups");
  }

  KioskSite enrol(const std::string& name, int centre) {
    KioskSiteOptions options{.batch_items_min = 100};  // only what a test packs leaves
    return must(KioskSite::enrol(programs(), folder.path() + "/" + name, collector, centre, name, options));
  }
  KioskPilot& kiosk() { return site->kiosk(); }
  void answer(int times) {
    for (int i = 0; i < times; ++i) {
      must(kiosk().hold("start", 1100));
      must(kiosk().tap("language:sv"));
      must(kiosk().tap("Börja"));
      while (must(kiosk().look()).screen() == "question") {
        if (must(kiosk().look()).has("choice:acc:full")) must(kiosk().tap("choice:acc:full"));
        must(kiosk().tap("next"));
      }
      must(kiosk().tap("Skicka"));
      REQUIRE(must(kiosk().look()).screen() == "thanks");
      must(kiosk().wait(8'100));
    }
  }
  // By network, until the kiosk has its receipts and the collector has nothing new to tell.
  void deliver() {
    must(kiosk().pack());
    for (int i = 0; i < 3; ++i) exchange();
  }
  void exchange() {
    static_cast<void>(must(site->carry_once(collector.url())));
    must(kiosk().tend());
  }
  std::uint64_t received() {
    auto progress = must(collector.command_json({"progress", "--json"}));
    REQUIRE(progress.at("quarantine").empty());
    return progress.at("centres").at(0).at("responses");
  }
  std::uint64_t waiting() { return must(kiosk().counts()).waiting; }
  std::string back_up() {
    must(collector.command({"backup", "--to", folder.path() + "/backups", "--with-sealing-keys"}));
    std::string latest;
    for (const auto& entry : fs::directory_iterator(folder.path() + "/backups"))
      latest = std::max(latest, entry.path().string());
    return latest;
  }
  int by_stick() {
    return must(run_program({programs().carrier, "--data", site->folder(), "--usb", stick})).exit_code;
  }
  std::string device() {
    auto list = must(collector.command({"device", "list"}));
    auto at = list.find("  kiosk ", list.find('\n'));  // the label stands after the id
    REQUIRE(at != std::string::npos);
    return list.substr(list.rfind('\n', at) + 1, 32);
  }
};

}  // namespace

TEST_CASE_FIXTURE(
    Fixture, "the collector's disk is lost and a backup read back: answers before = answers after (row 28)") {
  answer(3);
  deliver();
  auto backup = back_up();
  answer(4);
  deliver();
  answer(2);
  deliver();
  REQUIRE(received() == 9);
  CHECK(waiting() == 0);
  CHECK(must(collector.command({"reconcile"})).find("allt stämmer") != std::string::npos);

  collector.kill();
  fs::remove_all(data);
  must(collector.command({"restore", "--from", backup}));
  must(collector.serve(collector.port()));
  CHECK(received() == 3);
  deliver();
  CHECK(received() == 9);
  CHECK(waiting() == 0);
  CHECK(must(collector.command({"reconcile"})).find("allt stämmer") != std::string::npos);
  answer(1);
  deliver();
  CHECK(received() == 10);
}

TEST_CASE_FIXTURE(Fixture,
                  "without any network a stick carries out and back; by network too it counts once") {
  answer(3);
  must(kiosk().pack());
  CHECK(by_stick() == 0);
  CHECK(must(collector.command({"import", stick})).find("Klart.") != std::string::npos);
  CHECK(received() == 3);
  CHECK(waiting() == 3);
  CHECK(by_stick() == 0);
  must(kiosk().tend());
  CHECK(waiting() == 0);
  answer(2);
  must(kiosk().pack());
  CHECK(by_stick() == 0);
  deliver();
  must(collector.command({"import", stick}));
  CHECK(received() == 5);
  CHECK(by_stick() == 0);
  must(kiosk().tend());
  CHECK(received() == 5);
  CHECK(must(collector.command({"reconcile"})).find("allt stämmer") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture,
                  "a connection cut at any byte, either way, closed or half closed: exactly once (row 16)") {
  auto network = must(Proxy::start(collector.port()));
  answer(2);
  must(kiosk().pack());
  network->take_carried();
  network->end_after(Proxy::unlimited, 0);
  static_cast<void>(must(site->carry_once(network->url())));
  network->end_after(Proxy::unlimited, Proxy::unlimited);
  static_cast<void>(must(site->carry_once(network->url())));
  auto whole = network->take_carried();
  REQUIRE(whole.from > 1'000);
  // VANTRUM_CUTS: how many places; the bytes of a TLS connection are no two times the same, so chance serves.
  const char* asked = std::getenv("VANTRUM_CUTS");
  const int cuts = asked ? std::atoi(asked) : 16;
  std::mt19937 chance(16);
  for (int i = 0; i < cuts; ++i) {
    auto at = [&](std::size_t size) { return chance() % (size + 200); };
    bool is_request = i % 2 == 0;
    auto to = is_request ? at(whole.to) : Proxy::unlimited,
         from = is_request ? Proxy::unlimited : at(whole.from);
    CAPTURE(to);
    CAPTURE(from);
    network->end_after(to, from, i % 4 >= 2);
    static_cast<void>(must(site->carry_once(network->url())));
    if (i % 5 == 0) must(kiosk().tend());
  }
  network->end_after(Proxy::unlimited, Proxy::unlimited);
  static_cast<void>(must(site->carry_once(network->url())));
  must(kiosk().tend());
  CHECK(waiting() == 0);
  CHECK(received() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a paused kiosk asks nobody until it is resumed") {
  must(collector.command({"device", "pause", "--device", device()}));
  exchange();
  CHECK(must(kiosk().look()).screen() == "closed");
  must(collector.command({"device", "resume", "--device", device()}));
  exchange();
  CHECK(must(kiosk().look()).screen() == "attract");
}

TEST_CASE_FIXTURE(Fixture,
                  "a kiosk on loan delivers everything, forgets who it was, and joins another centre") {
  answer(2);
  must(collector.command({"device", "retire", "--device", device()}));
  for (int i = 0; i < 5; ++i) exchange();
  CHECK(received() == 2);
  CHECK_FALSE(fs::exists(site->folder() + "/identity"));
  CHECK(must(collector.command({"device", "list"})).find("avvecklad") != std::string::npos);
  site.reset();
  site.emplace(enrol("kiosk", 2));
  answer(1);
  deliver();
  auto progress = must(collector.command_json({"progress", "--json"}));
  CHECK(progress.at("centres").at(1).at("responses") == 1);
}

TEST_CASE_FIXTURE(Fixture,
                  "a stolen kiosk wipes itself at the next contact, and its key opens nothing any more") {
  answer(2);
  must(collector.command({"device", "revoke", "--device", device()}));
  must(kiosk().pack());
  exchange();
  exchange();
  CHECK_FALSE(fs::exists(site->folder() + "/identity"));
  for (const auto& entry : fs::directory_iterator(site->folder() + "/outbox"))
    CHECK(entry.path().filename() == "status.cose");
  auto progress = must(collector.command_json({"progress", "--json"}));
  CHECK(progress.at("centres").at(0).at("responses") == 0);
  CHECK(progress.at("quarantine").at("device revoked") == 2);
}

TEST_CASE_FIXTURE(Fixture,
                  "kiosks seal to a new key after the next contact, and both keys' answers are opened") {
  answer(1);
  must(collector.command({"key", "new"}));
  exchange();
  answer(1);
  deliver();
  CHECK(received() == 2);
}

}  // namespace vantrum::testing
