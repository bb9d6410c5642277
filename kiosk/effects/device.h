// The device's work behind the screens: what the effects ask for, and what the documents in the inbox change.
// It owns the database, the identity and the outbox; one thread owns it.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "kiosk/app/asking.h"
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"
#include "kiosk/effects/assets.h"
#include "kiosk/effects/ballast.h"
#include "kiosk/effects/heartbeat.h"
#include "kiosk/effects/orders.h"
#include "kiosk/effects/pulse.h"
#include "kiosk/effects/staff_gate.h"
#include "kiosk/effects/staff_round.h"
#include "shared/base/clock.h"
#include "shared/base/stick_carry.h"
#include "shared/survey/reflection.h"
#include "shared/voice/pack.h"
#include "shared/wire/discard_item.h"

namespace vantrum::kiosk {

struct DeviceSettings {
  std::string data;                             // folder with kiosk.db, identity, outbox/, inbox/, ballast
  std::uint64_t batch_items_min = 5;            // P-7
  std::chrono::seconds batch_delay_min{1'800};  // not at the moment of a submission (P-7)
  std::chrono::seconds batch_delay_max{3'600};
  // How long staff may throw the last visit away, and it stays here for that; not longer than
  // batch_delay_min: where batches leave at once, nothing can be taken back (docs/discarding.md).
  std::chrono::seconds discard_within{600};
  std::size_t ballast_bytes = 16 * 1024 * 1024;     // 0: none
  std::uint64_t free_bytes_min = 64 * 1024 * 1024;  // with less the status tells of a disk that fills
  StoreOptions store = {};
  std::string sticks = "/media";  // where the system mounts USB sticks
  std::string battery = {};  // folder that tells of it, as Linux has them; empty: the usual ones are tried
  crypto::PassphraseCost pin_cost = crypto::cost_of_pins;
  std::string region = {};  // its id; with it the kiosk can be enrolled on its screen
  std::string label = "Väntrummet";
};

class Device {
 public:
  static Result<Device> open(DeviceSettings settings, FileSystem& files, Clock& clock, Entropy& entropy);

  // What is asked now; none before enrolment and the first round. Not open outside the round's window, while
  // there is no room for one more answer (nobody is asked what could not be kept), while the collector has
  // ordered a pause, and where a round stops at its quota and the centre has reached it (S26).
  std::shared_ptr<const Survey> survey() const { return has_room_ ? survey_ : paused_; }

  // Seals and commits. Success means durable. On a storage error the outcome is unknown, so the database is
  // opened again and asked; at most three tries, all with the id drawn before the first. Costs one sync; the
  // outbox is written by `tend`, so that no other file's time tells when somebody answered.
  Result<void> submit(const Submit& submission);
  Result<void> count_left(const CountLeft& left);

  // Reads the inbox and packs what is due; true when the survey has changed. Bad documents are logged and
  // dropped: whatever they would have receipted stays in the outbox and is sent again.
  Result<bool> tend();

  // Whether `tend` has something to do that cannot wait: the inbox holds anything or cannot be looked into,
  // the time of a batch has come, or recordings that lie here are still to be checked. Costs a small part of
  // what `tend` does.
  bool has_work() const;
  MonotonicTime now() const { return clock_->monotonic(); }
  // Any thread. Grows with each small part of what any of these does, however long all of it takes.
  std::uint64_t beats() const { return files_->beats(); }

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

  // For the staff's screens: what a sitting asks (S30); submit it like any other.
  const StaffRound& staff_round() const { return staff_; }
  // Files with recordings (shared/voice/pack.h) that the rounds in use have brought: whole, and checked.
  std::vector<std::string> voices() const;
  // The same, each with its head, without those that are no such file (for good) and those that the disk did
  // not give, which may be asked for again. Reads the heads of those that are new.
  struct Packs {
    std::vector<voice::Pack> usable;
    bool is_all = true;  // the disk gave every one
  };
  Packs packs();
  // Why visitors are not asked now, or that they are.
  Asking asking() { return vantrum::kiosk::asking(asking_facts()); }
  // Staff asks on outside the window, until this ends or the program does (S37).
  void ask_anyway();

  // ---- Of the staff (device_staff.cpp) ----

  StaffGate& gate() { return gate_; }
  // A stick with the staff's key file is there now.
  bool has_key_stick();
  // … and was not when either of these was asked last: somebody has just put it in.
  bool is_key_stick_new();

  Result<StaffFacts> staff_facts();

  // Enrolling on the kiosk's own screen (device_enrol.cpp). `invalid` if the code is not one, `conflict` if
  // the kiosk belongs to a centre, `refused` without a region. Durable when it returns, and the request lies
  // in the outbox; a request of before is gone.
  Result<void> enrol(const std::string& typed_code);
  EnrolTold enrolment();
  // By command, with region and label of the settings; without the staff's first PIN. `conflict` if the kiosk
  // belongs to a centre. `again` is for one that does, and that the collector does not know any more: it
  // becomes another device, which is asked nothing until it is let in and then sends everything again that
  // lies here, also what had a receipt. Counts, PIN and the staff's wishes stay. Then `conflict` if it
  // belongs to no centre, is revoked, or the carrier says that the collector takes what it sends. If the
  // power goes, the next start finds the kiosk of before, or goes on to the new one (device_again.cpp).
  Result<void> enrol_by_command(const std::string& typed_code, bool again);
  // The staff's first PIN, where `enrolment` says that one is needed; `invalid` if it is too simple.
  Result<void> keep_first_pin(std::string_view pin);

  // Durable when they return, and kept through restarts. Who pauses here does not undo a pause of the leads.
  Result<void> set_paused(bool paused);
  // Ask nobody, deliver everything, however few; then wipe. Can be undone until then. As the lead's order.
  Result<void> set_retiring(bool retiring);

  // The last visit that was stored since the start, if it can still be thrown away: by a visitor or from
  // paper, at most `discard_within` ago, in no batch. Whoever answered the staff's own survey is none.
  struct LastVisit {
    StoredVisit stored;
    wire::Discard marker;
    std::size_t padded_bytes = 0;
    bool is_paper = false;
    MonotonicTime at{0};
  };
  const LastVisit* last_visit();
  // Throws it away for good: a sealed marker takes its place, and it counts no more. Durable when it returns;
  // an error is unknown, as with `submit`, and it may be asked again. `refused` if there is none.
  Result<void> discard_last_visit();

  // What a group agreed on; id, centre and year are filled in here. Durable, and on its way, when it returns;
  // it stays in the outbox until the collector has it. `refused` before the first round, `invalid` if it is
  // not whole.
  bool can_reflect() const { return identity_ && identity_->membership && seal_to_.epoch > 0; }
  Result<void> keep_reflection(survey::Reflection group, const survey::ReflectionInstrument& instrument);

  // Puts everything that waits into batches, and carries them to a stick (shared/base/stick_carry.h).
  StickTold carry_by_stick(const StickProgress& progress);

 private:
  Device(DeviceSettings settings, std::unique_ptr<Pulse> files, Clock& clock, Entropy& entropy,
         ResponseStore store, Outbox outbox);
  static Result<ResponseStore> open_store(const DeviceSettings& settings, FileSystem& files,
                                          Entropy& entropy);
  Result<ResponseStore*> store();
  Result<ResponseStore*> numbered_store();  // that may give out serials
  Result<void> note_next_block();
  Result<void> take_back_outbox(ResponseStore& store);
  Result<void> load();
  template <class T>
  Result<T> settled(Result<T> result);
  template <class Work>
  auto with_room(Work work) -> decltype(work());
  void look_for_room();
  Result<bool> read_inbox();
  Result<bool> read_and_pack();
  Result<bool> apply(ByteView document);
  Result<bool> apply_enrolment_reply(ByteView document);
  Result<bool> apply_receipt(ByteView document);
  Result<bool> apply_round(ByteView document);
  Result<bool> apply_order(ByteView document);
  Result<void> carry_out(const wire::Order& order);
  Result<bool> apply_centre(ByteView document);
  Result<bool> apply_asset(ByteView document);
  void want_assets();
  bool has_more_assets() const;
  void tend_assets(std::size_t asked_max = Assets::asked_at_once);
  Result<void> obey();
  Result<void> wipe_all();
  Result<std::int64_t> day();
  Result<bool> waits_for_backups();
  Result<void> prune();
  std::int64_t today() const;
  bool may_ask();
  bool lacks_room() const;  // for another visit
  bool is_paused() const { return is_paused_here_ || orders_.is_paused(); }
  bool is_retiring() const { return is_retiring_here_ || orders_.is_retiring(); }
  void load_wish();
  Result<void> keep_wish();
  Result<void> drop_stale_wish();
  Result<void> count_for_staff(StaffFacts& facts);
  Result<bool> apply_reflection_receipt(ByteView document);
  static bool is_reflection(const std::string& name);
  Result<void> sign_reflections_again(const crypto::VerifyKey& before);
  Result<void> take_identity(const wire::EnrolmentCode& code);
  Result<void> leave_life_before();
  bool is_of_another(const std::string& path);
  void forget_round();
  bool carrier_is_content();
  Result<std::uint64_t> next_reflection_serial();
  Result<bool> has_reflections();
  bool is_enrolling_here();
  std::vector<survey::Priority> areas_of_last_year();
  AskingFacts asking_facts();
  bool is_over(RoundId round) const;
  Result<void> commit(const std::vector<NewItem>& items, RoundId round,
                      const std::vector<std::string>& counters);
  Result<void> check_batches();
  Result<void> pack_due();
  Result<void> pack_round(RoundId round);
  Result<void> publish_what_is_over();
  Result<void> note_asked() { return TRY(store())->note_asked(survey_->round); }
  Result<std::vector<wire::EarlierRound>> earlier_rounds();
  Result<void> publish();
  Result<wire::Status> status_now();
  Result<std::map<std::string, std::uint64_t>> alarms();
  Result<void> write_status();
  bool is_due(std::uint64_t items);
  void wait_for_held();
  std::chrono::seconds random_part_of_wait();
  void keep_last_visit(const Submit& submission, const std::vector<NewItem>& items,
                       std::vector<std::string> counters);
  const StoredVisit* held_of(RoundId round);
  std::chrono::seconds discard_limit() const {
    return std::min(settings_.discard_within, settings_.batch_delay_min);
  }

  DeviceSettings settings_;
  std::unique_ptr<Pulse> files_;
  Clock* clock_;
  Entropy* entropy_;
  std::optional<ResponseStore> store_;  // none after an error, until it opens again
  bool is_numbered_ = false;            // it is told of the block of serials in use
  bool is_block_new_ = false;           // and that is one that no database has given any of
  Outbox outbox_;
  Ballast ballast_;
  Heartbeat heartbeat_;
  Orders orders_;
  StaffGate gate_;
  bool is_paused_here_ = false, is_retiring_here_ = false;  // staff-wish
  bool was_key_there_ = false;
  std::optional<bool> is_enrolling_here_;  // as the disk has it; none: not looked yet
  StaffRound staff_;
  Assets assets_;
  std::vector<wire::AssetName> assets_of_round_;  // the visitors'
  std::vector<voice::Pack> packs_;
  std::set<std::string> no_packs_;  // paths of what is no such file
  bool staff_override_ = false;
  std::optional<Identity> identity_;
  std::shared_ptr<const Survey> survey_, paused_;
  bool has_room_ = true;
  bool has_failed_ = false;                  // an answer could not be stored since the start
  bool has_broken_chain_ = false;            // a receipt of ours did not continue our chain, since the start
  std::uint32_t quota_ = 0;                  // of the centre in this round
  bool stops_at_quota_ = false;              // or goes on beyond it
  std::uint64_t backed_up_ = 0;              // what a backup holds, in the chain's numbers of now
  std::optional<std::int64_t> counted_day_;  // today, by a clock that may be wrong
  std::int64_t lived_ = 0;                   // days, as the store counts them
  wire::SealTo seal_to_;                     // of the newest round
  std::uint64_t round_serial_ = 0;
  std::set<RoundId> told_rounds_;  // earlier ones, since the start
  std::optional<MonotonicTime> pack_at_;
  MonotonicTime quiet_since_{0}, checkpointed_{0};
  bool has_pruned_ = false;
  std::optional<LastVisit> last_visit_;  // in memory only
  bool is_outbox_stale_ = true;          // the database has batches that the outbox may not show
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
