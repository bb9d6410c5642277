// What every part of the collector is given: the store, the keys, the region, time and chance.
#pragma once

#include "shared/base/clock.h"
#include "shared/base/entropy.h"
#include "sync/collector/data_folder.h"
#include "sync/store/answer_store.h"
#include "sync/store/collector_store.h"

namespace vantrum::accounts {
class Staff;
}

namespace vantrum::collector {

// Borrowed by everything below; `vantrum-collector` owns one per process. Used by one thread.
struct Collector {
  CollectorStore& store;
  Keys& keys;  // `key new` and `key restore` add to them
  Region region;
  const Clock& clock;
  Entropy& entropy;
  AnswerStore* answers = nullptr;    // null: this process only receives, can read no answer (hand_over.h)
  DataFolder folder = {};            // where it lies; needed by what writes keys and backups
  accounts::Staff* staff = nullptr;  // accounts and the audit log; null where a test has none

  // A document of this collector: signed, with the next serial of its type. Inside a transaction of the
  // caller, so that a serial is used up only together with what it numbers.
  Result<Bytes> sign(wire::DocumentType type, ByteView payload) const;
  Result<Bytes> sign_with(wire::DocumentType type, std::uint64_t serial, ByteView payload) const;

  // `refused` where this process only receives.
  Result<AnswerStore*> opened_answers() const;
};

}  // namespace vantrum::collector
