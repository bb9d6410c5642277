// Documents that come on a stick: received once, answered onto the stick, and nothing else of it believed.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "sync/collector/commands.h"
#include "sync/collector/stick_import.h"
#include "tests/support/quiet.h"
#include "tests/sync/collector_support.h"

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) {
    kiosk.enrol(*this, oak);
    fs::create_directories(outbox("kiosk-1"));
  }
  std::string outbox(const std::string& name) const { return stick.path() + "/vantrum/outbox/" + name; }
  std::string inbox(const std::string& name) const { return stick.path() + "/vantrum/inbox/" + name; }
  void put(const std::string& path, ByteView bytes) { must(files->write_atomic(path, bytes)); }
  Bytes batch(std::size_t visits) {
    return kiosk.sign(kiosk.batch_of(round, sealed_visits(*this, round, oak, visits)));
  }
  StickImport take_in() { return must(import_stick(collector, stick.path())); }
  std::vector<std::string> replies(const std::string& name = "kiosk-1") {
    return must(files->list(inbox(name)));
  }
  std::size_t opened() {
    must(Opener(collector).run());
    return answers(round);
  }

  testing::TemporaryFolder stick;
  RoundId round;
  Kiosk kiosk;
};

}  // namespace

TEST_CASE("the same batch by stick, by another stick and by network counts once, with one receipt") {
  Ready site;
  auto document = site.batch(5);
  site.put(site.outbox("kiosk-1") + "/batch-1.cose", document);
  auto done = site.take_in();
  CHECK(done.kiosks == 1);
  CHECK(done.received == 1);
  CHECK(done.is_complete);
  CHECK(words_of(done).find("Klart. Ta ut stickan") != std::string::npos);
  REQUIRE(site.replies().size() == 1);
  auto receipt = must(site.files->read(site.inbox("kiosk-1") + "/" + site.replies().front(), 1 << 20));
  CHECK(must(site.send(document)) == receipt);
  fs::create_directories(site.outbox("copy"));
  site.put(site.outbox("copy") + "/again.cose", document);
  CHECK(site.take_in().received == 2);
  CHECK(site.replies().size() == 1);  // the same reply is one file
  CHECK(site.opened() == 5);
}

TEST_CASE("a status is answered after the batches that lie beside it") {
  Ready site;
  wire::Status status;
  status.round = site.round;
  status.round_serial = must(site.store->latest_round_document(site.oak))->serial;
  site.put(site.outbox("kiosk-1") + "/status.cose", site.kiosk.sign(status));
  site.put(site.outbox("kiosk-1") + "/zz-batch.cose", site.batch(2));
  CHECK(site.take_in().received == 2);
  for (const auto& name : site.replies()) {
    if (!name.starts_with("status")) continue;
    auto reply = must(site.files->read(site.inbox("kiosk-1") + "/" + name, 1 << 20));
    auto documents = must(wire::split_sequence(reply));  // the first: the batch's receipt, which it lacks
    REQUIRE(documents.size() == 2);
    auto document =
        must(wire::verify_document(documents[1], wire::DocumentType::centre, "kalmar", site.keys.verify));
    CHECK(must(wire::parse_centre(document.payload)).accepted == 2);
    return;
  }
  FAIL("the status was not answered");
}

TEST_CASE("half-written, foreign and too long documents are told apart from good ones, and store nothing") {
  Ready site;
  auto good = site.batch(1), half = site.batch(1);
  Kiosk stranger(site.entropy);
  site.put(site.outbox("kiosk-1") + "/a.cose", ByteView(half).first(half.size() / 2));
  site.put(site.outbox("kiosk-1") + "/b.cose",
           stranger.sign(stranger.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1))));
  site.put(site.outbox("kiosk-1") + "/c.cose", Bytes(300 * 1024, 0x55));
  site.put(site.outbox("kiosk-1") + "/d.cose", {});
  site.put(site.outbox("kiosk-1") + "/e.cose", good);
  auto done = site.take_in();
  CHECK(done.received == 1);
  CHECK(done.refused == 4);
  CHECK(site.replies().size() == 1);
  CHECK(words_of(done).find("4 dokument togs inte emot") != std::string::npos);
  CHECK(site.opened() == 1);
}

TEST_CASE("an old stick changes nothing") {
  Ready site;
  auto first = site.batch(3);
  wire::Status old;
  old.round = site.round;
  old.completed = 3;
  auto old_status = site.kiosk.sign(old);
  must(site.send(first));
  must(site.send(old_status));
  old.completed = 9;
  must(site.send(site.kiosk.sign(old)));
  must(close_round(site.collector, site.round));
  site.put(site.outbox("kiosk-1") + "/batch-1.cose", first);
  site.put(site.outbox("kiosk-1") + "/status.cose", old_status);
  CHECK(site.take_in().refused == 0);
  CHECK(site.opened() == 3);
  CHECK(must(site.store->statuses(site.round)).front().status.completed == 9);
  CHECK(must(site.store->intake_of(site.round, site.oak)) == Intake{{intake::accepted, 3}});
}

TEST_CASE("a hostile stick reads nothing and writes nothing but replies beside the documents") {
  Ready site;
  testing::TemporaryFolder elsewhere;
  auto document = site.batch(1);
  site.put(elsewhere.path() + "/outside.cose", document);
  site.put(site.outbox("kiosk-1") + "/good.cose", site.batch(1));
  auto outbox = site.outbox("kiosk-1");
  fs::create_symlink(elsewhere.path() + "/outside.cose", outbox + "/link.cose");
  REQUIRE(::mkfifo((outbox + "/pipe.cose").c_str(), 0600) == 0);
  fs::create_directory(outbox + "/folder.cose");
  site.put(outbox + "/\x1b[31mred.cose", document);
  site.put(outbox + "/run.sh", view_of("#!/bin/sh"));
  fs::create_directory_symlink(elsewhere.path(), site.outbox("linked"));
  auto done = site.take_in();
  CHECK(done.received == 1);
  CHECK(done.refused == 0);
  CHECK(done.left_out == 6);
  CHECK(site.opened() == 1);

  fs::remove_all(site.stick.path() + "/vantrum/inbox");
  fs::create_directory_symlink(elsewhere.path(), site.stick.path() + "/vantrum/inbox");
  CHECK_FALSE(site.take_in().is_complete);
  CHECK(std::distance(fs::directory_iterator(elsewhere.path()), fs::directory_iterator()) == 1);
}

TEST_CASE(
    "a stick with more folders and files than a region has kiosks ends soon, and says what was left out") {
  Ready site;
  for (int i = 0; i < 5'100; ++i) fs::create_directory(site.outbox("x" + std::to_string(i)));
  auto start = std::chrono::steady_clock::now();
  auto done = site.take_in();
  CHECK(done.left_out >= 1);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("a stick of rubbish ends after so many documents, and what lies behind it comes the next time") {
  testing::Quiet quiet;
  Ready site;
  site.put(site.outbox("kiosk-1") + "/a.cose", site.batch(1));
  for (int i = 0; i < 6'000; ++i) {
    const auto folder = site.outbox(i % 2 == 0 ? "a" : "b");
    if (i < 2) fs::create_directory(folder);
    std::ofstream(folder + "/" + std::to_string(i) + ".cose") << "rubbish";
  }
  const auto note = site.stick.path() + "/vantrum/import-next";
  auto done = site.take_in();
  CHECK(done.refused == import_documents_max);
  CHECK(done.received == 0);
  CHECK(done.has_more);
  CHECK(done.is_complete);
  CHECK(words_of(done).find("Resten väntar. Låt stickan sitta i") != std::string::npos);
  CHECK(words_of(done).find("Klart.") == std::string::npos);
  CHECK(fs::exists(note));
  done = site.take_in();
  CHECK(done.received == 1);
  CHECK_FALSE(done.has_more);  // it has come to the end, and round to the beginning
  CHECK(done.refused > 1'000);
  CHECK(done.refused + done.received <= import_documents_max);
  CHECK(words_of(done).find("Klart.") != std::string::npos);
  CHECK_FALSE(fs::exists(note));
  CHECK(site.opened() == 1);
}

TEST_CASE("a note on the stick that says what is not so keeps no document away") {
  Ready site;
  for (const char* name : {"/a.cose", "/b.cose"}) site.put(site.outbox("kiosk-1") + name, site.batch(1));
  for (const char* note :
       {"zz/zz.cose", "kiosk-1/none", "kiosk-1/b.cose", "../../etc", "", "/", "kiosk-1", "kiosk-1/"}) {
    CAPTURE(note);
    site.put(site.stick.path() + "/vantrum/import-next", view_of(note));
    const auto done = site.take_in();
    CHECK(done.received == 2);
    CHECK(done.kiosks == 1);
    CHECK(done.is_complete);
    CHECK_FALSE(done.has_more);
  }
}

TEST_CASE("a stick is read by command, and a wrong one is left as it is") {
  Ready site;
  auto run = [&](const std::string& path) {
    auto parsed = parse_command_line({"--data", site.data.path, "import", path});
    return execute(site.collector, *site.files, std::get<Invocation>(parsed).command, ".");
  };
  site.put(site.outbox("kiosk-1") + "/a.cose", site.batch(1));
  CHECK(run(site.stick.path()).exit_code == 0);
  site.put(site.outbox("kiosk-1") + "/b.cose", view_of("rubbish"));
  CHECK(run(site.stick.path()).exit_code == 1);
  testing::TemporaryFolder foreign;
  CHECK(run(foreign.path()).err.find("no folder named vantrum") != std::string::npos);
  CHECK(fs::is_empty(foreign.path()));
  CHECK(run(foreign.path() + "/none").exit_code != 0);
}

}  // namespace vantrum::collector
