// What the collector remembers, as one contract. SQLite keeps it today; another database joins behind the
// same contract test (tests/sync/collector_store_contract.h).
//
// It is one half of two that share no key: this one (devices, batches, item ids and hashes) knows who sent
// what and what was received, but not what it says; the answers (answer_store.h, in a file of their own) know
// what was said, but only round, centre and week of where it came from. An item waits here, sealed, in the
// outbox, until opener.h has turned it into an answer.
//
// Uniqueness is a constraint of the schema: of two that race, one gets `same` or `other`, never both `added`.
// Every function may fail with `storage`; then the outcome is unknown and the caller looks it up again.
// One thread owns a store.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/ids.h"
#include "shared/crypto/keys.h"
#include "shared/survey/reflection.h"
#include "shared/wire/documents.h"
#include "sync/store/answer_store.h"

namespace vantrum::collector {

struct Region {
  std::string id;    // "kalmar"; bound into every document
  std::string name;  // "Region Kalmar län"
  bool operator==(const Region&) const = default;
};

struct Centre {
  CentreId id;
  std::string name;
  std::uint32_t quota = 0;  // what a new round starts from; a round may set another
  bool operator==(const Centre&) const = default;
};

enum class DeviceState {
  active,
  paused,    // asks nobody; delivers
  retiring,  // asks nobody, delivers what it has, then wipes itself
  retired,   // said that it has done so
  revoked,   // trusted no more: wipes itself at the next contact, and what it sends is quarantined
};

struct Device {
  DeviceId id;
  crypto::VerifyKey verify_key;
  CentreId centre;
  std::string label;
  DeviceState state = DeviceState::active;
  WallTime enrolled_at;
  std::optional<WallTime> last_contact;
  std::uint64_t copies = 0;     // times a second kiosk was heard that has this one's key
  std::uint64_t backed_up = 0;  // highest receipt number that a verified backup holds; 0: none
  bool operator==(const Device&) const = default;
};

struct OneTimeCode {
  std::string handle;
  crypto::MacKey mac_key;  // zeros once the code is used: it is not needed any more
  CentreId centre;
  std::string label;
  WallTime expires_at;
  std::uint32_t tries_left = 0;
  // Set together when the code is used.
  std::optional<DeviceId> device;
  crypto::Hash document_hash;  // of the enrolment that used it, to know a resend
  Bytes reply;                 // the exact enrolment reply it got
};

struct RoundRecord {
  RoundId id;
  std::string name;
  std::string receiver;
  bool is_open = true;
  bool stop_at_quota = false;
  bool review = false;                 // visitors see their answers once more before they send them
  std::vector<std::string> languages;  // offered, "sv" first
  std::vector<std::string>
      unreviewed;  // of these the ones nobody had reviewed when the round was opened (R12)
  std::uint32_t seal_epoch = 0;
  std::uint32_t padded_bytes = 0;
  // Who reads the free texts, and the routine for concern for a child; both empty: no free text (P-12).
  std::string text_reader, text_routine;
  std::map<std::string, std::string> instrument_files;  // with the questions of every centre that has its own
  bool for_staff = false;                               // asked of the staff, never of visitors (S30)
  bool operator==(const RoundRecord&) const = default;
};

struct RoundCentre {
  CentreId centre;
  std::string name;
  std::uint32_t quota = 0;
  bool operator==(const RoundCentre&) const = default;
};

// A round as one centre's kiosk sees it.
struct RoundPlace {
  bool is_open = true;
  std::uint32_t quota = 0;  // 0: the centre does not take part
};

struct RoundDocument {
  std::uint64_t serial = 0;
  RoundId round;
  CentreId centre;
  Bytes bytes;
};

// A group's word, sealed; opened only to be shown.
struct ReflectionRecord {
  survey::ReflectionId id;
  CentreId centre;
  std::int64_t day = 0;  // it came, since 1970
  std::uint32_t epoch = 0;
  crypto::Hash document;  // of the document it came in
  Bytes sealed;
};

// What stands for one kiosk now; a new one replaces it.
struct DeviceDocument {
  DeviceId device;
  std::uint64_t serial = 0;
  Bytes payload;  // to see whether anything changed
  Bytes bytes;
};
enum class Purpose { order, resend, centre };

struct BatchRecord {
  crypto::Hash document_hash;
  BatchId batch;
  DeviceId device;
  std::uint64_t serial = 0;
  std::uint64_t receipt_number = 0;
  Bytes receipt;
  RoundId round;  // 0: of a batch received before this was noted
};

struct LastReceipt {
  std::uint64_t number = 0;  // 0: none yet
  crypto::Hash hash;         // zeros: none yet
};

struct SealedItem {
  ItemId id;
  RoundId round;
  wire::ItemKind kind = wire::ItemKind::response;
  Bytes sealed;
};

enum class Recorded {
  added,  // seen for the first time
  same,   // this id with these bytes was here already
  other,  // this id was here already with other bytes; nothing was changed
};

struct QuarantinedItem {
  ItemId id;
  RoundId round;
  Bytes sealed;
  std::string cause;  // quarantine.h
  wire::ItemKind kind = wire::ItemKind::response;
  std::optional<DeviceId> device;   // none: not known (found when it was opened)
  std::optional<std::int64_t> day;  // since 1970; none: before this was noted
};

// How something arrived; names of counters, on disk.
namespace intake {
constexpr const char* accepted = "accepted";        // items taken in, flagged ones among them
constexpr const char* late = "late";                // of these: after the round was closed
constexpr const char* over_quota = "over quota";    // of these: more than the centre's quota
constexpr const char* paused = "paused";            // of these: from a kiosk that is paused or being retired
constexpr const char* quarantined = "quarantined";  // items put aside when they came
}  // namespace intake
using Intake = std::map<std::string, std::uint64_t>;

// Where a round's responses are by now. Nothing is lost if items ≤ answers (AnswerStore::count_answers) +
// waiting + set_aside.
struct Books {
  std::uint64_t items = 0;      // responses ever received, each id once
  std::uint64_t waiting = 0;    // still sealed
  std::uint64_t set_aside = 0;  // in quarantine, without those whose id is another's in that round
};

struct StatusRecord {
  DeviceId device;
  std::uint64_t serial = 0;
  wire::Status status;
};

class CollectorStore {
 public:
  virtual ~CollectorStore() = default;

  // All that `work` does is kept, or, if it returns an error, none of it. Not nested.
  virtual Result<void> in_transaction(const std::function<Result<void>()>& work) = 0;

  // Region: set once; `conflict` if it is set already, `not_found` if it is not set yet.
  virtual Result<void> set_region(const Region& region) = 0;
  virtual Result<Region> load_region() = 0;

  // 1, 2, 3 … for each type of document this collector issues.
  virtual Result<std::uint64_t> next_serial(wire::DocumentType type) = 0;

  // Centres; `conflict` if the name is taken, `not_found` if the id is unknown.
  virtual Result<CentreId> add_centre(const std::string& name, std::uint32_t quota) = 0;
  virtual Result<Centre> load_centre(CentreId centre) = 0;
  virtual Result<std::vector<Centre>> list_centres() = 0;

  // One-time codes. `add_code` replaces a code of the same handle that expired before `now`; a handle that is
  // still good is `conflict`.
  virtual Result<void> add_code(const OneTimeCode& code, WallTime now) = 0;
  virtual Result<std::optional<OneTimeCode>> find_code(const std::string& handle) = 0;
  virtual Result<void> take_try(const std::string& handle) = 0;
  // `conflict` if the code was used already.
  virtual Result<void> use_code(const std::string& handle, DeviceId device, const crypto::Hash& document_hash,
                                ByteView reply) = 0;

  // Devices; `conflict` if the id or the key is known already.
  virtual Result<void> add_device(const Device& device) = 0;
  virtual Result<std::optional<Device>> find_device(DeviceId device) = 0;
  virtual Result<std::vector<Device>> list_devices() = 0;
  virtual Result<void> set_device_state(DeviceId device, DeviceState state) = 0;
  // The kiosk itself said something new; a document sent again is none.
  virtual Result<void> note_contact(DeviceId device, WallTime now) = 0;
  virtual Result<void> note_copy(DeviceId device) = 0;

  // Documents that were refused, by cause. Anybody can send some: counted in memory, on disk with `tidy`.
  virtual Result<void> count_refusal(const std::string& cause) = 0;
  virtual Result<std::map<std::string, std::uint64_t>> refusals() = 0;

  // Rounds. `round.id` is given out here. `conflict` if one of the centres has an open round of that kind
  // (visitors', staff's) already.
  virtual Result<RoundId> add_round(const RoundRecord& round, const std::vector<RoundCentre>& centres) = 0;
  virtual Result<void> set_round_key(RoundId round, std::uint32_t seal_epoch) = 0;
  virtual Result<void> close_round(RoundId round) = 0;  // `refused` if it is closed
  // Of a round that asks for free text; `not_found` if there is none like that.
  virtual Result<void> set_text_reader(RoundId round, const std::string& reader) = 0;
  virtual Result<std::optional<RoundRecord>> find_round(RoundId round) = 0;
  virtual Result<std::optional<RoundPlace>> find_place(RoundId round, CentreId centre) = 0;  // cheap
  virtual Result<std::vector<RoundRecord>> list_rounds() = 0;  // without instrument files; oldest first
  virtual Result<std::vector<RoundCentre>> centres_of(RoundId round) = 0;

  // Round documents, kept so that a resend is identical.
  virtual Result<void> add_round_document(const RoundDocument& document) = 0;
  virtual Result<std::optional<RoundDocument>> latest_round_document(
      CentreId centre) = 0;  // of the visitors'
  virtual Result<std::optional<RoundDocument>> latest_staff_document(CentreId centre) = 0;
  virtual Result<std::optional<RoundDocument>> round_document_of(RoundId round, CentreId centre) = 0;

  // The file a round was opened with (round_file.h), as read; none of rounds from before there were files.
  virtual Result<void> keep_round_plan(RoundId round, const std::string& file) = 0;
  virtual Result<std::optional<std::string>> find_round_plan(RoundId round) = 0;

  // Self-reflections: the same document again is `same`, another under the same id is `other` and changes
  // nothing.
  virtual Result<Recorded> add_reflection(const ReflectionRecord& record) = 0;
  virtual Result<std::vector<ReflectionRecord>> list_reflections() = 0;  // by day

  // What rounds name by its SHA-256 (shared/wire/asset_document.h), kept in pieces. The same again is nothing
  // new.
  virtual Result<void> add_asset(const crypto::Hash& sha256, ByteView bytes) = 0;
  // The round names these, in this order, and no others; what no round names any more is removed.
  virtual Result<void> name_assets(RoundId round, const std::vector<wire::AssetName>& assets) = 0;
  virtual Result<std::vector<wire::AssetName>> assets_of(RoundId round) = 0;
  // nullopt: no round of this centre names it, or it is not so long.
  virtual Result<std::optional<Bytes>> find_asset_piece(CentreId centre, const crypto::Hash& sha256,
                                                        std::uint32_t piece) = 0;

  // It takes the place of the one before, but for `resend`, of which there are as many as losses the kiosk
  // has not heard of.
  virtual Result<void> keep_device_document(Purpose purpose, const DeviceDocument& document) = 0;
  virtual Result<std::vector<DeviceDocument>> device_documents(DeviceId device,
                                                               Purpose purpose) = 0;  // by serial
  virtual Result<std::optional<DeviceDocument>> find_device_document(
      DeviceId device,
      Purpose purpose) = 0;                                                             // the last of them
  virtual Result<void> forget_resends(DeviceId device, std::uint64_t last_serial) = 0;  // up to it

  // Batch ledger. A batch is known by the hash of its document: a resend is identical, so its receipt is too.
  virtual Result<std::optional<Bytes>> find_receipt(const crypto::Hash& document_hash) = 0;
  virtual Result<LastReceipt> last_receipt(DeviceId device) = 0;
  // The receipts above a number, the lowest first.
  virtual Result<std::vector<Bytes>> receipts_after(DeviceId device, std::uint64_t number,
                                                    std::size_t max) = 0;
  virtual Result<bool> has_batch(BatchId batch) = 0;
  virtual Result<bool> has_batch_serial(DeviceId device, std::uint64_t serial) = 0;
  // Numbers up to the highest of each block (wire/serial_block.h) that never came, as ranges from–to.
  using Gaps = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
  virtual Result<Gaps> missing_batches(DeviceId device) = 0;
  // Each batch of a device, in the order of its receipts.
  virtual Result<void> each_batch(DeviceId device,
                                  const std::function<Result<void>(const BatchRecord&)>& each) = 0;
  // `conflict` if the document or the device's receipt number is there already.
  virtual Result<void> add_batch(const BatchRecord& batch) = 0;

  // Items. `record_item` keeps id and hash for good.
  // Of an item that was recorded in this round; round 0: in any of them.
  virtual Result<std::optional<wire::ItemKind>> kind_of(RoundId round, ItemId item) = 0;
  virtual Result<Recorded> record_item(ItemId item, const crypto::Hash& content_hash, RoundId round,
                                       wire::ItemKind kind) = 0;
  virtual Result<void> add_to_outbox(const SealedItem& item) = 0;
  virtual Result<std::vector<SealedItem>> outbox_block(
      std::size_t items_max) = 0;  // ordered by the random id
  virtual Result<std::optional<SealedItem>> find_in_outbox(ItemId item) = 0;
  virtual Result<void> remove_from_outbox(ItemId item) = 0;
  virtual Result<std::uint64_t> outbox_size() = 0;
  // The same bytes are kept once for each round they came under, with the first cause.
  virtual Result<void> quarantine(const QuarantinedItem& item) = 0;
  virtual Result<std::map<std::string, std::uint64_t>> quarantine_causes() = 0;
  virtual Result<std::vector<QuarantinedItem>> list_quarantine() = 0;
  // Back to the outbox, to be opened again. False, and it stays, while another item of its id waits there.
  virtual Result<bool> requeue(const QuarantinedItem& item) = 0;

  // How much arrived from a centre's kiosks in a round, by name (namespace intake).
  virtual Result<void> add_intake(RoundId round, CentreId centre, const std::string& name,
                                  std::uint64_t count) = 0;
  virtual Result<Intake> intake_of(RoundId round, CentreId centre) = 0;
  // … and of one kiosk alone: what it has in the results whatever becomes of it.
  virtual Result<void> add_accepted(DeviceId device, RoundId round, std::uint64_t count) = 0;

  // Instruments that no round here was opened with. `conflict` if that version is there with other files.
  virtual Result<void> add_instrument(std::uint32_t number, std::uint32_t version,
                                      const std::map<std::string, std::string>& files) = 0;
  // Empty if there is none.
  virtual Result<std::map<std::string, std::string>> find_instrument(std::uint32_t number,
                                                                     std::uint32_t version) = 0;

  // Latest status per device and round; what it says of earlier rounds is kept as their latest. False (and
  // nothing stored) unless the serial is higher than every one before.
  virtual Result<bool> keep_status(const StatusRecord& record) = 0;
  virtual Result<std::vector<StatusRecord>> statuses(RoundId round) = 0;
  // Completed in a round on the centre's kiosks besides this one, as each last said; of revoked ones, whose
  // word is nothing, what was accepted of theirs.
  virtual Result<std::uint64_t> completed_elsewhere(RoundId round, const Device& device) = 0;
  virtual Result<std::vector<StatusRecord>> statuses_of(DeviceId device) = 0;  // of all rounds, latest last
  // What visitors told counters, summed over each centre's kiosks, revoked ones too: what was told was told.
  virtual Result<std::vector<CounterCell>> counter_levels(RoundId round) = 0;

  virtual Result<Books> books(RoundId round) = 0;  // reads all of the ledger

  // A whole copy of the store in a file of its own, and what of each device it holds, once it has been read
  // back.
  virtual Result<void> copy_to(const std::string& path) = 0;
  virtual Result<void> set_backed_up(DeviceId device, std::uint64_t receipt_number) = 0;
  // That backups are made here: kiosks keep what none of them holds. For good once it is noted.
  virtual Result<void> note_backups() = 0;
  virtual Result<bool> makes_backups() = 0;
  // After a backup was read back: no document's number that may have been given out since is given out again,
  // also where the same backup is read back twice, each time by a clock that is right: numbers go on from the
  // milliseconds of `now` (Unix time), or a million further if that is more.
  virtual Result<void> leap(WallTime now) = 0;
  virtual Result<void> check_integrity() = 0;

  // Housekeeping that may take a moment; call it when idle.
  virtual Result<void> tidy() = 0;
};

}  // namespace vantrum::collector
