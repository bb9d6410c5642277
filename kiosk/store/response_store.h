// The device's database: sealed items until a receipt names them, batches as signed, counters, the round
// document and the receipt chain. It can count; it cannot read an answer.
//
// Items lie in slots that were made in advance, each in a free one drawn at random: the file does not grow
// when somebody answers, and where an item lies says nothing of when it came (P-3).
//
// Every error of kind `storage` means the outcome is unknown: close, open again, ask `has`.
// One thread owns it; one connection exists (shared/store/database.h).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/store/slot.h"
#include "shared/base/entropy.h"
#include "shared/store/database.h"

namespace vantrum::kiosk {

struct Counts {
  std::uint64_t completed = 0;  // responses thanked for in a round; texts are not counted
  std::uint64_t waiting = 0;    // of these, not yet receipted
  bool operator==(const Counts&) const = default;
};

// What was sealed just now.
struct NewItem {
  ItemId id;
  wire::ItemKind kind = wire::ItemKind::response;
  Bytes sealed;
};

// Items in no batch yet.
struct Unpacked {
  std::uint64_t items = 0;
  std::uint64_t responses = 0;  // of these; texts do not make a batch large enough to leave (P-7)
};

// What of one visit lies here. In memory only, and only as long as the visit may be thrown away: nothing on
// the disk says that these belong together (P-11), or which visit was the last (P-3).
struct StoredVisit {
  RoundId round;
  std::vector<ItemId> items;  // the response first, if there is one
  bool has_response = true;
  std::vector<std::string> counters;  // raised with it
};

struct StoredBatch {
  std::uint64_t serial = 0;
  Bytes document;
};

struct StoredRound {
  std::uint64_t serial = 0;
  Bytes document;
};

struct StoreOptions {
  std::size_t slots = 4'000;  // more than any centre's round; a file that has more keeps them
  const char* vfs = nullptr;  // store::Database::Options; for tests
  store::Database::Options::Sync sync = store::Database::Options::Sync::every_commit;
};

struct Room {
  std::size_t slots = 0, free = 0;
  bool is_scarce() const { return free * 5 < slots; }
};

class ResponseStore {
 public:
  // Reads and checks the whole file; `fault` is damaged if it is not sound.
  static Result<ResponseStore> open(const std::string& path, Entropy& entropy,
                                    const StoreOptions& options = {});

  // One durable transaction: the items of one visit, the count, the counters. Nothing of it or all of it.
  // Each item has a slot of its own, drawn by itself, so that where they lie does not join them (P-11).
  // `refused` if too few slots are free: an item without a receipt is never overwritten.
  Result<void> submit(const std::vector<NewItem>& items, RoundId round,
                      const std::vector<std::string>& counters, Entropy& entropy);
  Result<bool> has(const ItemId& id);

  // The sealed marker (shared/wire/discard_item.h) takes the place of the visit's first item, under its id;
  // the slots of the others are free; the count and the counters are as before the visit. Nothing of it or
  // all of it. Again for the same visit it changes nothing. `refused` if anything of it is in a batch.
  Result<void> discard(const StoredVisit& visit, ByteView marker);

  Room room() const { return {slots_, free_.size()}; }
  Result<void> count(RoundId round, const std::string& counter);

  Result<Counts> counts(RoundId round);
  // Counters as of the last batch, so that no single visit can be seen in their difference.
  Result<std::map<std::string, std::uint64_t>> published_counters(RoundId round);
  // Rounds whose counters have risen since; and that they are told as they are now, where a round is over.
  Result<std::vector<RoundId>> unpublished();
  Result<void> publish_counters(RoundId round);

  // The visitors' rounds that this kiosk has had, the highest number first. `note_asked` writes nothing for
  // one that is noted already.
  Result<void> note_asked(RoundId round);
  Result<std::vector<RoundId>> asked();

  // Rounds with items in no batch yet, and how many.
  Result<std::map<RoundId, Unpacked>> unpacked();
  // Puts up to 100 unpacked items of a round into a batch. `sign` makes the document from the batch and its
  // serial.
  using SignBatch = std::function<Bytes(const wire::Batch&, std::uint64_t serial)>;
  // What `held` names stays out of it, and out of what the counters publish.
  Result<void> pack(RoundId round, Entropy& entropy, const SignBatch& sign,
                    const StoredVisit* held = nullptr);
  // Where the bytes of a batch are no longer as they were signed: the items of all that wait for a receipt go
  // into others, of a block of serials begun before.
  Result<void> unpack();
  // Batches without a receipt.
  Result<std::vector<StoredBatch>> batches();

  // A batch whose items the receipt names, all of them, waits no more and is kept until `prune` takes it
  // (P-21). One of which it names some loses those. `document` are the receipt's bytes, `day` is count_day's.
  // A receipt already applied changes nothing; one that the chain has passed counts if its batch waits. One
  // that does not continue the chain is `untrusted`, one of before the collector's loss (go_back_to_receipt)
  // `refused`; they change nothing. After such a loss, and where batches were given up here (unpack,
  // salvage), one may be for a batch that is here no more; it only continues the chain. `serial` is the
  // document's.
  Result<void> apply_receipt(const wire::Receipt& receipt, std::uint64_t serial, ByteView document,
                             std::int64_t day);
  Result<std::uint64_t> last_receipt();
  // The days that this kiosk has seen begin, by a clock that is not trusted: a step forward of less than
  // kept_days_max days is one day more; any other step is a clock that was set, and none. `today` is since
  // 1970.
  Result<std::int64_t> count_day(std::int64_t today);
  // Deletes what is kept and a backup of the collector holds (receipts up to `backed_up`). Where it makes
  // none, `day` is count_day's: then what was receipted kept_days_max days before goes. Of the rest the
  // oldest, as long as less than a fifth of the slots is free. What has no receipt is never touched. True if
  // anything went.
  static constexpr std::int64_t kept_days_max = 14;
  Result<bool> prune(std::uint64_t backed_up, const std::optional<std::int64_t>& day);
  Result<std::uint64_t> kept();  // batches
  // The collector was restored from a backup that knows receipts up to `number`, of this hash: the chain goes
  // on from there, and what later receipts named waits again. From now on later receipts count only with a
  // higher serial than `serial`: those of before the loss are void. No change to a chain that is not longer.
  // Where a collector was lost twice before the kiosk heard of it, both are called in turn: up to the second
  // number the first call's serial counts.
  Result<void> go_back_to_receipt(std::uint64_t number, const crypto::Hash& hash, std::uint64_t serial);

  // For a collector that knows nothing of this kiosk: every item that lies here waits and is in no batch,
  // also what was only kept, and no receipt, batch number or round document of before counts. The counts
  // stay.
  Result<void> begin_anew();

  Result<std::optional<StoredRound>> round_document();
  // `refused` if one of a higher serial is in use. The same one again is no error: the try before may have
  // been of unknown outcome.
  Result<void> keep_round_document(std::uint64_t serial, ByteView document);

  // The block of the serials given out last (shared/wire/serial_block.h); none in a database that gave out
  // none and was never told of one.
  Result<std::optional<std::uint64_t>> serial_block();
  Result<void> begin_serial_block(std::uint64_t block);  // in all types; no change where they are beyond it
  // Higher than every serial of that type before, and than `above`.
  Result<std::uint64_t> next_serial(wire::DocumentType type, std::uint64_t above = 0);

  Result<void> checkpoint() { return database_.checkpoint(); }
  std::uint64_t log_bytes() const { return database_.log_bytes(); }

  // For salvage: into a fresh store, whatever a damaged one still gave.
  Result<void> take_over(const std::vector<SlotItem>& items, Entropy& entropy);
  Result<void> take_over_tables(store::Database& damaged);
  Result<void> forget_receipt_chain();  // the next receipt that verifies begins it anew

 private:
  explicit ResponseStore(store::Database database) : database_(std::move(database)) {}
  Result<void> make_slots(std::size_t wanted);
  Result<void> find_free_slots();
  Result<void> check_slots();
  Result<void> move_items_of_schema_1(Entropy& entropy);
  Result<void> fill_slot(std::int64_t number, const SlotItem& item, std::int64_t batch);
  std::size_t draw_slot(Entropy& entropy) const;
  Result<std::optional<SlotItem>> loose_item(const ItemId& id);  // in no batch
  Result<void> add_to_counter(RoundId round, const std::string& name);
  Result<void> keep_or_free(const wire::Receipt& receipt, std::int64_t serial, std::uint64_t number,
                            std::int64_t day);
  // A batch that may have been sent is here no more. Its receipt must still continue the chain, so a floor is
  // noted, which makes no receipt void.
  Result<void> note_given_up();

  store::Database database_;
  std::size_t slots_ = 0;
  std::vector<std::int64_t> free_;  // numbers of the free slots
};

}  // namespace vantrum::kiosk
