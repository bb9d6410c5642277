// Keys that answers are sealed to: rotation, sheets of paper, the drill, and what a process that only
// receives may read.
#include <algorithm>
#include <filesystem>

#include "sync/collector/commands.h"
#include "sync/collector/key_care.h"
#include "sync/collector/paper_key.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) { kiosk.enrol(*this, oak); }
  CommandOutput run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", data.path});
    auto parsed = parse_command_line(arguments);
    if (auto* output = std::get_if<CommandOutput>(&parsed)) return *output;
    return execute(collector, *files, std::get<Invocation>(parsed).command, folder.path());
  }
  wire::Round document() {
    auto bytes = must(store->latest_round_document(oak))->bytes;
    auto verified = must(wire::verify_document(bytes, wire::DocumentType::round, "kalmar", keys.verify));
    return must(wire::parse_round(verified.payload));
  }
  void deliver(const Bytes& item) { must(send(kiosk.sign(kiosk.batch_of(round, {item})))); }
  Bytes sealed_to(const wire::SealTo& to) {
    auto visit = a_response(entropy, round, oak, {{"acc", {"full"}}});
    return must(wire::seal_response(visit, survey_instrument(), to));
  }
  std::size_t opened() {
    must(Opener(collector).run());
    return answers(round);
  }
  // Each sheet in a file of its own; their names.
  std::vector<std::string> sheet_files(const std::string& printed) {
    std::vector<std::string> names;
    std::size_t start = 0;
    while (start < printed.size()) {
      auto end = std::min(printed.find("\n\n", start), printed.size());
      names.push_back("sheet" + std::to_string(names.size()));
      must(files->write_atomic(folder.path() + "/" + names.back(),
                               view_of(printed.substr(start, end - start))));
      start = end + 2;
    }
    return names;
  }

  RoundId round;
  Kiosk kiosk;
};

}  // namespace

TEST_CASE("a new key reaches kiosks with a round document, and what was sealed to the old one still opens") {
  Ready site;
  auto before = site.document();
  auto serial = must(site.store->latest_round_document(site.oak))->serial;
  site.deliver(site.sealed_to(before.seal_to));
  CHECK(site.run({"key", "new"}).exit_code == 0);
  auto after = site.document();
  CHECK(after.seal_to.epoch == 2);
  CHECK(after.seal_to.key != before.seal_to.key);
  CHECK(after.seal_to.padded_bytes == before.seal_to.padded_bytes);
  CHECK(must(site.store->latest_round_document(site.oak))->serial > serial);
  CHECK(must(site.store->latest_round_document(site.pine))->serial > serial);
  site.deliver(site.sealed_to(after.seal_to));
  site.deliver(site.sealed_to(before.seal_to));  // a kiosk that has not heard yet
  CHECK(site.opened() == 3);
  auto again = must(load_keys(*site.files, site.data));
  CHECK(again.sealing.size() == 2);
  CHECK(again.seal_to.at(2) == after.seal_to.key);
  namespace fs = std::filesystem;
  CHECK(fs::status(site.data.sealing_key(2)).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
  must(close_round(site.collector, site.round));
  auto closed = must(site.store->latest_round_document(site.oak))->serial;
  CHECK(site.run({"key", "new"}).exit_code == 0);  // no kiosk asks now, so none is told
  CHECK(must(site.store->latest_round_document(site.oak))->serial == closed);
}

TEST_CASE("any two sheets of three give the key back, one does not") {
  Ready site;
  auto names = site.sheet_files(site.run({"key", "print"}).out);
  REQUIRE(names.size() == 3);
  for (const auto& pair : {std::pair(0, 1), std::pair(2, 0), std::pair(1, 2)}) {
    auto drill = site.run({"key", "check", names[static_cast<std::size_t>(pair.first)],
                           names[static_cast<std::size_t>(pair.second)]});
    CHECK(drill.out == "Arken ger nyckel 1, och den är rätt.\n");
  }
  CHECK(site.run({"key", "check", names[0]}).err.find("2 sheets are needed") != std::string::npos);
  CHECK(site.run({"key", "check", names[0], names[0]}).exit_code != 0);
}

TEST_CASE("a lost key is put back from its sheets, and what waited for it is opened") {
  Ready site;
  auto names = site.sheet_files(site.run({"key", "print"}).out);
  auto to = site.document().seal_to;
  std::filesystem::remove(site.data.sealing_key(1));
  site.keys = must(load_keys(*site.files, site.data));
  CHECK(site.keys.sealing.empty());
  CHECK(site.run({"key", "list"}).out.find("nej") != std::string::npos);
  site.deliver(site.sealed_to(to));
  CHECK(site.opened() == 0);
  CHECK(site.run({"key", "print"}).exit_code != 0);
  CHECK(site.run({"key", "restore", names[0], names[2]}).exit_code == 0);
  CHECK(site.run({"quarantine", "requeue"}).exit_code == 0);
  CHECK(site.answers(site.round) == 1);
  CHECK(must(load_keys(*site.files, site.data)).sealing.size() == 1);
}

TEST_CASE("sheets forgive how people type, and say which one is wrong") {
  SeededEntropy entropy(4);
  auto pair = crypto::make_seal_key_pair(entropy);
  auto sheets = must(paper_key("kalmar", 7, pair.secret_key, 2, 3, entropy));
  CHECK(sheets[1].find("region kalmar, key 7, sheet 2 of 3; any 2 open\n") != std::string::npos);
  for (const auto& sheet : sheets) {
    std::size_t start = 0;
    while (start < sheet.size()) {
      auto end = sheet.find('\n', start);
      CHECK(end - start <= 60);
      start = end + 1;
    }
  }
  auto typed = sheets[0];
  for (auto& c : typed) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '0') c = 'o';
  }
  auto joined = must(join_paper_key({"  my notes\n" + typed, sheets[2]}));
  CHECK(joined.epoch == 7);
  CHECK(joined.key == pair.secret_key);

  auto body = sheets[1].find("open\n") + 5;
  for (auto at = body; at < sheets[1].size(); ++at) {
    auto wrong = sheets[1];
    if (wrong[at] == ' ' || wrong[at] == '\n') continue;
    wrong[at] = wrong[at] == '7' ? '8' : '7';
    auto result = join_paper_key({sheets[0], wrong});
    // The last digit carries a bit or so that nothing uses.
    bool is_last = wrong.find_first_not_of(" \n", at + 1) == std::string::npos;
    if (!result) CHECK(result.error().message.find("sheet 2") != std::string::npos);
    CHECK((is_last || !result));
  }
  auto other = must(paper_key("kalmar", 7, pair.secret_key, 2, 3, entropy));
  CHECK(join_paper_key({sheets[0], other[1]}).error().message.find("do not belong together") !=
        std::string::npos);
  CHECK_FALSE(paper_key("kalmar", 7, pair.secret_key, 1, 3, entropy));
  CHECK_FALSE(paper_key("kalmar", 7, pair.secret_key, 4, 3, entropy));
}

TEST_CASE("another key is never put in the place of the one that kiosks seal to") {
  Ready site;
  auto sheets =
      must(paper_key("kalmar", 1, crypto::make_seal_key_pair(site.entropy).secret_key, 2, 2, site.entropy));
  CHECK(check_key(site.collector, sheets).error().kind == ErrorKind::conflict);
  CHECK(restore_key(site.collector, *site.files, sheets).error().kind == ErrorKind::conflict);
  auto mixed_up = crypto::make_seal_key_pair(site.entropy).secret_key;
  must(site.files->write_atomic(site.data.sealing_key(1), mixed_up.view(), 0600));
  CHECK(load_keys(*site.files, site.data).error().kind == ErrorKind::conflict);
}

TEST_CASE("a folder from before public halves were kept gets them") {
  Site site;
  std::filesystem::remove(site.data.sealing_public_key(1));
  auto keys = must(load_keys(*site.files, site.data));
  CHECK(keys.seal_to.at(1) == crypto::public_key_of(keys.sealing.at(1)));
  CHECK(site.files->read(site.data.sealing_public_key(1), 32));
}

TEST_CASE("secret keys of a folder from before answers had one of their own move there") {
  Site site;
  namespace fs = std::filesystem;
  auto old = site.data.keys() + "/sealing-1.key";
  fs::rename(site.data.sealing_key(1), old);
  CHECK(must(load_keys(*site.files, site.data)).sealing.size() == 1);
  CHECK_FALSE(fs::exists(old));
  CHECK(fs::status(site.data.sealing_key(1)).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
  // Put back where they once were, another key is none of ours; the right one stays.
  const auto right = must(site.files->read(site.data.sealing_key(1), 32));
  must(site.files->write_atomic(old, Bytes(32, 7)));
  CHECK(load_keys(*site.files, site.data).error().kind == ErrorKind::conflict);
  CHECK(must(site.files->read(site.data.sealing_key(1), 32)) == right);
  CHECK(fs::exists(old));
  fs::remove(old);
  CHECK(must(load_keys(*site.files, site.data)).sealing.size() == 1);
}

TEST_CASE(
    "answers are not opened where others may look into their folder, nor made anew when they are gone") {
  Site site;
  namespace fs = std::filesystem;
  site.answer_store.reset();
  fs::permissions(site.data.answers(), fs::perms::owner_all | fs::perms::group_exec);
  CHECK(open_answers(*site.files, site.data, *site.store).error().kind == ErrorKind::refused);
  CHECK(load_keys(*site.files, site.data).error().kind == ErrorKind::refused);
  fs::permissions(site.data.answers(), fs::perms::owner_all);
  CHECK(open_answers(*site.files, site.data, *site.store));
  fs::remove(site.data.answer_database());
  CHECK(open_answers(*site.files, site.data, *site.store).error().kind == ErrorKind::not_found);
}

TEST_CASE("receiving loads no secret key, and still publishes rounds and takes batches in (row 43)") {
  Ready site;
  std::filesystem::permissions(site.data.sealing_key(1), std::filesystem::perms::none);
  auto keys = must(load_keys(*site.files, site.data, KeyUse::receive));
  CHECK(keys.sealing.empty());
  Collector receiving{*site.store, keys, site.collector.region, site.clock, site.entropy, nullptr, site.data};
  auto to = site.document().seal_to;
  auto document = site.kiosk.sign(site.kiosk.batch_of(site.round, {site.sealed_to(to)}));
  must(exchange_document(receiving, document));
  must(close_round(receiving, site.round));
  must(use_key(receiving, 1));
  CHECK(must(Opener(receiving).run()).opened == 0);
  CHECK(must(site.store->outbox_size()) == 1);  // sealed, not in quarantine
  CHECK(must(Opener(site.collector).run()).opened == 1);
}

}  // namespace vantrum::collector
