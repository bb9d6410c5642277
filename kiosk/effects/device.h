// The device's work behind the screens: what the effects ask for, and what the documents in the inbox change.
// It owns the database, the identity and the outbox; one thread owns it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "kiosk/app/effect.h"
#include "kiosk/store/identity.h"
#include "kiosk/store/outbox.h"
#include "shared/base/clock.h"

namespace vantrum::kiosk {

struct DeviceSettings {
  std::string data;                             // folder with kiosk.db, identity, outbox/, inbox/
  std::uint64_t batch_items_min = 5;            // P-7
  std::chrono::seconds batch_delay_min{1'800};  // not at the moment of a submission (P-7)
  std::chrono::seconds batch_delay_max{3'600};
};

class Device {
 public:
  static Result<Device> open(DeviceSettings settings, FileSystem& files, Clock& clock, Entropy& entropy);

  // What is asked now; none before enrolment and the first round.
  std::shared_ptr<const Survey> survey() const { return survey_; }

  // Seals and commits. Success means durable. On a storage error the outcome is unknown, so the database is
  // opened again and asked; at most three tries, all with the id drawn before the first.
  Result<void> submit(const Submit& submission);
  Result<void> count_left(const CountLeft& left);

  // Reads the inbox and packs what is due; true when the survey has changed. Bad documents are logged and
  // dropped: whatever they would have receipted stays in the outbox and is sent again.
  Result<bool> tend();

  // Staff asks: everything that waits goes into batches now, however few.
  Result<void> pack_all();

  // For staff and tests: counts, never answers (P-20).
  Result<Counts> counts();

 private:
  Device(DeviceSettings settings, FileSystem& files, Clock& clock, Entropy& entropy, ResponseStore store,
         Outbox outbox);
  Result<ResponseStore*> store();
  Result<void> load();
  Result<bool> apply(ByteView document);
  Result<bool> apply_enrolment_reply(ByteView document);
  Result<bool> apply_receipt(ByteView document);
  Result<bool> apply_round(ByteView document);
  Result<std::shared_ptr<const Survey>> read_round(ByteView document);
  Result<Bytes> seal(const Submit& submission, const ItemId& id, const survey::Answers& linked);
  Result<void> commit(const ItemId& id, RoundId round, ByteView sealed,
                      const std::vector<std::string>& counters);
  Result<void> pack_due();
  Result<void> pack_round(RoundId round);
  Result<void> publish();
  Result<void> write_status();
  bool is_due(std::uint64_t items);

  DeviceSettings settings_;
  FileSystem* files_;
  Clock* clock_;
  Entropy* entropy_;
  std::optional<ResponseStore> store_;  // none after an error, until it opens again
  Outbox outbox_;
  std::optional<Identity> identity_;
  std::shared_ptr<const Survey> survey_;
  wire::SealTo seal_to_;
  std::uint64_t round_serial_ = 0;
  std::optional<MonotonicTime> pack_at_;
  Bytes last_status_;
};

}  // namespace vantrum::kiosk
