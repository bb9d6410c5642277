// Rounds as data: the file, the commands, and what reaches the kiosks.
#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/commands.h"
#include "sync/collector/round_archive.h"
#include "sync/collector/round_file.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

using wire::DocumentType;

const char* const visitors_file = R"(format = 1
name = "Föräldraenkät 2026"
receiver = "Nämnden"
instrument = "config/instruments/foraldraenkat"
languages = ["sv", "ar"]
allow_unreviewed = true
at_quota = "stop"
review_page = true
linked = ["role", "gender"]
idle_s = 120
answer_s = 45
centre_count = 2

[window]
given_in = "weeks"
year = 2026
first_week = 45
last_week = 46
every_months = 12

[free_text]
on = false
decision = ""
reader = ""
routine = ""

[[centre]]
number = 1
quota = 50
local = ""

[[centre]]
number = 2
quota = 100
local = ""
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string staff_file() {
  auto text = replaced(visitors_file, "foraldraenkat", "samverkansenkat");
  text = replaced(text, "Föräldraenkät", "Samverkansenkät");
  text = replaced(text, "[\"sv\", \"ar\"]", "[\"sv\"]");
  text = replaced(text, "\"stop\"", "\"continue\"");
  text = replaced(text, "[\"role\", \"gender\"]", "[\"post\"]");
  text = replaced(text, "quota = 50", "headcount = 12");
  return replaced(text, "quota = 100", "headcount = 8");
}

struct Desk : Site {
  CommandOutput run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.path});
    auto parsed = parse_command_line(arguments);
    if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute(collector, *files, std::get<Invocation>(parsed).command, ".");
  }
  std::string write(const std::string& content, const std::string& name = "round.toml") {
    const auto path = folder.path() + "/" + name;
    must(files->write_atomic(path, view_of(content)));
    return path;
  }
  std::string refusal(const std::string& content) {
    const auto output = run({"round", "check", write(content)});
    CHECK(output.exit_code != 0);
    CHECK(output.out.empty());
    return output.err;
  }
  wire::Round round_of(RoundId round, CentreId centre) {
    const auto document = must(store->round_document_of(round, centre));
    REQUIRE(document);
    return must(wire::parse_round(
        must(wire::verify_document(document->bytes, DocumentType::round, "kalmar", keys.verify)).payload));
  }
  // Of each round document of a reply, in its order, whether it is the staff's.
  std::vector<bool> rounds_in(const Bytes& reply) {
    std::vector<bool> for_staff;
    for (const auto& bytes : must(wire::split_sequence(reply))) {
      if (must(wire::peek_header(bytes)).type != DocumentType::round) continue;
      const auto payload =
          must(wire::verify_document(bytes, DocumentType::round, "kalmar", keys.verify)).payload;
      for_staff.push_back(must(wire::parse_round(payload)).for_staff);
    }
    return for_staff;
  }
};

survey::Day day(unsigned month, unsigned of_month) {
  return std::chrono::sys_days(std::chrono::year(2026) / std::chrono::month(month) /
                               std::chrono::day(of_month));
}

}  // namespace

TEST_SUITE_BEGIN("round files");

TEST_CASE("a file says what it will be, and checking it changes nothing (S36 to S38)") {
  Desk desk;
  const auto output = desk.run({"round", "check", desk.write(visitors_file)});
  INFO(output.err);
  REQUIRE(output.exit_code == 0);
  INFO(output.out);
  for (const auto* words :
       {"2 november 2026 till 15 november 2026 (vecka 45–46)", "8 november 2027 till 21 november 2027",
        "role (4) × gender (3) = 12 grupper", "Fritext: av", "kiosken slutar fråga",
        "2 familjecentraler, tillsammans 150", "Inget hindrar att omgången öppnas"}) {
    CAPTURE(words);
    CHECK(output.out.find(words) != std::string::npos);
  }
  CHECK(must(desk.store->list_rounds()).empty());
}

TEST_CASE("what is written is read again the same, whatever a round is") {
  for (const auto& text :
       {std::string(visitors_file), staff_file(),
        replaced(visitors_file,
                 "given_in = \"weeks\"\nyear = 2026\nfirst_week = 45\nlast_week = 46\n"
                 "every_months = 12",
                 "given_in = \"until_closed\""),
        replaced(visitors_file, "given_in = \"weeks\"\nyear = 2026\nfirst_week = 45\nlast_week = 46\n",
                 "given_in = \"dates\"\nfirst = \"2026-09-01\"\nlast = \"2026-11-30\"\n")}) {
    const auto round = must(parse_round_file("a.toml", text));
    const auto again = round_file_text(round);
    CHECK(round_file_text(must(parse_round_file("b.toml", again))) == again);
  }
}

TEST_CASE("the next round keeps its weeks, its quotas and its words, a year on (S38)") {
  Desk desk;
  const auto out = desk.folder.path() + "/next.toml";
  const auto made = desk.run({"round", "new", "--after", desk.write(visitors_file), "--out", out});
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  const auto bytes = must(desk.files->read(out, 1 << 20));
  const auto next = must(parse_round_file(out, text_of(bytes)));
  CHECK(next.name == "Föräldraenkät 2027");
  CHECK(next.window.year == 2027);
  CHECK(survey::to_text(next.window.days.first) == "2027-11-08");
  CHECK(next.centres[1].quota == 100);
  // Never over a file that is there.
  CHECK(desk.run({"round", "new", "--after", desk.write(visitors_file), "--out", out}).exit_code != 0);
  const auto once = desk.write(replaced(visitors_file, "every_months = 12", "every_months = 0"));
  CHECK(desk.run({"round", "new", "--after", once}).exit_code != 0);
}

TEST_CASE("a new file has every centre with its quota, and can be opened once it is filled in") {
  Desk desk;
  const auto out = desk.folder.path() + "/new.toml";
  const auto made = desk.run({"round", "new", "--instrument", "config/instruments/besoksenkat", "--name",
                              "Höst 2026", "--receiver", "Nämnden", "--from", "2026-09-01", "--to",
                              "2026-11-30", "--every", "24", "--out", out});
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  auto text = std::string(text_of(must(desk.files->read(out, 1 << 20))));
  CHECK(text.find("quota = 80") != std::string::npos);
  CHECK(desk.run({"round", "check", out}).err.find("allow_unreviewed") != std::string::npos);
  const auto path = desk.write(replaced(text, "allow_unreviewed = false", "allow_unreviewed = true"));
  CHECK(desk.run({"round", "open", path}).exit_code == 0);
  CHECK(desk.run({"round", "list"}).out.find("1 september 2026 till 30 november 2026") != std::string::npos);
}

TEST_CASE("how many work at a centre is never guessed from its visitors' quota (S26, S30)") {
  Desk desk;
  const auto out = desk.folder.path() + "/staff.toml";
  REQUIRE(desk.run({"round", "new", "--instrument", "config/instruments/samverkansenkat", "--name",
                    "Samverkan", "--receiver", "Nämnden", "--out", out})
              .exit_code == 0);
  const auto empty = desk.run({"round", "check", out});
  CHECK(empty.exit_code != 0);
  CHECK(empty.err.find("headcount") != std::string::npos);
  const std::vector<std::string> line = {
      "round",       "open", "--instrument",      "config/instruments/samverkansenkat",
      "--name",      "S",    "--receiver",        "Nämnden",
      "--languages", "sv",   "--allow-unreviewed"};
  CHECK(desk.run(line).err.find("how many work at centre 1? Say it with --quota 1=NUMBER") !=
        std::string::npos);
  auto told = line;
  for (const auto* quota : {"1=12", "2=8"}) {
    told.emplace_back("--quota");
    told.emplace_back(quota);
  }
  const auto opened = desk.run(told);
  INFO(opened.err);
  REQUIRE(opened.exit_code == 0);
  CHECK(desk.round_of(RoundId{1}, desk.pine).quota == 8);
  auto wrong = line;
  for (const auto* word : {"--centre", "1", "--quota", "2=8"}) wrong.emplace_back(word);
  CHECK(desk.run(wrong).err.find("centre 2 does not take part") != std::string::npos);
  wrong = line;
  for (const auto* word : {"--centre", "9"}) wrong.emplace_back(word);
  CHECK(desk.run(wrong).err.find("there is no centre 9") != std::string::npos);
}

TEST_CASE("a faulty file is refused with its name, the line or the key, what was expected and what to do") {
  Desk desk;
  const struct {
    const char *from, *to, *words;
  } faults[] = {
      {"at_quota = \"stop\"", "at_quota = \"maybe\"", ":7: "},
      {"number = 2", "number = 9", "there is no centre 9; see: vantrum-collector centre list"},
      {"number = 2", "number = 1", "stands here twice"},
      {"quota = 100", "quota = 0", "quota"},
      {"quota = 100", "quota = 100\nheadcount = 5", "both quota and headcount"},
      {"quota = 100\n", "", "no quota"},
      {"quota = 100", "headcount = 100", "expected quota: the answers wanted (S26)"},
      {"centre_count = 2", "centre_count = 3", "centre"},
      {"first_week = 45", "first_week = 53", "the last week (46) comes before the first (53)"},
      {"last_week = 46", "last_week = 47\nmonth = 3", "month"},
      {"every_months = 12", "every_months = 7", "whole years"},
      {"[\"sv\", \"ar\"]", "[\"ar\"]", "expected \"sv\", too"},
      {"[\"sv\", \"ar\"]", "[\"sv\", \"th\"]", "no texts in \"th\""},
      {"allow_unreviewed = true", "allow_unreviewed = false", "nobody has reviewed sv, ar"},
      {"idle_s = 120", "idle_s = 5", "expected 20 to 3600"},
      {"review_page = true\n", "", "review_page"},
      {"foraldraenkat", "nowhere", "nowhere"},
      {"number = 2\nquota = 100\nlocal = \"\"", "number = 2\nquota = 100\nlocal = \"config/goals\"",
       "centre 2"},
  };
  for (const auto& fault : faults) {
    CAPTURE(fault.to);
    const auto message = desk.refusal(replaced(visitors_file, fault.from, fault.to));
    CAPTURE(message);
    CHECK(message.find("round.toml") != std::string::npos);
    CHECK(message.find(fault.words) != std::string::npos);
  }
  CHECK(desk.run({"round", "check", "no-such-file.toml"}).exit_code != 0);
}

TEST_CASE(
    "more than two linked background questions are refused, and so are others than the instrument's (P-31)") {
  Desk desk;
  const auto with = [&](const std::string& list) {
    return desk.refusal(replaced(visitors_file, "[\"role\", \"gender\"]", list));
  };
  CHECK(with("[\"role\", \"gender\", \"first\"]")
            .find(":9: 3 background questions beside the answers; expected at most 2") != std::string::npos);
  CHECK(with("[\"role\"]").find("expected [gender, role]") != std::string::npos);
  CHECK(with("[\"role\", \"first\"]").find("(P-31)") != std::string::npos);
}

TEST_CASE("free text needs the leads' decision, a named reader and a routine, all three (P-12)") {
  Desk desk;
  const auto with = [](const std::string& on, const std::string& decision, const std::string& reader,
                       const std::string& routine) {
    return replaced(visitors_file, "on = false\ndecision = \"\"\nreader = \"\"\nroutine = \"\"",
                    fmt::format("on = {}\ndecision = \"{}\"\nreader = \"{}\"\nroutine = \"{}\"", on, decision,
                                reader, routine));
  };
  CHECK(desk.refusal(with("true", "", "Utvecklingsledaren", "Rutin 7")).find("decision") !=
        std::string::npos);
  CHECK(desk.refusal(with("true", "Beslut 12", "", "Rutin 7")).find("reader") != std::string::npos);
  CHECK(desk.refusal(with("true", "Beslut 12", "Utvecklingsledaren", "")).find("routine") !=
        std::string::npos);
  CHECK(desk.refusal(with("false", "", "Utvecklingsledaren", "")).find("free text is off") !=
        std::string::npos);
  const auto open =
      desk.run({"round", "open", desk.write(with("true", "Beslut 12", "Utvecklingsledaren", "Rutin 7"))});
  INFO(open.err);
  REQUIRE(open.exit_code == 0);
  CHECK(desk.round_of(RoundId{1}, desk.oak).free_text);
}

TEST_CASE("what the file says reaches the kiosks: window, quota, stop, review page, idle times (S26, S37)") {
  Desk desk;
  REQUIRE(desk.run({"round", "open", desk.write(visitors_file)}).exit_code == 0);
  const auto oak = desk.round_of(RoundId{1}, desk.oak), pine = desk.round_of(RoundId{1}, desk.pine);
  CHECK(oak.window == survey::Window{day(11, 2), day(11, 15)});
  CHECK(oak.quota == 50);
  CHECK(pine.quota == 100);
  CHECK((oak.stop_at_quota && oak.review && !oak.free_text && !oak.for_staff));
  CHECK((oak.idle_s == 120 && oak.answer_s == 45));
  CHECK(oak.languages == std::vector<std::string>{"sv", "ar"});
  CHECK(oak.instrument_files.size() == 3);
}

TEST_CASE("a new key and the closing change that and nothing else in what kiosks were told") {
  Desk desk;
  REQUIRE(desk.run({"round", "open", desk.write(visitors_file)}).exit_code == 0);
  auto before = desk.round_of(RoundId{1}, desk.oak);
  REQUIRE(desk.run({"key", "new"}).exit_code == 0);
  auto keyed = desk.round_of(RoundId{1}, desk.oak);
  CHECK(keyed.seal_to.epoch == 2);
  keyed.seal_to = before.seal_to;
  CHECK(keyed == before);
  REQUIRE(desk.run({"round", "close"}).exit_code == 0);
  auto closed = desk.round_of(RoundId{1}, desk.oak);
  CHECK_FALSE(closed.is_open);
  closed.is_open = true;
  closed.seal_to = before.seal_to;
  CHECK(closed == before);
}

TEST_CASE("a round of the staff stands beside the visitors', and a second of a kind has to wait (S30)") {
  Desk desk;
  REQUIRE(desk.run({"round", "open", desk.write(visitors_file)}).exit_code == 0);
  const auto staff = desk.run({"round", "open", desk.write(staff_file())});
  INFO(staff.err);
  REQUIRE(staff.exit_code == 0);
  CHECK(desk.round_of(RoundId{2}, desk.oak).for_staff);
  CHECK(desk.round_of(RoundId{2}, desk.oak).quota == 12);
  const auto waits = desk.run({"round", "check", desk.write(staff_file())});
  CHECK(waits.exit_code == 1);
  CHECK(waits.out.find("Stäng den först: round close --round 2") != std::string::npos);
  CHECK(desk.run({"round", "open", desk.write(staff_file())}).exit_code != 0);
  // Each kiosk is sent both, and only what it has not got.
  Kiosk kiosk(desk.entropy);
  kiosk.enrol(desk, desk.oak);
  wire::Status status;
  const auto documents_for = [&] { return desk.rounds_in(must(desk.send(kiosk.sign(status)))); };
  CHECK(documents_for() == std::vector<bool>{false, true});
  status.round_serial = must(desk.store->round_document_of(RoundId{1}, desk.oak))->serial;
  CHECK(documents_for() == std::vector<bool>{true});
  status.staff_serial = must(desk.store->round_document_of(RoundId{2}, desk.oak))->serial;
  CHECK(documents_for().empty());
}

// After the newer key of the other a kiosk would take it no more.
TEST_CASE("of two rounds a kiosk hears of the older document first, when it joins and later") {
  Desk desk;
  const std::vector<bool> staff_first{true, false};
  REQUIRE(desk.run({"round", "open", desk.write(staff_file())}).exit_code == 0);
  REQUIRE(desk.run({"round", "open", desk.write(visitors_file)}).exit_code == 0);
  const auto code = must(issue_code(desk.collector, desk.oak, "Väntrummet", std::chrono::minutes(10)));
  Kiosk kiosk(desk.entropy);
  CHECK(desk.rounds_in(must(desk.send(kiosk.enrolment(code.printed)))) == staff_first);
  CHECK(desk.rounds_in(must(desk.send(kiosk.sign(wire::Status{})))) == staff_first);
}

TEST_CASE("staff surveys tell a response rate of a known number; visitors' never do (S30, D5)") {
  Desk desk;
  REQUIRE(desk.run({"round", "open", desk.write(staff_file())}).exit_code == 0);
  CHECK(desk.run({"progress"}).out.find("svarsfrekvens") != std::string::npos);
  REQUIRE(desk.run({"round", "close"}).exit_code == 0);
  // So do the words of its archive.
  const auto words_of_archive = [&](RoundId round) {
    const auto archive = must(archive_round(desk.collector, *desk.files, {round, desk.folder.path()}));
    return std::string(text_of(must(desk.files->read(archive.path + "/LASMIG.txt", 100'000))));
  };
  const auto of_staff = words_of_archive(RoundId{1});
  CHECK(of_staff.find("Svarsfrekvensen är svaren i procent av dem som arbetade") != std::string::npos);
  CHECK(of_staff.find("inte inskrivna") == std::string::npos);
  REQUIRE(desk.run({"round", "open", desk.write(visitors_file)}).exit_code == 0);
  CHECK(desk.run({"progress"}).out.find("svarsfrekvens") == std::string::npos);
  REQUIRE(desk.run({"round", "close"}).exit_code == 0);
  CHECK(words_of_archive(RoundId{2})
            .find("Besökarna är inte inskrivna; en svarsfrekvens går inte att räkna ut.") !=
        std::string::npos);
  const auto quota = replaced(staff_file(), "headcount = 12", "quota = 12");
  CHECK(desk.refusal(quota).find("expected headcount: how many work there (S30)") != std::string::npos);
}

TEST_SUITE_END();

}  // namespace vantrum::collector
