// What the documents hold, as values: one struct, one encode and one parse for each. Keys and limits:
// FORMAT.md.
//
// `encode` gives the payload for envelope.h; `parse_…` takes a verified payload and refuses whatever is
// missing, unknown, too long or out of range.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/ids.h"
#include "shared/crypto/keys.h"
#include "shared/survey/window.h"
#include "shared/wire/asset_document.h"
#include "shared/wire/envelope.h"
#include "shared/wire/item.h"

namespace vantrum::wire {

constexpr std::size_t batch_items_max = 100;
constexpr std::size_t label_bytes_max = 64;
constexpr std::size_t order_words_bytes_max = 200;

// ── kiosk → collector
// ────────────────────────────────────────────────────────────────────────────────────────────

// MACed with the key made from the one-time code; the header's key id is the code's public part.
struct Enrolment {
  DeviceId device;               // drawn by the kiosk
  crypto::VerifyKey verify_key;  // of the kiosk's signing key, which never leaves it
  std::string label;             // "Väntrummet"; for people
  bool operator==(const Enrolment&) const = default;
};

enum class ItemKind : std::uint8_t {
  response = 1,
  text = 2,
  discard = 3,  // a visit that staff threw away (discard_item.h)
};              // on the wire; never renumber

struct BatchItem {
  ItemKind kind = ItemKind::response;
  Bytes sealed;  // item.h; the item id is in its head
  bool operator==(const BatchItem&) const = default;
};

// Signed by the device; the header's key id is the device id, its serial numbers the device's batches 1, 2, 3
// …
struct Batch {
  BatchId batch;
  RoundId round;
  std::vector<BatchItem> items;  // 1…batch_items_max, in random order
  bool operator==(const Batch&) const = default;
};

// Counters of a status that are about the kiosk and not about its visitors begin like this.
constexpr std::string_view alarm_prefix = "alarm:";

// What was told in a round of visitors before the one in use.
struct EarlierRound {
  RoundId round;
  std::uint64_t completed = 0, waiting = 0;
  std::map<std::string, std::uint64_t> counters;  // ≤ 200
  bool operator==(const EarlierRound&) const = default;
};
constexpr std::size_t earlier_rounds_max = 4;

// Counts may travel at once (P-7); nothing in it is finer than an hour and nothing is about one visit.
struct Status {
  RoundId round;                                  // 0: none yet
  std::uint64_t round_serial = 0;                 // serial of the round document in use; 0: none
  std::uint64_t receipt_number = 0;               // last receipt applied
  std::uint64_t completed = 0;                    // responses thanked for in this round, on this device
  std::uint64_t waiting = 0;                      // of these not yet receipted
  std::map<std::string, std::uint64_t> counters;  // "left:wel", "services:bvc", "language:en" …; ≤ 200
  std::string software;                           // "vantrum-kiosk 0.1.0"
  std::uint64_t hour = 0;                         // device clock, hours since 1970
  std::uint64_t order_serial = 0;                 // of the last order obeyed; 0: none
  std::uint64_t centre_serial = 0;                // of the centre document in use; 0: none
  std::uint64_t staff_serial = 0;                 // of the staff's round document in use; 0: none
  std::uint64_t assets_missing = 0;               // of those that the rounds in use name
  std::vector<EarlierRound> earlier = {};         // ≤ earlier_rounds_max, the highest number first
  bool operator==(const Status&) const = default;
};

// ── collector → kiosk
// ────────────────────────────────────────────────────────────────────────────────────────────

// MACed with the same code's key: whoever answers knew the code.
struct EnrolmentReply {
  DeviceId device;
  CentreId centre;
  std::string centre_name;
  crypto::VerifyKey collector_key;  // pinned by the kiosk: all later documents must verify with it
  bool operator==(const EnrolmentReply&) const = default;
};

enum class Outcome : std::uint8_t {
  stored = 1,
  duplicate = 2,
  quarantined = 3
};  // on the wire; never renumber

struct ReceiptItem {
  ItemId item;
  Outcome outcome = Outcome::stored;
  std::string cause;  // of a quarantine; empty otherwise
  bool operator==(const ReceiptItem&) const = default;
};

// Written in the same transaction as the items; a resend gets the same bytes again.
struct Receipt {
  DeviceId device;
  std::uint64_t number = 0;  // 1, 2, 3 … per device
  crypto::Hash previous;     // SHA-256 of the receipt document before; zeros for number 1
  BatchId batch;
  std::vector<ReceiptItem> items;  // every item of the batch, in the batch's order
  WallTime server_time;
  std::uint64_t backed_up = 0;  // highest receipt number of this device that a verified backup holds; 0: none
  bool operator==(const Receipt&) const = default;
};

// What one centre's kiosks ask, and how. Only higher serials are accepted: no rollback.
struct Round {
  RoundId round;
  std::string name;     // "Besöksenkät hösten 2026"
  bool is_open = true;  // false: stop asking, deliver what is left
  CentreId centre;
  std::string centre_name;
  std::string receiver;                // authority of record, shown on the info screen (S77)
  std::uint32_t quota = 0;             // set by the lead, never computed (S26)
  bool stop_at_quota = false;          // overshoot policy
  std::vector<std::string> languages;  // offered, in this order; "sv" first
  bool free_text = false;              // P-12
  SealTo seal_to;
  std::map<std::string, std::string> instrument_files;  // instrument_file.h
  bool review = false;                                  // what was answered is shown before it is sent
  std::optional<survey::Window> window = {};  // asked on these days only (S24, S37); none: until closed
  std::uint32_t idle_s = 0,
                answer_s = 0;          // until "Är du kvar?", and to answer it; 0: the kiosk's own settings
  bool for_staff = false;              // never shown to visitors; `quota` is how many work there (S30)
  std::vector<AssetName> assets = {};  // recordings, which kiosks ask for when they have the round
  bool operator==(const Round&) const = default;
};

// What the collector counts for one kiosk's centre, so that several tablets agree on one number (S26).
struct CentreCount {
  DeviceId device;
  RoundId round;
  // Completed on the centre's other kiosks, as each last said; of revoked ones what the collector accepted.
  std::uint64_t elsewhere = 0;
  std::uint64_t accepted = 0;        // items of the centre taken in
  std::uint64_t flagged = 0;         // of these: late, over the quota, or from a paused kiosk
  std::uint64_t quarantined = 0;     // put aside when they came
  std::uint64_t receipt_number = 0;  // of this device's last receipt
  std::uint64_t backed_up = 0;       // as in a receipt, for a kiosk that has nothing to send
  bool awaits_backup = false;        // backups are made, and none holds a receipt of this device yet
  bool operator==(const CentreCount&) const = default;
};

enum class OrderAction : std::uint8_t {  // on the wire; never renumber
  pause = 1,                             // ask nobody, deliver
  resume = 2,                            // ask again
  retire = 3,                            // ask nobody, deliver everything, then wipe
  revoke = 4,                            // wipe at once, whatever lies there
  resend = 5,                            // the collector lost what came after `receipt_number`: send it again
};

// Of all orders a kiosk ever got, the one with the highest serial holds.
struct Order {
  DeviceId device;
  OrderAction action = OrderAction::pause;
  std::string words;                 // for staff; may be empty
  std::uint64_t receipt_number = 0;  // resend: the last receipt that still counts; 0: none does
  crypto::Hash receipt;              // resend: its hash; zeros
  std::uint64_t receipt_serial = 0;  // resend: a receipt after that one counts only with a higher serial
  bool operator==(const Order&) const = default;
};

Bytes encode(const Enrolment& value);
Bytes encode(const Batch& value);
Bytes encode(const Status& value);
Bytes encode(const EnrolmentReply& value);
Bytes encode(const Receipt& value);
Bytes encode(const Round& value);
Bytes encode(const CentreCount& value);
Bytes encode(const Order& value);

Result<Enrolment> parse_enrolment(ByteView payload);
Result<Batch> parse_batch(ByteView payload);
Result<Status> parse_status(ByteView payload);
Result<EnrolmentReply> parse_enrolment_reply(ByteView payload);
Result<Receipt> parse_receipt(ByteView payload);
Result<Round> parse_round(ByteView payload);
Result<CentreCount> parse_centre(ByteView payload);
Result<Order> parse_order(ByteView payload);

// ── one-time enrolment codes
// ─────────────────────────────────────────────────────────────────────────────────────

// 13 Crockford base-32 characters, written K7M-Q2RTX-9HWPC. The first three name the code in the clear
// (header key id); the other ten (50 bits) never travel: both sides stretch them with Argon2id into the MAC
// key.
struct EnrolmentCode {
  std::string handle;  // 3 characters
  std::string secret;  // 10 characters

  static EnrolmentCode make(Entropy& entropy);
  static Result<EnrolmentCode> parse(std::string_view typed);  // forgives case, spaces, hyphens, O and I
  std::string printed() const;
  Result<crypto::MacKey> mac_key(const std::string& region) const;
};

}  // namespace vantrum::wire
