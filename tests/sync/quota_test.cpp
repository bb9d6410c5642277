// The quota over several kiosks, as the collector counts it, and what comes after a round is closed (S26).
#include <algorithm>

#include "shared/wire/documents.h"
#include "sync/collector/commands.h"
#include "sync/collector/readings.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

using wire::DocumentType;

struct TwoKiosks : Site {
  TwoKiosks() : round(open_round()), first(entropy), second(entropy) {
    first.enrol(*this, oak);
    second.enrol(*this, oak);
    seen = must(store->latest_round_document(oak))->serial;
  }

  // What the kiosk says of itself, and what it hears of the others: the number its screen adds up.
  std::uint64_t elsewhere(Kiosk& kiosk, std::uint64_t completed) {
    wire::Status said;
    said.round = round;
    said.round_serial = seen;
    said.completed = completed;
    std::uint64_t count = 0;
    for (const auto& bytes : must(wire::split_sequence(must(send(kiosk.sign(said)))))) {
      if (must(wire::peek_header(bytes)).type != DocumentType::centre) continue;
      const auto payload =
          must(wire::verify_document(bytes, DocumentType::centre, "kalmar", keys.verify)).payload;
      count = must(wire::parse_centre(payload)).elsewhere;
    }
    return count;
  }
  void deliver(Kiosk& kiosk, std::size_t count, survey::Flags flags = {}) {
    std::vector<Bytes> items;
    for (std::size_t i = 0; i < count; ++i) {
      auto response = a_response(entropy, round, oak, {{"acc", {"full"}}});
      response.flags = flags;
      items.push_back(sealed(*this, response));
    }
    must(send(kiosk.sign(kiosk.batch_of(round, std::move(items)))));
  }
  CentreProgress progress() {
    const auto read = must(read_progress(collector, round));
    return *std::find_if(read.centres.begin(), read.centres.end(),
                         [&](const auto& row) { return row.centre.centre == oak; });
  }
  std::uint64_t intake(const char* name) { return must(store->intake_of(round, oak))[name]; }
  CommandOutput run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.path});
    auto parsed = parse_command_line(arguments);
    if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute(collector, *files, std::get<Invocation>(parsed).command, ".");
  }

  RoundId round;
  Kiosk first, second;
  std::uint64_t seen = 0;
};

}  // namespace

TEST_SUITE_BEGIN("quota");

TEST_CASE("two kiosks that were offline and come back agree on one number (S26)") {
  TwoKiosks site;
  CHECK(site.elsewhere(site.first, 0) == 0);
  // Weeks apart from each other: 30 here, 25 there; together over the quota of 50.
  CHECK(site.elsewhere(site.first, 30) == 0);
  CHECK(site.elsewhere(site.second, 25) == 30);
  CHECK(site.elsewhere(site.first, 30) == 25);
}

TEST_CASE(
    "what a revoked kiosk delivered still counts for the centre's other tablet; what it says does not "
    "(S26)") {
  TwoKiosks site;
  site.deliver(site.first, 6);
  site.deliver(site.first, 6);
  CHECK(site.elsewhere(site.first, 30) == 0);
  CHECK(site.elsewhere(site.second, 5) == 30);
  must(site.store->set_device_state(site.first.id, DeviceState::revoked));
  CHECK(site.elsewhere(site.second, 5) == 12);
  CHECK(site.elsewhere(site.first, 40) == 0);
  CHECK(site.elsewhere(site.second, 5) == 12);
  // What it sends now lies in quarantine, until somebody has decided.
  site.deliver(site.first, 3);
  CHECK(site.elsewhere(site.second, 5) == 12);
  REQUIRE(site.run({"quarantine", "requeue", "--accept"}).exit_code == 0);
  CHECK(site.elsewhere(site.second, 5) == 15);
  CHECK(site.intake(intake::accepted) == 15);
  CHECK(site.intake(intake::paused) == 0);
}

TEST_CASE("what is taken out of quarantine is counted like what comes: over the quota, and late (S26)") {
  TwoKiosks site;
  site.deliver(site.second, 49);
  must(site.store->set_device_state(site.first.id, DeviceState::revoked));
  site.deliver(site.first, 3);
  CHECK(site.intake(intake::accepted) == 49);
  REQUIRE(site.run({"quarantine", "requeue", "--accept"}).exit_code == 0);
  CHECK(site.intake(intake::accepted) == 52);
  CHECK(site.intake(intake::over_quota) == 2);
  CHECK(site.intake(intake::late) == 0);
  site.deliver(site.first, 2);
  REQUIRE(site.run({"round", "close"}).exit_code == 0);
  REQUIRE(site.run({"quarantine", "requeue", "--accept"}).exit_code == 0);
  CHECK(site.intake(intake::accepted) == 54);
  CHECK(site.intake(intake::over_quota) == 4);
  CHECK(site.intake(intake::late) == 2);
}

TEST_CASE("the fiftieth answer is within the quota, the fifty-first is over it, and both are kept (S26)") {
  TwoKiosks site;
  site.deliver(site.first, 49);
  CHECK(site.progress().responses == 49);
  CHECK(site.intake(intake::over_quota) == 0);
  site.deliver(site.first, 1);
  CHECK(site.intake(intake::over_quota) == 0);
  site.deliver(site.second, 1);
  CHECK(site.progress().responses == 51);
  CHECK(site.intake(intake::over_quota) == 1);
  CHECK(site.intake(intake::accepted) == 51);
}

TEST_CASE("a batch that crosses the quota counts only what lies beyond it: 99 and 3 of 100 (S26)") {
  TwoKiosks site;
  must(close_round(site.collector, site.round));
  RoundPlan plan;
  plan.name = "Hundra";
  plan.receiver = "Nämnden";
  plan.files = survey_files();
  plan.languages = {"sv"};
  plan.allow_unreviewed = true;
  plan.quotas[site.oak] = 100;
  site.round = must(open_round(site.collector, plan));
  site.deliver(site.first, 99);
  CHECK(site.intake(intake::over_quota) == 0);
  site.deliver(site.second, 3);
  CHECK(site.intake(intake::over_quota) == 2);
  CHECK(site.progress().responses == 102);
}

TEST_CASE(
    "paper and implausible visits count like every other; a visit that was left counts for nothing (S26, "
    "P-29)") {
  TwoKiosks site;
  site.deliver(site.first, 5, {.paper = true, .suspect = false});
  site.deliver(site.first, 5, {.paper = false, .suspect = true});
  site.deliver(site.second, 5);
  wire::Status said;
  said.round = site.round;
  said.completed = 10;
  said.counters = {{"left:wel", 7}};
  must(site.send(site.first.sign(said)));
  const auto progress = site.progress();
  CHECK(progress.responses == 15);
  CHECK(progress.left.at("wel") == 7);
  CHECK(site.intake(intake::over_quota) == 0);
}

TEST_CASE(
    "what comes after the round was closed is kept, counted as late, and named with the kiosks still out") {
  TwoKiosks site;
  site.elsewhere(site.first, 8);
  site.elsewhere(site.second, 5);
  REQUIRE(site.run({"round", "late"}).exit_code != 0);  // it is open
  const auto closed = site.run({"round", "close"});
  INFO(closed.err);
  REQUIRE(closed.exit_code == 0);
  CHECK(closed.out.find("inte än") != std::string::npos);
  // Weeks later the second kiosk has a network again.
  site.clock.advance(std::chrono::hours(24 * 30));
  site.deliver(site.second, 5);
  CHECK(site.progress().responses == 5);
  CHECK(site.intake(intake::late) == 5);
  auto late = site.run({"round", "late"});
  REQUIRE(late.exit_code == 0);
  CHECK(late.out.find("Eken: 5 efter stängning") != std::string::npos);
  CHECK(late.out.find("inte än") != std::string::npos);
  // Both have heard now, and have nothing left.
  site.seen = must(site.store->latest_round_document(site.oak))->serial;
  site.elsewhere(site.first, 8);
  site.elsewhere(site.second, 5);
  late = site.run({"round", "late"});
  CHECK(late.out.find("Alla kiosker vet att omgången är stängd") != std::string::npos);
}

TEST_CASE("a round that follows another the next day takes nothing of it: each answer is its own round's") {
  TwoKiosks site;
  site.deliver(site.first, 6);
  must(close_round(site.collector, site.round));
  const auto before = site.round;
  site.round = site.open_round();
  site.deliver(site.first, 7);
  CHECK(site.progress().responses == 7);
  CHECK(site.intake(intake::over_quota) == 0);
  const auto now = site.round;
  site.round = before;
  site.deliver(site.second, 5);  // late, from before midnight
  CHECK(site.progress().responses == 11);
  site.round = now;
  CHECK(site.progress().responses == 7);
}

TEST_CASE("closing tells how recognisable rows would be (P-31)") {
  TwoKiosks site;
  std::vector<Bytes> items;
  // Six women with a baby, and two men who are alone in their group.
  for (int i = 0; i < 6; ++i) {
    items.push_back(
        sealed(site, a_response(site.entropy, site.round, site.oak,
                                {{"acc", {"full"}}, {"role", {"child_0_1"}}, {"gender", {"woman"}}})));
  }
  for (const auto* role : {"expecting", "relative"}) {
    items.push_back(sealed(site, a_response(site.entropy, site.round, site.oak,
                                            {{"acc", {"full"}}, {"role", {role}}, {"gender", {"man"}}})));
  }
  must(site.send(site.first.sign(site.first.batch_of(site.round, std::move(items)))));
  const auto closed = site.run({"round", "close"});
  INFO(closed.out);
  CHECK(closed.out.find("role × gender") != std::string::npos);
  CHECK(closed.out.find("25 %") != std::string::npos);  // 2 of 8
  CHECK(site.run({"round", "risk"}).out.find("25 %") != std::string::npos);
}

TEST_SUITE_END();

}  // namespace vantrum::collector
