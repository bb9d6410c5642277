// Receiving and opening as two users, with the real program: row 43 (docs/opening.md).
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "sync/collector/backup.h"
#include "sync/store/answer_content.h"
#include "tests/support/process.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;
using testing::Child, testing::Finished;

// Numbers nobody has on a usual machine.
constexpr unsigned receiver = 61'001, opener = 61'002, both = 61'000;

void give(const std::string& path, unsigned user, unsigned group) {
  REQUIRE(::lchown(path.c_str(), user, group) == 0);
  if (!fs::is_directory(path)) return;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    REQUIRE(::lchown(entry.path().c_str(), user, group) == 0);
}

// Only root can be two other users. Whoever runs the tests must not think that this one was run.
bool can_be_two_users() {
  if (::geteuid() == 0) return true;
  MESSAGE("NOT TRIED: row 43, what each of two users can read. Run this test as root (docs/opening.md).");
  return false;
}

// A collector set up by one user whose answers were then given to another, as docs/opening.md says.
struct TwoUsers {
  TwoUsers() {
    round = must(collector::open_round(site.collector, plan()));
    kiosk.emplace(site.entropy);
    kiosk->enrol(site, site.oak);
    program = site.folder.path() + "/vantrum-collector";
    fs::copy_file(VANTRUM_BIN "/vantrum-collector", program);
    fs::create_directory(backups);
    site.store.reset();
    site.answer_store.reset();
    fs::permissions(site.folder.path(), fs::perms(0755));
    give(site.data.path, receiver, both);
    give(site.data.answers(), opener, both);
    give(backups, 0, both);
    REQUIRE(::chmod(backups.c_str(), 02770) == 0);
  }

  static RoundPlan plan() {
    RoundPlan plan;
    plan.name = "Besöksenkät hösten 2026";
    plan.receiver = "Regionstyrelsen";
    plan.files = survey_files();
    plan.languages = {"sv"};
    plan.allow_unreviewed = true;
    plan.free_text = true;
    plan.text_reader = "lasare";
    plan.text_routine = "rutin 2026:12";
    return plan;
  }

  static std::vector<std::string> as(unsigned user, std::vector<std::string> command) {
    std::vector<std::string> line = {
        "setpriv", "--reuid", std::to_string(user), "--regid", std::to_string(both), "--clear-groups"};
    line.insert(line.end(), command.begin(), command.end());
    return line;
  }
  Finished run(unsigned user, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {program, "--data", site.data.path});
    return must(testing::run_program(as(user, arguments)));
  }
  void serve() {
    auto port_file = site.data.path + "/port";
    fs::remove(port_file);
    server.emplace(must(Child::start(as(receiver, {program, "--data", site.data.path, "serve", "--no-open",
                                                   "--listen", "127.0.0.1:0", "--port-file", port_file}))));
    CHECK(must(server->read_line()).find("Listening") == 0);
  }
  // The key that opens, on sheets; their files, for whoever opens.
  std::vector<std::string> print_sheets() {
    const auto printed = run(opener, {"key", "print"});
    REQUIRE(printed.exit_code == 0);
    std::vector<std::string> names;
    for (std::size_t start = 0; start < printed.output.size();) {
      const auto end = std::min(printed.output.find("\n\n", start), printed.output.size());
      names.push_back(site.folder.path() + "/sheet" + std::to_string(names.size()));
      must(site.files->write_atomic(names.back(), view_of(printed.output.substr(start, end - start))));
      give(names.back(), opener, both);
      start = end + 2;
    }
    return names;
  }
  // A kiosk's stick, read by the server that runs.
  void deliver(std::size_t count) {
    auto document = kiosk->sign(kiosk->batch_of(round, sealed_visits(site, round, site.oak, count)));
    auto stick = site.folder.path() + "/stick" + std::to_string(++sticks);
    auto outbox = stick + "/vantrum/outbox/" + kiosk->id.hex();
    fs::create_directories(outbox);
    must(site.files->write_atomic(outbox + "/batch-1.cose", document));
    give(stick, receiver, both);
    auto imported = run(receiver, {"import", stick});
    CAPTURE(imported.output);
    CAPTURE(imported.errors);
    CHECK(imported.exit_code == 0);
  }
  std::uint64_t answers_seen() {
    auto progress = run(opener, {"progress", "--json"});
    CAPTURE(progress.errors);
    REQUIRE(progress.exit_code == 0);
    auto json = nlohmann::json::parse(progress.output);
    CHECK(json.at("unopened") == 0);
    CHECK(json.at("quarantine").empty());
    return json.at("centres").at(0).at("responses");
  }
  // Every byte of the collector that a user can get at.
  std::string all_that_reads(unsigned user) {
    return must(testing::run_program(
                    as(user, {"find", site.data.path, "-type", "f", "-exec", "cat", "{}", "+"})))
        .output;
  }

  Site site;
  RoundId round;
  std::optional<Kiosk> kiosk;
  std::string program, backups = site.folder.path() + "/backups";
  std::optional<Child> server;
  int sticks = 0;
};

bool holds(const std::string& all, ByteView bytes) { return all.find(text_of(bytes)) != std::string::npos; }

}  // namespace

TEST_CASE(
    "whoever receives can read no answer and no key that opens one; whoever opens counts once (row 43)") {
  if (!can_be_two_users()) return;
  TwoUsers two;
  two.serve();
  two.deliver(5);
  CHECK(two.answers_seen() == 5);
  CHECK(two.answers_seen() == 5);
  two.deliver(2);
  CHECK(two.run(opener, {"open"}).output == "2 öppnade, 0 i karantän\n");
  CHECK(two.run(opener, {"open"}).output == "0 öppnade, 0 i karantän\n");
  CHECK(two.answers_seen() == 7);

  // All that the receiving user can read, against what the opening one has: the search can find it.
  auto content = encode_answers({{"acc", {"full"}}, {"wel", {"mostly"}}}, survey_instrument());
  auto secret = two.site.keys.sealing.at(1).view();
  auto received = two.all_that_reads(receiver), opened = two.all_that_reads(opener);
  CHECK(holds(opened, content));
  CHECK(holds(opened, secret));
  CHECK(received.size() > 10'000);
  CHECK_FALSE(holds(received, content));
  CHECK_FALSE(holds(received, secret));
  CHECK_FALSE(holds(opened, must(two.site.files->read(two.site.data.signing_key(), 32))));
  for (const auto& file : {two.site.data.answer_database(), two.site.data.sealing_key(1)}) {
    auto reading = must(testing::run_program(TwoUsers::as(receiver, {"cat", file})));
    CHECK(reading.errors.find("Permission denied") != std::string::npos);
  }
  // And what the opening user may not: who sent what.
  auto ledger = must(testing::run_program(TwoUsers::as(opener, {"cat", two.site.data.database()})));
  CHECK(ledger.errors.find("Permission denied") != std::string::npos);

  // Nor has the server them open, whatever its files say.
  for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(two.server->pid()) + "/fd")) {
    std::error_code gone;
    CHECK(fs::read_symlink(entry, gone).string().find("answers") == std::string::npos);
  }

  // What the one may not do, it says; what the other may not, too.
  for (const char* command : {"open", "progress", "results", "backup"}) {
    std::vector<std::string> arguments = {command};
    if (arguments.front() == "backup") arguments.insert(arguments.end(), {"--to", two.backups});
    auto refused = two.run(receiver, arguments);
    CHECK(refused.exit_code != 0);
    CHECK(refused.errors.find("docs/opening.md") != std::string::npos);
  }
  CHECK(two.run(opener, {"centre", "add", "--name", "Ny", "--quota", "5"}).exit_code != 0);
  CHECK(two.run(receiver, {"centre", "add", "--name", "Ny", "--quota", "5"}).exit_code == 0);
  CHECK(two.run(opener, {"results", "--csv"}).exit_code == 0);

  // Every command of either that does more than list is a line of the one log.
  CHECK(two.run(opener, {"round", "risk", "--round", "77"}).exit_code != 0);
  auto log = two.run(receiver, {"audit", "list"}).output;
  CHECK(log.find(
            R"("actor":"kommandorad, den som öppnar","action":"gav kommando","details":"results --csv")") !=
        std::string::npos);
  CHECK(log.find(R"("action":"det gick inte","details":"round risk --round 77")") != std::string::npos);
  CHECK(log.find(R"("actor":"kommandorad","action":"gav kommando","details":"centre add)") !=
        std::string::npos);
  CHECK(log.find("progress") == std::string::npos);
  CHECK(two.run(receiver, {"audit", "verify"}).exit_code == 0);
}

TEST_CASE(
    "whoever opens reads texts, and the line of the log is the server's; without it nothing is read (P-12)") {
  if (!can_be_two_users()) return;
  TwoUsers two;
  two.serve();
  two.deliver(5);
  const std::vector<std::string> list{"quotes", "list", "--round", "1", "--reader", "lasare"};
  auto read = two.run(opener, list);
  CAPTURE(read.errors);
  CHECK(read.output == "Inga fritexter.\n");
  auto curious = list;
  curious.back() = "nyfiken";
  CHECK(two.run(opener, curious).exit_code != 0);
  CHECK(two.run(receiver, list).errors.find("docs/opening.md") != std::string::npos);
  auto log = two.run(receiver, {"audit", "list"}).output;
  CHECK(log.find("läste fritexter") != std::string::npos);
  CHECK(log.find("fick inte läsa fritexter") != std::string::npos);
  CHECK(log.find(R"("actor":"kommandorad, den som öppnar","action":"läste fritexter")") != std::string::npos);
  CHECK(two.run(receiver, {"audit", "verify"}).exit_code == 0);
  CHECK(two.run(opener, {"retention", "plan"}).output.find("ingen gallringstabell är antagen") !=
        std::string::npos);
  CHECK(two.run(receiver, {"retention", "plan"}).errors.find("docs/opening.md") != std::string::npos);
  two.server.reset();
  CHECK(two.run(opener, list).exit_code != 0);
}

TEST_CASE("opening asks for no copy of what was received, however much that is") {
  if (!can_be_two_users()) return;
  TwoUsers two;
  two.serve();
  // Whatever copy is asked for now cannot be made.
  const auto in_the_way = two.site.data.path + "/hand_over_copy.db";
  fs::create_directories(in_the_way + "/x");
  CHECK(two.run(opener, {"open"}).output == "0 öppnade, 0 i karantän\n");
  CHECK(two.run(opener, {"key", "new"}).exit_code == 0);
  CHECK(two.run(opener, {"progress"}).exit_code != 0);
  two.deliver(1);
  CHECK(two.run(opener, {"open"}).output == "1 öppnade, 0 i karantän\n");
  two.deliver(1);
  CHECK(two.run(opener, {"backup", "--to", two.backups}).exit_code == 0);
  fs::remove_all(in_the_way);
  CHECK(two.answers_seen() == 2);
  CHECK_FALSE(fs::exists(in_the_way));
  CHECK_FALSE(fs::exists(two.site.data.answers() + "/received.db"));
}

TEST_CASE("of a backup of two users that fails, or was cut short, neither's half stays (rows 28, 43)") {
  if (!can_be_two_users()) return;
  TwoUsers two;
  two.serve();
  two.deliver(2);
  // The opening user's half fails: what it typed about the years is no database.
  const auto years = two.site.data.answers() + "/year.db";
  must(two.site.files->write_atomic(years, view_of(std::string(4096, 'x'))));
  give(years, opener, both);
  CHECK(two.run(opener, {"backup", "--to", two.backups}).exit_code != 0);
  CHECK(fs::is_empty(two.backups));
  fs::remove(years);

  // Cut short: as that one left it, with both users' files in it.
  auto backup = two.run(opener, {"backup", "--to", two.backups, "--with-sealing-keys"});
  CAPTURE(backup.errors);
  REQUIRE(backup.exit_code == 0);
  const auto whole = fs::directory_iterator(two.backups)->path();
  const auto tag = to_hex(crypto::hash_of(two.site.keys.verify.view()).view().first(4));
  const auto part = two.backups + "/vantrum-20260101T000000Z." + tag + ".part";
  fs::rename(whole, part);
  backup = two.run(opener, {"backup", "--to", two.backups});
  CHECK(backup.exit_code == 0);
  CHECK_FALSE(fs::exists(part));
  CHECK(std::distance(fs::directory_iterator(two.backups), {}) == 1);
}

TEST_CASE("two users put a key back that was lost with the collector, and never write over it (row 43)") {
  if (!can_be_two_users()) return;
  TwoUsers two;
  two.serve();
  REQUIRE(two.run(opener, {"key", "new"}).exit_code == 0);
  auto printed = two.run(opener, {"key", "print", "--sheets", "2"}).output;
  const auto secret = must(two.site.files->read(two.site.data.sealing_key(2), 32));
  // Lost, as if the collector's folder were of before that key.
  two.server.reset();
  fs::remove(two.site.data.sealing_public_key(2));
  fs::remove(two.site.data.sealing_key(2));
  two.serve();
  const auto middle = printed.find("\n\n");
  const std::string sheets[] = {two.site.folder.path() + "/one.txt", two.site.folder.path() + "/two.txt"};
  must(two.site.files->write_atomic(sheets[0], view_of(printed.substr(0, middle))));
  must(two.site.files->write_atomic(sheets[1], view_of(printed.substr(middle + 2))));
  auto restored = two.run(opener, {"key", "restore", sheets[0], sheets[1]});
  CAPTURE(restored.errors);
  CHECK(restored.exit_code == 0);
  CHECK(two.run(opener, {"key", "list"}).output.find("nej") == std::string::npos);
  CHECK(must(two.site.files->read(two.site.data.sealing_public_key(2), 32)).size() == 32);
  CHECK(two.run(opener, {"key", "restore", sheets[0], sheets[1]}).exit_code == 0);
  // One whose public half never came to the server stays, too.
  two.server.reset();
  fs::remove(two.site.data.sealing_public_key(2));
  two.serve();
  CHECK(two.run(opener, {"key", "new"}).output.find("Nyckel 3 ") == 0);
  CHECK(must(two.site.files->read(two.site.data.sealing_key(2), 32)) == secret);
}

TEST_CASE("two users make a backup together, and one a key that the other publishes (rows 28, 43)") {
  if (!can_be_two_users()) return;
  TwoUsers two;
  two.serve();
  two.deliver(5);
  auto made = two.run(opener, {"key", "new"});
  CAPTURE(made.errors);
  CHECK(made.exit_code == 0);
  struct stat secret {
  }, open_half{};
  REQUIRE(::stat(two.site.data.sealing_key(2).c_str(), &secret) == 0);
  REQUIRE(::stat(two.site.data.sealing_public_key(2).c_str(), &open_half) == 0);
  CHECK(secret.st_uid == opener);
  CHECK((secret.st_mode & 0777) == 0600);
  CHECK(open_half.st_uid == receiver);
  CHECK(two.run(opener, {"key", "list"}).output.find("nej") == std::string::npos);

  auto backup = two.run(opener, {"backup", "--to", two.backups, "--with-sealing-keys"});
  CAPTURE(backup.errors);
  REQUIRE(backup.exit_code == 0);
  CHECK(backup.output.find("1 kiosker, 1 kvitton") != std::string::npos);
  two.server.reset();
  for (const auto& entry : fs::directory_iterator(two.backups)) {
    DataFolder data{two.site.folder.path() + "/restored"};
    must(restore(*two.site.files, two.site.entropy, SystemClock(), entry.path(),
                 data));  // as the programs' own
    auto store = must(SqliteCollectorStore::open(data.database()));
    auto answers = must(open_answers(*two.site.files, data, *store));
    CHECK(must(answers->count_answers(two.round))[two.site.oak] == 5);
    CHECK(must(store->find_device(two.kiosk->id))->backed_up == 1);
    CHECK(must(load_keys(*two.site.files, data)).sealing.size() == 3);  // and one of after the loss
  }
  // Without its server the receiving user's commands still work, and the other's say what is missing.
  CHECK(two.run(receiver, {"centre", "list"}).exit_code == 0);
  CHECK(two.run(opener, {"open"}).errors.find("serve --no-open") != std::string::npos);
}

TEST_CASE(
    "the printed advice for a missing key opens what waits for it, and shows whoever receives no key (row "
    "43)") {
  if (!can_be_two_users()) return;
  TwoUsers two;
  two.serve();
  const auto sheets = two.print_sheets();
  REQUIRE(sheets.size() >= 2);
  const auto path = two.site.data.sealing_key(1);
  const auto key = must(two.site.files->read(path, 64));
  fs::remove(path);
  two.deliver(2);
  CHECK(two.run(opener, {"open"}).output == "0 öppnade, 2 i karantän\n");
  const auto listed = two.run(receiver, {"quarantine", "list"}).output;
  CAPTURE(listed);
  const auto restore = listed.find("vantrum-collector key restore"),
             requeue = listed.find("quarantine requeue");
  REQUIRE(restore != std::string::npos);
  CHECK(requeue != std::string::npos);
  CHECK(requeue > restore);
  CHECK(listed.find("Den som öppnar svar") < restore);
  CHECK(listed.find("mappen keys") == std::string::npos);

  const auto restored = two.run(opener, {"key", "restore", sheets[0], sheets[1]});
  CAPTURE(restored.errors);
  CHECK(restored.exit_code == 0);
  const auto requeued = two.run(receiver, {"quarantine", "requeue"});
  CAPTURE(requeued.errors);
  CHECK(requeued.exit_code == 0);
  CHECK(two.answers_seen() == 2);
  CHECK(must(two.site.files->read(path, 64)) == key);
  CHECK_FALSE(holds(two.all_that_reads(receiver), key));
}

}  // namespace vantrum::collector
