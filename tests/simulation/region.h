// The collector's machine: the real ingest, opener, orders, backups and SQLite store, on a disk that can lose
// power, fill up and refuse, and that can be lost as a whole.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "shared/survey/instrument_file.h"
#include "sync/collector/backup.h"
#include "sync/collector/ingest.h"
#include "sync/collector/opener.h"
#include "sync/collector/router.h"
#include "sync/store/sqlite_answer_store.h"
#include "sync/store/sqlite_collector_store.h"
#include "tests/simulation/judge.h"
#include "tests/support/crash_vfs.h"

namespace vantrum::simulation {

// A folder in memory, gone afterwards. What must be real files lies there: keys, backups, sticks.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A collector as it is set up, made once in a process: keys take a while.
struct Origin {
  static constexpr const char* region = "kalmar";
  std::map<std::string, Bytes> files;  // by their path in the collector's folder, without the database
  Bytes database;
  survey::InstrumentFiles instrument_files;
  survey::Instrument instrument;
  static const Origin& get();
};

class RegionHost {
 public:
  RegionHost(Timeline& timeline, Judge& judge, std::uint64_t seed, const std::string& scratch);

  bool is_up() const { return store_ != nullptr; }

  // One request. nullopt: the machine is off, or power went before a reply left it.
  std::optional<collector::Reply> receive(ByteView document);

  // What an administrator does, tried again until it succeeds. Until a backup holds it, the host is not lost:
  // docs/keys-and-backup.md asks for one.
  using Work = std::function<Result<void>(const collector::Collector&)>;
  void administer(const std::string& what, Work work);

  // For whoever looks, or carries a stick: only while it is up.
  const collector::Collector& now() const { return *collector_; }
  Result<void> open_what_waits();
  void die_if_cut();

  void back_up();
  void tidy();

  // Faults.
  void arm_cut(std::uint64_t changes);  // power goes at one of the next changes to the disk
  void lose();                          // the whole machine; a backup is read back into a new one
  testing::Medium& medium() { return *medium_; }
  MachineClock& clock() { return clock_; }
  void end_faults();  // power stays, the disk works

 private:
  void start();
  Result<std::unique_ptr<collector::SqliteAnswerStore>> open_answers();
  void die();
  void read_backup();
  collector::DataFolder folder() const { return {scratch_ + "/collector"}; }

  Timeline& timeline_;
  Judge& judge_;
  Chance chance_;
  SeededEntropy entropy_;
  std::string scratch_;
  std::unique_ptr<FileSystem> files_;
  MachineClock clock_;
  std::unique_ptr<testing::Medium> medium_;
  std::unique_ptr<testing::CrashVfs> vfs_;
  std::unique_ptr<collector::SqliteCollectorStore> store_;
  std::unique_ptr<collector::SqliteAnswerStore> answers_;
  collector::Keys keys_;
  std::optional<collector::Collector> collector_;
  std::optional<collector::Opener> opener_;
  std::string backup_;  // the latest
  int losses_ = 0;
  bool needs_backup_ = true, is_lost_ = false, has_faults_ = true;
};

}  // namespace vantrum::simulation
