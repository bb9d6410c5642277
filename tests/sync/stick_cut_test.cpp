// A stick that is pulled out in the middle of anything: at every operation on it, on its way out, at the
// collector and on its way back. The calls to the system are taken over by the linker (--wrap), so that what
// runs is the very code of the programs.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>

#include "sync/carrier/usb.h"
#include "sync/collector/stick_import.h"
#include "tests/sync/collector_support.h"

namespace {

// From operation `last` on the stick is gone. The operation that meets it is half done: of a file, half the
// bytes are written; a new name that was not synced yet is the old one again, and a new folder whose name was
// not synced is gone with all that is in it, also when the stick was pulled out only after all was done.
struct Pulled {
  std::string stick;
  int last = 0, done = 0;
  bool is_out = false;
  struct Rename {
    int folder;
    std::string from, to;
    std::optional<vantrum::Bytes> before;
  };
  std::optional<Rename> unsynced;
  std::set<std::string> unsynced_folders;

  void lose_folders() const {
    for (const auto& path : unsynced_folders) std::filesystem::remove_all(path);
  }
};
Pulled* pulled = nullptr;

// Of a worn stick, a part of what cannot be read; of a full one, a part of what cannot be written.
struct Worn {
  std::string unreadable, unwritable;
};
const Worn* worn = nullptr;

std::string path_of(int descriptor) {
  std::error_code problem;
  return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), problem).string();
}
bool is_on_stick(int descriptor) { return pulled && path_of(descriptor).starts_with(pulled->stick); }

// Whether this operation still happens.
bool goes_on() {
  if (pulled->is_out) return false;
  pulled->is_out = ++pulled->done >= pulled->last;
  return !pulled->is_out;
}
int gone() {
  errno = EIO;
  return -1;
}
bool has(const std::string& path, const std::string& part) {
  return !part.empty() && path.find(part) != std::string::npos;
}

}  // namespace

extern "C" {
int __real_openat(int folder, const char* name, int flags, ...);
ssize_t __real_write(int descriptor, const void* bytes, size_t size);
ssize_t __real_read(int descriptor, void* bytes, size_t size);
int __real_fsync(int descriptor);
int __real_renameat(int from_folder, const char* from, int to_folder, const char* to);
int __real_unlinkat(int folder, const char* name, int flags);
int __real_mkdirat(int folder, const char* name, mode_t mode);
int __wrap_openat(int folder, const char* name, int flags, ...);
ssize_t __wrap_write(int descriptor, const void* bytes, size_t size);
ssize_t __wrap_read(int descriptor, void* bytes, size_t size);
int __wrap_fsync(int descriptor);
int __wrap_renameat(int from_folder, const char* from, int to_folder, const char* to);
int __wrap_unlinkat(int folder, const char* name, int flags);
int __wrap_mkdirat(int folder, const char* name, mode_t mode);

int __wrap_openat(int folder, const char* name, int flags, ...) {
  if (is_on_stick(folder) && !goes_on()) return gone();
  if (worn && (flags & O_CREAT) != 0 && has(path_of(folder) + "/" + name, worn->unwritable)) {
    errno = ENOSPC;
    return -1;
  }
  return __real_openat(folder, name, flags, 0666);
}
ssize_t __wrap_write(int descriptor, const void* bytes, size_t size) {
  if (!is_on_stick(descriptor)) return __real_write(descriptor, bytes, size);
  if (pulled->is_out) return gone();
  if (goes_on()) return __real_write(descriptor, bytes, size);
  static_cast<void>(__real_write(descriptor, bytes, size / 2) == 0);
  return gone();
}
ssize_t __wrap_read(int descriptor, void* bytes, size_t size) {
  if (is_on_stick(descriptor) && !goes_on()) return gone();
  if (worn && has(path_of(descriptor), worn->unreadable)) return gone();
  return __real_read(descriptor, bytes, size);
}
int __wrap_fsync(int descriptor) {
  if (!is_on_stick(descriptor)) return __real_fsync(descriptor);
  if (pulled->is_out) return gone();
  if (goes_on()) {
    pulled->unsynced.reset();
    const auto synced = path_of(descriptor);
    std::erase_if(pulled->unsynced_folders, [&](const std::string& path) {
      return std::filesystem::path(path).parent_path() == synced;
    });
    return __real_fsync(descriptor);
  }
  if (const auto& rename = pulled->unsynced) {
    __real_renameat(rename->folder, rename->to.c_str(), rename->folder, rename->from.c_str());
    if (rename->before) {
      int file = __real_openat(rename->folder, rename->to.c_str(), O_WRONLY | O_CREAT, 0666);
      static_cast<void>(__real_write(file, rename->before->data(), rename->before->size()) == 0);
      ::close(file);
    }
  }
  return gone();
}
int __wrap_renameat(int from_folder, const char* from, int to_folder, const char* to) {
  if (!is_on_stick(from_folder)) return __real_renameat(from_folder, from, to_folder, to);
  if (!goes_on()) return gone();
  pulled->unsynced = Pulled::Rename{to_folder, from, to, {}};
  int old = __real_openat(to_folder, to, O_RDONLY);
  if (old >= 0) {
    vantrum::Bytes bytes(1 << 20);
    auto size = __real_read(old, bytes.data(), bytes.size());
    bytes.resize(static_cast<std::size_t>(size));
    pulled->unsynced->before = std::move(bytes);
    ::close(old);
  }
  return __real_renameat(from_folder, from, to_folder, to);
}
int __wrap_unlinkat(int folder, const char* name, int flags) {
  if (is_on_stick(folder) && !goes_on()) return gone();
  return __real_unlinkat(folder, name, flags);
}
int __wrap_mkdirat(int folder, const char* name, mode_t mode) {
  if (!is_on_stick(folder)) return __real_mkdirat(folder, name, mode);
  if (!goes_on()) return gone();
  const int made = __real_mkdirat(folder, name, mode);
  if (made == 0) pulled->unsynced_folders.insert(path_of(folder) + "/" + name);
  return made;
}
}

namespace vantrum::collector {
namespace {

namespace fs = std::filesystem;

// `step` with the stick pulled out at each of its operations in turn, from the first; `after` looks at what
// is there then. Ends with the first time that nothing was left to cut, and gives how often it was.
int cut_everywhere(const std::string& stick, const std::function<void()>& before,
                   const std::function<void()>& step, const std::function<void()>& after) {
  for (int last = 1;; ++last) {
    before();
    Pulled now{fs::canonical(stick).string(), last, 0, false, {}, {}};
    pulled = &now;
    step();
    pulled = nullptr;
    now.lose_folders();
    CAPTURE(last);
    after();
    if (!now.is_out) return last - 1;
    REQUIRE(last < 500);
  }
}

struct Ready : Site {
  Ready() : round(open_round()), kiosk(entropy) {
    kiosk.enrol(*this, oak);
    for (const char* box : {"/outbox", "/inbox"}) fs::create_directories(tablet.path() + box);
  }
  void new_stick() {
    fs::remove_all(stick.path() + "/vantrum");
    fs::create_directory(stick.path() + "/vantrum");
  }
  // What the kiosk has laid out: two batches, and its status, which replaces the last one.
  void pack() {
    for (const char* box : {"/outbox", "/inbox"}) fs::remove_all(tablet.path() + box);
    for (const char* box : {"/outbox", "/inbox"}) fs::create_directories(tablet.path() + box);
    documents.clear();
    batches.clear();
    for (int i = 1; i <= 2; ++i) {
      const auto batch = kiosk.batch_of(round, sealed_visits(*this, round, oak, 1));
      batches.push_back(batch.batch);
      documents.push_back(kiosk.sign(batch));
      must(files->write_atomic(tablet.path() + "/outbox/batch-" + std::to_string(i) + ".cose",
                               documents.back()));
      ++visits;
    }
    wire::Status status;
    status.round = round;
    documents.push_back(kiosk.sign(status));
    must(files->write_atomic(tablet.path() + "/outbox/status.cose", documents.back()));
  }
  bool carry() {
    auto done = carry_by_stick(*files, entropy, tablet.path(), stick.path());
    return done && done->is_complete;
  }
  bool take_in() {
    auto done = import_stick(collector, stick.path());
    return done && done->is_complete;
  }
  std::string on_stick(const std::string& box) {
    return stick.path() + "/vantrum/" + box + "/" +
           std::string(text_of(must(files->read(tablet.path() + "/stick-name", 100))));
  }
  // What bears a document's name is a document, of now or of before, and whole.
  void check_documents() {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(on_stick("outbox"), none)) {
      if (entry.path().extension() != ".cose") continue;
      auto bytes = must(files->read(entry.path(), 1 << 20));
      bool is_whole = std::find(documents.begin(), documents.end(), bytes) != documents.end() ||
                      std::find(older.begin(), older.end(), bytes) != older.end();
      CHECK(is_whole);
    }
  }
  std::size_t opened() {
    must(Opener(collector).run());
    CHECK(must(store->quarantine_causes()).empty());
    return answers(round);
  }
  // The kiosk can read the receipts of both its batches; those of before come, too, as its status names none.
  void check_receipts() {
    std::set<BatchId> receipted;
    for (const auto& name : must(files->list(tablet.path() + "/inbox"))) {
      auto reply = must(files->read(tablet.path() + "/inbox/" + name, 1 << 20));
      for (const auto& document : must(wire::split_sequence(reply))) {
        auto receipt = wire::verify_document(document, wire::DocumentType::receipt, "kalmar", keys.verify);
        if (receipt) receipted.insert(must(wire::parse_receipt(receipt->payload)).batch);
      }
    }
    for (const auto& batch : batches) CHECK(receipted.contains(batch));
  }

  testing::TemporaryFolder tablet, stick;
  RoundId round;
  Kiosk kiosk;
  std::vector<Bytes> documents, older;
  std::vector<BatchId> batches;  // the two in `documents`
  std::size_t visits = 0;
};

}  // namespace

TEST_CASE(
    "a stick pulled out at any moment on its way out holds whole documents, and the next try counts once") {
  Ready site;
  int cuts = cut_everywhere(
      site.stick.path(),
      [&] {
        site.new_stick();
        site.pack();
        CHECK(site.carry());  // so that there is something to replace and to take away
        site.older = site.documents;
        site.pack();
        fs::remove(site.tablet.path() + "/outbox/batch-1.cose");
        must(site.files->write_atomic(site.tablet.path() + "/outbox/batch-3.cose", site.documents.front()));
        site.visits -= 2;  // the first two are on no stick and in no outbox any more, unless a cut kept them
      },
      [&] { static_cast<void>(site.carry()); },
      [&] {
        site.check_documents();
        CHECK(site.carry());
        site.check_documents();
        CHECK(site.take_in());
        CHECK(site.opened() == site.visits);
      });
  MESSAGE(cuts, " places");
  CHECK(cuts > 20);
}

TEST_CASE(
    "a stick pulled out at any moment while it is read in counts once, and the next try answers all of it") {
  Ready site;
  int cuts = cut_everywhere(
      site.stick.path(),
      [&] {
        site.new_stick();
        site.pack();
        CHECK(site.carry());
      },
      [&] { static_cast<void>(site.take_in()); },
      [&] {
        CHECK(site.take_in());
        CHECK(site.opened() == site.visits);
        CHECK(site.carry());
        site.check_receipts();
      });
  MESSAGE(cuts, " places");
  CHECK(cuts > 20);
}

TEST_CASE("a stick pulled out at any moment on its way back loses no receipt") {
  Ready site;
  int cuts = cut_everywhere(
      site.stick.path(),
      [&] {
        site.new_stick();
        site.pack();
        CHECK(site.carry());
        CHECK(site.take_in());
      },
      [&] { static_cast<void>(site.carry()); },
      [&] {
        CHECK(site.carry());
        site.check_receipts();
        CHECK(must(site.files->list(site.on_stick("inbox"))).empty());
        CHECK(site.opened() == site.visits);
      });
  MESSAGE(cuts, " places");
  CHECK(cuts > 10);
}

TEST_CASE("what the first trip of a new stick says that it brought is on it, whenever it is pulled out") {
  Ready site;
  bool has_carried = false, has_answered = false;
  site.new_stick();
  CHECK(site.carry());  // the kiosk has a name on sticks from here on
  cut_everywhere(
      site.stick.path(), [&] { site.new_stick(), site.pack(); }, [&] { has_carried = site.carry(); },
      [&] {
        site.check_documents();
        if (has_carried) CHECK(must(site.files->list(site.on_stick("outbox"))).size() == 3);
      });
  CHECK(has_carried);
  cut_everywhere(
      site.stick.path(),
      [&] {
        site.new_stick();
        site.pack();
        CHECK(site.carry());
      },
      [&] { has_answered = site.take_in(); },
      [&] {
        if (has_answered) CHECK(must(site.files->list(site.on_stick("inbox"))).size() == 3);
      });
  CHECK(has_answered);
}

TEST_CASE("one document that a stick does not give keeps no other from the collector") {
  Ready site;
  site.new_stick();
  site.pack();
  CHECK(site.carry());
  Worn one{"/batch-1.cose", ""};
  worn = &one;
  auto done = must(import_stick(site.collector, site.stick.path()));
  worn = nullptr;
  CHECK_FALSE(done.is_complete);
  CHECK(done.unread == 1);
  CHECK(done.received == 2);
  CHECK(words_of(done).find("1 filer på stickan kunde inte läsas.") != std::string::npos);
  CHECK(words_of(done).find("Inte klart") != std::string::npos);
  CHECK(site.opened() == 1);
  CHECK(site.take_in());
  CHECK(site.opened() == 2);
}

TEST_CASE("a kiosk whose answers cannot be laid on the stick keeps no other from its own") {
  Ready site;
  site.new_stick();
  site.pack();
  CHECK(site.carry());
  const auto name = fs::path(site.on_stick("outbox")).filename().string();
  const auto first = site.stick.path() + "/vantrum/outbox/a-first";  // comes before it
  fs::create_directory(first);
  must(site.files->write_atomic(first + "/batch-9.cose", site.documents.front()));
  const auto inbox = site.stick.path() + "/vantrum/inbox";
  fs::create_directory(inbox);
  Worn full{"", "/inbox/a-first/"};
  SUBCASE("because it is full") { worn = &full; }
  SUBCASE("because a file has the folder's name") {
    must(site.files->write_atomic(inbox + "/a-first", view_of("x")));
  }
  auto done = must(import_stick(site.collector, site.stick.path()));
  worn = nullptr;
  CHECK_FALSE(done.is_complete);
  CHECK(done.received == 4);
  CHECK(done.unanswered == 1);
  CHECK(words_of(done).find("1 svar kunde inte läggas på stickan.") != std::string::npos);
  CHECK(must(site.files->list(inbox + "/" + name)).size() == 3);
  if (fs::is_regular_file(inbox + "/a-first")) fs::remove(inbox + "/a-first");
  CHECK(site.take_in());
  CHECK(must(site.files->list(inbox + "/a-first")).size() == 1);
}

TEST_CASE("replies that a stick does not give keep no document of the kiosk from it") {
  Ready site;
  site.new_stick();
  site.pack();
  CHECK(site.carry());
  CHECK(site.take_in());
  must(site.files->write_atomic(site.tablet.path() + "/outbox/batch-3.cose", site.documents.front()));
  Worn one{"", ""};
  SUBCASE("one reply") { one.unreadable = "/batch-1-"; }
  SUBCASE("one document that it does not take") { one.unwritable = "/batch-3.cose"; }
  worn = &one;
  auto done = must(carry_by_stick(*site.files, site.entropy, site.tablet.path(), site.stick.path()));
  worn = nullptr;
  CHECK_FALSE(done.is_complete);
  CHECK(carrier::words_of(done).find("Inte klart.") == 0);
  CHECK(done.fetched == (one.unreadable.empty() ? 3 : 2));
  CHECK(done.brought == (one.unwritable.empty() ? 4 : 3));
  CHECK(fs::exists(site.on_stick("outbox") + "/batch-3.cose") == one.unwritable.empty());
  CHECK(site.carry());
  site.check_receipts();
  CHECK(fs::exists(site.on_stick("outbox") + "/batch-3.cose"));
}

}  // namespace vantrum::collector
