// Opens the sealed items that were received and turns them into answers, texts into texts, and the markers of
// discarded visits into their number.
//
// An answer's row gets a random id of its own, so nothing tells which item it came from. That an item was
// opened is written in the same transaction (answer_store.h), and only then is it settled where it was
// received (hand_over.h): so it happens exactly once, whatever is cut off between the two files. What does
// not open, or does not fit its round's instrument, goes to quarantine with its cause, never away.
#pragma once

#include <map>
#include <memory>

#include "shared/survey/instrument.h"
#include "shared/wire/discard_item.h"
#include "sync/collector/collector.h"
#include "sync/collector/hand_over.h"

namespace vantrum::collector {

class Opener {
 public:
  // From the collector's own store. Opens nothing where it has no answers: that process only receives.
  explicit Opener(const Collector& collector);
  Opener(HandOver& from, AnswerStore& answers, const Keys& keys, Entropy& entropy)
      : from_(&from), answers_(&answers), keys_(keys), entropy_(entropy) {}

  struct Count {
    std::size_t opened = 0, quarantined = 0;
    std::size_t before = 0;  // had been opened already, but not settled
  };
  // Everything that waits now, in blocks.
  Result<Count> run();

 private:
  struct Round {
    survey::Instrument instrument;
    std::vector<RoundCentre> centres;
  };
  Result<const Round*> round(RoundId id);
  struct Opened {
    survey::Response response;
    Bytes content;  // answer_content.h
  };
  Result<void> keep(const SealedItem& item, Count& count);
  Result<Opened> open(const SealedItem& item);
  Result<WrittenText> open_text(const SealedItem& item);
  Result<wire::Discard> open_discard(const SealedItem& item);
  Result<Opened> read(const SealedItem& item, const crypto::SealSecretKey& key, const Round& where);

  std::unique_ptr<HandOver> own_;
  HandOver* from_;
  AnswerStore* answers_;
  const Keys& keys_;
  Entropy& entropy_;
  std::map<RoundId, Round> rounds_;  // what a round asks never changes
};

}  // namespace vantrum::collector
