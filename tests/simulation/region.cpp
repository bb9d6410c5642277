#include "tests/simulation/region.h"

#include <cstdlib>
#include <filesystem>

#include "shared/base/log.h"
#include "shared/wire/envelope.h"
#include "tests/simulation/instrument_text.h"
#include "tests/simulation/seeded_sealing.h"

namespace vantrum::simulation {
namespace {

namespace fs = std::filesystem;
using collector::Collector;

constexpr const char* database_path = "/collector/collector.db";
constexpr const char* answers_path = "/collector/answers.db";
constexpr std::size_t file_bytes_max = 1ULL << 30;
constexpr seconds clock_ahead_max = hours(28);  // of those that simulation.cpp sets

Origin make_origin() {
  Origin origin;
  ScratchFolder scratch;
  auto files = real_file_system();
  Timeline timeline;
  MachineClock clock(timeline);
  SeededEntropy entropy(3);
  collector::DataFolder folder{scratch.path() + "/collector"};
  initialise(*files, entropy, clock, folder, {Origin::region, "Region Kalmar län"}, {"localhost"}).value();
  origin.instrument_files = {{"instrument.toml", instrument_text}, {"sv.toml", swedish_text}};
  origin.instrument = survey::parse_instrument(origin.instrument_files).value();
  for (const auto& entry : fs::recursive_directory_iterator(folder.path)) {
    if (!entry.is_regular_file()) continue;
    auto name = entry.path().string().substr(folder.path.size() + 1);
    auto content = files->read(entry.path().string(), file_bytes_max).value();
    if (name == "collector.db")
      origin.database = std::move(content);
    else if (!name.starts_with("collector.") && !name.starts_with("answers/answers."))
      origin.files[name] = std::move(content);
  }
  check(!origin.database.empty() && origin.files.size() >= 6);
  return origin;
}

}  // namespace

ScratchFolder::ScratchFolder() {
  std::error_code problem;
  std::string parent =
      fs::is_directory("/dev/shm", problem) ? "/dev/shm" : fs::temp_directory_path().string();
  auto pattern = parent + "/vantrum-simulation-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) {
    fmt::print(stderr, "simulation: {} takes no folder: {}. Make room there, or let this user write to it.\n",
               parent, std::generic_category().message(errno));
    std::exit(2);
  }
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code problem;
  fs::remove_all(path_, problem);
}

const Origin& Origin::get() {
  static const Origin origin = make_origin();
  return origin;
}

RegionHost::RegionHost(Timeline& timeline, Judge& judge, std::uint64_t seed, const std::string& scratch)
    : timeline_(timeline),
      judge_(judge),
      chance_(seed),
      entropy_(seed + 1),
      scratch_(scratch),
      files_(real_file_system()),
      clock_(timeline),
      medium_(std::make_unique<testing::Medium>(seed + 2)),
      vfs_(std::make_unique<testing::CrashVfs>(*medium_)) {
  files_->make_directories(scratch_ + "/backups").value();
  files_->make_directories(folder().keys()).value();
  files_->make_directories(folder().path + "/answers").value();
  fs::permissions(folder().path + "/answers", fs::perms::owner_all);
  for (const auto& [name, content] : Origin::get().files)
    files_->write_atomic(folder().path + "/" + name, content, 0600).value();
  keys_ = collector::load_keys(*files_, folder()).value();
  medium_->put(database_path, Origin::get().database);
  has_faults_ = false;  // a collector is set up by somebody who looks whether it runs
  start();
  has_faults_ = true;
  check(is_up());
}

void RegionHost::start() {
  if (store_ || is_lost_) return;
  if (medium_->is_off()) medium_->power_on();
  if (has_faults_ && chance_.one_in(4)) medium_->cut_after(chance_.below(20));
  clock_.boot();
  auto store = collector::SqliteCollectorStore::open(database_path, vfs_->name().c_str());
  auto answers = open_answers();
  auto region = !store     ? Result<collector::Region>(store.error())
                : !answers ? Result<collector::Region>(answers.error())
                           : (*store)->load_region();
  if (!region || medium_->is_off()) {
    if (!medium_->is_off() && region.error().fault == StorageFault::damaged)
      judge_.complain("the collector's database is damaged: " + region.error().message);
    answers = Error::storage("closed");
    store = Error::storage("closed");
    timeline_.note("the collector does not start");
    return timeline_.after(minutes(5), [this] { start(); });
  }
  medium_->do_not_cut();
  store_ = std::move(*store);
  answers_ = std::move(*answers);
  collector_.emplace(Collector{*store_, keys_, *region, clock_, entropy_, answers_.get(), folder()});
  opener_.emplace(*collector_);
  timeline_.note("the collector is up");
  judge_.look_for_receipts(*store_);
}

Result<std::unique_ptr<collector::SqliteAnswerStore>> RegionHost::open_answers() {
  auto answers = TRY(collector::SqliteAnswerStore::open(answers_path, vfs_->name().c_str()));
  TRY(answers->bind_region(Origin::region));
  return answers;
}

void RegionHost::die() {
  medium_->cut_now();
  opener_.reset();
  collector_.reset();
  answers_.reset();
  store_.reset();
  timeline_.note("the collector is off");
  if (!is_lost_) timeline_.after(chance_.between(minutes(1), hours(6)), [this] { start(); });
}

void RegionHost::die_if_cut() {
  if (is_up() && medium_->is_off()) die();
}

std::optional<collector::Reply> RegionHost::receive(ByteView document) {
  if (!is_up()) return std::nullopt;
  collector::Router router([&](ByteView body) { return collector::exchange_document(*collector_, body); });
  auto reply = router.answer(document);
  if (medium_->is_off()) {
    die();
    return std::nullopt;
  }
  auto header = wire::peek_header(document);
  auto type = header ? header->type : wire::DocumentType::asset;
  if (reply.status == 200 && type == wire::DocumentType::batch)
    judge_.receipt_left(crypto::hash_of(document), reply.body);
  if (reply.status == 200 && type == wire::DocumentType::enrolment) {
    needs_backup_ = true;
    timeline_.after(seconds(1), [this] { back_up(); });
  }
  // Now and then the opener comes late, and power goes while answers still lie sealed.
  if (!chance_.one_in(4)) static_cast<void>(static_cast<bool>(open_what_waits()));
  die_if_cut();
  return reply;
}

Result<void> RegionHost::open_what_waits() {
  if (!is_up()) return {};
  auto opened = opener_->run();
  return opened ? Result<void>() : Result<void>(opened.error());
}

void RegionHost::administer(const std::string& what, Work work) {
  auto again = [=, this](Span delay) { timeline_.after(delay, [=, this] { administer(what, work); }); };
  if (!is_up()) return again(minutes(30));
  needs_backup_ = true;
  auto done = work(*collector_);
  die_if_cut();
  timeline_.note("administrator: {}: {}", what, done ? "done" : name_of(done.error().kind));
  if (!done && done.error().kind == ErrorKind::storage) return again(minutes(10));
  back_up();
}

void RegionHost::back_up() {
  if (!is_up()) {
    if (needs_backup_) timeline_.after(minutes(40), [this] { back_up(); });
    return;
  }
  auto made = collector::back_up(*collector_, *files_, scratch_ + "/backups", true);
  die_if_cut();
  timeline_.note("backup: {}", made ? "made" : name_of(made.error().kind));
  // Whole copies count, also where telling the kiosks of them failed.
  for (const auto& entry : fs::directory_iterator(scratch_ + "/backups")) {
    auto path = entry.path().string();
    if (path == backup_ || path.ends_with(".part")) continue;
    if (!backup_.empty()) fs::remove_all(backup_);
    backup_ = path;
    needs_backup_ = false;
    return judge_.backup_was_made();
  }
  // A folder of the same second was there already, or the disk failed.
  if (needs_backup_) timeline_.after(minutes(1), [this] { back_up(); });
}

void RegionHost::tidy() {
  if (!is_up()) return;
  static_cast<void>(static_cast<bool>(store_->tidy()));
  die_if_cut();
}

void RegionHost::arm_cut(std::uint64_t changes) {
  if (!is_up()) return;
  if (changes > 0) return medium_->cut_after(changes);
  die();
}

void RegionHost::lose() {
  if (needs_backup_ || is_lost_) return;
  is_lost_ = true;
  if (is_up()) die();
  timeline_.note("the collector is lost");
  timeline_.after(chance_.between(hours(1), hours(30)), [this] { read_backup(); });
}

void RegionHost::read_backup() {
  if (!is_lost_) return;
  collector::DataFolder restored{scratch_ + "/restored-" + std::to_string(++losses_)};
  // Whoever reads a backup back sets the clock right, and past the backup if that was made by a clock ahead.
  clock_.set_wrong_by(seconds(0));
  auto read = collector::restore(*files_, entropy_, clock_, backup_, restored);
  if (!read && read.error().kind == ErrorKind::refused) {
    clock_.set_wrong_by(clock_ahead_max);
    read = collector::restore(*files_, entropy_, clock_, backup_, restored);
    clock_.set_wrong_by(seconds(0));
  }
  if (!read) return judge_.complain("a backup cannot be read back: " + read.error().message);
  // The vfs outlives every connection, and the medium the vfs.
  vfs_.reset();
  medium_ = std::make_unique<testing::Medium>(chance_.below(UINT32_MAX));
  vfs_ = std::make_unique<testing::CrashVfs>(*medium_);
  medium_->put(database_path, files_->read(restored.database(), file_bytes_max).value());
  medium_->put(answers_path, files_->read(restored.answer_database(), file_bytes_max).value());
  fs::remove_all(restored.path);
  judge_.backup_was_read();
  is_lost_ = false;
  timeline_.note("the collector came back from its backup");
  start();
  back_up();
}

void RegionHost::end_faults() {
  has_faults_ = false;
  medium_->do_not_cut();
  medium_->stop_failing();
  medium_->limit_bytes({});
  clock_.set_wrong_by(seconds(0));
  if (is_lost_)
    read_backup();
  else
    start();
}

}  // namespace vantrum::simulation
