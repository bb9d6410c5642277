// Backups: whole, read back before anybody relies on them, and nothing left of those that failed.
#include "tests/sync/backup_site.h"

namespace vantrum::collector {
namespace {

// The disk takes so many files more, and then none.
struct FailingFiles final : FileSystem {
  explicit FailingFiles(FileSystem& real) : real_(real) {}
  Result<Bytes> read(const std::string& path, std::size_t max) override { return real_.read(path, max); }
  Result<void> write_atomic(const std::string& path, ByteView bytes, unsigned mode) override {
    TRY(use_one(path));
    return real_.write_atomic(path, bytes, mode);
  }
  Result<std::vector<std::string>> list(const std::string& folder) override { return real_.list(folder); }
  Result<void> remove(const std::string& path) override { return real_.remove(path); }
  Result<void> make_directories(const std::string& path) override {
    TRY(use_one(path));
    return real_.make_directories(path);
  }
  Result<void> sweep(const std::string& folder) override { return real_.sweep(folder); }
  Result<void> rename(const std::string& from, const std::string& to) override {
    TRY(use_one(to));
    return real_.rename(from, to);
  }

  int writes_left = 0;

 private:
  Result<void> use_one(const std::string& path) {
    if (writes_left <= 0) return Error::storage("no room for " + path);
    --writes_left;
    return {};
  }
  FileSystem& real_;
};

}  // namespace

TEST_CASE("the watermark follows the backup, in receipts and counts, and never runs ahead of it") {
  Ready site;
  CHECK(receipt_in(site, site.deliver(1)).backed_up == 0);
  site.back_up();
  CHECK(receipt_in(site, site.deliver(1)).backed_up == 1);
  CHECK(receipt_in(site, site.deliver(1)).backed_up == 1);
  site.clock.jump_wall(std::chrono::seconds(1));
  site.back_up();
  wire::Status status;
  status.round = site.round;
  status.round_serial = must(site.store->latest_round_document(site.oak))->serial;
  status.receipt_number = 3;
  auto reply = must(site.send(site.kiosk.sign(status)));
  auto document = must(wire::verify_document(reply, wire::DocumentType::centre, "kalmar", site.keys.verify));
  CHECK(must(wire::parse_centre(document.payload)).backed_up == 3);
}

TEST_CASE("a kiosk whose receipts are all younger than the last backup is told that backups are made") {
  Ready site;
  const auto told = [&](Kiosk& kiosk) {
    wire::Status status;
    status.round = site.round;
    status.round_serial = must(site.store->latest_round_document(site.oak))->serial;
    status.receipt_number = 1;
    const auto reply = must(site.send(kiosk.sign(status)));
    const auto type = wire::DocumentType::centre;
    return must(
        wire::parse_centre(must(wire::verify_document(reply, type, "kalmar", site.keys.verify)).payload));
  };
  site.deliver(1);
  CHECK_FALSE(told(site.kiosk).awaits_backup);
  site.back_up();
  CHECK_FALSE(told(site.kiosk).awaits_backup);
  CHECK(told(site.kiosk).backed_up == 1);
  Kiosk late(site.entropy);
  late.enrol(site, site.oak);
  must(site.send(late.sign(late.batch_of(site.round, sealed_visits(site, site.round, site.oak, 1)))));
  CHECK(told(late).awaits_backup);
  CHECK(told(late).backed_up == 0);
  site.clock.jump_wall(std::chrono::seconds(1));
  site.back_up();
  CHECK_FALSE(told(late).awaits_backup);
  CHECK(told(late).backed_up == 1);
}

TEST_CASE("that backups are made is known although no kiosk had delivered, also after one is read back") {
  Ready site;
  CHECK_FALSE(must(site.store->makes_backups()));
  const auto backup = site.back_up().path;
  CHECK(must(site.store->makes_backups()));
  CHECK(must(Restored(site, backup).store->makes_backups()));
}

TEST_CASE("a backup that fails leaves no backup, and no watermark") {
  Ready site;
  site.deliver(1);
  CHECK_FALSE(back_up(site.collector, *site.files, site.folder.path() + "/none", false));
  fs::remove(site.data.server_certificate());
  CHECK_FALSE(back_up(site.collector, *site.files, site.target, false));
  CHECK(fs::is_empty(site.target));
  CHECK(must(site.store->find_device(site.kiosk.id))->backed_up == 0);
}

TEST_CASE("a backup that fails at any of its files leaves nothing behind in its folder") {
  Ready site;
  site.deliver(1);
  FailingFiles failing(*site.files);
  int writes = 0;
  for (;; ++writes) {
    CAPTURE(writes);
    REQUIRE(writes < 100);
    failing.writes_left = writes;
    if (back_up(site.collector, failing, site.target, true)) break;
    CHECK(fs::is_empty(site.target));
  }
  CHECK(writes > 10);  // folders, certificates, keys, two manifests, its name
  CHECK(std::distance(fs::directory_iterator(site.target), {}) == 1);
}

TEST_CASE("what a backup left that was cut short goes with the next one, and nothing else does") {
  Ready site;
  site.deliver(1);
  auto part = must(begin_backup(site.collector, *site.files, site.target, BackupReach::group));
  must(back_up_answers(*site.answer_store, site.collector.region, *site.files, site.data, site.clock.wall(),
                       part, true));
  CHECK(fs::exists(part + "/answers/sealing-1.key"));  // and here the power goes
  Site other;                                          // of another collector that backs up to the same disk
  other.keys.signing = crypto::make_signing_key(site.entropy);
  other.keys.verify = crypto::verify_key_of(other.keys.signing);
  auto of_other = must(begin_backup(other.collector, *other.files, site.target, BackupReach::owner));
  CHECK(of_other != part);
  const auto by_hand = site.target + "/vantrum-sparas.part";
  fs::create_directory(by_hand);
  fs::create_directory_symlink(by_hand, part + ".x" + part.substr(part.find_last_of('.', part.size() - 6)));
  must(site.files->write_atomic(by_hand + "/x", view_of("x")));

  site.clock.jump_wall(std::chrono::hours(24));
  auto next = must(begin_backup(site.collector, *site.files, site.target, BackupReach::group));
  CHECK_FALSE(fs::exists(part));
  CHECK(fs::exists(of_other + "/collector.db"));
  CHECK(fs::exists(by_hand + "/x"));
  CHECK_FALSE(give_up_backup(site.collector, of_other));
  must(give_up_backup(site.collector, next));
  CHECK_FALSE(fs::exists(next));
  CHECK_FALSE(finish_backup(site.collector, *site.files, of_other));
  CHECK(fs::exists(of_other));
}

TEST_CASE("secret sealing keys are in a backup only when asked for, and nobody else can read it") {
  Ready site;
  auto without = site.back_up().path;
  CHECK_FALSE(fs::exists(without + "/answers/sealing-1.key"));
  CHECK(fs::exists(without + "/keys/sealing-1.pub"));
  CHECK(fs::status(without).permissions() == fs::perms::owner_all);
  CHECK(fs::status(without + "/keys/signing.key").permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK_FALSE(back_up(site.collector, *site.files, site.target, false));  // the same second
  site.clock.jump_wall(std::chrono::seconds(1));
  CHECK(fs::exists(site.back_up(true).path + "/answers/sealing-1.key"));
}

}  // namespace vantrum::collector
