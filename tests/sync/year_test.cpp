// The yearly reports by command, on a collector with answers: typed once, frozen for good, in every backup.
#include <filesystem>
#include <fstream>

#include "sync/collector/backup.h"
#include "sync/collector/commands.h"
#include "sync/collector/years.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

struct Years : Site {
  Years() : round(open_round()), kiosk(entropy), other(entropy) {
    kiosk.enrol(*this, oak);
    other.enrol(*this, pine);
    says({"year", "setup", "--outline", "config/year/jonkoping.toml", "--calendar",
          "config/year/jonkoping-calendar.toml", "--statements", "config/reflection/sjalvreflektion.toml"});
  }

  CommandOutput run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.path});
    auto parsed = parse_command_line(arguments);
    if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute(collector, *files, std::get<Invocation>(parsed).command, ".");
  }
  std::string says(const std::vector<std::string>& arguments) {
    auto output = run(arguments);
    INFO(output.err);
    REQUIRE(output.exit_code == 0);
    return output.out;
  }

  void answer(Kiosk& from, CentreId centre, std::size_t count) {
    must(send(from.sign(from.batch_of(round, sealed_visits(*this, round, centre, count)))));
  }
  void close() { says({"round", "close"}); }

  // Writes what was printed, with one thing changed, and hands it in.
  CommandOutput hand_in(const std::string& centre, const std::string& from, const std::string& to) {
    auto text = says({"year", "new", "--centre", centre, "--year", "2026"});
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    path = folder.path() + "/typed.toml";
    std::ofstream(path) << text;
    return run({"year", "set", path});
  }
  std::string report(const std::vector<std::string>& more) {
    std::vector<std::string> all = {"year", "report", "--year", "2026", "--format", "json"};
    all.insert(all.end(), more.begin(), more.end());
    return says(all);
  }

  RoundId round;
  Kiosk kiosk, other;
  std::string path;
};

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("S57: a wrong file is refused with file and line, and what was handed in before stays") {
  Years site;
  REQUIRE(site.hand_in("1", "visits = \"\"", "visits = 1240").exit_code == 0);
  const auto before = site.says({"year", "new", "--centre", "1", "--year", "2026"});
  CHECK(has(before, "visits = 1240"));
  const auto wrong = site.hand_in("1", "visits = 1240", "visits = \"många\"");
  CHECK(wrong.exit_code != 0);
  CHECK(has(wrong.err, site.path + ":"));
  CHECK(has(wrong.err, "\"visits\" is no such number; expected a whole number from 0"));
  CHECK(site.hand_in("1", "centre = 1", "centre = 9").exit_code != 0);
  CHECK(has(site.hand_in("1", "visitors_round = 0", "visitors_round = 7").err, "there is no round 7"));
  CHECK(has(site.hand_in("1", "staff_round = 0", "staff_round = 1").err, "round 1 is the visitors'"));
  CHECK(site.says({"year", "new", "--centre", "1", "--year", "2026"}) == before);
  CHECK(has(site.says({"year", "list"}), "1 av 5"));
}

TEST_CASE("S59: a frozen compilation never changes, whatever is typed in, answered or set up afterwards") {
  Years site;
  site.answer(site.kiosk, site.oak, 12);
  site.answer(site.other, site.pine, 12);
  REQUIRE(site.hand_in("1", "visitors_round = 0", "visitors_round = 1").exit_code == 0);
  const auto early = site.run({"year", "freeze", "--year", "2026", "--part", "1"});
  CHECK(early.exit_code != 0);
  CHECK(has(early.err, "close it first"));  // its numbers still grow
  site.close();
  CHECK(has(site.says({"year", "freeze", "--year", "2026", "--part", "1"}), "Kontrollsumma "));
  const auto county = site.report({"--part", "1"}), oak = site.report({"--part", "1", "--centre", "1"});
  const auto listed = site.says({"year", "frozen"});
  CHECK(has(county, "12 svar av 50") == false);
  CHECK(has(county, "24 svar av 130"));
  CHECK(has(oak, "12 svar av 50"));

  site.answer(site.kiosk, site.oak, 20);  // late ones
  REQUIRE(site.hand_in("1", "visits = \"\"", "visits = 1240").exit_code == 0);
  REQUIRE(site.hand_in("2", "visits = \"\"", "visits = 900").exit_code == 0);
  site.says({"centre", "add", "--name", "Boken", "--quota", "50"});
  site.says({"year", "setup", "--outline", "config/year/kalmar.toml"});
  CHECK(site.report({"--part", "1"}) == county);
  CHECK(site.report({"--part", "1", "--centre", "1"}) == oak);
  CHECK(site.says({"year", "frozen"}) == listed);
  CHECK(site.run({"year", "report", "--year", "2026", "--part", "1", "--centre", "2"}).exit_code != 0);
  CHECK(site.run({"year", "freeze", "--year", "2026", "--part", "1"}).exit_code != 0);

  site.says({"year", "setup", "--outline", "config/year/jonkoping.toml"});
  CHECK(has(site.report({}), "2\u00a0140 (2 av 3)"));  // as it is now
  site.says({"year", "freeze", "--year", "2026", "--part", "2"});
  CHECK(has(site.report({"--part", "2"}), "2\u00a0140 (2 av 3)"));
  CHECK(site.report({"--part", "1"}) == county);
  site.run({"year", "reports", "--year", "2026", "--part", "1", "--format", "html", "-o",
            site.folder.path() + "/frozen.zip"});
  CHECK(std::system(
            ("/usr/bin/python3 -m zipfile -t " + site.folder.path() + "/frozen.zip > /dev/null").c_str()) ==
        0);
}

TEST_CASE("P-14: with four answers at a centre, no form of its report says one of them") {
  Years site;
  site.answer(site.kiosk, site.oak, 4);
  site.answer(site.other, site.pine, 12);
  site.close();
  REQUIRE(site.hand_in("1", "support = \"\"", "support = 3").exit_code == 0);
  for (const char* form : {"text", "html", "json"}) {
    const auto text = site.says({"year", "report", "--year", "2026", "--centre", "1", "--format", form});
    CHECK(has(text, "färre än 5 svar har kommit in"));
    CHECK(has(text, "tidiga insatser: färre än 5."));
    CHECK_FALSE(has(text, "4 svar"));
    CHECK_FALSE(has(text, "4 (100"));
  }
  CHECK_FALSE(has(site.report({}), "16 svar"));  // the county's row is of the centre that is shown
}

TEST_CASE("S49, S61: the calendar's commands say what is due, and nothing where nothing is") {
  Years site;
  CHECK(
      has(site.says({"calendar", "show"}), "1 december 2026–31 januari 2027: Självreflektion · Samordnare"));
  CHECK(has(site.says({"calendar", "remind", "--day", "2027-01-29"}),
            "Verksamhetsberättelsen lämnas in: om 30 dagar"));
  CHECK(site.says({"calendar", "remind", "--day", "2027-01-28"}).empty());
  CHECK(has(site.says({"calendar", "remind", "--day", "2027-01-31", "--days", "7"}), "om 28 dagar"));
  CHECK(has(site.says({"calendar", "file"}), "BEGIN:VCALENDAR"));
  CHECK(site.run({"calendar", "show", "--day", "2027-02-30"}).exit_code != 0);
}

TEST_CASE("S57, S59: typed years and frozen compilations are in a backup, and come back from it") {
  Years site;
  site.answer(site.kiosk, site.oak, 12);
  site.close();
  REQUIRE(site.hand_in("1", "visits = \"\"", "visits = 1240").exit_code == 0);
  site.says({"year", "freeze", "--year", "2026", "--part", "1"});
  const auto county = site.report({"--part", "1"});
  const auto target = site.folder.path() + "/backups";
  std::filesystem::create_directory(target);
  const auto backup = must(back_up(site.collector, *site.files, target, true)).path;
  const DataFolder folder{site.folder.path() + "/restored"};
  must(restore(*site.files, site.entropy, site.clock, backup, folder));
  auto years = must(year::YearStore::open(years_database(folder)));
  CHECK(must(years->load_frozen(2026, 1))[0].bytes == county);
  CHECK(has(must(years->find_year(site.oak, 2026)).value(), "visits = 1240"));
}

TEST_CASE("a process that only receives has no years") {
  Years site;
  Collector receiving{*site.store, site.keys, site.collector.region, site.clock, site.entropy,
                      nullptr,     site.data};
  const auto years = open_years(receiving);
  REQUIRE_FALSE(years);
  CHECK(years.error().kind == ErrorKind::refused);
}

}  // namespace vantrum::collector
