// P-18 through the command line: whoever compares two outputs learns nothing about a few people.
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "sync/collector/backup.h"
#include "sync/collector/commands.h"
#include "sync/results/kept_counts.h"
#include "tests/support/process.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) { kiosk.enrol(*this, oak); }

  CommandOutput run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.path});
    const auto parsed = parse_command_line(arguments);
    if (const auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute(collector, *files, std::get<Invocation>(parsed).command, folder.path());
  }
  json results(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"results", "--json"});
    const auto output = run(more);
    CAPTURE(output.err);
    REQUIRE(output.exit_code == 0);
    return json::parse(output.out);
  }
  void deliver(std::size_t count,
               const survey::Answers& answers = {{"acc", {"full"}}, {"gender", {"woman"}}}) {
    std::vector<Bytes> items;
    for (std::size_t i = 0; i < count; ++i)
      items.push_back(sealed(*this, a_response(entropy, round, oak, answers)));
    must(send(kiosk.sign(kiosk.batch_of(round, std::move(items)))));
  }
  void count(const std::map<std::string, std::uint64_t>& counters) {
    wire::Status status;
    status.round = round;
    status.counters = counters;
    must(send(kiosk.sign(status)));
  }
  void close() { REQUIRE(run({"round", "close"}).exit_code == 0); }

  RoundId round;
  Kiosk kiosk;
};

const json& question(const json& results, std::size_t place, const std::string& id) {
  for (const auto& question : results["places"][place]["questions"]) {
    if (question["id"] == id) return question;
  }
  FAIL("no question " << id);
  return results;
}

}  // namespace

TEST_CASE("two outputs with one new answer in between differ in nothing, open or closed (P-18)") {
  Ready site;
  site.deliver(35);
  const std::vector<std::vector<std::string>> forms = {{"results"},
                                                       {"results", "--json"},
                                                       {"results", "--csv"},
                                                       {"results", "--format", "html", "--centre", "1"}};
  auto all_forms = [&] {
    std::vector<std::string> outputs;
    for (const auto& form : forms) outputs.push_back(site.run(form).out);
    return outputs;
  };
  const auto open = all_forms();
  CHECK(question(site.results(), 1, "acc")["n"] == 15);
  site.deliver(1, {{"acc", {"not"}}});
  CHECK(all_forms() == open);
  site.close();
  const auto closed = site.results();
  CHECK(closed["places"][1]["responses"] == 36);
  CHECK(question(closed, 1, "acc")["n"] == 36);
  site.deliver(1, {{"acc", {"not"}}});
  const auto later = site.results();
  CHECK(later["places"] == closed["places"]);
  // Not silently.
  CHECK(later["notes"].dump().find("Från 1 av 2 familjecentraler har det kommit svar") != std::string::npos);
  CHECK(closed["notes"].dump().find("har det kommit svar") == std::string::npos);
  site.deliver(9, {{"acc", {"not"}}});
  CHECK(question(site.results(), 1, "acc")["n"] == 46);
}

TEST_CASE(
    "an open round shows no background, and nothing of a question below ten; its close shows all (P-18)") {
  Ready site;
  site.deliver(60);
  site.deliver(19, {{"wel", {"full"}}});
  auto open = site.results();
  // Which of them are released is chance; of "wel" ten must stay behind, so at most nine can be.
  CHECK(open["places"][1]["responses"] == 59);
  CHECK(question(open, 1, "wel")["n"].is_null());
  CHECK(question(open, 1, "gender")["n"].is_null());
  CHECK(question(open, 1, "acc")["n"].is_number());
  CHECK(question(open, 0, "gender")["n"].is_null());
  CHECK(open["notes"].dump().find("Omgången pågår, och alla svar är inte med") != std::string::npos);
  site.close();
  auto closed = site.results();
  CHECK(closed["places"][1]["responses"] == 79);
  CHECK(question(closed, 1, "wel")["n"] == 19);
  CHECK(question(closed, 1, "gender")["n"] == 60);
  CHECK(question(closed, 1, "acc")["n"] == 60);
}

TEST_CASE("a question answered by few of those that came late stays as it was, and a note says so (P-18)") {
  Ready site;
  site.deliver(20);
  site.close();
  CHECK(question(site.results(), 1, "acc")["n"] == 20);
  site.deliver(12, {{"wel", {"full"}}});
  site.deliver(1, {{"acc", {"not"}}});
  const auto later = site.results();
  CHECK(later["places"][1]["responses"] == 33);
  CHECK(question(later, 1, "wel")["n"] == 12);
  CHECK(question(later, 1, "acc")["n"] == 20);
  CHECK(later["notes"].dump().find("svaren som de var vid en tidigare visning i: ”Det är lätt ") !=
        std::string::npos);
}

TEST_CASE("counters keep ten back while the round is open, and nothing after it (P-18)") {
  Ready site;
  const auto shown = [&]() -> json {
    const auto results = site.results();
    for (const auto& counter : results["places"][1]["counters"]) {
      if (counter["id"] != "services") continue;
      for (const auto& option : counter["options"]) {
        if (option["code"] == "social") return option["count"];
      }
    }
    return "no such counter";
  };
  site.count({{"services:social", 19}});
  CHECK(shown().is_null());
  site.count({{"services:social", 23}});
  CHECK(shown() == 13);
  site.count({{"services:social", 24}});
  CHECK(shown() == 13);
  site.close();
  CHECK(shown() == 24);
  site.count({{"services:social", 28}});
  CHECK(shown() == 24);
}

TEST_CASE(
    "a small counter of which one is chosen takes the next with it, also when it comes late (P-16, P-18)") {
  Ready site;
  const auto languages = [&] {
    std::map<std::string, json> shown;
    const auto counters = site.results()["places"][1]["counters"];
    for (const auto& counter : counters) {
      if (counter["id"] != "language") continue;
      for (const auto& option : counter["options"]) shown[option["code"]] = option["count"];
    }
    return shown;
  };
  site.deliver(50);
  SUBCASE("three of fifty chose another language") {
    site.count({{"language:sv", 47}, {"language:en", 3}});
    CHECK(languages().at("sv").is_null());
    site.close();
    CHECK(languages().at("sv").is_null());
    CHECK(languages().at("en").is_null());
  }
  SUBCASE("one comes when all had been shown") {
    site.count({{"language:sv", 50}});
    site.close();
    CHECK(languages().at("sv") == 50);
    site.count({{"language:sv", 50}, {"language:en", 1}});
    CHECK(languages().at("sv") == 50);
    CHECK(languages().at("en").is_null());
    site.deliver(12);
    site.count({{"language:sv", 59}, {"language:en", 3}});
    CHECK(languages().at("sv") == 50);
    CHECK(site.results()["notes"].dump().find("Språk som valdes") != std::string::npos);
    site.count({{"language:sv", 59}, {"language:en", 5}});
    CHECK(languages().at("sv") == 59);
    CHECK(languages().at("en") == 5);
  }
}

TEST_CASE("a larger group for one output is no way around what another showed (P-18)") {
  Ready site;
  site.deliver(20);
  site.close();
  CHECK(question(site.results(), 1, "acc")["n"] == 20);
  site.deliver(12);
  CHECK(question(site.results({"--group-min", "15"}), 1, "acc")["n"] == 20);
  CHECK(question(site.results(), 1, "acc")["n"] == 32);
  CHECK(question(site.results({"--group-min", "40"}), 1, "acc")["n"].is_null());
}

TEST_CASE("what is shown is kept before anybody gets it: a file that cannot be written, and a kill (P-18)") {
  Ready site;
  site.deliver(35);
  auto kept = [&] {
    const auto all = must(site.answer_store->kept_counts(site.round));
    const auto found = all.find(site.oak);
    if (found == all.end()) return std::uint64_t{0};
    const results::CentreFacts facts{site.oak, "", 0};
    return must(results::parse_counts(found->second.shown, facts, survey_instrument())).responses;
  };
  CHECK(kept() == 0);
  CHECK(site.run({"results", "-o", "no/such/folder/file.txt"}).exit_code != 0);
  CHECK(kept() == 15);
  site.deliver(40);

  // The program itself, whose output nobody takes: it stops in the middle of it, and is killed there.
  for (int i = 0; i < 30; ++i) must(site.store->add_centre("Central " + std::to_string(i), 50));
  site.store.reset();
  site.answer_store.reset();
  {
    auto child = must(testing::Child::start(
        {VANTRUM_BIN "/vantrum-collector", "results", "--json", "--data", site.data.path}));
    const auto calls = "/proc/" + std::to_string(child.pid()) + "/syscall";
    bool writes = false;
    for (int i = 0; i < 3000 && !writes; ++i) {
      std::string number, descriptor;
      std::ifstream(calls) >> number >> descriptor;
      writes = (number == "1" || number == "20") && descriptor == "0x1";
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    CHECK(writes);
    child.signal(SIGKILL);
    CHECK(child.wait() == 128 + SIGKILL);
  }
  site.answer_store = must(SqliteAnswerStore::open(site.data.answer_database()));
  CHECK(kept() == 55);
}

TEST_CASE("a backup that is read in knows what was shown (P-18)") {
  Ready site;
  site.deliver(35);
  const auto before = site.results();
  fs::create_directory(site.folder.path() + "/backups");
  const auto backup = must(back_up(site.collector, *site.files, site.folder.path() + "/backups", true)).path;
  DataFolder data{site.folder.path() + "/restored"};
  must(restore(*site.files, site.entropy, site.clock, backup, data));
  site.store = must(SqliteCollectorStore::open(data.database()));
  const auto kept = must(site.answer_store->kept_counts(site.round));
  site.answer_store = must(open_answers(*site.files, data, *site.store));
  CHECK(kept.size() == 2);
  CHECK(must(site.answer_store->kept_counts(site.round)) == kept);
  Collector again{
      *site.store, site.keys, site.collector.region, site.clock, site.entropy, site.answer_store.get(), data};
  const auto line = parse_command_line({"--data", data.path, "results", "--json"});
  const auto output = execute(again, *site.files, std::get<Invocation>(line).command, ".");
  CHECK(json::parse(output.out) == before);
}

TEST_CASE("answers of the first schema: what it had released counts as shown (P-18)") {
  Ready site;
  const auto path = site.folder.path() + "/answers.db";
  fs::copy_file("tests/collector_dbs/answers-1.db", path);
  site.answer_store = must(SqliteAnswerStore::open(path));
  site.collector.answers = site.answer_store.get();
  site.close();
  // Twelve were released, two more wait.
  CHECK(must(site.answer_store->count_waiting(site.round)) ==
        std::map<CentreId, std::uint64_t>{{site.pine, 2}});
  auto results = site.results();
  CHECK(results["places"][2]["responses"] == 12);
  CHECK(results["notes"].dump().find("Från 1 av 2 familjecentraler") != std::string::npos);
  CHECK(must(site.answer_store->kept_counts(site.round)).size() == 2);
  CHECK(must(site.answer_store->released_counters(site.round)).size() == 1);
}

TEST_CASE("damaged counts of what was shown stop the output instead of showing anything (P-18)") {
  Ready site;
  site.deliver(35);
  site.results();
  auto kept = must(site.answer_store->kept_counts(site.round)).at(site.oak);
  kept.shown.pop_back();
  must(site.answer_store->keep_counts(site.round, site.oak, kept));
  const auto output = site.run({"results"});
  CHECK(output.exit_code != 0);
  CHECK(output.out.empty());
  CHECK(output.err.find("kept counts") != std::string::npos);
}

TEST_CASE("results of one centre hold the region and that centre, in every form (S70)") {
  Ready site;
  site.deliver(12);
  site.close();
  for (const char* form : {"text", "json", "csv", "csv-excel"}) {
    CAPTURE(form);
    CHECK(site.run({"results", "--format", form}).out.find("Tallen") != std::string::npos);
    const auto one = site.run({"results", "--format", form, "--centre", "1"}).out;
    CHECK(one.find("Eken") != std::string::npos);
    CHECK(one.find("Tallen") == std::string::npos);
    const auto none = site.run({"results", "--format", form, "--centre", "99"});
    CHECK(none.exit_code != 0);
    CHECK(none.err.find("does not take part") != std::string::npos);
  }
}

TEST_CASE("closing a round shows nothing of it yet: who comes late is counted with the others (P-18)") {
  Ready site;
  site.deliver(35);
  site.close();
  CHECK(site.run({"round", "risk"}).exit_code == 0);
  site.deliver(3);
  CHECK(site.results()["places"][1]["responses"] == 38);
}

TEST_CASE("how recognisable rows are is told when the round is closed (P-18, P-31)") {
  Ready site;
  site.deliver(35);
  CHECK(site.run({"round", "risk"}).err.find("is open") != std::string::npos);
  site.close();
  CHECK(site.run({"round", "risk"}).out.find("35") != std::string::npos);
}

}  // namespace vantrum::collector
