// Released answers of one centre in one round, a column for each question: some fifteen bytes an answer, and
// counted ten times as fast as one by one (docs/performance.md).
//
// The order of the rows tells nothing (P-3): a new answer takes the place of any of those that are there,
// drawn by its random id, and that one goes to the end; heads stand by version, week and flags. The id itself
// is gone when the answer is released. Beyond a thousand of a centre its block tells that an answer was
// released after the thousand before it.
//
// On disk, deterministic CBOR: {1: heads, an array of [instrument version, year, week, flags], 2: which head
// each row has, a byte a row, 3: columns, an array of [question number, place, option numbers]}. A question's
// column of place 0 has the first option that was chosen, of place 1 the second …; 0: none. Week and year are
// 0 where the week is unknown. Never change what a key means.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "shared/base/bytes.h"
#include "sync/store/answer_store.h"

namespace vantrum::collector {

class AnswerBlock {
 public:
  static constexpr std::size_t answers_max = 1000;

  struct Head {
    std::uint32_t version = 0;  // of the instrument
    std::optional<IsoWeek> week;
    survey::Flags flags;
    bool operator==(const Head&) const = default;
  };
  struct Column {
    std::uint8_t question = 0, place = 0;
    Bytes options;  // a row each
  };

  // `damaged` if the bytes are not this form.
  static Result<AnswerBlock> parse(ByteView bytes);
  Bytes encode() const;

  // False if there is no room: the answer belongs in another block. `damaged` if its content is not
  // answer_content.h's; then nothing is added.
  Result<bool> add(const AnswerId& id, const Answer& answer);

  std::size_t size() const { return head_of_.size(); }
  const Head& head(std::size_t row) const { return heads_[head_of_[row]]; }
  Bytes content(std::size_t row) const;  // answer_content.h; the very bytes that were added
  const std::vector<Column>& columns() const { return columns_; }  // by question, then place

 private:
  static Result<AnswerBlock> read(ByteView bytes);
  std::optional<std::uint8_t> find_or_add(const Head& head);

  std::vector<Head> heads_;
  Bytes head_of_;
  std::vector<Column> columns_;
};

}  // namespace vantrum::collector
