// Opens the sealed items that wait in the outbox and turns them into answers, and texts into texts.
//
// The answer's row gets a random id of its own in the same transaction that deletes the item from the outbox:
// so it happens exactly once, and afterwards nothing tells which item an answer came from. What does not
// open, or does not fit its round's instrument, goes to quarantine with its cause, never away.
#pragma once

#include <map>

#include "shared/survey/instrument.h"
#include "sync/collector/collector.h"

namespace vantrum::collector {

class Opener {
 public:
  explicit Opener(const Collector& collector) : collector_(collector) {}

  struct Count {
    std::size_t opened = 0, quarantined = 0;
  };
  // Everything that waits now, in blocks. Nothing, where this process only receives.
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
  Result<Opened> open(const SealedItem& item);
  Result<WrittenText> open_text(const SealedItem& item);
  Result<void> keep(const SealedItem& item);  // `untrusted` with the cause for the quarantine
  Result<Opened> read(const SealedItem& item, const crypto::SealSecretKey& key, const Round& where);

  const Collector& collector_;
  std::map<RoundId, Round> rounds_;  // what a round asks never changes
};

}  // namespace vantrum::collector
