// The device's work behind the screens: what the effects ask for, and what the documents in the inbox change.
// It owns the database, the identity and the outbox; one thread owns it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kiosk/app/effect.h"
#include "kiosk/effects/ballast.h"
#include "kiosk/effects/heartbeat.h"
#include "kiosk/effects/orders.h"
#include "shared/base/clock.h"

namespace vantrum::kiosk {

struct DeviceSettings {
  std::string data;                             // folder with kiosk.db, identity, outbox/, inbox/, ballast
  std::uint64_t batch_items_min = 5;            // P-7
  std::chrono::seconds batch_delay_min{1'800};  // not at the moment of a submission (P-7)
  std::chrono::seconds batch_delay_max{3'600};
  std::size_t ballast_bytes = 16 * 1024 * 1024;     // 0: none
  std::uint64_t free_bytes_min = 64 * 1024 * 1024;  // with less the status tells of a disk that fills
  StoreOptions store = {};
};

class Device {
 public:
  static Result<Device> open(DeviceSettings settings, FileSystem& files, Clock& clock, Entropy& entropy);

  // What is asked now; none before enrolment and the first round. Not open while there is no room for one
  // more answer (nobody is asked what could not be kept), while the collector has ordered a pause, and where
  // a round stops at its quota and the centre has reached it (S26).
  std::shared_ptr<const Survey> survey() const { return has_room_ ? survey_ : paused_; }

  // Seals and commits. Success means durable. On a storage error the outcome is unknown, so the database is
  // opened again and asked; at most three tries, all with the id drawn before the first. Costs one sync; the
  // outbox is written by `tend`, so that no other file's time tells when somebody answered.
  Result<void> submit(const Submit& submission);
  Result<void> count_left(const CountLeft& left);

  // Reads the inbox and packs what is due; true when the survey has changed. Bad documents are logged and
  // dropped: whatever they would have receipted stays in the outbox and is sent again.
  Result<bool> tend();

  // What must not be done while somebody answers: moves the log into the database file after a quiet minute,
  // and takes back the room that a full disk needed. Call it about as often as `tend`.
  Result<void> rest(bool visitor_is_here);

  // Staff asks: everything that waits goes into batches now, however few.
  Result<void> pack_all();

  // For staff and tests: counts, never answers (P-20).
  Result<Counts> counts();

  // The centre's number: completed here and, as the collector last said, on the centre's other kiosks (S26).
  struct CentreProgress {
    std::uint64_t here = 0, elsewhere = 0;
    std::uint32_t quota = 0;
  };
  Result<CentreProgress> centre_progress();
  const Orders& orders() const { return orders_; }

 private:
  Device(DeviceSettings settings, FileSystem& files, Clock& clock, Entropy& entropy, ResponseStore store,
         Outbox outbox);
  static Result<ResponseStore> open_store(const DeviceSettings& settings, FileSystem& files,
                                          Entropy& entropy);
  Result<ResponseStore*> store();
  Result<void> load();
  template <class T>
  Result<T> settled(Result<T> result);
  template <class Work>
  auto with_room(Work work) -> decltype(work());
  void look_for_room();
  Result<bool> read_and_pack();
  Result<bool> apply(ByteView document);
  Result<bool> apply_enrolment_reply(ByteView document);
  Result<bool> apply_receipt(ByteView document);
  Result<bool> apply_round(ByteView document);
  Result<bool> apply_order(ByteView document);
  Result<void> carry_out(const wire::Order& order);
  Result<bool> apply_centre(ByteView document);
  Result<void> obey();
  Result<void> wipe_all();
  Result<std::int64_t> day();
  Result<void> prune();
  std::int64_t today() const;
  bool may_ask();
  Result<Bytes> seal(const Submit& submission, const ItemId& id, const survey::Answers& linked);
  Result<void> commit(const ItemId& id, RoundId round, ByteView sealed,
                      const std::vector<std::string>& counters);
  Result<void> check_batches();
  Result<void> pack_due();
  Result<void> pack_round(RoundId round);
  Result<void> publish();
  Result<wire::Status> status_now();
  Result<std::map<std::string, std::uint64_t>> alarms();
  Result<void> write_status();
  bool is_due(std::uint64_t items);

  DeviceSettings settings_;
  FileSystem* files_;
  Clock* clock_;
  Entropy* entropy_;
  std::optional<ResponseStore> store_;  // none after an error, until it opens again
  Outbox outbox_;
  Ballast ballast_;
  Heartbeat heartbeat_;
  Orders orders_;
  std::optional<Identity> identity_;
  std::shared_ptr<const Survey> survey_, paused_;
  bool has_room_ = true;
  bool has_failed_ = false;                  // an answer could not be stored since the start
  bool has_broken_chain_ = false;            // a receipt of ours did not continue our chain, since the start
  std::uint32_t quota_ = 0;                  // of the centre in this round
  bool stops_at_quota_ = false;              // or goes on beyond it
  std::uint64_t backed_up_ = 0;              // the highest watermark heard since the start
  std::optional<std::int64_t> counted_day_;  // today, by a clock that may be wrong
  std::int64_t lived_ = 0;                   // days, as the store counts them
  wire::SealTo seal_to_;                     // of the newest round
  std::uint64_t round_serial_ = 0;
  std::optional<MonotonicTime> pack_at_;
  MonotonicTime quiet_since_{0}, checkpointed_{0};
  bool has_pruned_ = false;
  bool is_outbox_stale_ = true;  // the database has batches that the outbox may not show
};

// After a storage error the outcome is unknown: never go on with this connection. What a full disk lacks is
// given back first, because closing writes too.
template <class T>
Result<T> Device::settled(Result<T> result) {
  if (result || result.error().kind != ErrorKind::storage) return result;
  if (result.error().fault == StorageFault::full) ballast_.release();
  store_.reset();
  return result;
}

}  // namespace vantrum::kiosk
