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

// P-11: nothing else may be known about a text.
struct WrittenText {
  RoundId round;
  CentreId centre;
  std::string question, label;  // id, and option code or empty
  std::string text;
  bool operator==(const WrittenText&) const = default;
};

struct CounterCell {
  CentreId centre;
  std::string name;  // "services:bvc"
  std::uint64_t count = 0;
  bool operator==(const CounterCell&) const = default;
};

class AnswerStore {
 public:
  virtual ~AnswerStore() = default;

  // All that `work` does is kept, or, if it returns an error, none of it. Not nested.
  virtual Result<void> in_transaction(const std::function<Result<void>()>& work) = 0;

  // Whose answers these are: the first call says it, a later one with another region is `conflict`.
  virtual Result<void> bind_region(const std::string& region) = 0;

  // False if an item with these sealed bytes was opened before. In the transaction that adds its answer.
  virtual Result<bool> mark_opened(const OpenedMark& mark) = 0;
  // `id` is drawn for the answer alone.
  virtual Result<void> add_answer(const AnswerId& id, const Answer& answer) = 0;
  virtual Result<std::map<CentreId, std::uint64_t>> count_answers(RoundId round) = 0;

  // Free texts; `id` is drawn for the text alone. They are no answers: neither counts nor quota know them.
  virtual Result<void> add_text(const AnswerId& id, const WrittenText& text) = 0;
  virtual Result<std::map<CentreId, std::uint64_t>> count_texts(RoundId round) = 0;
  virtual Result<std::vector<WrittenText>> list_texts(RoundId round) = 0;  // ordered by the random id

  // Release for results (P-18): a centre's new answers, and a new level of a counter, become visible only in
  // steps of at least step_min, so that no two releases differ by fewer people. `counters` are the levels of
  // now (CollectorStore::counter_levels).
  virtual Result<void> release(RoundId round, std::uint32_t step_min,
                               const std::vector<CounterCell>& counters) = 0;
  virtual Result<std::vector<Answer>> released_answers(RoundId round) = 0;
  virtual Result<std::vector<CounterCell>> released_counters(RoundId round) = 0;

  // A whole copy in a file of its own.
  virtual Result<void> copy_to(const std::string& path) = 0;
  virtual Result<void> check_integrity() = 0;
  // Housekeeping that may take a moment; call it when idle.
  virtual Result<void> tidy() = 0;
};

}  // namespace vantrum::collector
