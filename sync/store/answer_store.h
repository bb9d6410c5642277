// What was opened, as one contract: the answers of visits and what of them was released. Beside it stands
// what was received (collector_store.h), in another file, so that the process that receives needs no right to
// this one (row 43; docs/opening.md).
//
// The two share no key. That an item was opened is remembered by a mark, the beginning of the hash of its
// sealed bytes, in a table that nothing leads from to an answer (P-1). The mark is a constraint of the schema
// and is kept for good: whatever becomes of the other file, an item becomes at most one answer.
//
// Every function may fail with `storage`; then the outcome is unknown and the caller looks it up again.
// One thread owns a store.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shared/base/clock.h"
#include "shared/base/ids.h"
#include "shared/base/result.h"
#include "shared/survey/response.h"
#include "sync/store/purge_store.h"
#include "sync/store/text_store.h"

namespace vantrum::collector {

using AnswerId = RandomId<struct AnswerTag>;

// The beginning of the hash of the sealed bytes.
using OpenedMark = RandomId<struct OpenedTag>;
OpenedMark opened_mark_of(ByteView sealed);

// P-1: nothing else may be known about an answer.
struct Answer {
  RoundId round;
  CentreId centre;
  std::optional<IsoWeek> week;
  survey::Flags flags;
  Bytes content;  // answer_content.h
  bool operator==(const Answer&) const = default;
};

// How visits came, not what was answered.
struct FlagCounts {
  std::uint64_t paper = 0;    // typed in by staff
  std::uint64_t suspect = 0;  // implausible (P-29), of those that are released
  bool operator==(const FlagCounts&) const = default;
};

struct CounterCell {
  CentreId centre;
  std::string name;  // "services:bvc"
  std::uint64_t count = 0;
  bool operator==(const CounterCell&) const = default;
};

// Of one centre in one round.
struct KeptCounts {
  std::uint64_t group_min = 0;  // the smallest group that `shown` was ever shown with
  Bytes released;               // counts of all released answers
  Bytes shown;                  // what of them was shown last
  bool operator==(const KeptCounts&) const = default;
};

class AnswerBlock;  // answer_block.h

class AnswerStore : public TextStore, public PurgeStore {
 public:
  // All that `work` does is kept, or, if it returns an error, none of it. Not nested.
  virtual Result<void> in_transaction(const std::function<Result<void>()>& work) = 0;

  // Whose answers these are: the first call says it, a later one with another region is `conflict`.
  virtual Result<void> bind_region(const std::string& region) = 0;

  // False if an item with these sealed bytes was opened before. In the transaction that adds its answer.
  virtual Result<bool> mark_opened(const OpenedMark& mark) = 0;
  // `id` is drawn for the answer alone.
  virtual Result<void> add_answer(const AnswerId& id, const Answer& answer) = 0;
  virtual Result<std::map<CentreId, std::uint64_t>> count_answers(RoundId round) = 0;
  // Those destroyed under a decision among them (but for those destroyed before schema 7, which counts this);
  // centres with any. Implausible: of what is released (P-18).
  virtual Result<std::map<CentreId, FlagCounts>> count_flags(RoundId round) = 0;

  // Visits that staff threw away: their number and nothing else (docs/discarding.md). In the transaction of
  // the marker's `mark_opened`.
  virtual Result<void> add_discarded(RoundId round, CentreId centre) = 0;
  virtual Result<std::map<CentreId, std::uint64_t>> count_discarded(RoundId round) = 0;

  using EachAnswer = std::function<Result<void>(const Answer&)>;
  // All of them, in no order that tells anything; by one centre after the other of those that wait, then of
  // those that are released.
  virtual Result<void> each_answer(RoundId round, const EachAnswer& each) = 0;

  // Release for results (P-18; sync/results/release.h): an answer waits until it is released, and is never
  // taken back. Then it lies among a thousand of its centre, in an order that tells nothing (P-3), and its id
  // is forgotten.
  virtual Result<std::map<CentreId, std::uint64_t>> count_waiting(RoundId round) = 0;
  // By centre, and within one in the order of their random ids.
  virtual Result<void> each_waiting(RoundId round, const EachAnswer& each) = 0;
  // The first `count` of those that wait, as each_waiting gives them. `damaged` if one of them is not
  // answer_content.h's.
  virtual Result<void> release_answers(RoundId round, CentreId centre, std::uint64_t count) = 0;
  // By centre.
  using EachBlock = std::function<Result<void>(CentreId, const AnswerBlock&)>;
  virtual Result<void> each_block(RoundId round, const EachBlock& each) = 0;

  // What was counted of a centre, in the form of kept_counts.h: in the transaction that releases, and before
  // anybody is shown it.
  virtual Result<std::map<CentreId, KeptCounts>> kept_counts(RoundId round) = 0;
  virtual Result<void> keep_counts(RoundId round, CentreId centre, const KeptCounts& counts) = 0;

  // A new level of a counter becomes visible in steps of at least step_min, and never the last `kept_back` of
  // it. `counters` are the levels of now (CollectorStore::counter_levels). With {0, 0} all of them are kept
  // as they are, also those of nobody, unless what is kept is more.
  struct CounterSteps {
    std::uint64_t step_min = 1, kept_back = 0;
  };
  virtual Result<void> release_counters(RoundId round, const CounterSteps& steps,
                                        const std::vector<CounterCell>& counters) = 0;
  virtual Result<std::vector<CounterCell>> released_counters(RoundId round) = 0;

  // A whole copy in a file of its own.
  virtual Result<void> copy_to(const std::string& path) = 0;
  virtual Result<void> check_integrity() = 0;
  // Housekeeping that may take a moment; call it when idle.
  virtual Result<void> tidy() = 0;
};

}  // namespace vantrum::collector
