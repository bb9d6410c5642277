// One kiosk, its disk and its collector, and power that goes at any moment.
//
// The judge is the one of Jepsen's `set` and `total-queue`: what was thanked for is in the collector's hands
// in the end, nothing is that nobody sent, and nothing twice.
#pragma once

#include <optional>
#include <set>

#include "kiosk/effects/device.h"
#include "tests/support/crash_vfs.h"
#include "tests/support/faulty_file_system.h"
#include "tests/support/little_collector.h"

namespace vantrum::kiosk {

struct Tally {
  std::uint64_t cuts = 0, acknowledged = 0, attempted = 0;
  std::uint64_t lost = 0;       // thanked for and gone
  std::uint64_t doubled = 0;    // in two batches
  std::uint64_t corrupt = 0;    // the database damaged, a torn document in the outbox, no start
  std::uint64_t invented = 0;   // received, and never sent
  std::uint64_t discarded = 0;  // staff threw it away, and were told that it is
  std::uint64_t revived = 0;    // … and it came as an answer all the same
  std::uint64_t cuts_with_loss = 0;
  void add(const Tally& other);
  bool is_clean() const { return lost + doubled + corrupt + invented + revived == 0; }
};

// The draws of a submission, so that the judge knows its id whether it was thanked for or not.
class NotingEntropy final : public Entropy {
 public:
  explicit NotingEntropy(std::uint64_t seed) : entropy_(seed) {}
  void fill(std::span<std::uint8_t> out) override;
  void listen() { first_id_.reset(); }
  const std::optional<ItemId>& first_id() const { return first_id_; }

 private:
  SeededEntropy entropy_;
  std::optional<ItemId> first_id_;
};

enum class SurveySize { small, whole };

// A kiosk's folder, enrolled and with a round, made once: worlds begin as copies of it.
struct Beginning {
  LittleCollector collector;
  std::optional<Identity> identity;
  std::map<std::string, Bytes> files;
  Result<void> copy_to(FileSystem& to, const std::string& data) const;
  static Beginning make(std::size_t slots = 64, SurveySize size = SurveySize::small);
};

struct WorldOptions {
  store::Database::Options::Sync sync = store::Database::Options::Sync::every_commit;
  bool ignores_syncs = false;
  bool compound = true;             // power may go again while the kiosk recovers
  std::uint32_t changes_max = 160;  // to the disk until the next cut
};

class World {
 public:
  World(const Beginning& beginning, std::uint64_t seed, const WorldOptions& options = {});

  // A piece of the kiosk's life, a cut somewhere in it, the start after it, and the judgement.
  void live_until_cut();
  const Tally& tally() const { return tally_; }

  // For tests that make their own trouble.
  testing::Medium& medium() { return medium_; }
  ManualClock& clock() { return clock_; }
  testing::FaultyFileSystem& files() { return files_; }
  DeviceSettings settings() const;
  Result<Device> open() { return open(settings()); }
  Result<Device> open(const DeviceSettings& settings);
  Result<void> submit(Device& device);
  Result<void> submit_with_text(Device& device);
  Result<void> discard(Device& device);  // the last one
  void judge(Device& device);
  std::uint64_t idle_for_a_day();  // after one answer; the bytes written in it
  void collect();                  // the collector takes what lies in the outbox
  void deliver();                  // … and its receipts come back
  wire::Status status();           // that lies in the outbox
  std::uint64_t markers_received() const { return markers_.size(); }
  bool has_received(const ItemId& id) const { return received_.contains(id); }
  std::size_t owed() const { return owed_.size(); }
  const std::vector<ItemId>& acknowledged() const { return acknowledged_; }
  static constexpr const char* folder = "/kiosk";

 private:
  Result<void> submit(Device& device, const Submit& submission);
  void act(Device& device);
  std::optional<Device> recover();
  std::uint32_t below(std::uint32_t n) { return chance_.random_below(n); }

  WorldOptions options_;
  testing::Medium medium_;
  testing::CrashVfs vfs_;
  testing::FaultyFileSystem files_;
  ManualClock clock_{std::chrono::sys_days(std::chrono::year(2026) / 11 / 4)};
  SeededEntropy chance_;
  NotingEntropy entropy_;
  LittleCollector collector_;
  Identity identity_;
  Tally tally_;
  std::set<ItemId> attempted_, owed_;              // owed: thanked for, not yet collected
  std::set<ItemId> discarded_, asked_to_discard_;  // acknowledged; asked for, whatever came of it
  std::vector<ItemId> acknowledged_;               // in their order
  std::map<ItemId, BatchId> received_;
  std::set<ItemId> markers_;                                     // of these
  std::map<BatchId, std::pair<std::uint64_t, Bytes>> receipts_;  // number and document
  std::uint64_t replies_ = 0;
};

}  // namespace vantrum::kiosk
