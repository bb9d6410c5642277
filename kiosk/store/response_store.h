// The device's database: sealed items until a receipt names them, batches as signed, counters, the round
// document and the receipt chain. It can count; it cannot read an answer.
//
// Every error of kind `storage` means the outcome is unknown: close, open again, ask `has`.
// One thread owns it; one connection exists (shared/store/database.h).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/entropy.h"
#include "shared/store/database.h"
#include "shared/wire/documents.h"

namespace vantrum::kiosk {

struct Counts {
  std::uint64_t completed = 0;  // responses thanked for in a round
  std::uint64_t waiting = 0;    // items of that round not yet receipted
};

struct StoredBatch {
  std::uint64_t serial = 0;
  Bytes document;
};

struct StoredRound {
  std::uint64_t serial = 0;
  Bytes document;
};

class ResponseStore {
 public:
  static Result<ResponseStore> open(const std::string& path);

  // One durable transaction: the item, the count, the counters. Nothing of it or all of it.
  Result<void> submit(const ItemId& id, RoundId round, ByteView sealed,
                      const std::vector<std::string>& counters);
  Result<bool> has(const ItemId& id);
  Result<void> count(RoundId round, const std::string& counter);

  Result<Counts> counts(RoundId round);
  // Counters as of the last batch, so that no single visit can be seen in their difference.
  Result<std::map<std::string, std::uint64_t>> published_counters(RoundId round);

  // Rounds with items in no batch yet, and how many.
  Result<std::map<RoundId, std::uint64_t>> unpacked();
  // Puts up to 100 unpacked items of a round into a batch. `sign` makes the document from the batch and its
  // serial.
  using SignBatch = std::function<Bytes(const wire::Batch&, std::uint64_t serial)>;
  Result<void> pack(RoundId round, Entropy& entropy, const SignBatch& sign);
  // Batches without a receipt.
  Result<std::vector<StoredBatch>> batches();

  // Deletes exactly the items that the receipt names, and the batch when none of its items is left.
  // `document` are the receipt's bytes. A receipt already applied changes nothing; one that does not continue
  // the chain is `untrusted` and changes nothing.
  Result<void> apply_receipt(const wire::Receipt& receipt, ByteView document);
  Result<std::uint64_t> last_receipt();

  Result<std::optional<StoredRound>> round_document();
  // Only higher serials are accepted: `refused` otherwise.
  Result<void> keep_round_document(std::uint64_t serial, ByteView document);

  Result<std::uint64_t> next_serial(wire::DocumentType type);

  Result<void> checkpoint() { return database_.checkpoint(); }

 private:
  explicit ResponseStore(store::Database database) : database_(std::move(database)) {}
  Result<void> add_to_counter(RoundId round, const std::string& name);
  Result<wire::Batch> collect(RoundId round, Entropy& entropy);

  store::Database database_;
};

}  // namespace vantrum::kiosk
