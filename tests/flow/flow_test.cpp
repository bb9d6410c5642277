// The three real programs over real TLS: what a visitor was thanked for is in the results exactly once,
// whatever the network and the power do in between.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <thread>

#include "tests/support/must.h"
#include "tests/support/proxy.h"
#include "tests/support/site.h"
#include "tests/support/temporary_folder.h"

namespace vantrum::testing {
namespace {

using namespace std::chrono_literals;

Programs programs() { return Programs::beside(VANTRUM_BIN "/x"); }

// A collector with two centres and an open round, behind a network of our own, and a kiosk at the first
// centre.
struct Fixture {
  TemporaryFolder folder;
  CollectorSite collector = must(CollectorSite::make(programs(), folder.path() + "/collector"));
  std::unique_ptr<Proxy> network;
  std::optional<KioskSite> site;

  Fixture() {
    must(collector.command({"centre", "add", "--name", "Norr", "--quota", "50"}));
    must(collector.command({"centre", "add", "--name", "Söder", "--quota", "50"}));
    must(
        collector.command({"round", "open", "--instrument", instrument_folder, "--name", "Höst", "--receiver",
                           "Region Kalmar län", "--languages", "sv,en", "--allow-unreviewed"}));
    must(collector.serve());
    network = must(Proxy::start(collector.port()));
    // Only what a test packs leaves, however slow the machine is.
    KioskSiteOptions options{.batch_items_min = 100};
    site.emplace(
        must(KioskSite::enrol(programs(), folder.path() + "/kiosk", collector, 1, "Väntrummet", options)));
  }

  KioskPilot& kiosk() { return site->kiosk(); }

  // One visitor who answers the first statement and sends.
  void answer(const std::string& code = "full") {
    must(kiosk().hold("start", 1100));
    must(kiosk().tap("language:sv"));
    must(kiosk().tap("Börja"));
    for (;;) {
      auto shown = must(kiosk().look());
      if (shown.screen() != "question") break;
      if (shown.has("choice:acc:" + code)) must(kiosk().tap("choice:acc:" + code));
      must(kiosk().tap("next"));
    }
    must(kiosk().tap("Skicka"));
    REQUIRE(must(kiosk().look()).has("heading"));
    REQUIRE(must(kiosk().look()).screen() == "thanks");
    must(kiosk().wait(8'100));
    REQUIRE(must(kiosk().look()).screen() == "attract");
  }
  void answer_times(int times) {
    for (int i = 0; i < times; ++i) answer();
  }

  bool carry() { return must(site->carry_once(network->url())).exit_code == 0; }
  // Carries until the kiosk has its receipts; the carrier may be answered before the kiosk has packed.
  void deliver() {
    must(kiosk().pack());
    for (int i = 0; i < 20; ++i) {
      carry();
      must(kiosk().tend());
      if (must(kiosk().counts()).waiting == 0) return;
    }
    FAIL("the answers were not delivered");
  }

  // A carrier under way: its batch has arrived and the collector has sent the receipt, which the network ate.
  std::jthread carry_without_reply() {
    network->set_mode(Proxy::Mode::eat_replies);
    std::jthread carrying([this] { static_cast<void>(site->carry_once(network->url())); });
    std::size_t eaten = 0;
    for (int i = 0; i < 400 && eaten < 300; ++i) {
      std::this_thread::sleep_for(50ms);
      eaten += network->take_eaten();
    }
    REQUIRE(eaten >= 300);
    return carrying;
  }

  // Of what has been received, once all of it is opened: a collector that has just started opens first.
  std::uint64_t received(int centre = 1) {
    auto progress = must(collector.command_json({"progress", "--json"}));
    for (int i = 0; i < 200 && progress.at("unopened") != 0; ++i) {
      std::this_thread::sleep_for(50ms);
      progress = must(collector.command_json({"progress", "--json"}));
    }
    REQUIRE(progress.at("quarantine").empty());
    for (const auto& row : progress.at("centres")) {
      if (row.at("id") == centre) return row.at("responses");
    }
    return 0;
  }
};

TEST_CASE_FIXTURE(Fixture, "answer, cut the network, answer, restore: exactly once") {
  answer_times(5);
  must(kiosk().pack());
  CHECK(carry());
  must(kiosk().tend());
  CHECK(received() == 5);
  network->set_mode(Proxy::Mode::cut);
  answer_times(6);
  must(kiosk().pack());
  CHECK_FALSE(carry());
  must(kiosk().tend());
  CHECK(must(kiosk().counts()).waiting == 6);
  CHECK(received() == 5);
  network->set_mode(Proxy::Mode::pass);
  deliver();
  CHECK(received() == 11);
  CHECK(must(kiosk().counts()).completed == 11);
  CHECK(received(2) == 0);
}

TEST_CASE_FIXTURE(
    Fixture, "the reply is lost after the collector has stored: the resend is a duplicate, exactly once") {
  answer_times(7);
  must(kiosk().pack());
  auto carrying = carry_without_reply();
  network->set_mode(Proxy::Mode::cut);
  carrying.join();
  CHECK(received() == 7);
  must(kiosk().tend());
  CHECK(must(kiosk().counts()).waiting == 7);  // without a receipt nothing is forgotten
  network->set_mode(Proxy::Mode::pass);
  deliver();
  CHECK(received() == 7);
}

TEST_CASE_FIXTURE(Fixture, "the collector is killed between its commit and the receipt: exactly once") {
  answer_times(7);
  must(kiosk().pack());
  auto carrying = carry_without_reply();
  collector.kill();
  carrying.join();
  must(collector.serve());
  network->set_upstream(collector.port());
  network->set_mode(Proxy::Mode::pass);
  CHECK(received() == 7);
  deliver();
  CHECK(received() == 7);
}

TEST_CASE_FIXTURE(Fixture, "the kiosk is killed after the thanks: the answers are there when it comes back") {
  answer_times(3);
  kiosk().child().signal(SIGKILL);
  kiosk().child().wait();
  must(site->start_kiosk());
  CHECK(must(kiosk().counts()).completed == 3);
  CHECK(must(kiosk().look()).screen() == "attract");
  answer();
  deliver();
  CHECK(received() == 4);
}

TEST_CASE_FIXTURE(Fixture, "a closed round stops the asking and still delivers what is left") {
  answer_times(2);
  must(collector.command({"round", "close"}));
  for (int i = 0; i < 3; ++i) {
    carry();
    must(kiosk().tend());
  }
  CHECK(must(kiosk().look()).screen() == "closed");
  deliver();
  CHECK(received() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a used code, a wrong code and a code of nothing are refused and counted") {
  auto printed = must(collector.command({"enrol", "--centre", "2", "--label", "Två"}));
  auto code = printed.substr(0, printed.find('\n'));
  auto ask = [&](const std::string& name, const std::string& with) {
    auto data = folder.path() + "/" + name;
    must(run_successfully(
        {programs().kiosk, "--data", data, "enrol", "--code", with, "--region", region_id, "--label", name}));
    return must(run_program({programs().carrier, "--data", data, "--url", collector.url(), "--ca",
                             collector.certificate(), "--once"}));
  };
  CHECK(ask("first", code).exit_code == 0);
  CHECK(ask("second", code).exit_code != 0);
  auto wrong = must(collector.command({"enrol", "--centre", "2", "--label", "Två"})).substr(0, code.size());
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  CHECK(ask("third", wrong).exit_code != 0);
  CHECK(ask("fourth", "ZZZ-ZZZZZ-ZZZZZ").exit_code != 0);
  auto refused = must(collector.command_json({"progress", "--json"})).at("refused");
  int sum = 0;
  for (const auto& [cause, count] : refused.items()) sum += count.get<int>();
  CHECK(sum == 3);
  auto nonsense = must(run_program({programs().kiosk, "--data", folder.path() + "/fifth", "enrol", "--code",
                                    "abc", "--region", region_id, "--label", "x"}));
  CHECK(nonsense.exit_code != 0);
  CHECK(nonsense.errors.find("13 letters and digits") != std::string::npos);
}

TEST_CASE("every program explains itself and refuses what it does not know") {
  for (const auto& program : {programs().kiosk, programs().carrier, programs().collector}) {
    CAPTURE(program);
    auto help = must(run_program({program, "--help"}));
    CHECK(help.exit_code == 0);
    CHECK(help.output.find("xample") != std::string::npos);
    auto wrong = must(run_program({program, "--no-such-option"}));
    CHECK(wrong.exit_code != 0);
    CHECK(!(wrong.errors + wrong.output).empty());
  }
}

}  // namespace
}  // namespace vantrum::testing
