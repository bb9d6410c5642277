// How sealed items come from where they were received to where they are opened. In one process it is the
// store itself; between two it is the socket `hand_over.sock` (hand_over_link.h).
//
// Whoever opens asks for a block, writes answers and marks in one transaction of its own file, and then
// settles the block. Cut off between the two, it gets the same items again, finds their marks and settles
// them: an item becomes an answer once, and none is forgotten.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sync/collector/collector.h"

namespace vantrum::collector {

struct Settled {
  ItemId item;
  std::string cause;  // why it goes to quarantine (quarantine.h); empty: it was opened
  bool operator==(const Settled&) const = default;
};

class HandOver {
 public:
  virtual ~HandOver() = default;

  virtual Result<std::vector<SealedItem>> block(std::size_t items_max) = 0;
  virtual Result<std::optional<RoundRecord>> find_round(RoundId round) = 0;
  virtual Result<std::vector<RoundCentre>> centres_of(RoundId round) = 0;
  virtual Result<std::map<std::string, std::string>> find_instrument(std::uint32_t number,
                                                                     std::uint32_t version) = 0;
  // In one transaction. An item that does not wait any more is left alone.
  virtual Result<void> settle(const std::vector<Settled>& items) = 0;
};

class LocalHandOver final : public HandOver {
 public:
  LocalHandOver(CollectorStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  Result<std::vector<SealedItem>> block(std::size_t items_max) override {
    return store_.outbox_block(items_max);
  }
  Result<std::optional<RoundRecord>> find_round(RoundId round) override { return store_.find_round(round); }
  Result<std::vector<RoundCentre>> centres_of(RoundId round) override { return store_.centres_of(round); }
  Result<std::map<std::string, std::string>> find_instrument(std::uint32_t number,
                                                             std::uint32_t version) override {
    return store_.find_instrument(number, version);
  }
  Result<void> settle(const std::vector<Settled>& items) override;

 private:
  CollectorStore& store_;
  const Clock& clock_;
};

}  // namespace vantrum::collector
