// A stick instead of a network: out, back, pulled out too early, somebody else's, and prepared by an enemy.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "shared/base/stick.h"
#include "sync/carrier/usb.h"
#include "tests/carrier/temp_folder.h"

namespace vantrum::carrier {
namespace {

namespace fs = std::filesystem;
using testing::TempFolder;

struct Place {
  TempFolder kiosk, stick, elsewhere;
  std::unique_ptr<FileSystem> files = real_file_system();
  SeededEntropy entropy{3};

  Place() {
    for (const char* folder : {"outbox", "inbox"}) files->make_directories(kiosk.path(folder)).value();
    fs::create_directory(stick.path("vantrum"));
  }
  void write(const std::string& path, const std::string& text) {
    files->write_atomic(path, view_of(text)).value();
  }
  std::string read(const std::string& path) {
    return std::string(text_of(files->read(path, 1 << 20).value()));
  }
  void put(const std::string& name, const std::string& text) { write(kiosk.path("outbox/" + name), text); }
  Result<UsbReport> carry() { return carry_by_stick(*files, entropy, kiosk.path(), stick.path()); }
  std::string name() { return read(kiosk.path("stick-name")); }
  std::string on_stick(const std::string& box) { return stick.path("vantrum/" + box + "/" + name()); }
  std::vector<std::string> in_outbox() { return files->list(on_stick("outbox")).value(); }
  void answer(const std::string& name_of_reply, const std::string& text) {
    fs::create_directories(on_stick("inbox"));
    write(on_stick("inbox") + "/" + name_of_reply, text);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Place,
                  "documents go onto the stick, replies come back, and what was receipted leaves the stick") {
  put("status.cose", "status");
  put("batch-1.cose", "one");
  auto report = carry();
  REQUIRE(report);
  CHECK(report->brought == 2);
  CHECK(in_outbox() == std::vector<std::string>{"batch-1.cose", "status.cose"});
  CHECK(read(on_stick("outbox") + "/batch-1.cose") == "one");
  CHECK(words_of(*report).find("2 dokument ligger på stickan och 0 svar") != std::string::npos);

  answer("batch-1-00ff.cborseq", "receipt");
  fs::remove(kiosk.path("outbox/batch-1.cose"));  // the kiosk had its receipt by another way
  put("status.cose", "newer");
  report = carry();
  REQUIRE(report);
  CHECK(report->fetched == 1);
  CHECK(read(kiosk.path("inbox/stick-batch-1-00ff.cborseq")) == "receipt");
  CHECK(files->list(on_stick("inbox"))->empty());
  CHECK(in_outbox() == std::vector<std::string>{"status.cose"});
  CHECK(read(on_stick("outbox") + "/status.cose") == "newer");
}

TEST_CASE_FIXTURE(Place, "a stick without the folder is left as it is, and said so") {
  fs::remove(stick.path("vantrum"));
  write(stick.path("photo.jpg"), "x");
  put("batch-1.cose", "one");
  CHECK(carry().error().kind == ErrorKind::not_found);
  CHECK(carry().error().message.find("vantrum") != std::string::npos);
  CHECK(std::distance(fs::directory_iterator(stick.path()), fs::directory_iterator()) == 1);
  CHECK(carry_by_stick(*files, entropy, kiosk.path(), stick.path("none")).error().kind ==
        ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Place, "two kiosks share a stick and do not meet") {
  put("batch-1.cose", "one");
  REQUIRE(carry());
  TempFolder other;
  for (const char* folder : {"outbox", "inbox"}) files->make_directories(other.path(folder)).value();
  write(other.path("outbox/batch-1.cose"), "other");
  answer("batch-1-00ff.cborseq", "receipt");
  auto report = carry_by_stick(*files, entropy, other.path(), stick.path());
  REQUIRE(report);
  CHECK(report->fetched == 0);
  CHECK(read(on_stick("outbox") + "/batch-1.cose") == "one");
  CHECK(read(on_stick("inbox") + "/batch-1-00ff.cborseq") == "receipt");
}

TEST_CASE_FIXTURE(Place, "links, pipes, folders, long files and strange names on a stick are left alone") {
  put("batch-1.cose", "one");
  REQUIRE(carry());
  write(elsewhere.path("secret"), "secret");
  fs::create_directories(on_stick("inbox"));
  auto inbox = on_stick("inbox");
  fs::create_symlink(elsewhere.path("secret"), inbox + "/a.cborseq");
  REQUIRE(::mkfifo((inbox + "/b.cborseq").c_str(), 0600) == 0);
  fs::create_directory(inbox + "/c.cborseq");
  write(inbox + "/d.cborseq", std::string(2 << 20, 'x'));
  write(inbox + "/e.txt", "x");
  write(inbox + "/\x1b[2J.cborseq", "x");
  write(inbox + "/-rf.part", "x");
  write(inbox + "/f.cborseq", "good");
  auto report = carry();
  REQUIRE(report);
  CHECK(report->fetched == 1);
  CHECK(report->left_out == 7);
  CHECK(files->list(kiosk.path("inbox")).value() == std::vector<std::string>{"stick-f.cborseq"});
  CHECK(read(elsewhere.path("secret")) == "secret");
}

TEST_CASE_FIXTURE(Place, "a link in the way of our own folders or files is never written through") {
  put("batch-1.cose", "one");
  REQUIRE(carry());
  auto outbox = on_stick("outbox");
  write(elsewhere.path("victim"), "victim");
  fs::remove(outbox + "/batch-1.cose");
  fs::create_symlink(elsewhere.path("victim"), outbox + "/batch-1.cose");
  fs::create_symlink(elsewhere.path("victim"), outbox + "/batch-1.cose.part");
  REQUIRE(carry());
  CHECK(read(elsewhere.path("victim")) == "victim");
  CHECK(read(outbox + "/batch-1.cose") == "one");
  CHECK_FALSE(fs::is_symlink(outbox + "/batch-1.cose"));

  for (const auto& folder : {outbox, stick.path("vantrum/outbox")}) {
    fs::remove_all(folder);
    fs::create_directory_symlink(elsewhere.path(), folder);
    CHECK_FALSE(carry());
    CHECK(std::distance(fs::directory_iterator(elsewhere.path()), fs::directory_iterator()) == 1);
  }
  fs::remove_all(stick.path("vantrum"));
  fs::create_directory_symlink(elsewhere.path(), stick.path("vantrum"));
  CHECK(carry().error().kind == ErrorKind::not_found);
}

TEST_CASE_FIXTURE(Place, "thousands of files end in a number, not in hours") {
  put("batch-1.cose", "one");
  REQUIRE(carry());
  fs::create_directories(on_stick("inbox"));
  for (int i = 0; i < 6'000; ++i) {
    auto path = on_stick("inbox") + "/" + std::to_string(i) + ".cborseq";
    ::close(::open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  }
  write(kiosk.path("inbox/kept.cborseq"), "x");
  auto report = carry();
  REQUIRE(report);
  CHECK(files->list(kiosk.path("inbox"))->size() == 1'000);
  CHECK(report->left_out > 0);
}

TEST_CASE_FIXTURE(Place,
                  "a stick full of long replies fills no disk: so much at a time, and all of it in the end") {
  put("batch-1.cose", "one");
  REQUIRE(carry());
  fs::create_directories(on_stick("inbox"));
  for (int i = 100; i < 200; ++i) {
    const auto path = on_stick("inbox") + "/" + std::to_string(i) + ".cborseq";
    write(path, "");
    fs::resize_file(path, stick_reply_bytes_max);
  }
  std::size_t fetched = 0;
  for (int trip = 0; trip < 2; ++trip) {
    const auto report = carry();
    REQUIRE(report);
    CHECK(report->fetched * stick_reply_bytes_max <= stick_fetched_bytes_max);
    CHECK(report->left_out == 0);
    CHECK(report->has_more == (trip == 0));
    CHECK((words_of(*report).find("Fler svar ligger kvar") != std::string::npos) == report->has_more);
    fetched += report->fetched;
    fs::remove_all(kiosk.path("inbox"));  // the kiosk has read them
    fs::create_directory(kiosk.path("inbox"));
  }
  CHECK(fetched == 100);
  CHECK(files->list(on_stick("inbox"))->empty());
}

TEST_CASE("a name on a stick is letters, digits and little else") {
  for (const char* good : {"a", "batch-0000000001.cose", "A_b.9"}) CHECK(is_stick_name(good));
  for (const char* bad : {"", ".", "..", ".x", "a/b", "a b", "a\n", "å", "a\\b", "con:"})
    CHECK_FALSE(is_stick_name(bad));
  CHECK_FALSE(is_stick_name(std::string(129, 'a')));
}

}  // namespace vantrum::carrier
