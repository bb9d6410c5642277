#include <filesystem>
#include <nlohmann/json.hpp>

#include "sync/collector/commands.h"
#include "sync/collector/set_up.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

CommandOutput run(Site& site, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"--data", site.data.path});
  auto parsed = parse_command_line(arguments);
  if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
  return execute(site.collector, *site.files, std::get<Invocation>(parsed).command, ".");
}

const std::vector<std::string> open_line = {"round",
                                            "open",
                                            "--instrument",
                                            "config/instruments/besoksenkat/",
                                            "--name",
                                            "Höst",
                                            "--receiver",
                                            "Nämnden",
                                            "--languages",
                                            "sv,en",
                                            "--quota",
                                            "2=60",
                                            "--allow-unreviewed"};

}  // namespace

TEST_CASE("every command has help with an example") {
  const std::vector<std::vector<std::string>> commands = {{"init"},
                                                          {"serve"},
                                                          {"enrol"},
                                                          {"progress"},
                                                          {"results"},
                                                          {"centre", "add"},
                                                          {"centre", "list"},
                                                          {"round", "open"},
                                                          {"round", "close"},
                                                          {"round", "list"},
                                                          {"round", "new"},
                                                          {"round", "check"},
                                                          {"round", "late"},
                                                          {"round", "risk"},
                                                          {"round", "voices"},
                                                          {"reflection"},
                                                          {"reflection", "form"},
                                                          {"reflection", "add"},
                                                          {"reflection", "list"},
                                                          {"reflection", "show"},
                                                          {"device", "list"},
                                                          {"device", "revoke"},
                                                          {"device", "pause"},
                                                          {"import"},
                                                          {"backup"},
                                                          {"open"},
                                                          {"restore"},
                                                          {"key", "list"},
                                                          {"key", "new"},
                                                          {"key", "print"},
                                                          {"key", "check"},
                                                          {"key", "restore"},
                                                          {"key"},
                                                          {"device", "resume"},
                                                          {"device", "retire"},
                                                          {"centre"},
                                                          {"round"},
                                                          {"device"},
                                                          {"reconcile"},
                                                          {"quarantine", "list"},
                                                          {"quarantine", "show"},
                                                          {"quarantine", "requeue"},
                                                          {"instrument", "add"},
                                                          {"quarantine"},
                                                          {"instrument"}};
  for (auto command : commands) {
    CAPTURE(command.front());
    command.push_back("--help");
    auto parsed = parse_command_line(command);
    auto* output = std::get_if<CommandOutput>(&parsed);
    REQUIRE(output != nullptr);
    CHECK(output->exit_code == 0);
    CHECK(output->out.find("Example:\n  vantrum-collector " + command.front()) != std::string::npos);
  }
}

TEST_CASE("a wrong line is refused with the exit code of wrong usage") {
  const std::vector<std::vector<std::string>> lines = {
      {},
      {"--data", "d"},
      {"--data", "d", "dance"},
      {"--data", "d", "centre", "add", "--name", "Eken", "--quota", "0"},
      {"--data", "d", "serve", "--listen", "8443"},
      {"--data", "d", "serve", "--listen", "127.0.0.1:70000"},
      {"--data", "d", "results", "--json", "--csv"},
      {"--data", "d", "enrol", "--centre", "1", "--label", "x", "--valid-min", "0"}};
  for (const auto& line : lines) {
    auto parsed = parse_command_line(line);
    auto* output = std::get_if<CommandOutput>(&parsed);
    REQUIRE(output != nullptr);
    CHECK(output->exit_code == 64);
    CHECK_FALSE(output->err.empty());
  }
}

TEST_CASE("an address may be IPv6") {
  auto parsed = parse_command_line({"--data", "d", "serve", "--listen", "[::1]:0"});
  auto command = std::get<ServeCommand>(std::get<Invocation>(parsed).command);
  CHECK(command.host == "::1");
  CHECK(command.port == 0);
}

TEST_CASE("opening a round tells the lead which strings are missing in the languages it offers") {
  Site site;
  namespace fs = std::filesystem;
  const auto folder = fs::path(site.data.path) / "besoksenkat";
  fs::copy("config/instruments/besoksenkat", folder);
  for (const auto* language : {"ti", "uk"}) {
    const auto path = (folder / (std::string(language) + ".toml")).string();
    auto content = std::string(text_of(must(site.files->read(path, 1 << 20))));
    for (const std::string key : {"closing = ", "acc.text = "}) {
      const auto from = content.find(key);
      content.erase(from, content.find('\n', from) - from);
    }
    must(site.files->write_atomic(path, view_of(content)));
  }
  auto line = open_line;
  line[3] = folder.string();
  *std::find(line.begin(), line.end(), "sv,en") = "sv,en,ti";
  CHECK(run(site, line).out == "Round 1 opened: Höst\nti: 2 missing, shown in Swedish: acc.text, closing\n");
}

TEST_CASE("from an open round to results, by commands") {
  Site site;
  CHECK(run(site, {"results"}).exit_code != 0);
  CHECK(run(site, open_line).out == "Round 1 opened: Höst\n");
  CHECK(run(site, open_line).exit_code == 73);
  auto code = run(site, {"enrol", "--centre", "2", "--label", "Väntrummet"}).out;
  Kiosk kiosk(site.entropy);
  must(site.send(kiosk.enrolment(code.substr(0, code.find('\n')))));
  must(site.send(kiosk.sign(kiosk.batch_of(RoundId{1}, sealed_visits(site, RoundId{1}, site.pine, 9)))));
  wire::Status status;
  status.round = RoundId{1};
  status.waiting = 3;
  status.counters = {{"left:acc", 2}, {"services:social", 9}};
  status.software = "vantrum-kiosk 0.1.0";
  must(site.send(kiosk.sign(status)));

  auto progress = nlohmann::json::parse(run(site, {"progress", "--json"}).out);
  const auto& pine = progress["centres"][1];
  CHECK(pine["responses"] == 9);
  CHECK(pine["quota"] == 60);
  CHECK(pine["waiting"] == 3);
  CHECK(pine["left"]["acc"] == 2);
  CHECK(pine["kiosks"][0]["last_contact"] == "2026-11-02T08:00:00Z");
  CHECK(progress["unopened"] == 0);
  CHECK(run(site, {"progress"}).out.find("9 av 60") != std::string::npos);

  // While the round is open nine are too few for a step.
  auto results = nlohmann::json::parse(run(site, {"results", "--json"}).out);
  CHECK(results["places"][2]["responses"].is_null());
  CHECK(run(site, {"round", "close"}).out.starts_with("Round 1 closed\n"));
  CHECK(run(site, {"round", "close"}).exit_code != 0);
  results = nlohmann::json::parse(run(site, {"results", "--json"}).out);
  CHECK(results["places"][2]["responses"] == 9);
  CHECK(run(site, {"results", "--csv"}).out.starts_with("omgång,"));
  CHECK(run(site, {"results", "--format", "csv-excel"}).out.starts_with("\xEF\xBB\xBFomgång;"));
  CHECK(run(site, {"results", "--format", "html"}).out.find("lang=\"sv\"") != std::string::npos);
  CHECK(run(site, {"results", "--format", "xlsx"}).err.find("-o FILE") != std::string::npos);
  CHECK(run(site, {"results", "--group-min", "4"}).exit_code != 0);
  CHECK(run(site, {"results", "--format", "svg", "--centre", "99"}).exit_code != 0);

  // Nine late ones would tell too much by the difference; with a tenth they are shown (P-18).
  must(site.send(kiosk.sign(kiosk.batch_of(RoundId{1}, sealed_visits(site, RoundId{1}, site.pine, 9)))));
  results = nlohmann::json::parse(run(site, {"results", "--json"}).out);
  CHECK(results["places"][2]["responses"] == 9);
  must(site.send(kiosk.sign(kiosk.batch_of(RoundId{1}, sealed_visits(site, RoundId{1}, site.pine, 1)))));
  results = nlohmann::json::parse(run(site, {"results", "--json"}).out);
  CHECK(results["places"][2]["responses"] == 19);

  CHECK(run(site, {"device", "list"}).out.find("Väntrummet") != std::string::npos);
  CHECK(run(site, {"device", "revoke", "--device", kiosk.id.hex().substr(0, 8)}).exit_code == 0);
  CHECK(run(site, {"device", "list"}).out.find("spärrad") != std::string::npos);
}

TEST_CASE(
    "P-14, P-18, P-29: progress tells papers as they are, and implausible visits in whole tens of what is "
    "released") {
  Site site;
  const auto round = site.open_round();
  Kiosk oak(site.entropy), pine(site.entropy);
  oak.enrol(site, site.oak);
  pine.enrol(site, site.pine);
  const auto visits = [&](Kiosk& kiosk, CentreId centre, std::size_t count, survey::Flags flags) {
    std::vector<Bytes> items;
    for (std::size_t i = 0; i < count; ++i) {
      auto response = a_response(site.entropy, round, centre, {{"acc", {"full"}}});
      response.flags = flags;
      items.push_back(sealed(site, response));
    }
    must(site.send(kiosk.sign(kiosk.batch_of(round, std::move(items)))));
  };
  const auto told = [&](std::size_t centre) {
    auto progress = nlohmann::json::parse(run(site, {"progress", "--json"}).out);
    const auto& row = centre == 2 ? progress["whole"] : progress["centres"][centre];
    return std::vector<std::uint64_t>{row["responses"], row["paper"], row["suspect_at_least"]};
  };
  using Told = std::vector<std::uint64_t>;
  visits(oak, site.oak, 3, {true, false});
  visits(oak, site.oak, 9, {false, true});
  visits(pine, site.pine, 9, {false, true});
  visits(pine, site.pine, 1, {true, false});
  CHECK(told(0) == Told{12, 3, 0});
  CHECK(told(1) == Told{10, 1, 0});
  CHECK(told(2) == Told{22, 4, 0});  // eighteen together, which would tell of each if the other is known
  visits(oak, site.oak, 1, {true, true});
  CHECK(told(0) == Told{13, 4, 0});  // ten, of which none stands in a result yet
  must(close_round(site.collector, round));
  CHECK(told(0) == Told{13, 4, 0});
  const auto look = [&] { CHECK(run(site, {"results"}).exit_code == 0); };
  look();
  CHECK(told(0) == Told{13, 4, 10});
  CHECK(told(1) == Told{10, 1, 0});
  CHECK(told(2) == Told{23, 5, 10});
  auto text = run(site, {"progress"}).out;
  CHECK(text.find("färre än 10") != std::string::npos);
  CHECK(text.find("Hela omgången: 23 av 130 · från papper 5 · ovanliga minst 10\n") != std::string::npos);
  // Nine are told, and the one more that makes the ten is not: no result has that one alone.
  visits(pine, site.pine, 1, {false, true});
  look();
  CHECK(told(1) == Told{11, 1, 0});
  visits(pine, site.pine, 9, {false, true});
  CHECK(told(1) == Told{20, 1, 0});
  look();
  CHECK(told(1) == Told{20, 1, 10});
  visits(oak, site.oak, 10, {false, true});
  look();
  CHECK(told(0) == Told{23, 4, 20});
  CHECK(told(2) == Told{43, 5, 30});
}

TEST_CASE("a collector is set up once, with secrets that only its owner can read") {
  Site site;
  auto again =
      initialise(*site.files, site.entropy, site.clock, site.data, {"skane", "Region Skåne"}, {"localhost"});
  CHECK(again.error().kind == ErrorKind::conflict);
  namespace fs = std::filesystem;
  for (const auto& path :
       {site.data.signing_key(), site.data.sealing_key(1), site.data.ca_key(), site.data.server_key()}) {
    CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  }
  CHECK(fs::status(site.data.keys()).permissions() == fs::perms::owner_all);
  testing::TemporaryFolder other;
  DataFolder elsewhere{other.path() + "/c"};
  auto set_up = [&](const std::string& id, const std::string& host) {
    return initialise(*site.files, site.entropy, site.clock, elsewhere, {id, "Region"}, {host});
  };
  CHECK_FALSE(set_up("Kalmar län", "localhost"));
  CHECK_FALSE(set_up("kalmar", "a,DNS:b"));
  CHECK(set_up("kalmar", "::1"));
}

TEST_CASE("a set-up that failed half way does not say that there was a collector before") {
  testing::TemporaryFolder folder;
  const DataFolder data{folder.path() + "/c"};
  struct Blocking final : Entropy {  // while the keys are drawn, something comes where the database goes
    explicit Blocking(std::string path) : blocked(std::move(path)) {}
    void fill(std::span<std::uint8_t> out) override {
      std::filesystem::create_directories(blocked);
      drawn.fill(out);
    }
    std::string blocked;
    SeededEntropy drawn{1};
  } entropy(data.database());
  const ManualClock clock(std::chrono::sys_days(std::chrono::year(2026) / 11 / 2));
  auto files = real_file_system();
  InitCommand command;
  command.region = "kalmar";
  command.name = "Region Kalmar län";
  command.lead = "anna";
  const auto first = set_up(*files, entropy, clock, data, command);
  CHECK(first.exit_code != 0);
  CHECK(std::filesystem::exists(data.database()));
  CHECK(first.err.find("finns redan en insamlare") == std::string::npos);
  const auto second = set_up(*files, entropy, clock, data, command);
  CHECK(second.err.find("finns redan en insamlare") != std::string::npos);
}

}  // namespace vantrum::collector
